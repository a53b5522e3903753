import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats import rate
from fiftysteps.stats.life.life_years import NoYearsLost, years_of_life_lost

# Centers for Disease Control and Prevention (2012), Principles of Epidemiology in Public Health Practice, third edition,
# lesson 3, section 3: deaths from leukaemia in the United States in 2002, and the population in thousands.
LEUKAEMIA = [125, 316, 472, 471, 767, 1_459, 2_611]
THOUSANDS = [19_597, 41_037, 40_590, 39_928, 44_917, 40_084, 26_602]
STARTS = [0, 5, 15, 25, 35, 45, 55]

BANDS = [0, 1, 5, 40, 75]
DEATHS = [5.0, 2.0, 30.0, 200.0, 900.0]
PEOPLE = [1_000.0, 4_000.0, 40_000.0, 30_000.0, 9_000.0]
STANDARD = [1_000.0, 4_000.0, 38_000.0, 47_000.0, 10_000.0]


def get_slow_years(
    deaths: list[float], people: list[float], starts: list[float], to: float, standard: list[float] | None
) -> tuple[float, float, float, float]:
    """Years lost, their rate per person, and by how much each bound of the count is stretched for either."""
    years = variance = events = lived = weighed = weighed_variance = total = 0.0
    for band, start in enumerate(starts):
        if start >= to:
            break
        end = starts[band + 1] if band + 1 < len(starts) else to
        left = to - (start + end) / 2
        years += left * deaths[band]
        variance += left**2 * deaths[band]
        events += deaths[band]
        lived += people[band]
        if standard:
            weighed += standard[band] * left * deaths[band] / people[band]
            weighed_variance += (standard[band] * left / people[band]) ** 2 * deaths[band]
            total += standard[band]
    stretch = math.sqrt(variance / events)
    if standard:
        return years, weighed / total, stretch, math.sqrt(weighed_variance / events) / total
    return years, years / lived, stretch, stretch / lived


def test_the_years_lost_to_leukaemia_are_those_that_were_printed() -> None:
    result = years_of_life_lost(LEUKAEMIA, 1_000 * np.array(THOUSANDS), STARTS, to=65, multiplier=1_000)
    # Printed as 117,033 and, per 1,000 people under 65, 0.5; and of 252,755,000 people 6,221 died.
    assert abs(result.numerator[0] - 117_033) <= 0.5
    assert round(result.value[0], 1) == 0.5
    assert (result.deaths[0], result.denominator[0]) == (6_221, 252_755_000)


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(1, 15), st.integers(0, 30), st.integers(50, 900), st.integers(1, 90)),
        min_size=1,
        max_size=7,
    ),
    st.booleans(),
    st.data(),
)
def test_years_lost_are_those_counted_band_by_band(
    rows: list[tuple[int, int, int, int]], standardised: bool, data: st.DataObject
) -> None:
    widths, deaths, people, standard = (list(column) for column in zip(*rows, strict=True))
    starts = [sum(widths[:band]) for band in range(len(rows))]
    to = data.draw(st.sampled_from([*starts[1:], starts[-1] + widths[-1]]))
    events = sum(d for d, start in zip(deaths, starts, strict=True) if start < to)
    result = years_of_life_lost(
        deaths, people, starts, to=to, standard=standard if standardised else None, multiplier=1
    )
    if not events:
        assert (result.numerator[0], result.years_intervals[0.95].lower[0]) == (0, 0)
        return
    years, value, stretch, rate_stretch = get_slow_years(deaths, people, starts, to, standard if standardised else None)
    assert result.numerator[0] == pytest.approx(years)
    count = rate(events, 1, multiplier=1).intervals[0.95]
    interval = result.years_intervals[0.95]
    assert interval.lower[0] == pytest.approx(years + stretch * (float(count.lower) - events), rel=1e-9)
    assert interval.upper[0] == pytest.approx(years + stretch * (float(count.upper) - events), rel=1e-9)
    if standardised and events < 10:
        assert result.reason[0] == NoYearsLost.FEW_DEATHS
        return
    assert result.value[0] == pytest.approx(value)
    interval = result.intervals[0.95]
    assert interval.lower[0] == pytest.approx(value + rate_stretch * (float(count.lower) - events), rel=1e-9)
    assert interval.upper[0] == pytest.approx(value + rate_stretch * (float(count.upper) - events), rel=1e-9)


