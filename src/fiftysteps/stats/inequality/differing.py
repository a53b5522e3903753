"""Difference and ratio of two independent estimates, their intervals put together from those of the two."""

import numpy as np

from fiftysteps.stats.results import Floats, Interval

METHOD = "square-and-add"


def get_difference_bounds(one: Floats, other: Floats, ones: Interval, others: Interval) -> Interval:
    """Return the bounds of one less other: the distances to the bounds that pull it down, or up, squared and added."""
    down = np.hypot(one - ones.lower, others.upper - other)
    up = np.hypot(ones.upper - one, other - others.lower)
    return Interval(one - other - down, one - other + up)


def get_ratio_bounds(one: Floats, other: Floats, ones: Interval, others: Interval) -> Interval:
    """Return the bounds of one over other, by the difference of their logarithms; both are positive.

    A lower bound of `one` at or below zero gives zero. One of `other` gives no upper bound, which is not a number.
    """
    logs = get_difference_bounds(np.log(one), np.log(other), _get_logs(ones), _get_logs(others))
    upper = np.exp(logs.upper)
    return Interval(np.exp(logs.lower), np.where(np.isinf(upper), np.nan, upper))


def _get_logs(interval: Interval) -> Interval:
    lower = np.where(interval.lower <= 0, 0.0, interval.lower)
    with np.errstate(divide="ignore"):  # the logarithm of zero is to be minus infinity
        return Interval(np.log(lower), np.log(interval.upper))
