import math

import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.estimates.attributable import attributable_risk as risk_of_arrays
from fiftysteps.stats.frame.attributable import attributable_fraction, attributable_risk, excess
from fiftysteps.stats.frame.faults import FrameFaults
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {
    "area": ["b", "a", "b", "a"],
    "ill_smokers": [5, 3, 6, None],
    "smokers": [50, 60, 70, 80],
    "ill_others": [4, 5, 6, 7],
    "others": [100, 200, 300, 400],
}
NAMES = {"exposed_cases": "ill_smokers", "exposed": "smokers", "unexposed_cases": "ill_others", "unexposed": "others"}


@pytest.mark.parametrize("kind", KINDS)
def test_numbers_are_summed_over_the_rows_of_a_group(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    result = attributable_risk(frame, **NAMES, by="area", multiplier=1_000)
    assert type(result) is type(frame)
    columns = get_columns(result)
    fraction = ["fraction", "fraction_lower_95", "fraction_upper_95"]
    assert list(columns) == ["area", "value", "lower_95", "upper_95", *fraction, "method", "note"]
    alone = risk_of_arrays(11, 120, 10, 400, multiplier=1_000)
    assert columns["value"][0] == pytest.approx(float(alone.value))
    assert columns["fraction_upper_95"][0] == pytest.approx(float(alone.fraction_intervals[0.95].upper))
    assert columns["note"] == ["", "A number of cases or of people is missing."]
    assert pd.isna(columns["fraction"][1])


@pytest.mark.parametrize("kind", KINDS)
def test_excess_is_of_the_sums_of_a_group(kind: str) -> None:
    frame = build_frame(kind, {"ward": ["a", "a", "b"], "deaths": [45, 55, 3], "due": [38.5, 41.5, None]})
    columns = get_columns(excess(frame, observed="deaths", expected="due", by="ward"))
    assert list(columns) == ["ward", "value", "lower_95", "upper_95", "method", "note"]
    assert columns["value"][0] == 20
    assert columns["method"] == ["Byar", ""]
    assert columns["note"] == ["", "The expected number is missing."]


@pytest.mark.parametrize("kind", KINDS)
def test_levins_fraction_is_added_to_the_callers_rows(kind: str) -> None:
    frame = build_frame(kind, {"p": [0.2, None], "r": [3.0, 2.0], "low": [2.0, 1.0], "high": [4.5, 3.0]})
    names = {"prevalence": "p", "relative_risk": "r"}
    columns = get_columns(attributable_fraction(frame, **names, lower="low", upper="high", confidence=0.9))
    assert list(columns) == ["p", "r", "low", "high", "value", "lower_90", "upper_90", "method", "note"]
    assert columns["value"][0] == pytest.approx(0.4 / 1.4)
    assert columns["lower_90"][0] == pytest.approx(0.2 / 1.2)
    assert columns["note"] == ["", "The prevalence is missing."]
    assert list(get_columns(attributable_fraction(frame, **names)))[4:] == ["value", "method", "note"]


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_is_named_with_column_and_row(kind: str) -> None:
    frame = build_frame(kind, {"fraction": ["a", "a"], "a": [5, 60], "b": [50, 50], "c": [4, -5], "d": [3, 5]})
    with pytest.raises(FrameFaults) as caught:
        attributable_risk(frame, exposed_cases="a", exposed="b", unexposed_cases="c", unexposed="d", by="fraction")
    assert caught.value.faults == (
        'column "c", row 1: -5 is negative',
        'column "fraction": its name is that of a column of the result; rename it first',
        'column "a", row 1: 60 exceeds b of 50',
        'column "c", row 0: 4 exceeds d of 3',
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_a_fraction_is_named_with_column_and_row(kind: str) -> None:
    frame = build_frame(kind, {"value": [1, 2], "p": [0.2, 1.2], "r": [3.0, math.inf], "low": [4.0, 1.0]})
    with pytest.raises(FrameFaults) as caught:
        attributable_fraction(frame, prevalence="p", relative_risk="r", lower="low", upper="r")
    assert caught.value.faults == (
        'column "r", row 1: inf is infinite',
        'column "r", row 1: inf is infinite',
        'column "value": its name is that of a column of the result; rename it first',
        'column "p", row 1: 1.2 is above 1, which no prevalence is',
        'column "low", row 0: 4 exceeds its value of 3',
    )


def test_one_of_two_bounds_is_refused() -> None:
    with pytest.raises(ValueError, match="give both lower and upper bounds, or neither"):
        attributable_fraction(pl.DataFrame(ROWS), prevalence="p", relative_risk="r", lower="low")


@pytest.mark.parametrize("kind", KINDS)
def test_excess_refuses_what_is_negative_with_its_row(kind: str) -> None:
    with pytest.raises(FrameFaults, match='column "due", row 1: -1 is negative'):
        excess(build_frame(kind, {"deaths": [1, 2], "due": [1, -1]}), observed="deaths", expected="due")