def test_each_death_counts_the_years_from_the_middle_of_its_band() -> None:
    result = years_of_life_lost(DEATHS, PEOPLE, BANDS)
    assert result.numerator[0] == 5 * 74.5 + 2 * 72 + 30 * 52.5 + 200 * 17.5
    assert result.value[0] == pytest.approx(100_000 * result.numerator[0] / 75_000)
    assert (result.to, result.multiplier) == (75, 100_000)


def test_bands_from_the_given_age_on_are_left_out() -> None:
    all_bands = years_of_life_lost(DEATHS, PEOPLE, BANDS)
    below = years_of_life_lost(DEATHS[:-1], PEOPLE[:-1], BANDS[:-1])
    assert below.value.tolist() == all_bands.value.tolist()
    assert below.deaths.tolist() == [237]


def test_a_last_band_that_starts_below_the_given_age_ends_there() -> None:
    assert years_of_life_lost([1], [10], [65], to=75).numerator[0] == 5
    assert years_of_life_lost([1], [10], [65], to=70).numerator[0] == 2.5


def test_with_the_population_as_standard_the_rate_is_the_crude_one() -> None:
    crude = years_of_life_lost(DEATHS, PEOPLE, BANDS)
    standardised = years_of_life_lost(DEATHS, PEOPLE, BANDS, standard=PEOPLE)
    assert standardised.value[0] == pytest.approx(crude.value[0])
    assert standardised.intervals[0.95].upper[0] == pytest.approx(crude.intervals[0.95].upper[0])


def test_only_the_shares_of_the_standard_matter_not_its_size_nor_what_lies_beyond() -> None:
    one = years_of_life_lost(DEATHS, PEOPLE, BANDS, standard=STANDARD)
    other = years_of_life_lost(DEATHS, PEOPLE, BANDS, standard=[10 * s for s in STANDARD[:-1]] + [3])
    assert other.value[0] == pytest.approx(one.value[0])


def test_the_interval_changes_its_method_at_ten_deaths() -> None:
    result = years_of_life_lost([9, 10], [100, 100], [0, 0], ["a", "b"])
    assert result.method.tolist() == ["Dobson with exact Poisson", "Dobson with Byar"]


def test_in_one_band_the_interval_is_that_of_a_crude_rate() -> None:
    result = years_of_life_lost([9, 40], [100, 200], [0, 0], ["a", "b"], to=1, confidence=(0.95, 0.998), multiplier=10)
    crude = rate([9, 40], [100, 200], confidence=(0.95, 0.998), multiplier=10)
    for level in (0.95, 0.998):
        assert (2 * result.intervals[level].lower).tolist() == pytest.approx(crude.intervals[level].lower.tolist())
        assert (2 * result.intervals[level].upper).tolist() == pytest.approx(crude.intervals[level].upper.tolist())


def test_nobody_dead_loses_no_years_and_the_upper_bound_supposes_the_worst_band() -> None:
    result = years_of_life_lost([0, 0], [600, 400], [0, 25], multiplier=1)
    assert (result.numerator[0], result.value[0], result.intervals[0.95].lower[0]) == (0, 0, 0)
    most = -math.log(0.025)
    assert result.years_intervals[0.95].upper[0] == pytest.approx(62.5 * most)
    assert result.intervals[0.95].upper[0] == pytest.approx(62.5 * most / 1_000)


def test_years_and_rate_are_missing_where_deaths_are() -> None:
    result = years_of_life_lost([math.nan, 3, 4, 4], [10, 10, 10, 10], [0, 25] * 2, list("aabb"))
    assert result.reason.tolist() == [NoYearsLost.NO_DEATHS_KNOWN, ""]
    assert np.isnan(result.numerator).tolist() == [True, False]
    assert np.isnan(result.value).tolist() == [True, False]
    assert np.isnan(result.years_intervals[0.95].lower).tolist() == [True, False]
    assert result.method.tolist() == ["", "Dobson with exact Poisson"]


