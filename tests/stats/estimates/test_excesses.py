import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.stats.estimates.excesses import excess
from fiftysteps.stats.estimates.rates import rate


@given(st.integers(0, 300), st.floats(0, 300))
def test_excess_and_its_bounds_are_those_of_the_count_less_what_was_expected(observed: int, expected: float) -> None:
    result, count = excess(observed, expected), rate(observed, 1, multiplier=1)
    interval, plain = result.intervals[0.95], count.intervals[0.95]
    assert float(result.value) == observed - expected
    assert (interval.lower, interval.upper) == (plain.lower - expected, plain.upper - expected)
    assert str(result.method) == str(count.method)


def test_an_expected_number_of_nothing_is_taken() -> None:
    result = excess(3, 0)
    assert (float(result.value), str(result.reason)) == (3, "")


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [((math.nan, 3), "The observed number is missing."), ((3, math.nan), "The expected number is missing.")],
)
def test_excess_is_missing_with_its_reason(numbers: tuple[float, float], reason: str) -> None:
    result = excess(*numbers)
    assert (str(result.reason), str(result.method)) == (reason, "")
    assert math.isnan(result.value)
    assert math.isnan(result.intervals[0.95].upper)


@pytest.mark.parametrize(("observed", "expected"), [(-1, 3), (3, -1), (math.inf, 3)])
def test_what_is_negative_or_infinite_is_refused(observed: float, expected: float) -> None:
    with pytest.raises(ValueError, match=r"element 0: -1 is negative|element 0: inf is infinite"):
        excess(observed, expected)


def test_the_callers_arrays_are_not_changed_nor_kept() -> None:
    observed = np.array([3.0, 4.0])
    result = excess(observed, [1, 2], confidence=(0.9, 0.95))
    observed[0] = 9
    assert result.numerator.tolist() == [3, 4]
