import math

import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.inequality import concentration_index, theil
from fiftysteps.stats.inequality.concentration import concentration_index as concentration_of_arrays
from fiftysteps.stats.inequality.entropy import theil as theil_of_arrays
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {
    "area": ["b", "b", "a", "b", "a"],
    "fifth": [1, 2, 1, 3, 2],
    "kind": ["x", "x", "x", "y", "y"],
    "people": [10, 20, 30, 40, 50],
    "rate": [9.0, 8.0, 7.0, 6.0, None],
    "error": [0.1] * 5,
}


@pytest.mark.parametrize("kind", KINDS)
def test_each_group_gets_its_concentration_index(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    result = concentration_index(frame, value="rate", rank="fifth", population="people", se="error", by="area")
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == ["area", "value", "lower_95", "upper_95", "method", "note"]
    alone = concentration_of_arrays([9, 8, 6], [1, 2, 3], [10, 20, 40], se=[0.1] * 3)
    assert columns["value"][0] == pytest.approx(alone.value[0], rel=1e-12)
    assert columns["upper_95"][0] == pytest.approx(alone.intervals[0.95].upper[0], rel=1e-12)
    assert columns["note"] == ["", "A value is missing."]
    assert pd.isna(columns["value"][1])


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_people_where_no_population_is_named(kind: str) -> None:
    frame = build_frame(kind, {"income": [-5.0, 3.0, 20.0], "visits": [4, 1, 0]})
    columns = get_columns(concentration_index(frame, value="visits", rank="income", confidence=(0.9, 0.95)))
    alone = concentration_of_arrays([4, 1, 0], [1, 2, 3])
    assert columns["value"] == pytest.approx([alone.value[0]])
    assert list(columns)[1:5] == ["lower_90", "upper_90", "lower_95", "upper_95"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_group_gets_theils_index_and_its_parts(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    result = theil(frame, value="rate", population="people", category="kind", se="error", by="area")
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == ["area", "value", "lower_95", "upper_95", "between", "within", "method", "note"]
    alone = theil_of_arrays([9, 8, 6], [10, 20, 40], category=["x", "x", "y"], se=[0.1] * 3)
    assert columns["between"][0] == pytest.approx(alone.between[0], rel=1e-12)
    assert columns["lower_95"][0] == pytest.approx(alone.intervals[0.95].lower[0], rel=1e-9)
    assert columns["note"] == ["", "A value is missing."]


@pytest.mark.parametrize("kind", KINDS)
def test_theils_index_needs_neither_population_nor_category_nor_standard_errors(kind: str) -> None:
    columns = get_columns(theil(build_frame(kind, {"a": [0, 10]}), value="a"))
    assert list(columns) == ["value", "between", "within", "method", "note"]
    assert columns["value"] == pytest.approx([math.log(2)])
    assert pd.isna(columns["between"][0])


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_named_with_column_and_row(kind: str) -> None:
    frame = build_frame(kind, {"value": [None, "a"], "n": [-1.0, math.inf], "kind": ["x", None]})
    with pytest.raises(FrameFaults) as caught:
        theil(frame, value="n", population="p", se="n", category="kind", by="value")
    assert caught.value.faults == (
        'column "n", row 1: inf is infinite',
        'column "n", row 0: -1 is negative',
        'column "p": the frame has no such column; it has "value", "n", "kind"',
        'column "n", row 1: inf is infinite',
        'column "n", row 0: -1 is negative',
        'column "value": its name is that of a column of the result; rename it first',
        'column "value", row 0: the label is missing',
        'column "kind", row 1: the label is missing',
    )
    with pytest.raises(FrameFaults) as caught:
        concentration_index(frame, value="n", rank="kind", population="n", by="value")
    assert "column \"kind\", row 0: 'x' is not a number" in caught.value.faults


def test_the_callers_frame_is_not_changed() -> None:
    frame = pd.DataFrame(ROWS)
    theil(frame, value="rate", population="people")
    concentration_index(frame, value="rate", rank="fifth")
    pd.testing.assert_frame_equal(frame, pd.DataFrame(ROWS))


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="95 does not lie between 0 and 1"):
        theil(pl.DataFrame(ROWS), value="rate", confidence=95)
