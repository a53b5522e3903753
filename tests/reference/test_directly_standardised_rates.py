"""Answers of PHEindicatormethods 2.1.0 and of its test workbooks, and printed ones."""

import numpy as np
import pytest

from fiftysteps.stats.estimates.direct import FEW_EVENTS, directly_standardised_rate
from fiftysteps.stats.estimates.standards import get_standard
from fiftysteps.stats.frame import FrameFaults
from fiftysteps.stats.frame.directly_standardised import directly_standardised_rate as directly_standardised_rate_of
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
    select,
)
from tests.stats.frame.frames import KINDS, build_frame, get_columns

# Fleiss JL (1981), Statistical Methods for Rates and Proportions, second edition, table 14.4, p. 249: children born with
# Down's syndrome in Michigan, fifth and later children of mothers in six bands of age, and all births to such mothers.
CASES = [0, 8, 63, 112, 262, 295]
BIRTHS = [327, 30_666, 123_419, 149_919, 104_088, 34_392]
ALL_BIRTHS = [319_933, 931_318, 786_511, 488_235, 237_863, 61_313]
# Nelson M (19 June 2022), "dsrTest - examples", the vignette of the R package dsrTest 1.0.0.
PRINTED = 75.52901


def test_rate_is_the_printed_one() -> None:
    assert directly_standardised_rate(CASES, BIRTHS, ALL_BIRTHS).value[0] == pytest.approx(PRINTED, abs=5e-6)


def standardise(rows: Rows, standard: np.ndarray, multiplier: float = 100_000, **options: object):
    count, population = get_arrays(rows, "count", "pop")
    return directly_standardised_rate(
        count, population, standard, get_texts(rows, "area"), multiplier=multiplier, confidence=LEVELS, **options
    )


def get_areas() -> Rows:
    # The third area has a blank count, which the reference reads as none.
    return read_golden("testdata__test_multiarea_esp.csv")


def test_rates_of_several_areas_agree() -> None:
    rows = get_areas()
    result = standardise(rows, get_numbers(rows, "esp2013"), missing_as_zero=True)
    answers = read_golden("R__dsr_multiarea.csv")
    assert_agrees(result, answers)
    assert_column(result.numerator, answers, "total_count")
    assert_column(result.denominator, answers, "total_pop")
    assert result.reason.tolist() == ["", "", FEW_EVENTS]


@pytest.mark.parametrize(("multiplier", "place"), [(10_000, slice(0, 3)), (100_000, slice(4, 7))])
def test_rates_in_other_units_agree(multiplier: float, place: slice) -> None:
    rows = read_golden("testdata__test_multiarea.csv")
    # The bands of the file are the 19 of the standard, one misnamed.
    result = standardise(rows, np.tile(get_standard("esp2013").people, 3), multiplier, missing_as_zero=True)
    assert_agrees(result, read_golden("testdata__test_DSR_results.csv")[place])
    assert_agrees(result, read_sheet("testdata_DSR_ISR.xlsx", "testresults_DSR")[place])


@pytest.mark.parametrize("kind", KINDS)
def test_rates_of_a_frame_agree(kind: str) -> None:
    rows = get_areas()
    frame = build_frame(kind, {"area": get_texts(rows, "area"), **{n: get_numbers(rows, n) for n in ("count", "pop", "esp2013")}})  # fmt: skip
    result = directly_standardised_rate_of(
        frame, count="count", population="pop", standard="esp2013", by="area", confidence=LEVELS, missing_as_zero=True
    )
    assert_frame_agrees(get_columns(result), read_golden("R__dsr_multiarea.csv"))


def test_the_standard_population_is_that_of_the_reference() -> None:
    standard = get_standard("esp2013")
    named = read_golden("esp2013.csv", ".")
    assert [(row["age_band"], int(row["esp2013"])) for row in named] == [*zip(standard.bands, standard.people, strict=True)]  # fmt: skip
    assert [int(row["esp2013"]) for row in read_golden("pkgdata__esp2013.csv")] == [*standard.people]


def get_1976() -> Rows:
    return [row | {"area": "testdata_1976"} for row in read_golden("testdata__test_DSR_1976.csv")]


def test_rate_by_the_standard_of_1976_agrees() -> None:
    rows = get_1976()
    result = standardise(rows, get_numbers(rows, "esp1976"), 10_000)
    answers = [row | {"area": "testdata_1976"} for row in read_golden("R__dsr_1976.csv")]
    assert_agrees(result, answers)
    sheet = read_sheet("testdata_DSR_ISR.xlsx", "testdata_1976")
    assert [row["count"] for row in sheet] == get_numbers(rows, "count").tolist()


