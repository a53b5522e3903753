import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.estimates.direct import (
    DOBSON,
    DOBSON_REPEATED,
    EMPTY_BAND,
    EMPTY_STANDARD,
    FEW_EVENTS,
    NO_COUNT,
    NO_FREQUENCY,
    NO_POPULATION,
    NO_STANDARD,
    directly_standardised_rate,
)

Z = 1.959963984540054
NAN = float("nan")

type Row = tuple[str, int, int, int, int]


def standardise_slowly(rows: Sequence[Row]) -> dict[str, tuple[float, float, float]]:
    """The slow twin: group by group and row by row. A row is group, persons, population, standard, frequency."""
    result = {}
    for group in dict.fromkeys(row[0] for row in rows):
        own = [row for row in rows if row[0] == group]
        one = own[0][4]
        total = math.fsum(w for _, _, _, w, f in own if f == one)
        rate = math.fsum(w * f * x / n for _, x, n, w, f in own) / total
        variance = math.fsum(f**2 * w**2 * x / n**2 for _, x, n, w, f in own) / total**2
        events = sum(f * x for _, x, _, _, f in own)
        if events < 10:
            result[group] = (NAN, NAN, NAN)
            continue
        lower = events * (1 - 1 / (9 * events) - Z / (3 * math.sqrt(events))) ** 3
        upper = (events + 1) * (1 - 1 / (9 * (events + 1)) + Z / (3 * math.sqrt(events + 1))) ** 3
        stretch = math.sqrt(variance / events)
        result[group] = (rate, rate + stretch * (lower - events), rate + stretch * (upper - events))
    return result


def assert_same(result, expected: dict[str, tuple[float, float, float]]) -> None:
    interval = result.intervals[0.95]
    found = zip(result.value.tolist(), interval.lower.tolist(), interval.upper.tolist(), strict=True)
    assert result.groups.tolist() == list(expected)
    for ours, theirs in zip(found, expected.values(), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-9, nan_ok=True)


BAND = st.tuples(st.sampled_from("abc"), st.integers(0, 40), st.integers(1, 5_000), st.integers(1, 7_000), st.just(1))


@settings(max_examples=60)
@given(st.lists(BAND, min_size=1, max_size=30))
def test_rates_are_those_of_plain_python(rows: list[Row]) -> None:
    group, count, population, standard, _ = zip(*rows, strict=True)
    assert_same(directly_standardised_rate(count, population, standard, group, multiplier=1), standardise_slowly(rows))


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 5_000), st.integers(1, 7_000)), min_size=1, max_size=8),
    st.lists(st.integers(1, 6), min_size=1, max_size=3, unique=True),
    st.randoms(use_true_random=False),
)
def test_rates_of_events_that_recur_are_those_of_plain_python(bands, frequencies: list[int], random) -> None:
    rows = [(group, random.randrange(30), n, w, f) for group, n, w in bands for f in frequencies]
    random.shuffle(rows)
    group, count, population, standard, frequency = zip(*rows, strict=True)
    result = directly_standardised_rate(count, population, standard, group, multiplier=1, event_frequency=frequency)
    assert_same(result, standardise_slowly(rows))


def test_a_population_with_the_standards_ages_has_its_crude_rate_and_byars_interval() -> None:
    population = np.array([1_000, 2_000, 500])
    result = directly_standardised_rate([4, 10, 6], population, population * 7, multiplier=3_500)
    assert result.value[0] == pytest.approx(20)
    assert result.intervals[0.95].lower[0] == pytest.approx(20 * (1 - 1 / 180 - Z / (3 * math.sqrt(20))) ** 3)


def test_frequency_of_one_everywhere_changes_nothing_but_the_methods_name() -> None:
    numbers = [12, 30], [100, 200], [3, 5]
    plain = directly_standardised_rate(*numbers)
    ones = directly_standardised_rate(*numbers, event_frequency=[1, 1])
    assert ones.value == plain.value
    assert ones.intervals[0.95].upper == plain.intervals[0.95].upper
    assert (plain.method.tolist(), ones.method.tolist()) == ([DOBSON], [DOBSON_REPEATED])


def test_events_that_recur_have_a_wider_interval_than_as_many_that_do_not() -> None:
    apart = directly_standardised_rate([40], [1_000], [1])
    thrice = directly_standardised_rate([10, 10], [1_000, 1_000], [1, 1], event_frequency=[1, 3])
    assert thrice.value == apart.value
    assert thrice.numerator == apart.numerator == 40
    assert thrice.denominator == apart.denominator == 1_000
    assert thrice.intervals[0.95].lower < apart.intervals[0.95].lower
    assert thrice.intervals[0.95].upper > apart.intervals[0.95].upper


def test_ten_events_are_enough_and_fewer_are_not() -> None:
    result = directly_standardised_rate([4, 6, 4, 5], [100] * 4, [1] * 4, ["a", "a", "b", "b"])
    assert np.isnan(result.value).tolist() == [False, True]
    assert np.isnan(result.intervals[0.95].lower).tolist() == [False, True]
    assert (result.reason.tolist(), result.method.tolist()) == (["", FEW_EVENTS], [DOBSON, ""])
    assert result.numerator.tolist() == [10, 9]


