import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.stats.comparisons.funnel_axis import build_axes, funnel_axis


def build_slow_axis(smallest: int, largest: int) -> list[int]:
    """The published rule for far ends in plain Python, on whole numbers and in decimal digits."""
    low, high = smallest * 95, largest * 105  # in hundredths
    digits = str(low)
    start = int(digits[0]) * 10 ** (len(digits) - 1) / 100 if smallest * 2 >= largest else 1
    unit = 10 ** (len(str(high)) - 2)
    end = -(-high // unit) * unit / 100
    axis = [start]
    for left in range(99, 0, -1):
        axis.append(max(axis[-1] + 1, math.floor(axis[-1] * (end / axis[-1]) ** (1 / left) + 0.5)))
    return axis


@given(st.integers(2, 10**6), st.integers(1000, 10**6))
def test_axis_is_that_of_the_published_rule_where_whole_steps_have_room(one: int, other: int) -> None:
    smallest, largest = min(one, other), max(one, other)
    axis = funnel_axis([smallest, largest])
    assert axis.tolist() == pytest.approx(build_slow_axis(smallest, largest), rel=1e-12)


@given(st.lists(st.floats(0.01, 1e7), min_size=1), st.integers(2, 150))
def test_axis_increases_from_below_the_smallest_to_above_the_largest_denominator(n: list[float], points: int) -> None:
    axis = funnel_axis(n, points=points)
    assert axis.shape == (points,)
    assert np.all(np.diff(axis) > 0)
    assert 0 < axis[0] <= min(n)
    assert axis[-1] >= max(n)


def test_axis_whose_end_is_too_near_for_whole_steps_takes_equal_fractions() -> None:
    axis = funnel_axis([50, 100])
    assert (axis[0], axis[-1]) == (40, 110)
    assert np.diff(axis) == pytest.approx(np.full(99, 70 / 99))


def test_missing_and_zero_denominators_are_left_out_of_the_axis() -> None:
    assert funnel_axis([0, math.nan, 20_000, 30_000]).tolist() == funnel_axis([20_000, 30_000]).tolist()


def test_axis_is_missing_where_no_denominator_is_known() -> None:
    assert np.isnan(funnel_axis([math.nan, 0], points=3)).all()
    assert np.isnan(funnel_axis([], points=3)).all()


def test_axes_of_several_groups_are_those_of_each() -> None:
    axes = build_axes(np.array([16_386.0, np.inf, 500.0]), np.array([30_929.0, 0.0, 900.0]), points=100)
    assert axes[0].tolist() == funnel_axis([16_386, 30_929]).tolist()
    assert np.isnan(axes[1]).all()
    assert axes[2].tolist() == funnel_axis([500, 900]).tolist()


def test_axis_of_one_point_and_impossible_denominators_are_refused() -> None:
    with pytest.raises(ValueError, match="points: 1 is fewer than two"):
        funnel_axis([10], points=1)
    with pytest.raises(ValueError, match="denominator, element 1: -2 is negative"):
        funnel_axis([10, -2])
