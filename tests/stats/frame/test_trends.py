import numpy as np
import pandas as pd
import pytest

from fiftysteps.stats.change import trends
from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.trends import recent_trend
from tests.stats.frame.frames import KINDS, build_frame, get_columns

YEARS = ["2018/19", "2019/20", "2020/21", "2021/22", "2022/23"]
ROWS = {
    "area": ["b"] * 5 + ["a"] * 5,
    "year": YEARS * 2,
    "value": [10.0, 12, 14, 16, 18, 5, 5, 5, 5, 5],
    "se": [0.5] * 10,
    "low": [9.0, 11, 13, 15, 17, 4, 4, 4, 4, 4],
    "high": [11.0, 13, 15, 17, 19, 6, 6, 6, 6, 6],
    "count": [60, 63, 66, 69, 72, 5, 5, 5, 5, 5],
    "people": [100] * 10,
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_group_has_a_row_with_its_trend(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    result = recent_trend(
        frame, period="year", kind="other", value="value", lower="low", upper="high", by="area", polarity="higher"
    )
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == ["area", "trend", "direction", "statistic", "note"]
    assert columns["area"] == ["b", "a"]
    assert columns["trend"] == ["increasing", "no significant change"]
    assert columns["direction"] == ["getting better", ""]
    assert columns["note"] == ["", ""]


@pytest.mark.parametrize("kind", KINDS)
def test_a_trend_that_cannot_be_calculated_has_no_statistic_and_a_note(kind: str) -> None:
    frame = build_frame(kind, {name: values[:4] for name, values in ROWS.items()})
    columns = get_columns(recent_trend(frame, period="year", kind="other", value="value", se="se"))
    assert list(columns) == ["trend", "direction", "statistic", "note"]
    assert columns["trend"] == ["cannot be calculated"]
    assert columns["note"] == ["There are fewer than five independent points."]
    assert pd.isna(columns["statistic"][0])


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("proportion", {"count": "count", "denominator": "people"}),
        ("proportion", {"count": "count", "denominator": "people", "value": "value"}),
        ("other", {"value": "value", "se": "se"}),
        ("other", {"value": "value", "lower": "low", "upper": "high"}),
    ],
)
@pytest.mark.parametrize("older", [False, True])
def test_frame_gives_what_the_arrays_give(kind: str, columns: dict[str, str], older: bool) -> None:
    result = recent_trend(
        pd.DataFrame(ROWS), period="year", kind=kind, **columns, by="area", polarity="lower", older_divisor=older
    )
    arrays = trends.recent_trend(
        [*range(5), *range(5)],
        kind=kind,
        **{name: ROWS[column] for name, column in columns.items()},
        groups=ROWS["area"],
        polarity="lower",
        older_divisor=older,
    )
    assert result["trend"].tolist() == arrays.trend.tolist()
    assert result["direction"].tolist() == arrays.direction.tolist()
    assert result["statistic"].tolist() == arrays.statistic.tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_rolling_periods_are_read_with_their_length(kind: str) -> None:
    years = [f"{year}-{(year + 2) % 100:02}" for year in range(2001, 2014)]
    frame = build_frame(kind, {"years": years, "value": np.arange(13.0).tolist(), "se": [0.1] * 13})
    columns = get_columns(recent_trend(frame, period="years", kind="other", value="value", se="se"))
    # The five independent ones have values 0, 3, 6, 9, 12: slope 3 a step, chi-square 90 / 0.01.
    assert columns["statistic"] == [pytest.approx(9000)]


@pytest.mark.parametrize("kind", KINDS)
def test_marks_leave_out_values_and_part_series(kind: str) -> None:
    rows = {
        "year": list(range(2016, 2022)),
        "value": [1.0, 2, 3, 4, 5, 5],
        "se": [0.1] * 6,
        "carried": [False] * 5 + [True],
        "broken": [0, 0, 1, 0, 0, 0],
    }
    frame, columns = build_frame(kind, rows), {"period": "year", "kind": "other", "value": "value", "se": "se"}
    assert get_columns(recent_trend(frame, **columns, carried_forward="carried"))["statistic"] == [pytest.approx(1000)]
    broken = recent_trend(frame, **columns, carried_forward="carried", break_before="broken")
    assert get_columns(broken)["note"] == ["The series breaks among the last five points."]


