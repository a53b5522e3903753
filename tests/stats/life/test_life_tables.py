import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.life.expectancies import NoExpectancy
from fiftysteps.stats.life.life_tables import life_expectancy
from tests.stats.life.life_table_twins import Z, get_slow_expectancy

STARTS = [0, 1, 5, 65, 85]
DEATHS = [10.0, 2.0, 300.0, 500.0, 400.0]
PEOPLE = [2_000.0, 8_000.0, 90_000.0, 20_000.0, 3_000.0]


@st.composite
def draw_tables(draw: st.DrawFn) -> tuple[list[float], list[list[float]], list[list[float]]]:
    """Bands, and the deaths and populations of one to three groups in which some survive every closed band."""
    widths = draw(st.lists(st.integers(1, 12), max_size=6))
    starts = [float(draw(st.sampled_from([0, 0, 15])))]
    for width in widths:
        starts.append(starts[-1] + width)
    number = draw(st.integers(1, 3))
    people = [[float(draw(st.integers(3_000, 90_000))) for _ in starts] for _ in range(number)]
    # A rate below 2 / n in a band of n years leaves somebody alive.
    deaths = [[float(draw(st.integers(1, max(1, int(p / 8))))) for p in group] for group in people]
    return starts, deaths, people


@settings(max_examples=60)
@given(draw_tables())
def test_every_expectancy_is_that_of_a_table_written_out_column_by_column(
    drawn: tuple[list[float], list[list[float]], list[list[float]]],
) -> None:
    starts, deaths, people = drawn
    labels = [number for number in range(len(deaths)) for _ in starts]
    result = life_expectancy(np.ravel(deaths), np.ravel(people), starts * len(deaths), labels)
    for number, (died, lived) in enumerate(zip(deaths, people, strict=True)):
        if result.reason[number, 0] == NoExpectancy.SMALL_POPULATION:
            assert sum(lived) <= 5_000
            continue
        for band, (years, error) in enumerate(get_slow_expectancy(died, lived, starts)):
            wide = 2 * Z * error > 20
            assert result.reason[number, band] == (NoExpectancy.WIDE_INTERVAL if wide else "")
            assert result.value[number, band] == pytest.approx(math.nan if wide else years, rel=1e-9, nan_ok=True)
            interval = result.intervals[0.95]
            assert interval.lower[number, band] == pytest.approx(years - Z * error, rel=1e-9, abs=1e-9)
            assert interval.upper[number, band] == pytest.approx(years + Z * error, rel=1e-9)


def test_a_constant_rate_in_single_years_leaves_the_same_years_at_every_age() -> None:
    # With rate m in bands of one year, and one half lived in the last, the years left are 1 / m at every age.
    ages = np.arange(1, 91)
    result = life_expectancy(np.full(90, 2_000.0), np.full(90, 100_000.0), ages)
    assert result.value[0] == pytest.approx(np.full(90, 50.0), rel=1e-12)


@pytest.mark.parametrize("last", [85, 90, 95])
def test_the_last_band_is_open_wherever_it_starts(last: int) -> None:
    starts = [0, 1, *range(5, last + 1, 5)]
    result = life_expectancy(np.full(len(starts), 40.0), np.full(len(starts), 1_000.0), starts)
    assert result.ages.tolist() == starts
    assert result.value[0, -1] == pytest.approx(25)


def test_those_who_die_in_the_single_first_year_live_a_tenth_of_it_and_in_other_bands_half() -> None:
    first = life_expectancy([1_000, 1_000], [10_000, 90_000], [0, 1]).value[0, 0]
    q = 0.1 / 1.09
    assert first == pytest.approx(1 - 0.9 * q + (1 - q) * 90)
    together = life_expectancy([1_000, 1_000], [10_000, 90_000], [0, 5]).value[0, 0]
    q = 0.5 / 1.25
    assert together == pytest.approx(5 * (1 - 0.5 * q) + (1 - q) * 90)
    later = life_expectancy([1_000, 1_000], [10_000, 90_000], [1, 2]).value[0, 0]
    q = 0.1 / 1.05
    assert later == pytest.approx(1 - 0.5 * q + (1 - q) * 90)


def test_one_open_band_leaves_population_over_deaths() -> None:
    result = life_expectancy([200], [10_000], [65])
    assert result.value[0, 0] == pytest.approx(50)
    assert result.intervals[0.95].upper[0, 0] == pytest.approx(50 + Z * 50 / math.sqrt(200))


def test_the_open_band_adds_its_own_variance() -> None:
    interval = life_expectancy(DEATHS, PEOPLE, STARTS, at=85).intervals[0.95]
    assert interval.upper[0, 0] - interval.lower[0, 0] == pytest.approx(2 * Z * 7.5 / 20)


