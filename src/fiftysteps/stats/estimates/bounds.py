"""Bounds of binomial and Poisson parameters, without multipliers. Inputs are checked by the callers."""

import numpy as np

from fiftysteps.stats.inputs import get_z
from fiftysteps.stats.results import Floats, Interval


def get_wilson_bounds(x: Floats, n: Floats, level: float) -> Interval:
    """Return Wilson's score interval for a binomial proportion. `n` must be positive."""
    z = get_z(level)
    centre = 2 * x + z**2
    spread = z * np.sqrt(z**2 + 4 * x * (1 - x / n))
    # At the ends the bounds are 0 and 1 in exact arithmetic; rounding would leave them a hair outside.
    lower = np.where(x == 0, 0.0, (centre - spread) / (2 * (n + z**2)))
    upper = np.where(x == n, 1.0, (centre + spread) / (2 * (n + z**2)))
    return Interval(lower, upper)


def get_byar_bounds(x: Floats, level: float) -> Interval:
    """Return Byar's approximate interval for a Poisson count. `x` must be positive."""
    z = get_z(level)
    above = x + 1
    lower = x * (1 - 1 / (9 * x) - z / (3 * np.sqrt(x))) ** 3
    upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    return Interval(lower, upper)


def get_exact_bounds(x: Floats, level: float) -> Interval:
    """Return the exact interval for a Poisson count, by its link with the chi-square distribution."""
    from scipy.special import chdtri  # imported on first use: it costs more than all the rest of this room

    tail = (1 - level) / 2
    # chdtri takes the area above. A count of zero has no degrees of freedom below it: its lower bound is zero.
    lower = np.where(x > 0, chdtri(2 * np.where(x > 0, x, 1), 1 - tail) / 2, 0.0)
    return Interval(lower, chdtri(2 * x + 2, tail) / 2)