def test_a_missing_mark_is_none() -> None:
    frame = pd.DataFrame({"year": YEARS, "value": [1.0, 2, 3, 4, 5], "se": [0.1] * 5, "broken": [None, 0, 0, 0, 0.0]})
    columns = {"period": "year", "kind": "other", "value": "value", "se": "se"}
    assert recent_trend(frame, **columns, break_before="broken")["trend"].tolist() == ["increasing"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_value_is_said_in_the_note(kind: str) -> None:
    rows = {"year": YEARS, "value": [1.0, None, 3, 4, 5], "se": [0.1] * 5}
    result = recent_trend(build_frame(kind, rows), period="year", kind="other", value="value", se="se")
    assert get_columns(result)["note"] == ["A value among the last five points is missing."]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_named_at_once(kind: str) -> None:
    rows = {
        "trend": ["a", None, "a"],
        "year": ["2019", "soon", "2020"],
        "count": [3, 5, -1],
        "people": [2, 4, 4],
        "broken": [0, 2, 1],
    }
    with pytest.raises(FrameFaults) as caught:
        recent_trend(
            build_frame(kind, rows),
            period="year",
            kind="proportion",
            count="count",
            denominator="people",
            by="trend",
            carried_forward="carried",
            break_before="broken",
        )
    assert [fault.split(" in a known")[0] for fault in caught.value.faults] == [
        "column \"year\", row 1: 'soon' is no period",
        'column "count", row 2: -1 is negative',
        'column "carried": the frame has no such column; it has "trend", "year", "count", "people", "broken"',
        'column "broken", row 1: 2 is neither true (1) nor false (0)',
        'column "trend": its name is that of a column of the result; rename it first',
        'column "trend", row 1: the label is missing',
        'column "count", row 0: 3 exceeds people of 2',
        'column "count", row 1: 5 exceeds people of 4',
    ]


def test_bounds_the_wrong_way_round_and_negative_standard_errors_are_named_with_their_row() -> None:
    frame = pd.DataFrame({"year": [2019, 2020], "value": [1, 2], "low": [2, 1], "high": [1, 3], "se": [1, -1]})
    with pytest.raises(FrameFaults, match='column "low", row 0: 2 exceeds high of 1'):
        recent_trend(frame, period="year", kind="other", value="value", lower="low", upper="high")
    with pytest.raises(FrameFaults, match='column "se", row 1: -1 is negative'):
        recent_trend(frame, period="year", kind="other", value="value", se="se")


def test_negative_values_are_allowed_because_gaps_have_them() -> None:
    frame = pd.DataFrame({"year": YEARS, "value": [-1.0, -2, -3, -4, -5], "se": [0.1] * 5})
    result = recent_trend(frame, period="year", kind="other", value="value", se="se", polarity="higher")
    assert result["direction"].tolist() == ["getting worse"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"kind": "rank", "value": "value"}, "'rank' is not a valid TrendKind"),
        ({"kind": "proportion", "count": "count"}, "needs count and denominator; not given: denominator"),
        ({"kind": "other", "value": "value", "se": "se", "polarity": "up"}, "'up' is not a valid Polarity"),
    ],
)
def test_an_unknown_choice_or_a_column_not_named_is_refused(options: dict[str, str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        recent_trend(pd.DataFrame(ROWS), period="year", by="area", **options)


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_without_rows_gives_one_without_rows(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    empty = frame[:0] if kind != "pyarrow" else frame.slice(0, 0)
    result = recent_trend(empty, period="year", kind="other", value="value", se="se", by="area")
    assert get_columns(result) == {"area": [], "trend": [], "direction": [], "statistic": [], "note": []}
