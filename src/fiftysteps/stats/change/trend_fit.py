"""A line through five points: its slope, its chi-square, and whether it hangs on one of them."""

from dataclasses import dataclass

import numpy as np

from fiftysteps.stats.change.trend_inputs import TrendKind
from fiftysteps.stats.change.trend_points import POINTS, Mask
from fiftysteps.stats.results import Floats

# Sums of numbers of this relative size cancel to rounding error, not to a slope.
ROUNDING = 1e-12
TIME = np.arange(POINTS, dtype=float)


@dataclass(frozen=True, eq=False)
class Fit:
    """Of each group, shape (g,): chi-square, slope, and whether every slope with a point left out has its sign."""

    statistic: Floats
    slope: Floats
    steady: Mask


def fit_trend(kind: TrendKind, x: Floats, n: Floats) -> Fit:
    """Fit the five points of each group: counts and denominators, or values and standard errors, shape (g, 5)."""
    if kind is TrendKind.PROPORTION:
        y, weight, statistic = np.log(x / (n - x)), np.ones_like(x), get_trend_chi_square(x, n)
        slope, sign, _ = _fit(y, weight)
    else:
        # Weights relative to the largest, so that a very small standard error does not overflow.
        least = n.min(axis=1, keepdims=True, initial=np.inf)
        y, weight = x, (least / n) ** 2
        slope, sign, spread = _fit(y, weight)
        statistic = (slope / least[:, 0]) ** 2 * spread
    left_out = weight[:, None, :] * (1 - np.eye(POINTS))
    _, signs, _ = _fit(np.broadcast_to(y[:, None, :], left_out.shape), left_out)
    return Fit(statistic, slope, (sign != 0) & (signs == sign[:, None]).all(axis=1))


def get_trend_chi_square(count: Floats, denominator: Floats) -> Floats:
    """Return the chi-square for trend of proportions at equal steps, along the last axis."""
    x = np.arange(count.shape[-1], dtype=float)
    total = denominator.sum(axis=-1, keepdims=True)
    pooled = count.sum(axis=-1, keepdims=True) / total
    away = x - (denominator * x).sum(axis=-1, keepdims=True) / total
    variance = pooled[..., 0] * (1 - pooled[..., 0]) * (denominator * away**2).sum(axis=-1)
    return np.asarray(((count - denominator * pooled) * away).sum(axis=-1) ** 2 / variance)


def _fit(y: Floats, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the slope through five points, its sign (0 where only rounding parts it from level), sum w (x - m)^2."""
    total = weight.sum(axis=-1, keepdims=True)
    away = TIME - (weight * TIME).sum(axis=-1, keepdims=True) / total
    spread = (weight * away**2).sum(axis=-1)
    product = (weight * away * (y - y[..., :1])).sum(axis=-1)
    noise = ROUNDING * (weight * abs(away) * abs(y).max(axis=-1, keepdims=True, initial=0)).sum(axis=-1)
    return product / spread, np.where(abs(product) <= noise, 0.0, np.sign(product)), spread
