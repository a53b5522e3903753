"""Answers of PHEindicatormethods 2.1.0 and of its test workbook."""

import numpy as np
import pytest

from fiftysteps.stats.estimates.indirect import indirectly_standardised_rate, indirectly_standardised_ratio
from fiftysteps.stats.estimates.rates import BYAR, EXACT
from fiftysteps.stats.frame import indirectly_standardised as frames
from tests.reference.golden_of_rates import (
    LEVELS,
    Rows,
    assert_agrees,
    assert_column,
    assert_frame_agrees,
    get_arrays,
    get_numbers,
    get_texts,
    read_golden,
    read_sheet,
)
from tests.stats.frame.frames import KINDS, build_frame, get_columns

COLUMNS = ("count", "pop", "refcount", "refpop")
METHODS = {"Byars": BYAR, "Exact": EXACT}


def get_areas() -> Rows:
    # The third area has a blank count, population and reference count, which the reference reads as none.
    return read_golden("testdata__test_ISR_ownref.csv")


def estimate(function, rows: Rows, **options: object):
    numbers = get_arrays(rows, *COLUMNS)
    return function(*numbers, get_texts(rows, "area"), confidence=LEVELS, missing_as_zero=True, **options)


@pytest.mark.parametrize("name", ["R__isratio_ownref.csv", "R__isratio_multiarea.csv"])
def test_ratios_agree(name: str) -> None:
    answers = read_golden(name)
    result = estimate(indirectly_standardised_ratio, get_areas())
    assert_agrees(result, answers)
    assert_column(result.numerator, answers, "observed")
    assert_column(result.denominator, answers, "expected")
    assert result.method.tolist() == [METHODS[row["method"]] for row in answers]


@pytest.mark.parametrize("name", ["R__israte_ownref.csv", "R__israte_multiarea.csv"])
def test_rates_agree(name: str) -> None:
    answers = read_golden(name)
    result = estimate(indirectly_standardised_rate, get_areas())
    assert_agrees(result, answers)
    assert_column(result.numerator, answers, "observed")
    assert_column(result.denominator, answers, "expected")
    assert_column(result.reference_rate, answers, "ref_rate")


@pytest.mark.parametrize(
    ("function", "multiplier", "place"),
    [
        (indirectly_standardised_rate, 100_000, slice(0, 3)),
        (indirectly_standardised_rate, 1_000, slice(3, 6)),
        (indirectly_standardised_ratio, 1, slice(6, 9)),
        (indirectly_standardised_ratio, 100, slice(9, 12)),
    ],
)
def test_results_in_other_units_agree(function, multiplier: float, place: slice) -> None:
    result = estimate(function, get_areas(), multiplier=multiplier)
    assert_agrees(result, read_golden("testdata__test_ISR_results.csv")[place])
    assert_agrees(result, read_sheet("testdata_DSR_ISR.xlsx", "testresults_ISR")[place])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["ratio", "rate"])
def test_results_of_a_frame_agree(kind: str, name: str) -> None:
    rows = get_areas()
    frame = build_frame(kind, {"area": get_texts(rows, "area"), **{each: get_numbers(rows, each) for each in COLUMNS}})
    result = getattr(frames, f"indirectly_standardised_{name}")(
        frame,
        count="count",
        population="pop",
        reference_count="refcount",
        reference_population="refpop",
        by="area",
        confidence=LEVELS,
        missing_as_zero=True,
    )
    assert_frame_agrees(get_columns(result), read_golden(f"R__is{name}_ownref.csv"))


def join_reference(rows: Rows) -> Rows:
    reference = read_golden("testdata__test_ISR_refdata.csv")
    return [{**row, **reference[place % len(reference)]} for place, row in enumerate(rows)]


def test_a_reference_joined_band_by_band_gives_the_same() -> None:
    rows = join_reference(read_golden("testdata__test_multiarea.csv"))
    result = estimate(indirectly_standardised_ratio, rows)
    assert_agrees(result, read_golden("R__isratio_multiarea.csv"))
    assert get_numbers(read_sheet("testdata_DSR_ISR.xlsx", "refdata"), "refcount").tolist() == [
        float(row["refcount"]) for row in rows[:19]
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_totals_from_a_table_of_their_own_give_the_same(kind: str) -> None:
    rows = join_reference(read_golden("testdata__test_multiarea.csv"))
    totals = {row["area"]: float(row["total_count"]) for row in read_golden("testdata__test_ISR_lookup.csv")}
    joined = [row | {"count": totals[row["area"]]} for row in rows]
    answers = read_golden("R__isratio_multiarea.csv")
    assert_agrees(estimate(indirectly_standardised_ratio, joined, count_per="group"), answers)
    columns = {"area": get_texts(joined, "area"), **{name: get_numbers(joined, name) for name in COLUMNS}}
    result = frames.indirectly_standardised_ratio(
        build_frame(kind, columns),
        count="count",
        population="pop",
        reference_count="refcount",
        reference_population="refpop",
        by="area",
        confidence=LEVELS,
        count_per="group",
    )
    assert_frame_agrees(get_columns(result), answers)


@pytest.mark.parametrize(
    ("function", "multiplier", "place"),
    [(indirectly_standardised_rate, 100_000, slice(12, 14)), (indirectly_standardised_ratio, 100, slice(14, 16))],
)
def test_a_band_without_people_has_no_expected_events(function, multiplier: float, place: slice) -> None:
    rows = join_reference(read_golden("testdata__test_err2.csv"))
    result = estimate(function, rows, multiplier=multiplier)
    for answers in (
        read_golden("testdata__test_ISR_results.csv")[place],
        read_sheet("testdata_DSR_ISR.xlsx", "testresults_ISR")[place],
    ):
        assert_column(result.value, answers, "value")
        assert_column(result.denominator, answers, "expected")
        assert_column(result.intervals[0.95].lower, answers, "lower95_0cl")
        assert_column(result.intervals[0.95].upper, answers, "upper95_0cl")


def test_the_workbooks_rows_are_those_of_the_files() -> None:
    sheet = read_sheet("testdata_DSR_ISR.xlsx", "testdata_multiarea_isr")
    for name in COLUMNS:
        assert np.array_equal(get_numbers(sheet, name), get_numbers(get_areas(), name), equal_nan=True)
