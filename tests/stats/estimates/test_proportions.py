import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.stats import proportion

# Newcombe RG (1998), Statistics in Medicine 17: 857-872, table I, the row of the score method without correction.
NEWCOMBE = [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)]


def solve_wilson(x: int, n: int, z: float) -> tuple[float, float]:
    """The slow twin: find by halving where the score test just rejects, as the interval's definition says."""

    def rejects(p: float) -> bool:
        return abs(x / n - p) > z * math.sqrt(p * (1 - p) / n)

    def find(outside: float, inside: float) -> float:
        for _ in range(80):
            middle = (outside + inside) / 2
            outside, inside = (middle, inside) if rejects(middle) else (outside, middle)
        return inside

    return (find(0.0, x / n) if x else 0.0), (find(1.0, x / n) if x < n else 1.0)


@pytest.mark.parametrize(("x", "n", "lower", "upper"), NEWCOMBE)
def test_interval_is_the_one_that_newcombe_printed(x: int, n: int, lower: float, upper: float) -> None:
    interval = proportion(x, n).intervals[0.95]
    assert (round(float(interval.lower), 4), round(float(interval.upper), 4)) == (lower, upper)


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_is_where_the_score_test_just_rejects(pair: tuple[int, int]) -> None:
    x, n = pair
    interval = proportion(x, n, confidence=0.998).intervals[0.998]
    assert (float(interval.lower), float(interval.upper)) == pytest.approx(
        solve_wilson(x, n, 3.090232306167813), rel=1e-6, abs=1e-12
    )


@given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_interval_holds_the_estimate_and_stays_between_none_and_all(pair: tuple[int, int]) -> None:
    result = proportion(*pair)
    interval = result.intervals[0.95]
    assert 0 <= interval.lower <= result.value <= interval.upper <= 1


def test_several_levels_at_once_are_the_same_as_one_by_one() -> None:
    both = proportion([3, 40], [10, 50], confidence=(0.95, 0.998))
    for level in (0.95, 0.998):
        alone = proportion([3, 40], [10, 50], confidence=level).intervals[level]
        assert np.array_equal(both.intervals[level].lower, alone.lower)
    assert np.all(both.intervals[0.998].upper > both.intervals[0.95].upper)


def test_multiplier_of_a_hundred_gives_a_percentage() -> None:
    result = proportion(81, 263, multiplier=100)
    assert float(result.value) == pytest.approx(30.798479, abs=1e-6)
    assert round(float(result.intervals[0.95].upper), 2) == 36.62


def test_result_names_its_method_and_keeps_its_inputs() -> None:
    result = proportion([1, 2], 10)
    assert result.method.tolist() == ["Wilson", "Wilson"]
    assert (result.numerator.tolist(), result.denominator.tolist(), result.multiplier) == ([1, 2], [10, 10], 1.0)


@pytest.mark.parametrize(
    ("x", "n", "reason"),
    [
        (math.nan, 10, "The numerator is missing."),
        (1, math.nan, "The denominator is missing."),
        (0, 0, "The denominator is zero."),
    ],
)
def test_proportion_is_missing_with_its_reason_and_its_neighbour_is_not(x: float, n: float, reason: str) -> None:
    result = proportion([x, 1], [n, 4])
    assert np.isnan(result.value[0])
    assert np.isnan(result.intervals[0.95].lower[0])
    assert (result.reason.tolist(), result.method.tolist()) == ([reason, ""], ["", "Wilson"])
    assert result.value[1] == 0.25


def test_arrays_of_the_caller_are_not_changed_and_not_shared() -> None:
    x, n = np.array([1.0, math.nan]), np.array([2.0, 2.0])
    result = proportion(x, n)
    x[0] = 2
    assert result.numerator[0] == 1
    assert n.tolist() == [2, 2]


def test_shape_of_the_inputs_is_the_shape_of_the_result() -> None:
    assert proportion(1, 2).value.shape == ()
    assert proportion([[1], [2]], [4, 5, 6]).intervals[0.95].lower.shape == (2, 3)


def test_every_faulty_count_is_named_at_once() -> None:
    with pytest.raises(
        ValueError, match="numerator, element 0: -1 is negative; denominator, element 1: inf is infinite"
    ):
        proportion([-1, 2], [10, math.inf])


def test_more_counted_than_people_is_refused() -> None:
    with pytest.raises(ValueError, match="numerator: it exceeds the denominator in element 1: 11 of 10"):
        proportion([1, 11], 10)


@pytest.mark.parametrize("confidence", [95, 0, 1, (0.95, 1.5)])
def test_level_outside_nought_and_one_is_refused(confidence: float) -> None:
    with pytest.raises(ValueError, match=r"does not lie between 0 and 1; write 95% as 0\.95"):
        proportion(1, 2, confidence=confidence)


def test_no_level_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="name at least one level"):
        proportion(1, 2, confidence=())


@pytest.mark.parametrize("multiplier", [0, -1, math.inf, math.nan])
def test_multiplier_must_be_a_positive_number(multiplier: float) -> None:
    with pytest.raises(ValueError, match="is not a positive number"):
        proportion(1, 2, multiplier=multiplier)
