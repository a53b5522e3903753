import doctest
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.stats.frame import life_tables, life_years
from fiftysteps.stats.frame.ages import parse_age_band


@pytest.mark.parametrize(
    ("label", "band"),
    [
        ("0", (0, math.nan)),
        (" 90 ", (90, math.nan)),
        ("5.0", (5, math.nan)),
        ("0-4", (0, 5)),
        ("05-09", (5, 10)),
        ("5–9", (5, 10)),
        ("5 - 9", (5, 10)),
        ("10 to 14", (10, 15)),
        ("Aged 10 to 14 years", (10, 15)),
        ("<1", (0, 1)),
        ("< 5", (0, 5)),
        ("Under 1", (0, 1)),
        ("under 1 year", (0, 1)),
        ("Less than 1", (0, 1)),
        ("Aged 4 years and under", (0, 5)),
        ("85+", (85, math.inf)),
        ("85 +", (85, math.inf)),
        ("85plus", (85, math.inf)),
        ("90 and over", (90, math.inf)),
        ("90 or over", (90, math.inf)),
        ("90 & over", (90, math.inf)),
        ("95 AND ABOVE", (95, math.inf)),
        ("Aged 85 years and over", (85, math.inf)),
        ("age 85 yrs and older", (85, math.inf)),
        (">=85", (85, math.inf)),
        ("≥ 85", (85, math.inf)),
    ],
)
def test_labels_of_age_bands_are_read(label: str, band: tuple[float, float]) -> None:
    start, end = parse_age_band(label)
    assert start == band[0]
    assert end == band[1] or (math.isnan(end) and math.isnan(band[1]))


@pytest.mark.parametrize(
    "label", ["", "all ages", "9-5", "<0", "1.5", "-5", "5-9-10", "85++", "Total", "under", "1-4 months"]
)
def test_other_words_are_no_age_band(label: str) -> None:
    with pytest.raises(ValueError, match='is not an age band; write an age band like "0", "1-4", "<1" or "85\\+"'):
        parse_age_band(label)


@given(st.integers(0, 120), st.integers(0, 120))
def test_a_written_band_is_read_as_it_was_written(low: int, more: int) -> None:
    assert parse_age_band(f"{low}-{low + more}") == (low, low + more + 1)


@pytest.mark.parametrize("module", [life_tables, life_years])
def test_examples_in_the_documentation_are_true(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]
