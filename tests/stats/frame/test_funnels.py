import math
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.comparisons import funnel_classes, funnels
from fiftysteps.stats.frame import FrameFaults
from fiftysteps.stats.frame.funnels import funnel_limits, funnel_significance
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ROWS = {
    "ward": ["a", "b", "c", "d", "e", "f"],
    "sex": ["f", "f", "f", "m", "m", "m"],
    "count": [30, 90, 60, 20, 25, 15],
    "people": [400, 500, 600, 700, 800, 900],
}
PLAIN: dict[str, Any] = {"kind": "proportion", "count": "count", "denominator": "people"}
LIMITS = ["average", "lower_95", "upper_95", "lower_99_8", "upper_99_8"]


@pytest.mark.parametrize("kind", KINDS)
def test_axis_gives_a_row_for_each_funnel_and_point(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    result = funnel_limits(frame, **PLAIN, by="sex", points=4, multiplier=100)
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == ["sex", "denominator", *LIMITS, "method", "note"]
    assert columns["sex"] == ["f"] * 4 + ["m"] * 4
    expected = funnels.funnel_limits(
        ROWS["count"], ROWS["people"], kind="proportion", groups=ROWS["sex"], points=4, multiplier=100
    )
    assert columns["denominator"] == expected.denominator.ravel().tolist()
    assert columns["average"] == np.repeat(expected.average, 4).tolist()
    assert columns["upper_99_8"] == expected.limits[0.998].upper.ravel().tolist()
    assert columns["method"] == ["Wilson"] * 8
    assert columns["note"] == [""] * 8


@pytest.mark.parametrize("kind", KINDS)
def test_one_funnel_without_by_and_at_denominators_named(kind: str) -> None:
    columns = get_columns(funnel_limits(build_frame(kind, ROWS), **PLAIN, at=[100, 400], confidence=0.9))
    assert list(columns) == ["denominator", "average", "lower_90", "upper_90", "method", "note"]
    assert columns["denominator"] == [100, 400]


@pytest.mark.parametrize("kind", KINDS)
def test_limits_at_the_data_stand_beside_the_rows(kind: str) -> None:
    columns = get_columns(funnel_limits(build_frame(kind, ROWS), **PLAIN, by="sex", at="data"))
    assert list(columns) == [*ROWS, *LIMITS, "method", "note"]
    expected = funnels.funnel_limits(ROWS["count"], ROWS["people"], kind="proportion", groups=ROWS["sex"], at="data")
    assert columns["average"] == np.repeat(expected.average, 3).tolist()
    assert columns["lower_95"] == expected.limits[0.95].lower.tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_over_dispersion_adds_phi_and_tau_squared(kind: str) -> None:
    options: dict[str, Any] = {**PLAIN, "by": "sex", "overdispersion": True, "winsorise": 0.0}
    columns = get_columns(funnel_limits(build_frame(kind, ROWS), **options, points=2))
    assert list(columns) == ["sex", "denominator", *LIMITS, "phi", "tau_squared", "method", "note"]
    expected = funnels.funnel_limits(
        ROWS["count"], ROWS["people"], kind="proportion", groups=ROWS["sex"], overdispersion=True, winsorise=0.0
    ).overdispersion
    assert expected is not None
    assert columns["phi"] == np.repeat(expected.phi, 2).tolist()
    assert columns["tau_squared"] == np.repeat(expected.tau_squared, 2).tolist()
    assert columns["method"] == ["additive random effects"] * 2 + ["Wilson"] * 2
    by_row = get_columns(funnel_limits(build_frame(kind, ROWS), **options, at="data"))
    assert by_row["phi"] == np.repeat(expected.phi, 3).tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_rows_come_back_with_their_significance(kind: str) -> None:
    frame = build_frame(kind, {**ROWS, "count": [30, 90, None, 20, 25, 15]})
    result = funnel_significance(frame, **PLAIN, by="sex")
    assert type(result) is type(frame)
    columns = get_columns(result)
    assert list(columns) == [*ROWS, "significance", "note"]
    expected = funnel_classes.funnel_significance(
        [30, 90, math.nan, 20, 25, 15], ROWS["people"], kind="proportion", groups=ROWS["sex"]
    )
    known = [0, 1, 3, 4, 5]
    assert [columns["significance"][i] for i in known] == expected.significance[known].tolist()
    assert columns["significance"][:2] == ["low 99.8%", "high 95%"]
    assert columns["note"] == ["", "", "The numerator is missing.", "", "", ""]


def test_missing_significance_is_null() -> None:
    frame = pl.DataFrame({"count": [None, 5], "people": [10, 10]})
    assert funnel_significance(frame, **PLAIN)["significance"].to_list() == [None, "not significant"]


@pytest.mark.parametrize("kind", KINDS)
def test_standardised_rates_take_the_place_of_denominators(kind: str) -> None:
    frame = build_frame(kind, {"count": [9, 500, 40], "dsr": [90.0, 350.0, 100.0]})
    options: dict[str, Any] = {"kind": "rate", "count": "count", "rate": "dsr"}
    columns = get_columns(funnel_significance(frame, **options))
    assert columns["significance"][1:] == ["high 99.8%", "low 99.8%"]
    assert columns["note"][0] == "There are fewer than ten events, too few for a directly standardised rate."
    assert get_columns(funnel_limits(frame, **options, points=3))["average"][0] == pytest.approx(
        549 / (10_000 + 500 / 0.0035 + 40_000) * 100_000
    )


def test_given_average_and_excess_of_counts_are_those_of_the_arrays() -> None:
    frame = pl.DataFrame({"deaths": [8, 61], "expected": [16.1, 33.5]})
    options: dict[str, Any] = {"kind": "ratio", "average": 110, "multiplier": 100}
    result = funnel_limits(frame, count="deaths", denominator="expected", at="data", ratio_type="count", **options)
    expected = funnels.funnel_limits([8, 61], [16.1, 33.5], at="data", ratio_type="count", **options)
    assert result["average"].to_list() == pytest.approx([10, 10])
    assert result["upper_95"].to_list() == expected.limits[0.95].upper.tolist()


def test_index_of_the_callers_stays_on_the_rows() -> None:
    result = funnel_significance(pd.DataFrame(ROWS, index=list("uvwxyz")), **PLAIN)
    assert result.index.tolist() == list("uvwxyz")
    assert result["significance"].notna().all()
    at_data = funnel_limits(pd.DataFrame(ROWS, index=list("uvwxyz")), **PLAIN, at="data")
    assert at_data["lower_95"].notna().all()


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_a_funnel_is_named_at_once(kind: str) -> None:
    rows = {
        "sex": ["f", None, "m"],
        "count": [-1.0, 12.0, 3.0],
        "people": [10.0, 11.0, math.inf],
        "note": ["", "", ""],
    }
    with pytest.raises(FrameFaults) as caught:
        funnel_significance(build_frame(kind, rows), **PLAIN, by="sex")
    assert caught.value.faults == (
        'column "note": its name is that of a column of the result; rename it first',
        'column "count", row 0: -1 is negative',
        'column "people", row 2: inf is infinite',
        'column "count", row 1: 12 exceeds people of 11',
        'column "sex", row 1: the label is missing',
    )


def test_rate_of_zero_with_ten_events_is_named_with_its_row() -> None:
    frame = pl.DataFrame({"count": [5, 10], "dsr": [0.0, 0.0]})
    with pytest.raises(FrameFaults, match='column "dsr", row 1: 0 cannot be the rate of 10 events'):
        funnel_limits(frame, kind="rate", count="count", rate="dsr")


@pytest.mark.parametrize(
    ("columns", "at", "name"),
    [
        (["average"], "data", "average"),
        (["lower_99_8"], "data", "lower_99_8"),
        (["phi"], "data", "phi"),
        (["note"], "data", "note"),
        (["denominator"], "axis", "denominator"),
        (["tau_squared"], "axis", "tau_squared"),
        (["note"], "axis", "note"),
    ],
)
def test_names_of_the_results_columns_are_refused_in_rows_and_in_by(columns: list[str], at: Any, name: str) -> None:
    frame = pl.DataFrame({"count": [1, 2], "people": [3, 4], name: ["x", "y"]})
    with pytest.raises(FrameFaults, match=f'column "{name}": its name is that of a column of the result'):
        funnel_limits(frame, **PLAIN, by=columns if at == "axis" else None, at=at, overdispersion=True)


def test_frames_column_that_clashes_only_by_row_does_not_matter_along_an_axis() -> None:
    frame = pl.DataFrame({"count": [1, 2], "people": [3, 4], "note": ["x", "y"]})
    assert funnel_limits(frame, **PLAIN, points=2)["note"].to_list() == ["", ""]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({**PLAIN, "kind": "mean"}, "kind: 'mean' is none of proportion, rate, ratio"),
        ({"kind": "rate", "count": "count"}, "denominator: give either the denominators or"),
        ({**PLAIN, "average": 2}, "average: that of a proportion lies between 0 and the multiplier"),
        ({**PLAIN, "confidence": 95}, "confidence: 95 does not lie between 0 and 1"),
        ({**PLAIN, "overdispersion": True, "winsorise": 0.6}, "winsorise: 0.6 does not lie between 0 and 0.5"),
    ],
)
def test_choices_that_cannot_be_are_refused(options: dict[str, Any], said: str) -> None:
    for function in (funnel_limits, funnel_significance):
        with pytest.raises(ValueError, match=said):
            function(pl.DataFrame(ROWS), **options)


@pytest.mark.parametrize("kind", KINDS)
def test_frames_without_rows_give_frames_without_rows(kind: str) -> None:
    frame = build_frame(kind, ROWS)
    empty = frame[:0] if kind != "pyarrow" else frame.slice(0, 0)
    assert get_columns(funnel_significance(empty, **PLAIN))["significance"] == []
    assert get_columns(funnel_limits(empty, **PLAIN, by="sex"))["lower_95"] == []
    assert get_columns(funnel_limits(empty, **PLAIN, at="data"))["lower_95"] == []
