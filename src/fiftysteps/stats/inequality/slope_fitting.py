"""Weighted lines through the values of quantiles, and the bounds of what is read from their ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fiftysteps.stats.groups import Groups
from fiftysteps.stats.inequality.ridits import Ranks, get_shares
from fiftysteps.stats.inequality.slope_scales import Scale
from fiftysteps.stats.inputs import get_z
from fiftysteps.stats.results import Floats, Interval

type Ratio = Literal["ends", "mean"]


@dataclass(frozen=True, eq=False)
class Lines:
    """The line of each group on the scale it was fitted on, all of shape (g,).

    Attributes
    ----------
    middle, slope : ndarray of float
        The height at half of the people, and how much it rises from the first person to the last.
    middle_var, slope_var, cov : ndarray of float
        Their variances and covariance.
    """

    middle: Floats
    slope: Floats
    middle_var: Floats
    slope_var: Floats
    cov: Floats


def fit_lines(values: Floats, se: Floats, shares: Floats, ridits: Floats, groups: Groups) -> Lines:
    """Return the least-squares lines of values on ridits, weighted by the shares of people.

    Middle and slope are sums of the values times fixed weights, so their variances are exact whatever the values'
    distribution.
    """
    centred = ridits - 0.5  # the weighted mean of a group's ridits is one half, whatever its shares
    spread = groups.sum(shares * centred**2)
    tilt = shares * centred / np.where(spread > 0, spread, 1.0)[groups.codes]
    return Lines(
        middle=groups.sum(shares * values),
        slope=groups.sum(tilt * values),
        middle_var=groups.sum((shares * se) ** 2),
        slope_var=groups.sum((tilt * se) ** 2),
        cov=groups.sum(shares * tilt * se**2),
    )


def get_line_shares(population: Floats, ranks: Ranks, groups: Groups) -> tuple[Floats, Floats]:
    """Return the share of each row's people, and their ridit."""
    shares = get_shares(population, groups)
    return shares, ranks.get_midpoints(shares)


def get_ratio_terms(lines: Lines, ratio: Ratio) -> tuple[Floats, Floats, Floats, Floats, Floats]:
    """Return numerator, denominator, their variances and their covariance."""
    if ratio == "mean":
        return lines.slope, lines.middle, lines.slope_var, lines.middle_var, lines.cov
    half = lines.slope / 2
    both, across = lines.middle_var + lines.slope_var / 4, lines.cov
    return (
        lines.middle + half,
        lines.middle - half,
        both + across,
        both - across,
        lines.middle_var - lines.slope_var / 4,
    )


def get_fieller_bounds(terms: tuple[Floats, Floats, Floats, Floats, Floats], level: float) -> Interval:
    """Return Fieller's bounds of a ratio; not a number where it is unbounded, the denominator being possibly zero."""
    above, below, above_var, below_var, cov = terms
    square = get_z(level) ** 2
    a, b, c = below**2 - square * below_var, above * below - square * cov, above**2 - square * above_var
    bounded = a > 0
    safe = np.where(bounded, a, 1.0)
    # Rounding can leave the root of what is nothing a hair below it.
    root = np.sqrt(np.maximum(b**2 - a * c, 0.0))
    return Interval(np.where(bounded, (b - root) / safe, np.nan), np.where(bounded, (b + root) / safe, np.nan))


def simulate_bounds(
    lines: Lines, scale: Scale, mean: Floats | None, levels: Sequence[float], repetitions: int, seed: int
) -> tuple[dict[float, Interval], dict[float, Interval]]:
    """Return the bounds of difference and ratio of the ends by drawing slopes, the middle being held.

    The same standard normal numbers are drawn for every group, so that the bounds of one do not hang on which others
    there are. Difference and ratio grow with the slope, so that their order is that of the draws: only the draws that a
    bound lies between have to be looked at, whatever their number. The ratio is to `mean` where that is given.
    """
    ordered = np.sort(np.random.default_rng(seed).standard_normal(repetitions))
    found: tuple[dict[float, Interval], dict[float, Interval]] = ({}, {})
    for level in levels:
        lower = _read_quantile(lines, scale, mean, ordered, (1 - level) / 2)
        upper = _read_quantile(lines, scale, mean, ordered, (1 + level) / 2)
        for intervals, below, above in zip(found, lower, upper, strict=True):
            intervals[level] = Interval(below, above)
    return found


def _read_quantile(
    lines: Lines, scale: Scale, mean: Floats | None, ordered: Floats, probability: float
) -> tuple[Floats, Floats]:
    """Return the quantile of difference and ratio, straight between the two draws that it lies between."""
    place = probability * (len(ordered) - 1)
    below = int(place)
    one = _get_difference_and_ratio(lines, scale, mean, ordered[below])
    other = _get_difference_and_ratio(lines, scale, mean, ordered[min(below + 1, len(ordered) - 1)])
    difference, ratio = (a + (place - below) * (b - a) for a, b in zip(one, other, strict=True))
    return difference, ratio


def _get_difference_and_ratio(lines: Lines, scale: Scale, mean: Floats | None, draw: float) -> tuple[Floats, Floats]:
    half = (lines.slope + np.sqrt(lines.slope_var) * draw) / 2
    last, first = scale.back(lines.middle + half), scale.back(lines.middle - half)
    return last - first, last / first if mean is None else (last - first) / mean
