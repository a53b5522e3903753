"""Where an estimate stands against a benchmark's value."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.inputs import NAMED_FAULTS
from fiftysteps.stats.results import Floats, Interval, Words

NO_INTERVAL = "The estimate has no interval."
NO_BENCHMARK = "The benchmark has no value."
BENCHMARK = "benchmark inside the interval"
SIMILAR = "similar"
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
    is better. With five, those that differ carry the level: "better 95%", "better 99.8%". Quintiles have words of their
    own.

    Attributes
    ----------
    outcome : ndarray of str
        The class; empty where missing.
    reason : ndarray of str
        Why an element has no class, as a sentence; empty where it has one.
    benchmark : ndarray of float, mapping of float to Interval, or None
        What was compared with: a value, an interval or control limits by level, or, for quintiles, nothing.
    polarity : Polarity
        Which direction is better.
    classes : int
        How many classes there are.
    method : str
        The rule that was followed.
    """

    outcome: Words
    reason: Words
    benchmark: Floats | Mapping[float, Interval] | None
    polarity: Polarity
    classes: int
    method: str = BENCHMARK


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
        The benchmark's value, broadcast against the intervals. Its own uncertainty plays no part. Not a number where
        missing.
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
        The polarity or the number of classes is unknown, an interval of a level needed is not there, a lower bound
        exceeds its upper bound, an interval at 99.8% is the narrower one, or a benchmark is infinite.

    See Also
    --------
    compare_overlap, compare_with_limits, compare_quintiles : the other official comparisons.

    Notes
    -----
    Three classes use the interval at 95%: an estimate is similar to the benchmark if the benchmark's value is at least
    the lower bound and at most the upper [2]_. Five classes use that at 99.8% too: what differs at 99.8% carries that
    level, and what differs at 95% only carries 95%.

    References
    ----------
    .. [1] Eayres D (2008). Technical Briefing 3: Commonly used public health statistics and their confidence
       intervals. York: Association of Public Health Observatories.
    .. [2] Public Health England (2017). Technical Guide: RAG Rating Indicator Values. London: Public Health England.

    Examples
    --------
    Two wards, against a borough where 36.6% are overweight.

    >>> interval = Interval(np.array([39.3, 34.0]), np.array([41.7, 37.2]))
    >>> result = compare({0.95: interval}, 36.6, polarity="lower")
    >>> for lower, upper, said in zip(interval.lower, interval.upper, result.outcome):
    ...     print(f"likely between {lower}% and {upper}%, against the borough's 36.6%: {said}")
    likely between 39.3% and 41.7%, against the borough's 36.6%: worse
    likely between 34.0% and 37.2%, against the borough's 36.6%: similar
    """
    chosen = Polarity(polarity)
    value = np.asarray(benchmark, dtype=float)
    if np.isinf(value).any():
        raise ValueError("benchmark: it is infinite")
    used = get_intervals(intervals, classes)
    sides = [(one.lower > value) * 1.0 - (one.upper < value) * 1.0 for one in used]
    reason = get_reasons([(np.isnan(value), NO_BENCHMARK), (is_missing(used), NO_INTERVAL)])
    return Comparison(
        np.where(reason == "", name_sides(sides, chosen), ""), reason, value.copy(), chosen, classes, BENCHMARK
    )


def get_intervals(intervals: Mapping[float, Interval], classes: int, name: str = "intervals") -> list[Interval]:
    """Return the intervals that so many classes need, the inner first, or raise ValueError where there are none."""
    if classes not in LEVELS:
        raise ValueError(f"classes: {classes} is neither 3 nor 5")
    used = [_get_interval(intervals, level, name) for level in LEVELS[classes]]
    if classes == 5:
        inner, outer = used
        _refuse((outer.lower > inner.lower) | (outer.upper < inner.upper), f"{name}: at 99.8% narrower than at 95%")
    return used


def is_missing(used: list[Interval]) -> NDArray[np.bool_]:
    """Return where any bound is missing."""
    missing = [np.isnan(bound) for one in used for bound in (one.lower, one.upper)]
    found: NDArray[np.bool_] = np.any(np.broadcast_arrays(*missing), axis=0)
    return found


def get_reasons(causes: list[tuple[NDArray[np.bool_], str]]) -> Words:
    """Return the sentence of the first cause that holds, element by element; empty where none does."""
    masks = np.broadcast_arrays(*(mask for mask, _ in causes))
    return np.asarray(np.select(masks, [said for _, said in causes], default=""))


def name_sides(sides: list[Floats], polarity: Polarity) -> Words:
    """Return the classes from which side of the benchmark estimates lie: 1 above, -1 below, 0 neither.

    One array of sides makes three classes, two (at 95% and at 99.8%) make five.
    """
    above, below = {"higher": ("better", "worse"), "lower": ("worse", "better"), "none": ("higher", "lower")}[polarity]
    words = _place(sides[0], above, below)
    if len(sides) == 1:
        return words
    inner = np.where(words == SIMILAR, words, np.char.add(words, " 95%"))
    outer = np.char.add(_place(sides[1], above, below), " 99.8%")
    return np.where(sides[1] == 0, inner, outer)


def _get_interval(intervals: Mapping[float, Interval], level: float, name: str) -> Interval:
    if level not in intervals:
        raise ValueError(f"{name}: there is none at {level:.1%}, which this comparison needs")
    lower, upper = np.asarray(intervals[level].lower, float), np.asarray(intervals[level].upper, float)
    _refuse(lower > upper, f"{name}: at {level:.1%} a lower bound exceeds its upper bound")
    return Interval(lower, upper)


def _refuse(faulty: NDArray[np.bool_], said: str) -> None:
    places = np.flatnonzero(faulty)
    if places.size:
        raise ValueError(f"{said} in element {', '.join(str(place) for place in places[:NAMED_FAULTS])}")


def _place(side: Floats, above: str, below: str) -> Words:
    return np.asarray(np.select([side > 0, side < 0], [above, below], default=SIMILAR))