@pytest.mark.parametrize(("multiplier", "place"), [(10_000, 3), (100_000, 7)])
def test_expected_limits_of_1976_are_ten_times_too_large_at_the_higher_level(multiplier: float, place: int) -> None:
    rows = get_1976()
    result = standardise(rows, get_numbers(rows, "esp1976"), multiplier)
    answer = read_golden("testdata__test_DSR_results.csv")[place]
    outer = {name: float(answer[name]) / 10 for name in ("lower99_8cl", "upper99_8cl")}
    assert_agrees(result, [answer | outer])


def get_repeated(name: str = "testdata__test_DSR_nonind.csv") -> Rows:
    return read_golden(name)


def standardise_repeated(rows: Rows):
    persons, population, standard, frequency = get_arrays(rows, "persons", "pop", "esp2013", "freq")
    return directly_standardised_rate(
        persons,
        population,
        standard,
        get_texts(rows, "area"),
        confidence=LEVELS,
        event_frequency=frequency,
        missing_as_zero=True,
    )


def test_rates_of_events_that_recur_agree() -> None:
    result = standardise_repeated(get_repeated())
    answers = read_golden("R__dsr_nonindependent.csv")
    assert_agrees(result, answers)
    # These expectations were rounded.
    assert_agrees(result, read_golden("testdata__test_DSR_results.csv")[8:], rel=1e-6)
    assert_column(result.numerator, answers, "total_count")
    assert_column(result.denominator, answers, "total_pop")


@pytest.mark.parametrize("kind", KINDS)
def test_rates_of_events_that_recur_agree_in_a_frame(kind: str) -> None:
    rows = get_repeated()
    columns = {name: get_numbers(rows, name) for name in ("persons", "pop", "esp2013", "freq")}
    result = directly_standardised_rate_of(
        build_frame(kind, {"area": get_texts(rows, "area"), **columns}),
        count="persons",
        population="pop",
        standard="esp2013",
        by="area",
        confidence=LEVELS,
        event_frequency="freq",
        missing_as_zero=True,
    )
    assert_frame_agrees(get_columns(result), read_golden("R__dsr_nonindependent.csv"))


def test_rates_of_events_that_recur_agree_from_the_workbook() -> None:
    # There, each frequency has a column of its own, and the area that the package made up is left out.
    wide = read_sheet("testdata_DSR_ISR.xlsx", "testdata_nonindepe")
    standard = dict(zip([row["ageband"] for row in wide[:19]], get_standard("esp2013").people, strict=True))
    rows = [
        {**row, "persons": row[f"f{frequency}"], "freq": frequency, "esp2013": standard[row["ageband"]]}
        for row in wide
        for frequency in range(1, 5)
    ]
    result = standardise_repeated(rows)
    assert_agrees(result, read_sheet("testdata_DSR_ISR.xlsx", "testresults_DSR")[8:], rel=1e-6)


@pytest.mark.parametrize(("name", "column"), [("err1", "population"), ("err2", "standard")])
def test_frequencies_that_differ_in_a_band_are_refused(name: str, column: str) -> None:
    with pytest.raises(ValueError, match=f"{column}, element .*each frequency of a group needs every band"):
        standardise_repeated(get_repeated(f"testdata__test_DSR_nonind_{name}.csv"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("err1", "count, element 5: -26 is negative"),
        ("err3", "population, element 1: -558 is negative"),
        ("err4", "standard, element 5: -6000 is negative"),
    ],
)
def test_negative_numbers_of_the_reference_are_refused(name: str, said: str) -> None:
    for rows in (
        read_golden(f"testdata__test_{name}.csv"),
        read_sheet("testdata_DSR_ISR.xlsx", f"testdata_{name}"),
    ):
        numbers = get_arrays(rows, "count", "pop", "stdpop")
        with pytest.raises(ValueError, match=said):
            directly_standardised_rate(*numbers)
        frame = build_frame("polars", dict(zip(("count", "population", "standard"), numbers, strict=True)))
        with pytest.raises(FrameFaults, match=said.replace("element", "row").replace(",", '",', 1)):
            directly_standardised_rate_of(frame, count="count", population="population", standard="standard")


def test_an_area_with_a_band_without_people_is_missing_and_the_others_are_not() -> None:
    # The reference refuses the whole table.
    rows = read_golden("testdata__test_err2_esp.csv")
    result = standardise(rows, get_numbers(rows, "esp2013"))
    assert result.reason.tolist() == ["The population of a band is zero.", ""]
    small = select(read_golden("R__dsr_multiarea.csv"), area="testdata_small")
    assert_column(result.value[1:], small, "value")
