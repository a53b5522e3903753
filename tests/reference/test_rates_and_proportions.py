"""Answers of PHEindicatormethods 2.1.0 and of its test workbooks on rates, proportions and the bounds under them."""

from collections.abc import Callable

import numpy as np
import pytest

from fiftysteps.stats import frame as frames
from fiftysteps.stats import proportion, rate
from fiftysteps.stats.estimates.bounds import get_byar_bounds, get_exact_bounds, get_wilson_bounds
from fiftysteps.stats.results import Estimate, Interval
from tests.reference.golden_of_rates import (
    BOUNDS,
    LEVELS,
    Rows,
    assert_column,
    assert_frame_agrees,
    get_arrays,
    get_numbers,
    get_texts,
    read_golden,
    read_sheet,
    select,
)
from tests.stats.frame.frames import KINDS, build_frame, get_columns

ESTIMATORS = {"Rate": rate, "Prop": proportion}
WORKBOOKS = {"Rate": ("testdata_Rate.xlsx", "testdata_Rate"), "Prop": ("testdata_Proportion.xlsx", "testdata_Prop")}


def assert_rows_agree(estimator: Callable[..., Estimate], rows: Rows, multiplier: float) -> None:
    """Every row of a file holds its own answer."""
    result = estimator(*get_arrays(rows, "Numerator", "Denominator"), confidence=LEVELS, multiplier=multiplier)
    assert len(rows) > 0
    assert_column(result.value, rows, "value")
    bounds = [each for level in LEVELS for each in (result.intervals[level].lower, result.intervals[level].upper)]
    for name, ours in zip(BOUNDS, bounds, strict=True):
        assert_column(ours, rows, name)


@pytest.mark.parametrize(
    ("name", "estimator", "multiplier"),
    [
        ("R__proportion_rows.csv", proportion, 1),
        ("R__proportion_grouped.csv", proportion, 100),
        ("R__rate_rows.csv", rate, 100_000),
        ("R__rate_grouped.csv", rate, 100_000),
    ],
)
def test_rows_agree(name: str, estimator: Callable[..., Estimate], multiplier: float) -> None:
    assert_rows_agree(estimator, read_golden(name), multiplier)


@pytest.mark.parametrize("kind", ESTIMATORS)
@pytest.mark.parametrize("source", ["", "_g", "workbook"])
def test_rows_in_several_units_agree(kind: str, source: str) -> None:
    rows = read_sheet(*WORKBOOKS[kind]) if source == "workbook" else read_golden(f"testdata__test_{kind}{source}.csv")
    multipliers = {float(row["multiplier"]) for row in rows}
    assert len(multipliers) == 2
    for multiplier in multipliers:
        of_unit = [row for row in rows if float(row["multiplier"]) == multiplier]
        assert_rows_agree(ESTIMATORS[kind], of_unit, multiplier)


@pytest.mark.parametrize("library", KINDS)
@pytest.mark.parametrize(
    ("kind", "answers", "multiplier"),
    [("Rate", "R__rate_grouped.csv", 100_000), ("Prop", "R__proportion_grouped.csv", 100)],
)
def test_groups_of_a_frame_agree(library: str, kind: str, answers: str, multiplier: float) -> None:
    # The table holds each area once for each of two units; grouped by area, the two are added up.
    rows = read_golden(f"testdata__test_{kind}_g.csv")
    columns = {name: get_numbers(rows, name) for name in ("Numerator", "Denominator")}
    frame = build_frame(library, {"Area": get_texts(rows, "Area"), **columns})
    if kind == "Rate":
        result = frames.rate(frame, count="Numerator", population="Denominator", by="Area", confidence=LEVELS, multiplier=multiplier)  # fmt: skip
    else:
        result = frames.proportion(frame, count="Numerator", denominator="Denominator", by="Area", confidence=LEVELS, multiplier=multiplier)  # fmt: skip
    found = get_columns(result)
    assert_frame_agrees({**found, "area": found["Area"]}, [row | {"area": row["Area"]} for row in read_golden(answers)])


@pytest.mark.parametrize("kind", ESTIMATORS)
def test_expected_groups_agree(kind: str) -> None:
    tables = [read_golden(f"testdata__test_{kind}_g_results.csv"), read_sheet(WORKBOOKS[kind][0], f"testdata_{kind}_g")]
    if kind == "Prop":
        tables.append(read_golden("testdata__test_Prop_g_results_no_CI.csv"))
    for rows in tables:
        multiplier = float(rows[0]["multiplier"])
        result = ESTIMATORS[kind](*get_arrays(rows, "Numerator", "Denominator"), multiplier=multiplier)
        assert_column(result.value, rows, "value")
        if rows[0]["confidence"] == "95%":
            assert_column(result.intervals[0.95].lower, rows, "lowercl")
            assert_column(result.intervals[0.95].upper, rows, "uppercl")


def assert_interval_agrees(interval: Interval, rows: Rows, lower: str, upper: str) -> None:
    assert_column(interval.lower, rows, lower)
    assert_column(interval.upper, rows, upper)


@pytest.mark.parametrize("level", [0.9, 0.95, 0.998])
def test_bounds_agree_one_by_one(level: float) -> None:
    rows = read_golden("R__ci_primitives.csv")
    x, n = get_arrays(rows, "x", "n")
    assert_interval_agrees(get_wilson_bounds(x, n, level), rows, f"wilson_lower_{level}", f"wilson_upper_{level}")
    assert_interval_agrees(get_exact_bounds(x, level), rows, f"exact_lower_{level}", f"exact_upper_{level}")
    with_events = [row for row in rows if float(row["x"]) > 0]
    byar = get_byar_bounds(x[x > 0], level)
    # At the highest level the lower bound of one event is negative, and the reference leaves it out.
    shown = Interval(np.where(byar.lower < 0, np.nan, byar.lower), byar.upper)
    assert_interval_agrees(shown, with_events, f"byars_lower_{level}", f"byars_upper_{level}")


@pytest.mark.parametrize("source", ["file", "workbook"])
@pytest.mark.parametrize(("words", "level"), [("95%", 0.95), ("99.8%", 0.998)])
def test_expected_bounds_agree(source: str, words: str, level: float) -> None:
    rows = (
        read_golden("testdata__test_BW.csv")
        if source == "file"
        else read_sheet("testdata_Byars_Wilson.xlsx", "testdata_B_W")
    )
    wilson = select(rows, confidence=words, method="Wilson")
    result = proportion(*get_arrays(wilson, "x", "n"), confidence=level)
    assert_interval_agrees(result.intervals[level], wilson, "lowercl", "uppercl")
    byar = select(rows, confidence=words, method="Byars")
    bounds = get_byar_bounds(get_numbers(byar, "x"), level)
    shown = Interval(np.where(bounds.lower < 0, np.nan, bounds.lower), bounds.upper)
    assert_interval_agrees(shown, byar, "lowercl", "uppercl")


def test_percentages_of_children_measured_agree() -> None:
    # The National Child Measurement Programme by deprivation decile, 2006/07 to 2017/18.
    rows = read_golden("NCMP_testdata.csv", "phe_indicator_methods")
    assert len(rows) == 240
    measured, count = get_arrays(rows, "Measured", "Count")
    result = proportion(count, measured, multiplier=100)
    assert_column(result.value, rows, "Rate")
    assert_interval_agrees(result.intervals[0.95], rows, "LCL", "UCL")
