"""Where an estimate stands against a benchmark's value."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.results import Floats, Interval, Words

NO_INTERVAL = "The estimate has no interval."
NO_BENCHMARK = "The benchmark has no value."
# The levels of three and of five classes, as official comparisons in English public health use them.
LEVELS = {3: (0.95,), 5: (0.95, 0.998)}


class Polarity(StrEnum):
    """Which direction is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


@dataclass(frozen=True, eq=False)
class Comparison:
    """The class of each element, what it was compared with, and why an element has none.

    With three classes the classes are "similar" and "better" or "worse", or "higher" or "lower" where neither direction
    is better. With five, those that differ carry the level: "better 95%", "better 99.8%".
    """

    outcome: Words
    reason: Words
    benchmark: Floats
    polarity: Polarity
    classes: int


def compare(
    intervals: Mapping[float, Interval],
    benchmark: ArrayLike,
    *,
    polarity: Polarity | str,
    classes: Literal[3, 5] = 3,
) -> Comparison:
    """Compare estimates with a benchmark's value by whether it lies inside their intervals.

    Parameters
    ----------
    intervals : mapping of float to Interval, arrays of shape (...)
        The `intervals` of an estimate: at 0.95, and at 0.998 too for five classes. In the benchmark's units.
    benchmark : array_like of float, shape (...)
        The benchmark's value, broadcast against the intervals. Its own uncertainty plays no part.
    polarity : {"higher", "lower", "none"}, keyword-only
        Which direction is better.
    classes : {3, 5}, keyword-only
        How many classes.

    Returns
    -------
    Comparison
        Of the broadcast shape. A benchmark that equals a bound lies inside. Where a bound or the benchmark is missing
        the class is empty and `reason` says which.

    Raises
    ------
    ValueError
        The polarity or the number of classes is unknown, an interval of a level needed is not there, or a lower bound
        exceeds its upper bound.

    References
    ----------
    .. [1] Eayres D (2008). Technical Briefing 3: Commonly used public health statistics and their confidence
       intervals. York: Association of Public Health Observatories.

    Examples
    --------
    >>> interval = Interval(np.array([39.3, 34.0]), np.array([41.7, 37.2]))
    >>> compare({0.95: interval}, 36.6, polarity="lower").outcome.tolist()
    ['worse', 'similar']
    """
    polarity = Polarity(polarity)
    if classes not in LEVELS:
        raise ValueError(f"classes: {classes} is neither 3 nor 5")
    value = np.asarray(benchmark, dtype=float)
    used = [_get_interval(intervals, level) for level in LEVELS[classes]]
    sides = [_get_side(interval, value) for interval in used]
    reason = _get_reasons(used, value)
    words = _get_words(sides, polarity, classes)
    return Comparison(np.where(reason == "", words, ""), reason, value, polarity, classes)


def _get_interval(intervals: Mapping[float, Interval], level: float) -> Interval:
    if level not in intervals:
        raise ValueError(f"intervals: there is none at {level:.1%}, which this comparison needs")
    interval = intervals[level]
    if np.any(np.asarray(interval.lower) > np.asarray(interval.upper)):
        raise ValueError(f"intervals: at {level:.1%} a lower bound exceeds its upper bound")
    return interval


def _get_side(interval: Interval, value: Floats) -> Floats:
    """Return 1 where the estimate is above the benchmark, -1 below, 0 where the interval holds it, ends included."""
    return (interval.lower > value) * 1.0 - (interval.upper < value) * 1.0


def _get_reasons(used: list[Interval], value: Floats) -> Words:
    bounds = sum((interval.lower + interval.upper for interval in used), start=np.zeros(()))
    without_interval = np.where(np.isnan(bounds), NO_INTERVAL, "")
    return np.where(np.isnan(value), NO_BENCHMARK, without_interval)


def _get_words(sides: list[Floats], polarity: Polarity, classes: int) -> Words:
    above, below = {"higher": ("better", "worse"), "lower": ("worse", "better"), "none": ("higher", "lower")}[polarity]
    words = _place(sides[0], above, below)
    if classes == 5:
        inner = np.where(words == "similar", words, np.char.add(words, " 95%"))
        outer = np.char.add(_place(sides[1], above, below), " 99.8%")
        words = np.where(sides[1] == 0, inner, outer)
    return words


def _place(side: Floats, above: str, below: str) -> Words:
    return np.asarray(np.select([side > 0, side < 0], [above, below], default="similar"))