def test_only_the_rate_is_missing_where_the_population_is() -> None:
    result = years_of_life_lost([1, 3, 4, 4], [math.nan, 10, 0, 0], [0, 25] * 2, list("aabb"))
    assert result.reason.tolist() == [NoYearsLost.NO_POPULATION_KNOWN, NoYearsLost.NO_POPULATION]
    assert np.isnan(result.value).all()
    assert np.isnan(result.intervals[0.95].upper).all()
    assert result.numerator.tolist() == [1 * 62.5 + 3 * 25, 4 * 62.5 + 4 * 25]
    assert not np.isnan(result.years_intervals[0.95].upper).any()


def test_what_is_missing_beyond_the_given_age_does_not_matter() -> None:
    result = years_of_life_lost([1, math.nan], [10, math.nan], [0, 75])
    assert result.reason.tolist() == [""]


def test_a_standardised_rate_is_missing_where_a_band_is_empty_or_fewer_than_ten_died() -> None:
    result = years_of_life_lost(
        [0, 40, 4, 5, 5, 5], [0, 10, 10, 10, 10, 10], [0, 25] * 3, list("aabbcc"), standard=[1, 2] * 3
    )
    assert result.reason.tolist() == [NoYearsLost.BAND_WITHOUT_POPULATION, NoYearsLost.FEW_DEATHS, ""]
    assert np.isnan(result.value).tolist() == [True, True, False]
    assert not np.isnan(result.numerator).any()


def test_a_crude_rate_needs_no_population_in_every_band() -> None:
    assert years_of_life_lost([0, 40], [0, 10], [0, 25], multiplier=1).value[0] == pytest.approx(100)


def test_no_rows_give_no_groups() -> None:
    assert years_of_life_lost([], [], []).value.tolist() == []


def test_groups_whose_rows_are_mixed_are_the_same_as_one_by_one() -> None:
    mixed = years_of_life_lost([10, 20, 30, 40], [100, 200, 300, 400], [0, 0, 40, 40], list("abab"))
    first = years_of_life_lost([10, 30], [100, 300], [0, 40])
    second = years_of_life_lost([20, 40], [200, 400], [0, 40])
    assert mixed.groups.tolist() == ["a", "b"]
    assert mixed.value.tolist() == pytest.approx([first.value[0], second.value[0]])


BAD: list[tuple[dict[str, Any], str]] = [
    ({"to": 60}, "to: 60 lies inside the band from 40 to 75"),
    ({"to": 0}, "to: 0 is not an age after the start of the first band"),
    ({"to": math.inf}, "to: inf is not an age after the start of the first band"),
    ({"to": math.nan}, "to: nan is not an age after the start of the first band"),
    ({"standard": [1, math.nan, 1, 1, 1]}, "standard, element 1: it is missing"),
    ({"standard": [1, -1, 1, 1, 1]}, "standard, element 1: -1 is negative"),
    ({"standard": [0, 0, 0, 0, 1]}, "standard: no population before the age asked for in 'all'"),
    ({"standard": [1, 2]}, "standard: one dimension of 5 elements is needed"),
    ({"deaths": [1, 2, 3, -4, 5]}, "deaths, element 3: -4 is negative"),
    ({"age": [0, 1, 5, 5, 75]}, "the band that starts at 5 comes twice in group 'all'"),
    ({"multiplier": 0}, "multiplier: 0 is not a positive number"),
    ({"confidence": 95}, "95 does not lie between 0 and 1"),
]


@pytest.mark.parametrize(("changed", "said"), BAD)
def test_faulty_input_is_refused_with_a_sentence(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        years_of_life_lost(**{"deaths": DEATHS, "population": PEOPLE, "age": BANDS, **changed})


def test_the_callers_arrays_are_not_changed() -> None:
    arrays = [np.array(values) for values in (DEATHS, PEOPLE, BANDS)]
    standard = np.array(STANDARD)
    before = [array.copy() for array in (*arrays, standard)]
    years_of_life_lost(*arrays, standard=standard)
    assert all((array == copy).all() for array, copy in zip([*arrays, standard], before, strict=True))
