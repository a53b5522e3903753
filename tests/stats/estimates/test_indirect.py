import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats import rate
from fiftysteps.stats.estimates.indirect import (
    EMPTY_REFERENCE,
    NO_COUNT,
    NO_POPULATION,
    NO_REFERENCE_COUNT,
    NO_REFERENCE_POPULATION,
    NO_TOTAL,
    NONE_EXPECTED,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)
from fiftysteps.stats.estimates.rates import BYAR, EXACT

NAN = float("nan")

type Row = tuple[str, int, int, int, int]


def compare_slowly(rows: Sequence[Row]) -> dict[str, tuple[int, float, float]]:
    """The slow twin: observed, expected and the reference's crude rate, group by group."""
    result = {}
    for group in dict.fromkeys(row[0] for row in rows):
        own = [row[1:] for row in rows if row[0] == group]
        expected = math.fsum(n * events / people for _, n, events, people in own)
        reference = sum(events for *_, events, _ in own) / sum(people for *_, people in own)
        result[group] = (sum(x for x, *_ in own), expected, reference)
    return result


BAND = st.tuples(
    st.sampled_from("abc"), st.integers(0, 6), st.integers(0, 5_000), st.integers(0, 900), st.integers(1, 7_000)
)


@settings(max_examples=60)
@given(st.lists(BAND, min_size=1, max_size=30))
def test_ratios_and_rates_are_those_of_plain_python(rows: list[Row]) -> None:
    group, *columns = zip(*rows, strict=True)
    ratios = indirectly_standardised_ratio(*columns, group, multiplier=100)
    rates = indirectly_standardised_rate(*columns, group)
    expected = compare_slowly(rows)
    assert ratios.groups.tolist() == rates.groups.tolist() == list(expected)
    for place, (observed, events, reference) in enumerate(expected.values()):
        if events == 0:
            assert (ratios.reason[place], rates.reason[place]) == (NONE_EXPECTED, NONE_EXPECTED)
            assert math.isnan(ratios.value[place])
            continue
        # The interval of a ratio is that of a crude rate whose people are the events expected.
        plain = rate(observed, events, multiplier=1)
        assert ratios.value[place] == pytest.approx(100 * plain.value, rel=1e-9)
        assert rates.value[place] == pytest.approx(100_000 * reference * plain.value, rel=1e-9)
        for name in ("lower", "upper"):
            bound = float(getattr(plain.intervals[0.95], name))
            assert getattr(ratios.intervals[0.95], name)[place] == pytest.approx(100 * bound, rel=1e-9)
            assert getattr(rates.intervals[0.95], name)[place] == pytest.approx(100_000 * reference * bound, rel=1e-9)
        assert rates.reference_rate[place] == pytest.approx(100_000 * reference, rel=1e-9)


def test_a_group_with_the_references_rates_has_a_ratio_of_one() -> None:
    result = indirectly_standardised_ratio([20, 9], [200, 30], [2_000, 300], [20_000, 1_000])
    assert result.value[0] == pytest.approx(1)
    assert (result.numerator[0], result.denominator[0]) == (29, pytest.approx(29))


def test_method_changes_at_ten_events_and_each_group_names_its_own() -> None:
    result = indirectly_standardised_ratio([0, 9, 10], [50] * 3, [1] * 3, [10] * 3, [1, 2, 3])
    assert result.method.tolist() == [EXACT, EXACT, BYAR]


def test_no_events_give_a_ratio_of_zero_with_an_upper_bound_only() -> None:
    result = indirectly_standardised_ratio([0], [50], [1], [10])
    assert (result.value[0], result.intervals[0.95].lower[0]) == (0, 0)
    assert result.intervals[0.95].upper[0] == pytest.approx(-math.log(0.025) / 5, rel=1e-9)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        (([NAN, 1], [9, 9], [1, 1], [5, 5]), NO_COUNT),
        (([1, 1], [9, NAN], [1, 1], [5, 5]), NO_POPULATION),
        (([1, 1], [9, 9], [NAN, 1], [5, 5]), NO_REFERENCE_COUNT),
        (([1, 1], [9, 9], [1, 1], [5, NAN]), NO_REFERENCE_POPULATION),
        (([1, 1], [9, 9], [1, 0], [5, 0]), EMPTY_REFERENCE),
        (([1, 1], [9, 0], [1, 1], [0, 0]), EMPTY_REFERENCE),
        (([1, 1], [9, 9], [0, 0], [5, 5]), NONE_EXPECTED),
        (([1, 1], [0, 0], [1, 1], [5, 5]), NONE_EXPECTED),
    ],
)
@pytest.mark.parametrize("function", [indirectly_standardised_ratio, indirectly_standardised_rate])
def test_a_group_is_missing_for_a_reason_and_its_neighbour_is_not(function, columns, reason: str) -> None:
    result = function(*([*column, 10] for column in columns), ["a", "a", "b"], multiplier=1)
    assert result.reason.tolist() == [reason, ""]
    assert np.isnan(result.value).tolist() == np.isnan(result.intervals[0.95].upper).tolist() == [True, False]
    assert result.method.tolist() == ["", BYAR]
    assert result.value[1] == 1


