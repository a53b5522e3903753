"""Slope and relative indices from checked rows: the estimate, its bounds, and why something is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.inequality.slope_fitting import (
    Lines,
    Ratio,
    fit_lines,
    get_fieller_bounds,
    get_line_shares,
    get_ratio_terms,
    simulate_bounds,
)
from fiftysteps.stats.inequality.slope_inputs import SlopeRows
from fiftysteps.stats.inequality.slope_scales import PLAIN, SCALES, Scale, ValueKind
from fiftysteps.stats.inputs import get_z
from fiftysteps.stats.results import Floats, Interval, Words
from fiftysteps.stats.rows import Mask

CLOSED_FORM = "closed form"
OPPOSITE_ENDS = "The ends of the line are not of one sign, so their ratio means nothing."
ZERO_MEAN = "The mean is zero, so nothing can be divided by it."
UNBOUNDED = "The relative index has no bounded interval: what it is divided by may be zero."


@dataclass(frozen=True, eq=False)
class SlopeIndex:
    """Slope and relative indices of inequality, one for each group, all arrays of shape (g,).

    Attributes
    ----------
    sii, rii : ndarray of float
        The slope index, in units of `multiplier`, and the relative index; not a number where missing.
    sii_intervals, rii_intervals : mapping of float to Interval
        Their intervals, keyed by the level of confidence.
    fitted_first, fitted_last : ndarray of float
        The line's height at its ends: at the first person of the lowest quantile, and the last of the highest. In units
        of the multiplier without its sign.
    method : ndarray of str
        "closed form", or the simulation with its scale, its number of draws and its seed.
    reason : ndarray of str
        Why something is missing, as a sentence.
    groups : ndarray
        The label of each group.
    population : ndarray of float
        The people of each group.
    kind, transform, ratio, multiplier : str, str, str, float
        What was asked for.
    repetitions, seed : int or None
        Of the simulation; None where there was none.
    """

    sii: Floats
    sii_intervals: Mapping[float, Interval]
    rii: Floats
    rii_intervals: Mapping[float, Interval]
    fitted_first: Floats
    fitted_last: Floats
    method: Words
    reason: Words
    groups: NDArray[np.generic]
    population: Floats
    kind: ValueKind
    transform: str
    ratio: Ratio
    multiplier: float
    repetitions: int | None
    seed: int | None


@dataclass(frozen=True)
class Options:
    """What was asked for."""

    kind: ValueKind
    scale: Scale
    ratio: Ratio
    multiplier: float
    levels: tuple[float, ...]
    repetitions: int
    seed: int

    @property
    def is_simulated(self) -> bool:
        """Whether bounds come from draws, because the line is not on the values' own scale."""
        return self.scale is not PLAIN

    @property
    def method(self) -> str:
        """The name of the bounds' method."""
        if not self.is_simulated:
            return CLOSED_FORM
        return f"simulation on the {self.scale.name} scale, {self.repetitions} draws, seed {self.seed}"


def estimate_slopes(rows: SlopeRows, options: Options) -> SlopeIndex:
    """Return the indices of checked rows."""
    scale = options.scale
    shares, ridits = get_line_shares(rows.population, rows.ranks, rows.groups)
    fitted = fit_lines(scale.forward(rows.fittable(scale)), _get_se(rows, options), shares, ridits, rows.groups)
    first, last = (scale.back(fitted.middle + side * fitted.slope / 2) for side in (-1, 1))
    turned = _turn(fitted, np.sign(options.multiplier))
    mean = rows.groups.sum(shares * rows.value)
    difference = (last - first) * np.sign(options.multiplier)
    ratio, ratio_reason = _get_ratio(difference, (first, last), mean, options)
    sii_bounds, rii_bounds = _get_bounds(turned, mean, options)
    known, size = rows.value_reason == "", abs(options.multiplier)
    has_interval = known & (rows.interval_reason == "")
    has_ratio = known & (ratio_reason == "")
    rii_intervals = _blank(rii_bounds, has_interval & has_ratio, 1.0)
    unbounded = _find_unbounded(rii_intervals, has_interval & has_ratio)
    reasons = [rows.value_reason, rows.interval_reason, ratio_reason, np.where(unbounded, UNBOUNDED, "")]
    return SlopeIndex(
        sii=np.where(known, difference * size, np.nan),
        sii_intervals=_blank(sii_bounds, has_interval, size),
        rii=np.where(has_ratio, ratio, np.nan),
        rii_intervals=rii_intervals,
        fitted_first=np.where(known, first * size, np.nan),
        fitted_last=np.where(known, last * size, np.nan),
        method=np.where(known, options.method, ""),
        reason=np.asarray(np.select([reason != "" for reason in reasons], reasons, default="")),
        groups=rows.groups.labels,
        population=np.where(known, rows.groups.sum(rows.population), np.nan),
        kind=options.kind,
        transform=scale.name,
        ratio=options.ratio,
        multiplier=options.multiplier,
        repetitions=options.repetitions if options.is_simulated else None,
        seed=options.seed if options.is_simulated else None,
    )


def _get_se(rows: SlopeRows, options: Options) -> Floats:
    """Return the standard errors on the scale of the line."""
    return rows.se if options.is_simulated else SCALES[options.kind].derivative(rows.value) * rows.se


def _turn(lines: Lines, sign: float) -> Lines:
    return Lines(lines.middle, sign * lines.slope, lines.middle_var, lines.slope_var, sign * lines.cov)


def _get_ratio(difference: Floats, ends: tuple[Floats, Floats], mean: Floats, options: Options) -> tuple[Floats, Words]:
    if options.ratio == "mean":
        reason = np.where(mean == 0, ZERO_MEAN, "")
        return difference / np.where(mean == 0, 1.0, mean), reason
    below, above = ends if options.multiplier > 0 else ends[::-1]
    same = below * above > 0
    return np.where(same, above, 1.0) / np.where(same, below, 1.0), np.where(same, "", OPPOSITE_ENDS)


def _get_bounds(
    lines: Lines, mean: Floats, options: Options
) -> tuple[Mapping[float, Interval], Mapping[float, Interval]]:
    if options.is_simulated:
        over = mean if options.ratio == "mean" else None
        return simulate_bounds(lines, options.scale, over, options.levels, options.repetitions, options.seed)
    spread = np.sqrt(lines.slope_var)
    differences = {
        level: Interval(lines.slope - get_z(level) * spread, lines.slope + get_z(level) * spread)
        for level in options.levels
    }
    terms = get_ratio_terms(lines, options.ratio)
    return differences, {level: get_fieller_bounds(terms, level) for level in options.levels}


def _blank(bounds: Mapping[float, Interval], known: Mask, size: float) -> dict[float, Interval]:
    return {
        level: Interval(np.where(known, b.lower * size, np.nan), np.where(known, b.upper * size, np.nan))
        for level, b in bounds.items()
    }


def _find_unbounded(bounds: Mapping[float, Interval], known: Mask) -> Mask:
    unbounded: Mask = np.any([np.isnan(b.lower) for b in bounds.values()], axis=0)
    return known & unbounded
