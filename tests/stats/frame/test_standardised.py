import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.estimates import direct, indirect
from fiftysteps.stats.frame import FrameFaults
from fiftysteps.stats.frame.directly_standardised import directly_standardised_rate
from fiftysteps.stats.frame.indirectly_standardised import indirectly_standardised_rate, indirectly_standardised_ratio
from fiftysteps.stats.frame.means import mean
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {
    "ward": ["b", "b", "a", "a", "c"],
    "age": ["0-64", "65+", "0-64", "65+", "65+"],
    "deaths": [4, 9, 2, 3, 50],
    "people": [100, 20, 50, 30, 0],
    "standard": [80, 20, 80, 20, 20],
    "all_deaths": [40, 90, 40, 90, 90],
    "all_people": [1_000, 300, 1_000, 300, 300],
}
DIRECT = {"count": "deaths", "population": "people", "standard": "standard"}
INDIRECT = {
    "count": "deaths",
    "population": "people",
    "reference_count": "all_deaths",
    "reference_population": "all_people",
}
BOUNDS = ["lower_95", "upper_95", "lower_99_8", "upper_99_8"]


def get_array(name: str) -> list[float]:
    return ROWS[name]  # type: ignore[return-value]


def assert_same(columns: dict[str, list[object]], expected) -> None:
    """The columns of the frame are the fields of the arrays' result."""
    assert list(columns) == ["ward", "value", *BOUNDS, "method", "note"]
    assert columns["ward"] == expected.groups.tolist()
    assert (columns["method"], columns["note"]) == (expected.method.tolist(), expected.reason.tolist())
    numbers = [expected.value] + [
        getattr(expected.intervals[level], side) for level in (0.95, 0.998) for side in ("lower", "upper")
    ]
    for name, ours in zip(["value", *BOUNDS], numbers, strict=True):
        found = [float("nan") if value is None else value for value in columns[name]]
        assert found == pytest.approx(ours.tolist(), rel=1e-15, nan_ok=True)


@pytest.mark.parametrize("kind", KINDS)
def test_directly_standardised_rates_of_a_frame_are_those_of_its_arrays(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    result = directly_standardised_rate(frame, **DIRECT, by="ward", multiplier=1_000, confidence=[0.95, 0.998])
    assert type(result) is type(frame)
    numbers = (get_array(name) for name in ("deaths", "people", "standard"))
    expected = direct.directly_standardised_rate(*numbers, ROWS["ward"], multiplier=1_000, confidence=(0.95, 0.998))
    assert expected.reason.tolist() == ["", direct.FEW_EVENTS, direct.EMPTY_BAND]
    assert_same(get_columns(result), expected)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["indirectly_standardised_ratio", "indirectly_standardised_rate"])
def test_indirectly_standardised_results_of_a_frame_are_those_of_its_arrays(kind: str, name: str) -> None:
    frame = build_frame(kind, ROWS)
    function = {each.__name__: each for each in (indirectly_standardised_ratio, indirectly_standardised_rate)}[name]
    result = function(frame, **INDIRECT, by="ward", multiplier=100, confidence=[0.95, 0.998])
    assert type(result) is type(frame)
    numbers = (get_array(each) for each in ("deaths", "people", "all_deaths", "all_people"))
    expected = getattr(indirect, name)(*numbers, ROWS["ward"], multiplier=100, confidence=(0.95, 0.998))
    assert expected.reason.tolist() == ["", "", indirect.NONE_EXPECTED]
    assert_same(get_columns(result), expected)


@pytest.mark.parametrize("kind", KINDS)
def test_units_are_those_of_the_field_unless_others_are_named(kind: str) -> None:
    frame = build_frame(kind, {"deaths": [20], "people": [10], "standard": [1], "all_deaths": [1], "all_people": [1]})
    assert get_columns(directly_standardised_rate(frame, **DIRECT))["value"] == [200_000]
    assert get_columns(indirectly_standardised_ratio(frame, **INDIRECT))["value"] == [2]
    assert get_columns(indirectly_standardised_rate(frame, **INDIRECT))["value"] == [200_000]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_missing_makes_its_group_missing_unless_it_is_read_as_none(kind: str) -> None:
    frame = build_frame(kind, {**ROWS, "deaths": [14, None, 12, 3, 50]})
    for function, arguments in ((directly_standardised_rate, DIRECT), (indirectly_standardised_ratio, INDIRECT)):
        columns = get_columns(function(frame, **arguments, by="ward"))
        assert columns["note"][:2] == ["The count of a band is missing.", ""]
        assert pd.isna(columns["value"][0])
        read = get_columns(function(frame, **arguments, by="ward", missing_as_zero=True))
        assert read["note"][:2] == ["", ""]
        assert read["value"][0] > 0


REPEATED = {
    "ward": ["a", "a", "a", "a"],
    "events": [1, 2, 1, 2],
    "deaths": [10, 3, 20, 4],
    "people": [90, 90, 80, 80],
    "standard": [5, 5, 7, 7],
}


@pytest.mark.parametrize("kind", KINDS)
def test_events_that_recur_are_counted_by_their_frequency(kind: str) -> None:
    frame = build_frame(kind, REPEATED)
    columns = get_columns(directly_standardised_rate(frame, **DIRECT, by="ward", event_frequency="events"))
    assert columns["value"] == [pytest.approx((16 / 90 * 5 + 28 / 80 * 7) / 12 * 100_000)]
    assert columns["method"] == [direct.DOBSON_REPEATED]


