"""The curves of a funnel: how far from the average chance alone takes an area of a given size."""

import numpy as np

from fiftysteps.stats.comparisons.funnel_points import FunnelKind, FunnelPoints
from fiftysteps.stats.comparisons.overdispersion import Overdispersion, estimate_overdispersion
from fiftysteps.stats.estimates.rates import get_event_bounds
from fiftysteps.stats.inputs import get_z
from fiftysteps.stats.results import Floats, Interval


def get_limits(kind: FunnelKind, average: Floats, n: Floats, level: float, tau_squared: Floats) -> Interval:
    """Return the limits round an average at denominators `n`, all per one of the denominator."""
    chance = _get_score_limits(average, n, level) if kind == "proportion" else _get_poisson_limits(average, n, level)
    wide = _get_wide_limits(kind, average, n, level, tau_squared)
    # Without over-dispersion the chance limits stand alone; with it, neither pair may lie inside the other.
    lower = np.where(tau_squared > 0, np.minimum(chance.lower, wide.lower), chance.lower)
    upper = np.where(tau_squared > 0, np.maximum(chance.upper, wide.upper), chance.upper)
    return Interval(np.maximum(lower, 0.0), np.minimum(upper, 1.0) if kind == "proportion" else upper)


def get_side(points: FunnelPoints, level: float, tau_squared: Floats) -> Floats:
    """Return 1 where a point lies above its limits, -1 below, 0 inside or missing. `tau_squared` has shape (n,)."""
    a, value = points.expected_value, points.value
    if points.kind == "proportion":
        chance = _get_score_limits(a, points.denominator, level)
        side = (value > chance.upper) * 1.0 - (value < chance.lower) * 1.0
    else:
        bounds = get_event_bounds(points.numerator, level)
        mean = a * points.denominator
        side = (bounds.lower > mean) * 1.0 - (bounds.upper < mean) * 1.0
    wide = _get_wide_limits(points.kind, a, points.denominator, level, tau_squared)
    outside = (value > wide.upper) | (value < wide.lower)
    return np.where(points.known & (outside | (tau_squared == 0)), side, 0.0)


def estimate_spread(points: FunnelPoints, winsorise: float) -> Overdispersion:
    """Return the over-dispersion of the points of each group round its average, per one of the denominator."""
    a = points.expected_value
    error = np.sqrt(_get_variance(points.kind, np.where(points.known, a, 0.0), points.denominator))
    return estimate_overdispersion(points.value, error, target=a, groups=points.groups, winsorise=winsorise)


def get_applied(spread: Overdispersion | None, number: int) -> Floats:
    """Return the variance between areas that widens the limits of each group, shape (g,): 0 where none does."""
    return np.zeros(number) if spread is None else np.where(spread.applied, spread.tau_squared, 0.0)


def scale_spread(spread: Overdispersion | None, multiplier: float) -> Overdispersion | None:
    """Return an over-dispersion per one of the denominator in units of a multiplier."""
    if spread is None:
        return None
    tau_squared = spread.tau_squared * multiplier**2
    return Overdispersion(
        spread.phi, tau_squared, spread.points, spread.p_value, spread.applied, winsorise=spread.winsorise
    )


def _get_score_limits(average: Floats, n: Floats, level: float) -> Interval:
    spread = get_z(level) * np.sqrt(_get_variance("proportion", average, n))
    return Interval(average - spread, average + spread)


def _get_poisson_limits(average: Floats, n: Floats, level: float) -> Interval:
    """Return the counts whose exact limit is the mean, over `n`.

    P(X >= x) is the gamma distribution's area below the mean for shape x, and P(X <= x) that above it for shape x + 1.
    """
    from scipy.special import gdtrib  # on first use: it costs more than all the rest

    tail, mean = (1 - level) / 2, average * n
    lower, upper = gdtrib(1.0, 1 - tail, mean) - 1, gdtrib(1.0, tail, mean)
    return Interval(np.maximum(lower, 0.0) / n, upper / n)


def _get_wide_limits(kind: FunnelKind, average: Floats, n: Floats, level: float, tau_squared: Floats) -> Interval:
    spread = get_z(level) * np.sqrt(_get_variance(kind, average, n) + tau_squared)
    return Interval(average - spread, average + spread)


def _get_variance(kind: FunnelKind, average: Floats, n: Floats) -> Floats:
    return average * (1 - average) / n if kind == "proportion" else average / n