def test_a_chance_above_one_is_held_at_one() -> None:
    # 5 · 0.8 / (1 + 2.5 · 0.8) is 4 / 3: nobody passes that band, so nothing after it counts and half of it is lived.
    result = life_expectancy([0, 8, 5], [9_000, 10, 10], [0, 80, 85])
    assert result.value[0].tolist() == pytest.approx([82.5, 2.5, 2.0])


def test_no_deaths_in_a_closed_band_are_no_fault() -> None:
    result = life_expectancy([0, 100], [10_000, 2_000], [0, 50])
    assert result.value[0].tolist() == pytest.approx([70, 20])
    widths = result.intervals[0.95].upper[0] - result.intervals[0.95].lower[0]
    assert widths[0] == pytest.approx(widths[1])


def test_all_ages_are_missing_with_the_reason_where_a_table_cannot_be_made() -> None:
    nan = math.nan
    cases = {
        NoExpectancy.NO_DEATHS_KNOWN: ([nan, 100], [10_000, 2_000]),
        NoExpectancy.NO_POPULATION_KNOWN: ([10, 100], [10_000, nan]),
        NoExpectancy.BAND_WITHOUT_POPULATION: ([0, 100], [0, 20_000]),
        NoExpectancy.MORE_DEATHS_THAN_PEOPLE: ([10, 101], [10_000, 100]),
        NoExpectancy.SMALL_POPULATION: ([10, 100], [3_000, 2_000]),
        NoExpectancy.NO_DEATHS_IN_OPEN_BAND: ([10, 0], [10_000, 2_000]),
    }
    deaths, people = (np.concatenate([case[part] for case in cases.values()]) for part in (0, 1))
    result = life_expectancy(deaths, people, [0, 50] * len(cases), np.repeat(list(cases), 2))
    assert result.reason[:, 0].tolist() == list(cases)
    assert result.reason[:, 1].tolist() == list(cases)
    assert np.isnan(result.value).all()
    assert np.isnan(result.intervals[0.95].lower).all()
    assert (result.method == "").all()


def test_a_band_without_population_is_named_before_its_deaths_are_too_many() -> None:
    assert life_expectancy([1, 100], [0, 20_000], [0, 50]).reason[0, 0] == NoExpectancy.BAND_WITHOUT_POPULATION


def test_one_person_more_than_5000_is_enough() -> None:
    assert life_expectancy([10, 600], [3_001, 2_000], [0, 50]).reason[0].tolist() == ["", ""]


def test_deaths_may_equal_the_population_of_a_band() -> None:
    assert life_expectancy([10, 100], [9_000, 100], [0, 80], at=80).value[0, 0] == pytest.approx(1)


def test_a_value_is_hidden_where_its_95_interval_is_wider_than_20_years_but_the_bounds_stay() -> None:
    # At 50: 40 years with an error of 40 / sqrt(D); 61 deaths span 20.08 years and 62 span 19.91.
    result = life_expectancy([1, 61, 1, 62], [10_000, 2_440, 10_000, 2_480], [0, 50] * 2, list("aabb"), at=50)
    assert result.reason[:, 0].tolist() == [NoExpectancy.WIDE_INTERVAL, ""]
    assert np.isnan(result.value[:, 0]).tolist() == [True, False]
    interval = result.intervals[0.95]
    assert interval.upper[0, 0] - interval.lower[0, 0] == pytest.approx(2 * Z * 40 / math.sqrt(61))
    assert (result.method != "").all()


def test_the_width_is_judged_at_95_whatever_levels_are_asked_for() -> None:
    result = life_expectancy([1, 61, 1, 62], [10_000, 2_440, 10_000, 2_480], [0, 50] * 2, list("aabb"), confidence=0.5)
    assert result.reason[:, 1].tolist() == [NoExpectancy.WIDE_INTERVAL, ""]
    assert list(result.intervals) == [0.5]


def test_deaths_and_population_at_that_age_and_over_are_given() -> None:
    result = life_expectancy(DEATHS, PEOPLE, STARTS)
    assert result.numerator[0].tolist() == [1_212, 1_202, 1_200, 900, 400]
    assert result.denominator[0].tolist() == [123_000, 121_000, 113_000, 23_000, 3_000]
    assert result.multiplier == 1


def test_some_ages_are_those_of_all_in_the_order_asked_for() -> None:
    every = life_expectancy(DEATHS, PEOPLE, STARTS)
    some = life_expectancy(DEATHS, PEOPLE, STARTS, at=[65, 0])
    assert some.ages.tolist() == [65, 0]
    assert some.value[0].tolist() == every.value[0, [3, 0]].tolist()
    assert life_expectancy(DEATHS, PEOPLE, STARTS, at=65).value.tolist() == [[every.value[0, 3]]]