def test_a_reference_rate_is_missing_where_the_rate_is() -> None:
    result = indirectly_standardised_rate([NAN, 5], [9, 9], [1, 1], [5, 5], ["a", "b"])
    assert np.isnan(result.reference_rate).tolist() == [True, False]


def test_a_band_without_people_expects_no_events_and_keeps_those_it_had() -> None:
    result = indirectly_standardised_ratio([3, 7], [0, 50], [1, 1], [10, 10])
    assert (result.numerator[0], result.denominator[0], result.value[0]) == (10, 5, 2)


def test_what_is_missing_can_be_read_as_none() -> None:
    result = indirectly_standardised_ratio([NAN, 10], [NAN, 50], [NAN, 1], [10, 10], missing_as_zero=True)
    assert (result.numerator[0], result.denominator[0]) == (10, 5)


def test_a_total_stands_in_every_row_of_its_group() -> None:
    columns = [50, 50, 20], [1, 2, 1], [10, 10, 10]
    result = indirectly_standardised_ratio([30, 30, 4], *columns, ["a", "a", "b"], count_per="group")
    assert (result.numerator.tolist(), result.denominator.tolist()) == ([30, 4], [15, 2])


def test_a_missing_total_makes_its_group_missing() -> None:
    result = indirectly_standardised_ratio([NAN, NAN, 4], [9] * 3, [1] * 3, [9] * 3, [1, 1, 2], count_per="group")
    assert result.reason.tolist() == [NO_TOTAL, ""]


@pytest.mark.parametrize(("totals", "said"), [([30, 31], "31 is"), ([30, NAN], "nan is"), ([NAN, 30], "30 is")])
def test_totals_that_differ_within_a_group_are_refused(totals: list[float], said: str) -> None:
    with pytest.raises(ValueError, match=f"count, element 1: {said} not the total of its group"):
        indirectly_standardised_ratio(totals, [9, 9], [1, 1], [9, 9], count_per="group")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"count": [-1]}, "count, element 0: -1 is negative"),
        ({"population": [math.inf]}, "population, element 0: inf is infinite"),
        ({"reference_count": [-1]}, "reference_count, element 0: -1 is negative"),
        ({"reference_population": [-1]}, "reference_population, element 0: -1 is negative"),
        ({"reference_population": [1, 2]}, "reference_population: its 2 numbers do not fit the 1 of count"),
        ({"groups": [None]}, "groups: the label of element 0 is missing"),
        ({"confidence": 0}, "0 does not lie between 0 and 1"),
        ({"multiplier": -1}, "multiplier: -1 is not a positive number"),
        ({"count_per": "area"}, 'count_per: "area" is neither "row" nor "group"'),
    ],
)
@pytest.mark.parametrize("function", [indirectly_standardised_ratio, indirectly_standardised_rate])
def test_faulty_input_is_refused_with_a_sentence(function, changes: dict[str, object], said: str) -> None:
    plain: dict[str, object] = {
        "count": [20],
        "population": [10],
        "reference_count": [3],
        "reference_population": [4],
    }
    with pytest.raises(ValueError, match=said):
        function(**(plain | changes))


def test_the_callers_arrays_are_not_changed() -> None:
    arrays = [np.array([NAN, 5.0]), np.array([10.0, 0.0]), np.array([1.0, NAN]), np.array([1.0, 9.0])]
    copies = [array.copy() for array in arrays]
    indirectly_standardised_rate(*arrays, missing_as_zero=True)
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(arrays, copies, strict=True))
