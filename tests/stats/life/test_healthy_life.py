import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.life.expectancies import NoExpectancy
from fiftysteps.stats.life.healthy_life import healthy_life_expectancy
from fiftysteps.stats.life.life_tables import life_expectancy
from tests.stats.life.life_table_twins import Z, get_slow_expectancy

STARTS = [0, 1, 5, 65, 85]
DEATHS = [10.0, 2.0, 300.0, 500.0, 400.0]
PEOPLE = [2_000.0, 8_000.0, 90_000.0, 20_000.0, 3_000.0]
HEALTHY = [95.0, 90.0, 700.0, 110.0, 20.0]
ASKED = [100.0, 100.0, 900.0, 200.0, 60.0]
BOTH: Any = "prevalence and mortality"

# Practical Guide on Health Expectancy Calculation (1997), tables 1 and 3: age, survivors, years lived in the band, share
# with a disability, its variance; then the years without a disability and their standard error as printed.
GUIDE = [
    (65, 89_367, 436_589, 0.196, 0.000281, 12.3, 0.22),
    (70, 84_968, 408_793, 0.286, 0.000507, 8.8, 0.21),
    (75, 78_012, 364_013, 0.370, 0.000675, 5.8, 0.20),
    (80, 66_625, 290_533, 0.513, 0.000914, 3.4, 0.18),
    (85, 48_532, 289_068, 0.710, 0.000805, 1.7, 0.17),
]


def test_the_french_table_of_the_published_guide_comes_out() -> None:
    ages, survivors, lived, disabled, variance, years, error = np.array(GUIDE).T
    deaths = survivors - np.append(survivors[1:], 0)
    share = 1 - disabled
    asked = share * (1 - share) / variance
    result = healthy_life_expectancy(deaths, lived, ages, share * asked, asked)
    # The guide's years lived are from a complete table; one half of a five-year band is 0.04 years from them at 65.
    assert result.value[0].tolist() == pytest.approx(years.tolist(), abs=0.06)
    assert result.value[0, 1:].round(1).tolist() == years[1:].tolist()
    half = (result.intervals[0.95].upper[0] - result.intervals[0.95].lower[0]) / 2
    assert (half / Z).round(2).tolist() == error.tolist()


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.integers(1, 9), st.integers(20, 500), st.integers(3_000, 90_000), st.integers(0, 50), st.integers(50, 90)
        ),
        min_size=2,
        max_size=6,
    ),
    st.booleans(),
)
def test_healthy_years_are_those_of_a_table_written_out_column_by_column(
    rows: list[tuple[int, int, int, int, int]], mortality: bool
) -> None:
    widths, deaths, people, healthy, asked = (list(column) for column in zip(*rows, strict=True))
    starts = [sum(widths[:band]) for band in range(len(rows))]
    share = [h / a for h, a in zip(healthy, asked, strict=True)]
    spread = [s * (1 - s) / a for s, a in zip(share, asked, strict=True)]
    result = healthy_life_expectancy(
        deaths, people, starts, healthy, asked, variance=BOTH if mortality else "prevalence"
    )
    slow = get_slow_expectancy(deaths, people, starts, share, spread, mortality=mortality)
    of_life = get_slow_expectancy(deaths, people, starts)
    for band, ((years, error), (_, life_error)) in enumerate(zip(slow, of_life, strict=True)):
        wide = 2 * Z * max(error, life_error) > 20
        assert result.reason[0, band] == (NoExpectancy.WIDE_INTERVAL if wide else "")
        assert result.value[0, band] == pytest.approx(math.nan if wide else years, rel=1e-9, nan_ok=True)
        interval = result.intervals[0.95]
        assert interval.lower[0, band] == pytest.approx(years - Z * error, rel=1e-9, abs=1e-9)
        assert interval.upper[0, band] == pytest.approx(years + Z * error, rel=1e-9)


def test_if_everybody_is_healthy_the_years_are_those_of_life_and_so_is_the_interval_with_mortality() -> None:
    healthy = healthy_life_expectancy(DEATHS, PEOPLE, STARTS, ASKED, ASKED, variance=BOTH)
    life = life_expectancy(DEATHS, PEOPLE, STARTS)
    assert healthy.value.tolist() == life.value.tolist()
    assert healthy.intervals[0.95].lower.tolist() == life.intervals[0.95].lower.tolist()


def test_all_or_none_in_good_health_add_nothing_to_the_variance() -> None:
    result = healthy_life_expectancy(DEATHS, PEOPLE, STARTS, [100, 0, 900, 0, 60], ASKED)
    assert result.intervals[0.95].upper.tolist() == result.value.tolist()


