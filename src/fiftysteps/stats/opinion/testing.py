"""Tests of proportions and of their difference, with pseudo-counts as published, and the adjustment for many tests."""

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.results import Floats


def get_proportion(count: ArrayLike, seen: ArrayLike) -> Floats:
    """Return the proportion with pseudo-counts: one half where nobody has seen the statement."""
    return np.asarray((np.asarray(count) + 1) / (np.asarray(seen) + 2))


def get_proportion_z(count: ArrayLike, seen: ArrayLike) -> Floats:
    """Return the statistic of the test that more than half would, with one who does added."""
    people = np.asarray(seen) + 1
    return np.asarray(2 * np.sqrt(people) * ((np.asarray(count) + 1) / people - 0.5))


def get_difference_z(
    count: ArrayLike, seen: ArrayLike, others: ArrayLike, others_seen: ArrayLike, *, added: int
) -> Floats:
    """Return the statistic of the pooled two-proportion test, with `added` who do added on each side.

    It is 0 where all or none do on both sides, and not a number where one side has not seen the statement.
    """
    a, n, b, m = (np.asarray(values, float) + added for values in (count, seen, others, others_seen))
    known = (np.asarray(seen) > 0) & (np.asarray(others_seen) > 0)
    n, m = np.where(known, n, 1.0), np.where(known, m, 1.0)
    pooled = np.where(known, (a + b) / (n + m), 0.0)
    error = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    z = np.divide(a / n - b / m, error, out=np.zeros_like(error), where=error > 0)
    return np.where(known, z, np.nan)


def get_upper_tail(z: Floats) -> Floats:
    """Return the one-sided p-value of a standard normal statistic."""
    from scipy.special import ndtr  # imported on first use: it costs more than all the rest of this room

    return np.asarray(ndtr(-z))


def adjust_p_values(p_values: Floats) -> Floats:
    """Return p-values adjusted by Benjamini and Hochberg, of the same shape; those not a number are no tests."""
    adjusted = np.full(p_values.shape, np.nan)
    known = ~np.isnan(p_values)
    p = p_values[known]
    order = np.argsort(p)
    raised = p[order] * len(p) / np.arange(1, len(p) + 1)
    # Each is the least of those from its own rank on.
    least = np.minimum.accumulate(raised[::-1])[::-1]
    values = np.empty(len(p))
    values[order] = least
    adjusted[known] = values
    return adjusted
