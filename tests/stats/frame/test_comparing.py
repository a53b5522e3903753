import math
from typing import Any

import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.frame import FrameFaults
from fiftysteps.stats.frame.comparing import compare
from fiftysteps.stats.frame.comparing_otherwise import compare_overlap, compare_quintiles, compare_with_limits
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {
    "ward": ["a", "b", "c", "d"],
    "value": [35.0, 22.0, 50.0, 42.0],
    "low": [30.0, 20.0, 48.0, 40.0],
    "high": [40.0, 24.0, 52.0, 44.0],
    "outer_low": [25.0, 18.0, 45.0, 38.0],
    "outer_high": [45.0, 26.0, 55.0, 46.0],
    "borough": [35.0, 25.0, 20.0, 39.0],
}
BOUNDS = {"value": "value", "lower": "low", "upper": "high"}
OUTER = {"lower_outer": "outer_low", "upper_outer": "outer_high"}


@pytest.mark.parametrize("kind", KINDS)
def test_rows_and_columns_come_back_with_the_class_of_each(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    result = compare(frame, **BOUNDS, benchmark=40, polarity="lower")
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == [*ROWS, "comparison", "note"]
    assert {name: columns[name] for name in ROWS} == ROWS
    assert columns["comparison"] == ["similar", "better", "worse", "similar"]
    assert columns["note"] == [""] * 4


@pytest.mark.parametrize("kind", KINDS)
def test_benchmark_of_each_row_and_outer_bounds_give_five_classes(kind: str) -> None:
    result = compare(build_frame(kind, ROWS), **BOUNDS, **OUTER, benchmark="borough", polarity="none")
    assert get_columns(result)["comparison"] == ["similar", "lower 95%", "higher 99.8%", "higher 95%"]


@pytest.mark.parametrize("kind", KINDS)
def test_class_is_missing_with_a_note_where_a_number_is(kind: str) -> None:
    rows = {
        "value": [None, 2.0, 2.0, 2.0],
        "low": [1.0, None, 1.0, 1.0],
        "high": [3.0, 3.0, 3.0, 3.0],
        "borough": [9.0, 9.0, None, 9.0],
    }
    columns = get_columns(compare(build_frame(kind, rows), **BOUNDS, benchmark="borough", polarity="lower"))
    assert [None if value != value else value for value in columns["comparison"]] == [None, None, None, "better"]  # noqa: PLR0124
    assert columns["note"] == [
        "The value is missing.",
        "The estimate has no interval.",
        "The benchmark has no value.",
        "",
    ]


def test_index_of_the_callers_stays_on_the_rows() -> None:
    frame = pd.DataFrame(ROWS, index=[7, 3, 9, 1])
    result = compare(frame, **BOUNDS, benchmark=40, polarity="lower")
    assert result.index.tolist() == [7, 3, 9, 1]
    assert result["comparison"].tolist() == ["similar", "better", "worse", "similar"]
    assert list(frame.columns) == list(ROWS)


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_a_comparison_is_named_at_once(kind: str) -> None:
    rows = {
        "value": [9.0, 2.0, 2.0],
        "low": [1.0, 3.0, 1.0],
        "high": [3.0, 1.0, 3.0],
        "outer_low": [0.0, 0.0, 2.0],
        "outer_high": [9.0, 9.0, 2.5],
        "borough": [1.0, 2.0, math.inf],
        "note": ["x", "y", "z"],
    }
    with pytest.raises(FrameFaults) as caught:
        compare(build_frame(kind, rows), **BOUNDS, **OUTER, benchmark="borough", polarity="lower")
    assert caught.value.faults == (
        'column "note": its name is that of a column of the result; rename it first',
        'column "low", row 1: 3 exceeds high of 1',
        'column "outer_low", row 2: 2 exceeds low, the inner bound',
        'column "outer_high", row 2: 2.5 is below high, the inner bound',
        'column "value", row 0: 9 lies outside 1 to 3',
        'column "value", row 1: 2 lies outside 3 to 1',
        'column "borough", row 2: inf is infinite',
    )


def test_choices_that_cannot_be_are_refused() -> None:
    frame = pl.DataFrame(ROWS)
    with pytest.raises(ValueError, match="'up' is not a valid Polarity"):
        compare(frame, **BOUNDS, benchmark=40, polarity="up")
    with pytest.raises(ValueError, match="benchmark: it is infinite"):
        compare(frame, **BOUNDS, benchmark=math.inf, polarity="lower")
    with pytest.raises(ValueError, match="lower_outer: name both columns of the bounds at 99.8%, or neither"):
        compare(frame, **BOUNDS, lower_outer="outer_low", benchmark=40, polarity="lower")


OVERLAP = {
    "low": [1.0, 5.0, 9.0, None],
    "high": [2.0, 6.0, 10.0, 2.0],
    "its_low": [3.0, 3.0, 3.0, 3.0],
    "its_high": [5.0, 5.0, 5.0, 5.0],
    "outer_low": [0.5, 4.5, 8.0, 0.0],
    "outer_high": [3.0, 7.0, 11.0, 9.0],
    "its_outer_low": [2.5, 2.5, 2.5, 2.5],
    "its_outer_high": [5.5, 5.5, 5.5, 5.5],
}
PAIRS = {"lower": "low", "upper": "high", "benchmark_lower": "its_low", "benchmark_upper": "its_high"}
OUTER_PAIRS = {
    **OUTER,
    "benchmark_lower_outer": "its_outer_low",
    "benchmark_upper_outer": "its_outer_high",
}


@pytest.mark.parametrize("kind", KINDS)
def test_overlap_of_each_row(kind: str) -> None:
    columns = get_columns(compare_overlap(build_frame(kind, OVERLAP), **PAIRS, polarity="higher"))
    assert columns["comparison"][:3] == ["worse", "similar", "better"]
    assert columns["note"] == ["", "", "", "The estimate has no interval."]
    five = get_columns(compare_overlap(build_frame(kind, OVERLAP), **PAIRS, **OUTER_PAIRS, polarity="higher"))
    assert five["comparison"][:3] == ["worse 95%", "similar", "better 99.8%"]


def test_outer_columns_of_only_one_side_are_refused() -> None:
    with pytest.raises(ValueError, match="lower_outer: name the columns of the bounds at 99.8% of rows and benchmarks"):
        compare_overlap(pl.DataFrame(OVERLAP), **PAIRS, **OUTER, polarity="higher")
    half: dict[str, Any] = {**OUTER_PAIRS, "benchmark_upper_outer": None}
    with pytest.raises(ValueError, match="benchmark_lower_outer: name both columns"):
        compare_overlap(pl.DataFrame(OVERLAP), **PAIRS, **half, polarity="higher")


def test_faults_of_benchmarks_are_named_with_those_of_rows() -> None:
    rows = {"low": [3.0, 1.0], "high": [1.0, 2.0], "its_low": [1.0, 5.0], "its_high": [2.0, 4.0]}
    with pytest.raises(FrameFaults) as caught:
        compare_overlap(pl.DataFrame(rows), **PAIRS, polarity="higher")
    assert caught.value.faults == (
        'column "low", row 0: 3 exceeds high of 1',
        'column "its_low", row 1: 5 exceeds its_high of 4',
    )


@pytest.mark.parametrize("kind", KINDS)
def test_value_of_each_row_against_its_control_limits(kind: str) -> None:
    rows = {
        "value": [1.0, 2.0, 5.0, None],
        "low": [2.0] * 4,
        "high": [4.0] * 4,
        "outer_low": [1.0] * 4,
        "outer_high": [4.5] * 4,
    }
    three = get_columns(compare_with_limits(build_frame(kind, rows), **BOUNDS, polarity="lower"))
    assert three["comparison"][:3] == ["better", "similar", "worse"]
    assert three["note"] == ["", "", "", "The value is missing."]
    five = get_columns(compare_with_limits(build_frame(kind, rows), **BOUNDS, **OUTER, polarity="lower"))
    assert five["comparison"][:3] == ["better 95%", "similar", "worse 99.8%"]


@pytest.mark.parametrize("kind", KINDS)
def test_quintiles_of_rows_are_ranked_by_group(kind: str) -> None:
    rows = {"sex": ["f", "m"] * 5 + ["m"], "value": [1.0, 5.0, 2.0, 4.0, 3.0, 3.0, 4.0, 2.0, 5.0, 1.0, None]}
    columns = get_columns(compare_quintiles(build_frame(kind, rows), value="value", polarity="higher", by="sex"))
    assert columns["comparison"][:10:2] == ["worst", "worse", "middle", "better", "best"]
    assert columns["comparison"][1:10:2] == ["best", "better", "middle", "worse", "worst"]
    assert columns["note"] == [*[""] * 10, "The value is missing."]


def test_faults_of_quintiles_are_named_at_once() -> None:
    rows = {"sex": ["f", None], "value": [1.0, math.inf], "comparison": [1, 2]}
    with pytest.raises(FrameFaults) as caught:
        compare_quintiles(pl.DataFrame(rows), value="value", polarity="none", by="sex")
    assert caught.value.faults == (
        'column "comparison": its name is that of a column of the result; rename it first',
        'column "value", row 1: inf is infinite',
        'column "sex", row 1: the label is missing',
    )


@pytest.mark.parametrize("kind", KINDS)
def test_frames_without_rows_give_frames_without_rows(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    empty = frame[:0] if kind != "pyarrow" else frame.slice(0, 0)
    assert get_columns(compare(empty, **BOUNDS, benchmark=1, polarity="lower"))["comparison"] == []
    assert get_columns(compare_quintiles(empty, value="value", polarity="lower", by="ward"))["comparison"] == []
    assert get_columns(compare_with_limits(empty, **BOUNDS, polarity="lower"))["comparison"] == []
