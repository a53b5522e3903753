import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.stats import rate

# Factors by which an observed number is multiplied for its exact 95% limits: Haenszel W, Loveland DB, Sirken MG (1962),
# Journal of the National Cancer Institute 28: 947-1001, reprinted in Breslow and Day (1987), chapter 2.
HAENSZEL = [
    (1, 0.0253, 5.57),
    (2, 0.121, 3.61),
    (3, 0.206, 2.92),
    (4, 0.272, 2.56),
    (6, 0.367, 2.18),
    (8, 0.431, 1.97),
]


def get_poisson_cumulative(x: int, mean: float) -> float:
    return math.fsum(math.exp(-mean + i * math.log(mean) - math.lgamma(i + 1)) for i in range(x + 1))


def solve_exact(x: int, tail: float) -> tuple[float, float]:
    """The slow twin: the means under which x events or more, or x or fewer, are just as unlikely as `tail`."""

    def find(low: float, high: float, target: float, count: int) -> float:
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (middle, high) if get_poisson_cumulative(count, middle) > target else (low, middle)
        return low

    lower = find(1e-12, 1000.0, 1 - tail, x - 1) if x else 0.0
    return lower, find(1e-12, 1000.0, tail, x)


@pytest.mark.parametrize(("x", "lower", "upper"), HAENSZEL)
def test_exact_interval_is_the_one_that_haenszel_printed(x: int, lower: float, upper: float) -> None:
    interval = rate(x, x, multiplier=1).intervals[0.95]
    # The lower factors were printed to three figures, some cut off rather than rounded.
    assert float(interval.lower) == pytest.approx(lower, abs=0.001)
    assert float(interval.upper) == pytest.approx(upper, abs=0.005)


@given(st.integers(0, 9), st.sampled_from([0.9, 0.95, 0.998]))
def test_exact_interval_is_where_the_tail_has_its_area(x: int, level: float) -> None:
    interval = rate(x, 1, confidence=level, multiplier=1).intervals[level]
    assert (float(interval.lower), float(interval.upper)) == pytest.approx(solve_exact(x, (1 - level) / 2), rel=1e-8)


@given(st.integers(10, 400))
def test_byars_interval_is_within_a_five_hundredth_of_the_exact_one(x: int) -> None:
    # Public Health England (25 May 2018), Technical Guide: Confidence Intervals, says 0.2% from ten events on.
    interval = rate(x, 1, multiplier=1).intervals[0.95]
    assert (float(interval.lower), float(interval.upper)) == pytest.approx(solve_exact(x, 0.025), rel=0.002)


def test_byars_interval_is_its_formula_written_out() -> None:
    interval = rate(20, 100, multiplier=100).intervals[0.95]
    z = 1.959963984540054
    assert float(interval.lower) == pytest.approx(20 * (1 - 1 / 180 - z / (3 * math.sqrt(20))) ** 3, rel=1e-12)
    assert float(interval.upper) == pytest.approx(21 * (1 - 1 / 189 + z / (3 * math.sqrt(21))) ** 3, rel=1e-12)


def test_method_changes_at_ten_events_and_each_element_names_its_own() -> None:
    result = rate([0, 9, 9.5, 10, 11], 1000)
    assert result.method.tolist() == ["exact Poisson"] * 3 + ["Byar"] * 2


def test_mixed_rates_are_the_same_as_one_by_one() -> None:
    together = rate([3, 30], [1000, 2000], confidence=(0.95, 0.998))
    for i, (x, n) in enumerate([(3, 1000), (30, 2000)]):
        alone = rate(x, n, confidence=(0.95, 0.998))
        for level in (0.95, 0.998):
            assert together.intervals[level].lower[i] == alone.intervals[level].lower
            assert together.intervals[level].upper[i] == alone.intervals[level].upper


def test_no_events_give_a_rate_of_zero_with_an_upper_bound_only() -> None:
    result = rate(0, 1000, multiplier=1000)
    assert (float(result.value), float(result.intervals[0.95].lower)) == (0, 0)
    assert float(result.intervals[0.95].upper) == pytest.approx(-math.log(0.025), rel=1e-12)


def test_rate_is_missing_when_population_is_zero() -> None:
    result = rate([0, 4], [0, 100], multiplier=100)
    assert np.isnan(result.value[0])
    assert np.isnan(result.intervals[0.95].upper[0])
    assert result.reason.tolist() == ["The denominator is zero.", ""]
    assert result.method.tolist() == ["", "exact Poisson"]
    assert result.value[1] == 4


def test_more_events_than_people_are_allowed_because_events_recur() -> None:
    assert float(rate(150, 100, multiplier=100).value) == pytest.approx(150)


def test_rate_is_per_hundred_thousand_unless_another_multiplier_is_named() -> None:
    assert float(rate(5, 1000).value) == pytest.approx(500)
    assert float(rate(5, 1000, multiplier=1000).value) == pytest.approx(5)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"numerator": -1, "denominator": 10}, "numerator, element 0: -1 is negative"),
        ({"numerator": 1, "denominator": 10, "confidence": 95}, "95 does not lie between 0 and 1"),
        ({"numerator": 1, "denominator": 10, "multiplier": 0}, "multiplier: 0 is not a positive number"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(arguments: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        rate(**arguments)  # type: ignore[arg-type]
