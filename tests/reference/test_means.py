"""Answers of PHEindicatormethods 2.1.0 and of its test workbook."""

import pytest

from fiftysteps.stats.estimates.means import mean
from fiftysteps.stats.frame.means import mean as mean_of
from tests.reference.golden_of_rates import (
    LEVELS,
    Rows,
    assert_agrees,
    assert_column,
    assert_frame_agrees,
    get_numbers,
    get_texts,
    read_golden,
    read_sheet,
)
from tests.stats.frame.frames import KINDS, build_frame, get_columns

AREAS = ["Area1", "Area2"]


def get_results() -> Rows:
    return read_golden("testdata__test_Mean_results.csv")


@pytest.mark.parametrize("name", ["testdata__test_Mean.csv", "testdata__test_Mean_Grp.csv"])
def test_means_of_areas_agree(name: str) -> None:
    rows = read_golden(name)
    result = mean(get_numbers(rows, "values"), get_texts(rows, "area"), confidence=LEVELS)
    sheet = read_sheet("testdata_Mean.xlsx", "testdata_Mean_results")
    for answers in (read_golden("R__mean_grouped.csv"), get_results()[:2], sheet[:2]):
        assert_agrees(result, answers)
        assert_column(result.deviation, answers, "stdev")
        assert_column(result.numerator, answers, "value_sum")
        assert_column(result.denominator, answers, "value_count")


def test_mean_of_all_values_agrees() -> None:
    values = get_numbers(read_golden("testdata__test_Mean.csv"), "values")
    result = mean(values, confidence=LEVELS)
    sheet = read_sheet("testdata_Mean.xlsx", "testdata_Mean_results")
    for answers in (read_golden("R__mean_ungrouped.csv"), get_results()[2:], sheet[2:]):
        assert_agrees(result, [row | {"area": "all"} for row in answers])
        assert_column(result.deviation, answers, "stdev")


@pytest.mark.parametrize("kind", KINDS)
def test_means_of_a_frame_agree(kind: str) -> None:
    rows = read_sheet("testdata_Mean.xlsx", "testdata_Mean")
    frame = build_frame(kind, {"area": [row["area"] for row in rows], "values": [row["values"] for row in rows]})
    result = mean_of(frame, value="values", by="area", confidence=LEVELS)
    assert_frame_agrees(get_columns(result), read_golden("R__mean_grouped.csv"))
