import math
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.raking import rake
from fiftysteps.stats.turnout.raking import rake as rake_arrays
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {"sex": ["f"] * 8 + ["m"] * 4, "age": [16, 16, 16, 16, 65, 65, 65, 65, 16, 65, 65, 65]}
MARGINS: dict[str, dict[Any, float]] = {"sex": {"m": 0.5, "f": 0.5}, "age": {16: 50, 65: 50}}
SHARES = {"sex": {"m": 0.5, "f": 0.5}, "age": {16: 0.5, 65: 0.5}}


def get_faults(frame: Any, **options: Any) -> tuple[str, ...]:
    with pytest.raises(FrameFaults) as caught:
        rake(frame, **options)
    return caught.value.faults


@pytest.mark.parametrize("kind", KINDS)
def test_rows_come_back_with_the_weights_of_the_array_function(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    result = rake(frame, margins=SHARES, total=600)
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == ["sex", "age", "weight"]
    codes = {"sex": [int(sex == "f") for sex in ROWS["sex"]], "age": [int(age == 65) for age in ROWS["age"]]}
    expected = rake_arrays(codes, {"sex": [1, 1], "age": [1, 1]}, total=600)
    assert columns["weight"] == expected.weights.tolist()
    assert "weight" not in get_columns(frame)


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_rows_and_margins_is_named_at_once(kind: str) -> None:
    frame = build_frame(kind, {"sex": ["f", "x", None, "f"], "age": ["old"] * 4, "weight": [1, 1, 1, 1]})
    faults = get_faults(frame, margins={"sex": {"f": 1, "m": 1}, "age": {"old": 1, "young": 1}, "place": {"a": 2}})
    assert faults[:4] == (
        'column "weight": there is one already, and the weights would take its place; rename it',
        "column \"sex\", row 1: the margin has no category 'x'",
        'column "sex", row 2: the category is missing; leave the person out, or give the margin a category for it',
        'column "place": the frame has no such column; it has "sex", "age", "weight"',
    )


@pytest.mark.parametrize("kind", KINDS)
def test_unknown_and_empty_categories_are_named_together(kind: str) -> None:
    frame = build_frame(kind, {"sex": ["f", "x", "f", "f"], "age": ["old"] * 4})
    assert get_faults(frame, margins={"sex": {"f": 1, "m": 1}, "age": {"old": 1, "young": 1}}) == (
        "column \"sex\", row 1: the margin has no category 'x'",
        'column "sex": nobody who took part is "m", and 50.0% of the margin are.',
        'column "age": nobody who took part is "young", and 50.0% of the margin are.',
    )


def test_missing_categories_are_told_from_unknown_ones_in_every_kind() -> None:
    frame = pd.DataFrame({"sex": [None, None], "code": [1.0, float("nan")]})
    faults = get_faults(frame, margins={"sex": {"f": 1}, "code": {1: 1}})
    said = "the category is missing; leave the person out, or give the margin a category for it"
    assert faults[:3] == (
        f'column "sex", row 0: {said}',
        f'column "sex", row 1: {said}',
        f'column "code", row 1: {said}',
    )


def test_margins_that_disagree_are_named_by_column() -> None:
    assert get_faults(pl.DataFrame(ROWS), margins=MARGINS) == (
        'column "age": its margin has a total of 100 and that of column "sex" one of 1, which is more than a thousandth '
        "apart; margins must be of the same people.",
    )


def test_weights_beyond_a_limit_are_refused_as_the_array_function_refuses_them() -> None:
    frame = pl.DataFrame({"sex": ["f"] * 95 + ["m"] * 5})
    faults = get_faults(frame, margins={"sex": {"f": 1, "m": 1}}, bounds=(0, math.inf))
    assert faults == ("The design effect of 5.26 exceeds the limit of 3.",)


def test_margins_that_contradict_each_other_are_refused() -> None:
    frame = pl.DataFrame({"a": [1, 2] * 6, "b": [1, 2] * 6})
    (fault,) = get_faults(frame, margins={"a": {1: 1, 2: 1}, "b": {1: 6, 2: 4}} | {"a": {1: 5, 2: 5}}, max_iterations=9)
    assert fault.startswith("After 9 rounds the weights still miss a margin")


def test_a_frame_without_rows_is_refused() -> None:
    frame = pl.DataFrame({"sex": pl.Series([], dtype=pl.String)})
    assert get_faults(frame, margins={"sex": {"f": 1}}) == ("the frame has no rows: nobody took part",)


@pytest.mark.parametrize(
    ("options", "said"),
    [({"margins": {}}, "margins: name at least one column"), ({"margins": SHARES, "total": 0}, "total: 0 is not a")],
)
def test_options_that_make_no_sense_are_refused(options: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        rake(pl.DataFrame(ROWS), **options)


def test_an_index_of_the_callers_stays_on_the_rows() -> None:
    frame = pd.DataFrame(ROWS, index=np.arange(12) + 100)
    assert rake(frame, margins=SHARES).index.tolist() == list(range(100, 112))


def test_categorical_columns_are_read_by_their_labels() -> None:
    frame = pl.DataFrame(ROWS).with_columns(pl.col("sex").cast(pl.Categorical))
    assert (
        rake(frame, margins=SHARES)["weight"].to_list() == rake(pl.DataFrame(ROWS), margins=SHARES)["weight"].to_list()
    )