def test_groups_whose_rows_are_mixed_are_the_same_as_one_by_one() -> None:
    deaths = [value for pair in zip(DEATHS, reversed(DEATHS), strict=True) for value in pair]
    people = [value for value in PEOPLE for _ in "ab"]
    ages = [age for age in STARTS for _ in "ab"]
    mixed = life_expectancy(deaths, people, ages, ["b", "a"] * 5, confidence=(0.95, 0.998))
    assert mixed.groups.tolist() == ["b", "a"]
    for row, own in enumerate([DEATHS, DEATHS[::-1]]):
        alone = life_expectancy(own, PEOPLE, STARTS, confidence=(0.95, 0.998))
        assert mixed.value[row].tolist() == pytest.approx(alone.value[0].tolist(), rel=1e-14, nan_ok=True)
        assert mixed.intervals[0.998].upper[row] == pytest.approx(alone.intervals[0.998].upper[0], rel=1e-14)


def test_the_callers_arrays_are_not_changed() -> None:
    arrays = [np.array(DEATHS), np.array(PEOPLE), np.array(STARTS)]
    before = [array.copy() for array in arrays]
    life_expectancy(*arrays)
    assert all((array == copy).all() for array, copy in zip(arrays, before, strict=True))


def test_rows_may_come_in_any_order() -> None:
    sorted_rows = life_expectancy(DEATHS, PEOPLE, STARTS)
    order = [3, 0, 4, 2, 1]
    shuffled = life_expectancy(*(np.array(column)[order] for column in (DEATHS, PEOPLE, STARTS)))
    assert shuffled.ages.tolist() == sorted_rows.ages.tolist()
    assert shuffled.value.tolist() == sorted_rows.value.tolist()


def test_no_rows_give_no_groups() -> None:
    assert life_expectancy([], [], []).value.shape[0] == 0
    assert life_expectancy([], [], [], at=65).value.size == 0


BAD: list[tuple[dict[str, Any], str]] = [
    ({"age": [0, 0, 5, 65, 85]}, "age, element 1: the band that starts at 0 comes twice in group 'all'"),
    ({"age": [0, 1, 5, -3, 85]}, "age, element 3: -3 is negative"),
    ({"age": [0, 1, 5, 65, math.inf]}, "age, element 4: inf is infinite"),
    ({"age": [0, 1, math.nan, 65, 85]}, "age, element 2: it is missing"),
    ({"age": [0, 1]}, "deaths: one dimension of 2 elements is needed, and its shape is \\(5,\\)"),
    ({"age": [STARTS]}, "age: one dimension of 5 elements is needed, and its shape is \\(1, 5\\)"),
    ({"deaths": [1, 2, -3, 4, 5]}, "deaths, element 2: -3 is negative"),
    ({"population": [1, 2, math.inf, 4, 5]}, "population, element 2: inf is infinite"),
    ({"at": 3}, "at: no band starts at 3"),
    ({"at": [0, 3, 4]}, "at: no band starts at 3, 4"),
    ({"at": []}, 'at: name at least one age, or "all"'),
    ({"at": "birth"}, "at: 'birth' is neither \"all\" nor an age"),
    ({"confidence": 95}, "95 does not lie between 0 and 1"),
    ({"groups": ["a"]}, "groups: 1 labels do not fit 5 rows"),
]


@pytest.mark.parametrize(("changed", "said"), BAD)
def test_faulty_input_is_refused_with_a_sentence(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        life_expectancy(**{"deaths": DEATHS, "population": PEOPLE, "age": STARTS, **changed})


def test_a_group_that_lacks_bands_of_the_others_is_named_with_them() -> None:
    with pytest.raises(ValueError, match="age, element 0: group 'a' lacks the bands that start at 1, 5, 85, which"):
        life_expectancy([1] * 7, [2] * 7, [0, 65, 0, 1, 5, 65, 85], ["a"] * 2 + ["b"] * 5)
    with pytest.raises(ValueError, match="group 'b' lacks the band that starts at 65, which other groups have"):
        life_expectancy([1] * 3, [2] * 3, [0, 65, 0], ["a"] * 2 + ["b"])


def test_of_many_lacking_bands_ten_are_named_and_the_rest_counted() -> None:
    with pytest.raises(ValueError, match="at 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 5 more, which"):
        life_expectancy([1] * 17, [2] * 17, [*range(16), 0], ["a"] * 16 + ["b"])


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(ValueError, match="-1 is negative") as caught:
        life_expectancy([1, 1, -1], [2, math.inf, 2], [0, 0, 5])
    assert str(caught.value).split("; ") == [
        "deaths, element 2: -1 is negative",
        "population, element 1: inf is infinite",
        "age, element 1: the band that starts at 0 comes twice in group 'all'",
    ]