@pytest.mark.parametrize(
    ("count", "population", "standard", "reason"),
    [
        ([NAN, 20], [100, 100], [1, 1], NO_COUNT),
        ([20, 20], [100, NAN], [1, 1], NO_POPULATION),
        ([20, 20], [100, 100], [NAN, 1], NO_STANDARD),
        ([20, 0], [100, 0], [1, 1], EMPTY_BAND),
        ([20, 20], [100, 0], [1, 1], EMPTY_BAND),
        ([20, 20], [100, 100], [0, 0], EMPTY_STANDARD),
        ([20, 20], [0, 0], [0, 0], EMPTY_STANDARD),
        ([NAN, 0], [0, 0], [1, 1], NO_COUNT),
    ],
)
def test_a_group_is_missing_for_a_reason_and_its_neighbour_is_not(
    count: list[float], population: list[float], standard: list[float], reason: str
) -> None:
    result = directly_standardised_rate([*count, 50], [*population, 100], [*standard, 1], ["a", "a", "b"])
    assert result.reason.tolist() == [reason, ""]
    assert np.isnan(result.value).tolist() == [True, False]
    assert result.value[1] == 50_000


def test_a_missing_frequency_makes_its_group_missing() -> None:
    result = directly_standardised_rate([20, 20], [9, 9], [1, 1], ["a", "b"], event_frequency=[NAN, 1])
    assert result.reason.tolist() == [NO_FREQUENCY, ""]


def test_a_missing_count_can_be_read_as_none() -> None:
    counts = [NAN, 20.0]
    result = directly_standardised_rate(counts, [100, 100], [1, 1], missing_as_zero=True)
    assert result.value == directly_standardised_rate([0, 20], [100, 100], [1, 1]).value
    assert math.isnan(counts[0])


def test_a_band_without_weight_has_no_part_in_events_people_or_interval() -> None:
    whole = directly_standardised_rate([20, 12], [100, 300], [1, 3])
    more = directly_standardised_rate([20, 12, 70, 3], [100, 300, 50, 0], [1, 3, 0, 0])
    assert (more.value, more.numerator, more.denominator) == (whole.value, whole.numerator, whole.denominator)
    assert more.intervals[0.95].lower == whole.intervals[0.95].lower


def test_no_rows_give_no_groups() -> None:
    assert directly_standardised_rate([], [], [], []).value.shape == (0,)
    assert directly_standardised_rate([], [], []).reason.shape == (0,)


def test_several_levels_at_once_are_the_same_as_one_by_one() -> None:
    both = directly_standardised_rate([20, 30], [90, 80], [1, 2], confidence=(0.95, 0.998))
    for level in (0.95, 0.998):
        alone = directly_standardised_rate([20, 30], [90, 80], [1, 2], confidence=level)
        assert both.intervals[level].lower == alone.intervals[level].lower


def test_the_callers_arrays_are_not_changed() -> None:
    arrays = [np.array([NAN, 5.0, 9.0]), np.array([10.0, 20.0, 0.0]), np.array([1.0, 2.0, 0.0]), np.array([1.0, 1, 1])]
    copies = [array.copy() for array in arrays]
    directly_standardised_rate(*arrays[:3], event_frequency=arrays[3], missing_as_zero=True)
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(arrays, copies, strict=True))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"count": [-1, 2]}, "count, element 0: -1 is negative"),
        ({"population": [1, math.inf]}, "population, element 1: inf is infinite"),
        ({"standard": [-1, -2]}, "standard, element 0: -1 is negative; standard, element 1: -2 is negative"),
        ({"count": [-1, 2], "standard": [1, -1]}, "count, element 0: -1 is negative; standard, element 1: -1"),
        ({"population": [1]}, "population: its 1 numbers do not fit the 2 of count"),
        ({"standard": [[1, 2]]}, "standard: one dimension is needed, and these have 2"),
        ({"groups": ["a"]}, "groups: 1 labels do not fit 2 rows"),
        ({"groups": ["a", None]}, "groups: the label of element 1 is missing"),
        ({"confidence": 95}, "95 does not lie between 0 and 1"),
        ({"multiplier": 0}, "multiplier: 0 is not a positive number"),
        ({"event_frequency": [1, 0]}, "event_frequency, element 1: 0 is not a whole number from 1"),
        ({"event_frequency": [1.5, 1]}, "event_frequency, element 0: 1.5 is not a whole number from 1"),
        (
            {"event_frequency": [1, 2]},
            "population, element 1: the bands of event frequency 2 sum to 20 and those of 1 to 10; "
            "each frequency of a group needs every band",
        ),
        (
            {"event_frequency": [2, 3], "population": [10, 10]},
            "standard, element 1: the bands of event frequency 3 sum to 4 and those of 2 to 3",
        ),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(changes: dict[str, object], said: str) -> None:
    plain: dict[str, object] = {"count": [20, 30], "population": [10, 20], "standard": [3, 4]}
    with pytest.raises(ValueError, match=said):
        directly_standardised_rate(**(plain | changes))  # type: ignore[arg-type]


def test_more_events_than_people_are_allowed_because_events_recur() -> None:
    assert directly_standardised_rate([150], [100], [1], multiplier=100).value == pytest.approx(150)