@pytest.mark.parametrize("kind", KINDS)
def test_a_total_stands_in_every_row_of_its_group(kind: str) -> None:
    frame = build_frame(kind, {**ROWS, "deaths": [13, 13, 5, 5, 50]})
    columns = get_columns(indirectly_standardised_ratio(frame, **INDIRECT, by="ward", count_per="group"))
    whole = get_columns(indirectly_standardised_ratio(build_frame(kind, ROWS), **INDIRECT, by="ward"))
    assert columns["value"][:2] == whole["value"][:2]


@pytest.mark.parametrize("kind", KINDS)
def test_means_of_a_frame_have_their_columns(kind: str) -> None:
    frame = build_frame(kind, {"ward": ["a", "a", "b"], "hours": [-1.0, 3.0, 5.0]})
    result = mean(frame, value="hours", by="ward", confidence=0.9)
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == ["ward", "value", "lower_90", "upper_90", "method", "note"]
    assert (columns["value"][0], columns["method"]) == (1, ["Student's t", ""])
    # The 95% point of t with one degree of freedom is 6.314 (Fisher 1925, table IV).
    assert columns["upper_90"][0] == pytest.approx(1 + 6.314 * 2, abs=0.001)
    assert pd.isna(columns["value"][1])
    assert columns["note"][1].startswith("There are fewer than two values")


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_bands_is_named_at_once(kind: str) -> None:
    frame = build_frame(
        kind,
        {
            "ward": ["a", None],
            "deaths": [-1.0, 2.0],
            "people": [1.0, float("inf")],
            "standard": ["x", "1"],
            "events": [0.0, 1.5],
            "all_deaths": [1, -2],
        },
    )
    with pytest.raises(FrameFaults) as caught:
        directly_standardised_rate(frame, **DIRECT, by="ward", event_frequency="events")
    assert caught.value.faults == (
        'column "deaths", row 0: -1 is negative',
        'column "people", row 1: inf is infinite',
        "column \"standard\", row 0: 'x' is not a number",
        'column "events", row 0: 0 is not a whole number from 1',
        'column "events", row 1: 1.5 is not a whole number from 1',
        'column "ward", row 1: the label is missing',
    )
    for function in (indirectly_standardised_ratio, indirectly_standardised_rate):
        with pytest.raises(FrameFaults) as caught:
            function(frame, **INDIRECT, by="ward", count_per="group")
        assert caught.value.faults == (
            'column "deaths", row 0: -1 is negative',
            'column "people", row 1: inf is infinite',
            'column "all_deaths", row 1: -2 is negative',
            'column "all_people": the frame has no such column; it has "ward", "deaths", "people", "standard", '
            '"events", "all_deaths"',
            'column "ward", row 1: the label is missing',
        )


@pytest.mark.parametrize("kind", KINDS)
def test_infinite_frequencies_and_values_are_named(kind: str) -> None:
    frame = build_frame(kind, {**REPEATED, "events": [1.0, 2.0, float("inf"), 2.0]})
    with pytest.raises(FrameFaults) as caught:
        directly_standardised_rate(frame, **DIRECT, by="ward", event_frequency="events")
    assert caught.value.faults == ('column "events", row 2: inf is infinite',)
    with pytest.raises(FrameFaults, match='column "events", row 2: inf is infinite'):
        mean(frame, value="events")


@pytest.mark.parametrize("kind", KINDS)
def test_frequencies_that_differ_in_their_bands_are_named_in_every_column(kind: str) -> None:
    frame = build_frame(kind, {**REPEATED, "people": [90, 9, 80, 80], "standard": [5, 5, 7, 8]})
    with pytest.raises(FrameFaults) as caught:
        directly_standardised_rate(frame, **DIRECT, by="ward", event_frequency="events")
    said = "each frequency of a group needs every band"
    assert caught.value.faults == (
        f'column "people", row 1: the bands of event frequency 2 sum to 89 and those of 1 to 170; {said}',
        f'column "standard", row 1: the bands of event frequency 2 sum to 13 and those of 1 to 12; {said}',
    )


@pytest.mark.parametrize("kind", KINDS)
def test_totals_that_differ_within_a_group_are_named(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    with pytest.raises(FrameFaults) as caught:
        indirectly_standardised_ratio(frame, **INDIRECT, by="ward", count_per="group")
    assert caught.value.faults == (
        'column "deaths", row 1: 9 is not the total of its group, 4',
        'column "deaths", row 3: 3 is not the total of its group, 2',
    )


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_without_rows_gives_one_without_rows(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    empty = frame[:0] if kind != "pyarrow" else frame.slice(0, 0)
    for result in (
        directly_standardised_rate(empty, **DIRECT, by="ward"),
        directly_standardised_rate(empty, **DIRECT, by="ward", event_frequency="people"),
        indirectly_standardised_ratio(empty, **INDIRECT, by="ward", count_per="group"),
        indirectly_standardised_rate(empty, **INDIRECT, by="ward"),
        mean(empty, value="deaths", by="ward"),
    ):
        assert get_columns(result)["value"] == []


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (directly_standardised_rate, DIRECT),
        (indirectly_standardised_ratio, INDIRECT),
        (indirectly_standardised_rate, INDIRECT),
    ],
)
def test_faulty_options_are_refused(function, arguments: dict[str, str]) -> None:
    frame = pl.DataFrame(ROWS)
    with pytest.raises(ValueError, match="95 does not lie between 0 and 1"):
        function(frame, **arguments, confidence=95)
    with pytest.raises(ValueError, match="multiplier: 0 is not a positive number"):
        function(frame, **arguments, multiplier=0)


def test_an_unknown_kind_of_count_is_refused() -> None:
    with pytest.raises(ValueError, match='count_per: "ward" is neither "row" nor "group"'):
        indirectly_standardised_ratio(pl.DataFrame(ROWS), **INDIRECT, count_per="ward")  # type: ignore[arg-type]
