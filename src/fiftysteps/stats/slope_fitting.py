"""Weighted lines through the values of quantiles, and the bounds of what is read from their ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fiftysteps.stats.groups import Groups
from fiftysteps.stats.inputs import get_z
from fiftysteps.stats.results import Floats, Interval
from fiftysteps.stats.ridits import Ranks, get_shares
from fiftysteps.stats.slope_scales import Scale

type Ratio = Literal["ends", "mean"]
# Draws held at once: at eight bytes each and some copies on the way, about 100 MB.
DRAWS_HELD = 2_000_000


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
    there are. The ratio is to `mean` where that is given.
    """
    draws = np.random.default_rng(seed).standard_normal(repetitions)
    probabilities = np.array([p for level in levels for p in ((1 - level) / 2, (1 + level) / 2)])
    found = np.empty((2, len(probabilities), len(lines.slope)))
    size = max(1, DRAWS_HELD // repetitions)
    for start in range(0, len(lines.slope), size):  # some groups at a time: all of them need not fit into memory
        part = slice(start, start + size)
        half = (lines.slope[part, None] + np.sqrt(lines.slope_var[part, None]) * draws) / 2
        last, first = scale.back(lines.middle[part, None] + half), scale.back(lines.middle[part, None] - half)
        difference = last - first
        ratio = last / first if mean is None else difference / mean[part, None]
        found[0, :, part] = np.quantile(difference, probabilities, axis=1)
        found[1, :, part] = np.quantile(ratio, probabilities, axis=1)
    differences, ratios = (_pair(one, levels) for one in found)
    return differences, ratios


def _pair(bounds: Floats, levels: Sequence[float]) -> dict[float, Interval]:
    return {level: Interval(bounds[2 * i], bounds[2 * i + 1]) for i, level in enumerate(levels)}
