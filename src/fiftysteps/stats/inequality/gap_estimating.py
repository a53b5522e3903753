"""Gaps from checked rows: the two sides of each, their intervals, and why something is missing."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.groups import Groups
from fiftysteps.stats.inequality.differing import METHOD, get_difference_bounds, get_ratio_bounds
from fiftysteps.stats.inputs import get_z
from fiftysteps.stats.results import Floats, Interval, Words
from fiftysteps.stats.rows import Mask

NOT_THERE = "One of the two categories is not there."
NO_VALUE = "The value of one of the two categories is missing."
NO_INTERVAL = "A standard error or a bound of the two categories is missing."
NO_RATIO = "A relative gap needs two values above zero."
NO_UPPER = "The relative gap has no upper bound, because what it is divided by may be zero."


@dataclass(frozen=True, eq=False)
class Gap:
    """The gap of each group, all arrays of shape (g,).

    Attributes
    ----------
    absolute, relative : ndarray of float
        The first category's value less the second's, and over it; not a number where missing.
    absolute_intervals, relative_intervals : mapping of float to Interval
        Their intervals, keyed by the level of confidence; empty where no standard errors or bounds were given.
    first, second : ndarray of float
        The two values.
    between : tuple
        The two categories.
    method : ndarray of str
        The name of the intervals' method; empty where there is no interval.
    reason : ndarray of str
        Why something is missing, as a sentence.
    groups : ndarray
        The label of each group.
    """

    absolute: Floats
    absolute_intervals: Mapping[float, Interval]
    relative: Floats
    relative_intervals: Mapping[float, Interval]
    first: Floats
    second: Floats
    between: tuple[Hashable, Hashable]
    method: Words
    reason: Words
    groups: NDArray[np.generic]


@dataclass(frozen=True, eq=False)
class _Side:
    """One category's values in all groups, not a number where it has none; arrays of shape (g,)."""

    is_there: Mask
    value: Floats
    uncertainty: Mapping[str, Floats]

    def get_bounds(self, level: float) -> Interval:
        if "se" not in self.uncertainty:
            return Interval(self.uncertainty["lower"], self.uncertainty["upper"])
        reach = get_z(level) * self.uncertainty["se"]
        return Interval(self.value - reach, self.value + reach)

    def get_ratio_bounds(self, level: float, has_ratio: Mask) -> Interval:
        """Return the bounds whose logarithms are taken; 1 where there is no ratio, whose logarithm is nothing."""
        if "se" not in self.uncertainty:
            bounds = self.get_bounds(level)
            return Interval(np.where(has_ratio, bounds.lower, 1.0), np.where(has_ratio, bounds.upper, 1.0))
        value = np.where(has_ratio, self.value, 1.0)
        factor = np.exp(get_z(level) * np.where(has_ratio, self.uncertainty["se"], 0.0) / value)
        return Interval(value / factor, value * factor)


def estimate_gaps(
    rows: Mapping[str, Floats],
    categories: NDArray[np.generic],
    between: tuple[Hashable, Hashable],
    groups: Groups,
    levels: Sequence[float],
) -> Gap:
    """Return the gaps of checked rows."""
    one, other = (_build_side(rows, categories == category, groups) for category in between)
    # Without standard errors and bounds there are no levels to have an interval at.
    used = levels if one.uncertainty else ()
    has_value = ~np.isnan(one.value + other.value)
    has_ratio = has_value & ~(one.value <= 0) & ~(other.value <= 0)
    absolute = {
        level: get_difference_bounds(one.value, other.value, one.get_bounds(level), other.get_bounds(level))
        for level in used
    }
    relative = {level: _get_relative_bounds(one, other, level, has_ratio) for level in used}
    lacks_interval = has_value & _is_any([np.isnan(b.lower) for b in absolute.values()], len(groups))
    lacks_upper = has_ratio & _is_any([np.isnan(b.upper) for b in relative.values()], len(groups))
    reasons = {
        NOT_THERE: ~(one.is_there & other.is_there),
        NO_VALUE: ~has_value,
        NO_INTERVAL: lacks_interval,
        NO_RATIO: ~has_ratio,
        NO_UPPER: lacks_upper,
    }
    safe = np.where(has_ratio, other.value, 1.0)
    return Gap(
        absolute=one.value - other.value,
        absolute_intervals=absolute,
        relative=np.where(has_ratio, one.value / safe, np.nan),
        relative_intervals=relative,
        first=one.value,
        second=other.value,
        between=between,
        method=np.where(has_value & ~lacks_interval & bool(used), METHOD, ""),
        reason=np.asarray(np.select(list(reasons.values()), list(reasons), default="")),
        groups=groups.labels,
    )


def _build_side(rows: Mapping[str, Floats], mask: Mask, groups: Groups) -> _Side:
    found = np.flatnonzero(mask)
    codes = groups.codes[found]
    picked = {name: np.full(len(groups), np.nan) for name in rows}
    for name, values in rows.items():  # three columns at most
        picked[name][codes] = values[found]
    is_there = np.zeros(len(groups), dtype=bool)
    is_there[codes] = True
    return _Side(is_there, picked.pop("value"), picked)


def _get_relative_bounds(one: _Side, other: _Side, level: float, has_ratio: Mask) -> Interval:
    above, below = (np.where(has_ratio, side.value, 1.0) for side in (one, other))
    ones, others = (side.get_ratio_bounds(level, has_ratio) for side in (one, other))
    bounds = get_ratio_bounds(above, below, ones, others)
    return Interval(np.where(has_ratio, bounds.lower, np.nan), np.where(has_ratio, bounds.upper, np.nan))


def _is_any(masks: Sequence[Mask], length: int) -> Mask:
    return np.any(masks, axis=0) if masks else np.zeros(length, dtype=bool)
