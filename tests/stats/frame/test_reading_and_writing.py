import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.frame import FrameFaults, proportion, rate
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {
    "ward": ["b", "b", "a", "b"],
    "sex": ["f", "m", "f", "f"],
    "count": [1, 2, 30, 4],
    "people": [10, 20, 300, 40],
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_of_the_callers_own_kind_comes_back(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    assert type(rate(frame, count="count", population="people", by="ward")) is type(frame)


@pytest.mark.parametrize("kind", KINDS)
def test_groups_come_in_the_order_of_their_first_row(kind: str) -> None:
    result = rate(build_frame(kind, ROWS), count="count", population="people", by=["ward", "sex"], multiplier=100)
    columns = get_columns(result)
    assert (columns["ward"], columns["sex"]) == (["b", "b", "a"], ["f", "m", "f"])
    assert columns["value"] == [10, 10, 10]


@pytest.mark.parametrize("kind", KINDS)
def test_all_rows_are_one_group_without_by(kind: str) -> None:
    columns = get_columns(rate(build_frame(kind, ROWS), count="count", population="people", multiplier=100))
    assert list(columns) == ["value", "lower_95", "upper_95", "method", "note"]
    assert columns["value"] == [10]


@pytest.mark.parametrize("kind", KINDS)
def test_levels_name_their_columns(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    result = proportion(frame, count="count", denominator="people", by="ward", confidence=[0.9, 0.95, 0.998])
    bounds = ["lower_90", "upper_90", "lower_95", "upper_95", "lower_99_8", "upper_99_8"]
    assert list(get_columns(result)) == ["ward", "value", *bounds, "method", "note"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_missing_count_makes_its_group_missing_and_the_note_says_so(kind: str) -> None:
    frame = build_frame(kind, {"ward": ["a", "a", "b"], "count": [1.0, None, 2.0], "people": [10, 10, 10]})
    columns = get_columns(rate(frame, count="count", population="people", by="ward"))
    assert columns["note"] == ["The numerator is missing.", ""]
    assert pd.isna(columns["value"][0])
    assert columns["value"][1] == 20_000


def test_what_is_missing_is_null_in_polars() -> None:
    frame = pl.DataFrame({"count": [1], "people": [0]})
    assert rate(frame, count="count", population="people")["value"].null_count() == 1


def test_an_index_of_the_callers_does_not_stay_on_groups() -> None:
    frame = pd.DataFrame(ROWS, index=[7, 7, 3, 1])
    assert rate(frame, count="count", population="people", by="ward").index.tolist() == [0, 1]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_a_frame_is_named_at_once(kind: str) -> None:
    frame = build_frame(kind, {"value": ["a", None], "count": [-1.0, float("inf")], "people": ["3", "c"]})
    with pytest.raises(FrameFaults) as caught:
        rate(frame, count="count", population="people", by=["value", "sex"])
    assert caught.value.faults == (
        'column "count", row 1: inf is infinite',
        'column "count", row 0: -1 is negative',
        "column \"people\", row 1: 'c' is not a number",
        'column "value": its name is that of a column of the result; rename it first',
        'column "sex": the frame has no such column; it has "value", "count", "people"',
        'column "value", row 1: the label is missing',
    )


def test_numbers_kept_as_text_are_refused_with_what_to_do() -> None:
    with pytest.raises(FrameFaults, match="it holds numbers as text; convert them to a numeric column first"):
        rate(pl.DataFrame({"count": ["1"], "people": [2]}), count="count", population="people")


def test_of_many_faulty_rows_ten_are_named_and_the_rest_counted() -> None:
    with pytest.raises(FrameFaults) as caught:
        rate(pl.DataFrame({"count": [-1] * 25, "people": [2] * 25}), count="count", population="people")
    assert len(caught.value.faults) == 11
    assert caught.value.faults[-1] == 'column "count": 15 more rows like these'


def test_a_count_above_its_denominator_is_named_with_its_row() -> None:
    with pytest.raises(FrameFaults, match='column "count", row 1: 3 exceeds people of 2'):
        proportion(pl.DataFrame({"count": [1, 3], "people": [2, 2]}), count="count", denominator="people")


@pytest.mark.parametrize("data", [[1, 2], pl.DataFrame({"a": [1]}).lazy()])
def test_what_is_no_eager_frame_is_refused(data: object) -> None:
    with pytest.raises(TypeError, match="this function takes an eager data frame"):
        rate(data, count="a", population="a")


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_without_rows_gives_one_without_rows(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    empty = frame[:0] if kind != "pyarrow" else frame.slice(0, 0)
    assert get_columns(rate(empty, count="count", population="people", by="ward"))["value"] == []


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([1, 2]), st.integers(0, 9)), min_size=1))
def test_groups_of_several_columns_are_those_of_plain_python(rows: list[tuple[str, int, int]]) -> None:
    sums: dict[tuple[str, int], int] = {}
    for ward, sex, count in rows:
        sums[ward, sex] = sums.get((ward, sex), 0) + count
    frame = pl.DataFrame(rows, schema=["ward", "sex", "count"], orient="row").with_columns(people=pl.lit(1))
    people = {key: sum(1 for ward, sex, _ in rows if (ward, sex) == key) for key in sums}
    result = rate(frame, count="count", population="people", by=["ward", "sex"], multiplier=1)
    assert {row[:2]: row[2] for row in result.iter_rows()} == {
        key: pytest.approx(count / people[key]) for key, count in sums.items()
    }
