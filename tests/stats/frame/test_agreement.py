import math
from typing import Any

import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.coding import agreement
from fiftysteps.stats.frame.agreement import krippendorff_alpha
from fiftysteps.stats.frame.faults import FrameFaults
from tests.stats.frame.frames import KINDS, build_frame, get_columns

MATRIX = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
GIVEN: dict[str, list[Any]] = {
    "unit": [unit for _ in MATRIX for unit in range(12)],
    "coder": [coder for coder in "ABCD" for _ in range(12)],
    "code": [code for row in MATRIX for code in row],
}
NAMES = {"unit": "unit", "coder": "coder", "code": "code"}


def get_faults(frame: Any, **options: Any) -> tuple[str, ...]:
    with pytest.raises(FrameFaults) as caught:
        krippendorff_alpha(frame, **NAMES, **options)
    return caught.value.faults


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("measurement", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_is_that_of_the_array_function(kind: str, measurement: str) -> None:
    frame = build_frame(kind, GIVEN)
    result = krippendorff_alpha(frame, **NAMES, measurement=measurement, confidence=[0.9, 0.95])
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == [
        *("value", "lower_90", "upper_90", "lower_95", "upper_95"),
        *("units", "coders", "codes", "left_out", "seed", "method", "note"),
    ]
    numbers = [[math.nan if code is None else code for code in row] for row in MATRIX]
    expected = agreement.krippendorff_alpha(numbers, measurement=measurement, confidence=[0.9, 0.95])
    assert columns["value"] == [pytest.approx(float(expected.value))]
    assert columns["lower_95"] == [pytest.approx(float(expected.intervals[0.95].lower))]
    assert (columns["units"], columns["coders"], columns["codes"], columns["left_out"]) == ([11], [4], [40], [1])
    assert (columns["seed"], columns["note"]) == ([2011], [""])


@pytest.mark.parametrize("kind", KINDS)
def test_labels_are_compared_as_names_or_by_their_order(kind: str) -> None:
    words = [None if code is None else "abcde"[code - 1] for code in GIVEN["code"]]
    frame = build_frame(kind, {**GIVEN, "code": words})
    assert get_columns(krippendorff_alpha(frame, **NAMES))["value"] == [pytest.approx(0.743, abs=0.0005)]
    ranked = krippendorff_alpha(frame, **NAMES, measurement="ordinal", order=list("abcde"))
    assert get_columns(ranked)["value"] == [pytest.approx(0.815, abs=0.0005)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_named_at_once(kind: str) -> None:
    frame = build_frame(
        kind, {"unit": [1, 1, 2, 1], "coder": ["A", "B", None, "A"], "code": [1.0, -2.0, float("inf"), 3.0]}
    )
    assert get_faults(frame, measurement="ratio") == (
        'column "code", row 2: inf is infinite',
        'column "code", row 1: -2 is negative',
        'column "coder", row 2: the label is missing',
        'column "unit", row 3: the coder of this row coded the unit in row 0 too',
    )


def test_infinite_codes_are_refused_as_names_too() -> None:
    frame = pl.DataFrame({"unit": [1, 1], "coder": ["A", "B"], "code": [1.0, float("inf")]})
    assert get_faults(frame) == ('column "code", row 1: inf is infinite',)


def test_labels_are_refused_where_numbers_are_needed_or_without_a_place_in_the_order() -> None:
    frame = pl.DataFrame({"unit": [1, 1], "coder": ["A", "B"], "code": ["low", "high"]})
    assert get_faults(frame, measurement="interval")[0] == "column \"code\", row 0: 'low' is not a number"
    assert get_faults(frame, measurement="ordinal", order=["low"]) == (
        "column \"code\", row 1: 'high' has no place in the order",
    )


def test_columns_that_are_not_there_are_all_named() -> None:
    faults = get_faults(pl.DataFrame({"a": [1]}))
    assert [fault.split(":")[0] for fault in faults] == ['column "code"', 'column "unit"', 'column "coder"']


@pytest.mark.parametrize("kind", KINDS)
def test_one_coder_gives_no_alpha_and_the_note_says_so(kind: str) -> None:
    frame = build_frame(kind, {"unit": [1, 2], "coder": ["A", "A"], "code": ["x", "y"]})
    columns = get_columns(krippendorff_alpha(frame, **NAMES))
    assert pd.isna(columns["value"][0])
    assert columns["note"] == ["Fewer than two coders coded anything, so there is nothing to compare."]


def test_one_unit_gives_alpha_and_the_note_says_why_there_is_no_interval() -> None:
    frame = pl.DataFrame({"unit": [1, 1], "coder": ["A", "B"], "code": ["x", "y"]})
    result = krippendorff_alpha(frame, **NAMES)
    assert (result["value"][0], result["lower_95"][0]) == (0, None)
    assert result["note"][0] == "Only one unit was coded by two coders or more, which gives no interval."


def test_a_frame_without_rows_gives_no_alpha() -> None:
    for code in (pl.Series([], dtype=pl.String), pl.Series([], dtype=pl.Float64)):
        frame = pl.DataFrame(
            {"unit": pl.Series([], dtype=pl.Int64), "coder": pl.Series([], dtype=pl.String), "code": code}
        )
        assert krippendorff_alpha(frame, **NAMES)["value"].to_list() == [None]


def test_an_unknown_measurement_is_refused() -> None:
    with pytest.raises(ValueError, match="'metric' is not a valid Measurement"):
        krippendorff_alpha(pl.DataFrame(GIVEN), **NAMES, measurement="metric")