def test_the_method_says_what_the_interval_allows_for() -> None:
    arrays = (DEATHS, PEOPLE, STARTS, HEALTHY, ASKED)
    assert healthy_life_expectancy(*arrays, at=0).method.tolist() == [["Sullivan"]]
    both = healthy_life_expectancy(*arrays, at=0, variance=BOTH)
    assert both.method.tolist() == [["Sullivan with the variance of mortality"]]
    narrow = healthy_life_expectancy(*arrays, at=0)
    assert both.intervals[0.95].upper[0, 0] > narrow.intervals[0.95].upper[0, 0]


def test_a_modelled_share_and_its_standard_error_can_be_given_as_counts() -> None:
    share, error = np.array([0.9, 0.9, 0.8, 0.5, 0.3]), 0.02
    asked = share * (1 - share) / error**2
    result = healthy_life_expectancy(DEATHS, PEOPLE, STARTS, share * asked, asked, at=85)
    assert result.value[0, 0] == pytest.approx(0.3 * 7.5)
    assert result.intervals[0.95].upper[0, 0] == pytest.approx(0.3 * 7.5 + Z * 0.02 * 7.5)


@pytest.mark.parametrize(
    ("healthy", "asked", "reason"),
    [
        ([math.nan, 50], [100, 100], NoExpectancy.NO_ANSWERS_KNOWN),
        ([50, 50], [100, math.nan], NoExpectancy.NO_ANSWERS_KNOWN),
        ([50, 0], [100, 0], NoExpectancy.NOBODY_ASKED),
    ],
)
def test_healthy_years_are_missing_where_answers_are(healthy: list[float], asked: list[float], reason: str) -> None:
    result = healthy_life_expectancy([20, 100], [10_000, 2_500], [0, 50], healthy, asked)
    assert result.reason[0].tolist() == [reason] * 2
    assert np.isnan(result.value).all()
    assert np.isnan(result.intervals[0.95].lower).all()


def test_healthy_years_are_missing_where_life_expectancy_is_with_its_reason() -> None:
    small = healthy_life_expectancy([10, 100], [3_000, 2_000], [0, 50], [math.nan, 5], [10, 10])
    assert small.reason[0].tolist() == [NoExpectancy.SMALL_POPULATION] * 2
    # 61 deaths leave life expectancy at 50 an interval of 20.08 years; that of healthy years spans less.
    wide = healthy_life_expectancy([1, 61], [10_000, 2_440], [0, 50], [50, 50], [100, 100], at=50)
    assert wide.reason[0, 0] == NoExpectancy.WIDE_INTERVAL
    assert np.isnan(wide.value[0, 0])
    assert wide.intervals[0.95].lower[0, 0] == pytest.approx(20 - Z * 40 * 0.05)


def test_healthy_years_are_hidden_where_too_few_were_asked() -> None:
    # 40 more years, half of them healthy: with 15 asked the error is 40 · 0.5 / sqrt(15), and the interval 20.2 years.
    result = healthy_life_expectancy(
        [1, 100] * 2, [10_000, 4_000] * 2, [0, 50] * 2, [8, 7.5, 8, 8], [16, 15, 16, 16], list("aabb"), at=50
    )
    assert result.reason[:, 0].tolist() == [NoExpectancy.WIDE_INTERVAL, ""]


def test_no_rows_give_no_groups() -> None:
    assert healthy_life_expectancy([], [], [], [], []).value.shape[0] == 0


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"healthy": [95, 101, 700, 110, 20]}, "healthy, element 1: 101 exceeds asked of 100"),
        ({"healthy": [95, -1, 700, 110, 20]}, "healthy, element 1: -1 is negative"),
        ({"asked": [100, 100, math.inf, 200, 60]}, "asked, element 2: inf is infinite"),
        ({"healthy": [1]}, "healthy: one dimension of 5 elements is needed"),
        ({"variance": "all"}, 'variance: \'all\' is neither "prevalence" nor "prevalence and mortality"'),
        ({"at": 2}, "at: no band starts at 2"),
        ({"confidence": 0}, "0 does not lie between 0 and 1"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(changed: dict[str, Any], said: str) -> None:
    given_ = {"deaths": DEATHS, "population": PEOPLE, "age": STARTS, "healthy": HEALTHY, "asked": ASKED}
    with pytest.raises(ValueError, match=said):
        healthy_life_expectancy(**{**given_, **changed})


def test_the_callers_arrays_are_not_changed() -> None:
    arrays = [np.array(values) for values in (DEATHS, PEOPLE, STARTS, HEALTHY, ASKED)]
    before = [array.copy() for array in arrays]
    healthy_life_expectancy(*arrays)
    assert all((array == copy).all() for array, copy in zip(arrays, before, strict=True))
