"""The axis of denominators along which the limits of a funnel plot are drawn."""

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.inputs import get_counts
from fiftysteps.stats.results import Floats

# The published tool draws its lines through a hundred points.
POINTS = 100


def funnel_axis(denominator: ArrayLike, *, points: int = POINTS) -> Floats:
    """Return denominators, spread evenly for drawing, that reach from below the smallest to above the largest.

    Parameters
    ----------
    denominator : array_like of float, shape (n,)
        The denominators of the areas. Missing ones (not a number) and zeros are left out.
    points : int, keyword-only
        How many, at least two.

    Returns
    -------
    ndarray of float, shape (points,)
        Increasing; all not a number where no denominator is known.

    Raises
    ------
    ValueError
        A denominator is negative or infinite, or fewer than two points are asked for.

    Notes
    -----
    The axis is that of the published tool [1]_. It ends at 1.05 times the largest denominator, rounded up to two
    significant figures. It starts at 0.95 times the smallest, rounded down to one significant figure, if the smallest
    is at least half of the largest, and otherwise at 1. Each step multiplies by what would reach the end in equal
    ratios, is rounded to a whole number, and is one at least.

    On purpose we differ where the end is too near for whole steps: the tool then runs past it, and we take equal
    fractions of the way instead. Denominators below 1, such as few expected deaths, start the axis below 1. The tool's
    axis of ratios stops one step short of its end, and ours does not.

    References
    ----------
    .. [1] Public Health England (2017). Technical Guide: Funnel Plots. London: Public Health England.

    Examples
    --------
    >>> axis = funnel_axis([16_386, 30_929])
    >>> print(f"from {axis[0]:,.0f} by {axis[1]:,.0f} and {axis[2]:,.0f} to {axis[-1]:,.0f}")
    from 10,000 by 10,121 and 10,244 to 33,000
    """
    n = get_counts(0.0, denominator).denominator.ravel()
    known = n[n > 0]
    ends = (known.min(), known.max()) if known.size else (np.nan, np.nan)
    axes = build_axes(np.array([ends[0]]), np.array([ends[1]]), points=points)
    return axes.ravel()


def build_axes(smallest: Floats, largest: Floats, *, points: int) -> Floats:
    """Return an axis for each of g groups, shape (g, points), from its smallest and largest denominator.

    Raises
    ------
    ValueError
        Fewer than two points are asked for.
    """
    if points < 2:
        raise ValueError(f"points: {points} is fewer than two")
    known = np.isfinite(smallest)
    low, high = np.where(known, smallest, 1.0), np.where(known, largest, 1.0)
    near = _round_down(0.95 * low)
    start = np.where(low >= high / 2, near, np.minimum(1.0, near))
    end = _round_up(1.05 * high)
    axes = np.where((end - start < points - 1)[:, None], np.linspace(start, end, points, axis=-1), 0.0)
    axes = np.where(axes > 0, axes, _step(start, end, points))
    return np.where(known[:, None], axes, np.nan)


def _round_down(values: Floats) -> Floats:
    """Return positive values rounded down to one significant figure."""
    unit = 10.0 ** np.floor(np.log10(values))
    # A product such as 0.95 * 200 may come out a hair below its whole number: nine decimals hide the hair.
    return np.floor(np.round(values / unit, 9)) * unit


def _round_up(values: Floats) -> Floats:
    """Return positive values rounded up to two significant figures."""
    unit = 10.0 ** (np.floor(np.log10(values)) - 1)
    return np.ceil(np.round(values / unit, 9)) * unit


def _step(start: Floats, end: Floats, points: int) -> Floats:
    steps = [start]
    for left in range(points - 1, 0, -1):  # over the points of the axis, not over areas
        here = steps[-1]
        even = np.floor(here * (end / here) ** (1 / left) + 0.5)
        steps.append(np.maximum(here + 1, even))
    return np.stack(steps, axis=-1)
