"""The other official comparisons: overlapping intervals, control limits round a benchmark, quintiles."""

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.comparisons.comparing import (
    NO_INTERVAL,
    Comparison,
    Polarity,
    get_intervals,
    get_reasons,
    is_missing,
    name_sides,
)
from fiftysteps.stats.groups import Groups, get_groups
from fiftysteps.stats.results import Floats, Interval, Words

OVERLAP = "overlapping intervals"
LIMITS = "control limits round the benchmark"
QUINTILES = "quintiles"
NO_BENCHMARK_INTERVAL = "The benchmark has no interval."
NO_LIMITS = "The benchmark has no control limits here."
NO_VALUE = "The value is missing."
FEW_VALUES = "There are fewer than five values, too few for quintiles."
FIFTHS = 5
# The words of the fifths from the lowest values to the highest, by which direction is better.
NAMES = {
    Polarity.NONE: ("lowest", "low", "middle", "high", "highest"),
    Polarity.HIGHER: ("worst", "worse", "middle", "better", "best"),
    Polarity.LOWER: ("best", "better", "middle", "worse", "worst"),
}


def compare_overlap(
    intervals: Mapping[float, Interval],
    benchmark: Mapping[float, Interval],
    *,
    polarity: Polarity | str,
    classes: Literal[3, 5] = 3,
) -> Comparison:
    """Compare estimates with a benchmark by whether its interval and theirs overlap.

    Parameters
    ----------
    intervals : mapping of float to Interval, arrays of shape (...)
        The `intervals` of an estimate: at 0.95, and at 0.998 too for five classes.
    benchmark : mapping of float to Interval, arrays of a shape that broadcasts against those
        The `intervals` of the benchmark, at the same levels and in the same units.
    polarity : {"higher", "lower", "none"}, keyword-only
        Which direction is better.
    classes : {3, 5}, keyword-only
        How many classes.

    Returns
    -------
    Comparison
        Of the broadcast shape. Intervals that share a single point overlap. Where a bound is missing the class is empty
        and `reason` says which.

    Raises
    ------
    ValueError
        The polarity or the number of classes is unknown, an interval of a level needed is not there, a lower bound
        exceeds its upper bound, or an interval at 99.8% is the narrower one.

    See Also
    --------
    compare : against the benchmark's value alone, which is the rule where the benchmark is as sure as England's.

    Notes
    -----
    It is the rule for a benchmark that is itself uncertain, such as a neighbouring area. It is cautious: two estimates
    whose intervals overlap a little may still differ significantly [1]_.

    References
    ----------
    .. [1] Eayres D (2008). Technical Briefing 3: Commonly used public health statistics and their confidence
       intervals. York: Association of Public Health Observatories.

    Examples
    --------
    >>> wards = {0.95: Interval(np.array([39.3, 36.0]), np.array([41.7, 38.9]))}
    >>> neighbour = {0.95: Interval(np.array(33.1), np.array(36.6))}
    >>> compare_overlap(wards, neighbour, polarity="lower").outcome.tolist()
    ['worse', 'similar']
    """
    chosen = Polarity(polarity)
    ours, theirs = get_intervals(intervals, classes), get_intervals(benchmark, classes, "benchmark")
    sides = [
        (one.lower > other.upper) * 1.0 - (one.upper < other.lower) * 1.0
        for one, other in zip(ours, theirs, strict=True)
    ]
    reason = get_reasons([(is_missing(theirs), NO_BENCHMARK_INTERVAL), (is_missing(ours), NO_INTERVAL)])
    outcome = np.where(reason == "", name_sides(sides, chosen), "")
    return Comparison(outcome, reason, benchmark, chosen, classes, OVERLAP)


def compare_with_limits(
    value: ArrayLike,
    limits: Mapping[float, Interval],
    *,
    polarity: Polarity | str,
    classes: Literal[3, 5] = 3,
) -> Comparison:
    """Compare values with a benchmark by whether they lie inside the control limits round it.

    Parameters
    ----------
    value : array_like of float, shape (...)
        The areas' values. Not a number where missing.
    limits : mapping of float to Interval, arrays of a shape that broadcasts against the values
        The control limits round the benchmark at each area's denominator: the `limits` of `funnel_limits` with
        `at="data"` and the benchmark as `average`. At 0.95, and at 0.998 too for five classes.
    polarity : {"higher", "lower", "none"}, keyword-only
        Which direction is better.
    classes : {3, 5}, keyword-only
        How many classes.

    Returns
    -------
    Comparison
        Of the broadcast shape. A value on a limit lies inside. Where a value or a limit is missing the class is empty
        and `reason` says which.

    Raises
    ------
    ValueError
        The polarity or the number of classes is unknown, limits of a level needed are not there, a lower limit exceeds
        its upper limit, limits at 99.8% are the narrower ones, or a value is infinite.

    See Also
    --------
    compare : the benchmark's value against the interval round the area's.

    Notes
    -----
    The question is turned round: not where the area's true value may lie, but where values of areas of this size would
    lie if the benchmark were true of them [1]_. For proportions both agree with Wilson's interval.

    References
    ----------
    .. [1] Flowers J (2007). Technical Briefing 2: Statistical process control methods in public health intelligence.
       York: Association of Public Health Observatories.

    Examples
    --------
    Two clinics where 25% and 21% smoke, against 20% in the borough.

    >>> from fiftysteps.stats.comparisons.funnels import funnel_limits
    >>> made = funnel_limits([100, 63], [400, 300], kind="proportion", average=20, at="data", multiplier=100)
    >>> compare_with_limits([25, 21], made.limits, polarity="lower").outcome.tolist()
    ['worse', 'similar']
    """
    chosen = Polarity(polarity)
    values = np.array(value, dtype=float)
    _refuse_infinite(values)
    used = get_intervals(limits, classes, "limits")
    sides = [(values > one.upper) * 1.0 - (values < one.lower) * 1.0 for one in used]
    reason = get_reasons([(np.isnan(values), NO_VALUE), (is_missing(used), NO_LIMITS)])
    outcome = np.where(reason == "", name_sides(sides, chosen), "")
    return Comparison(outcome, reason, limits, chosen, classes, LIMITS)


def compare_quintiles(
    value: ArrayLike,
    *,
    polarity: Polarity | str,
    groups: ArrayLike | Groups | None = None,
) -> Comparison:
    """Compare areas with each other by the fifth of the ranking that they are in.

    Parameters
    ----------
    value : array_like of float, shape (n,)
        The areas' values. Not a number where missing.
    polarity : {"higher", "lower", "none"}, keyword-only
        Which direction is better.
    groups : array_like of shape (n,), keyword-only
        The label of the ranking that each area belongs to; all are in one where it is left out.

    Returns
    -------
    Comparison
        Of shape (n,): "lowest", "low", "middle", "high", "highest" where neither direction is better, otherwise
        "worst", "worse", "middle", "better", "best". Where a value is missing, or its group has fewer than five values,
        the class is empty and `reason` says which.

    Raises
    ------
    ValueError
        The polarity is unknown, a value is infinite, or there is not one dimension.

    Notes
    -----
    The fifth of rank r among n values is floor(6 - ceil((n + 1 - r) / (n / 5))), as in `assign_quantiles`; equal values
    share the lowest of their ranks [1]_. It is a comparison for values that have no interval, and a weak one: some are
    always worst, however little they differ.

    References
    ----------
    .. [1] Public Health England (2017). Technical Guide: Assigning Deprivation Categories. London: Public Health
       England.

    Examples
    --------
    >>> compare_quintiles([12.1, 15.4, 9.8, 30.2, 11.0], polarity="lower").outcome.tolist()
    ['middle', 'worse', 'best', 'worst', 'better']
    """
    chosen = Polarity(polarity)
    values = np.asarray(value, dtype=float)
    if values.ndim != 1:
        raise ValueError(f"value: one dimension is needed, and these have {values.ndim}")
    _refuse_infinite(values)
    found = get_groups(groups, len(values))
    fifth, enough = _get_fifths(values, found)
    reason = get_reasons([(np.isnan(values), NO_VALUE), (~enough, FEW_VALUES)])
    words: Words = np.array(NAMES[chosen])[np.clip(fifth, 1, FIFTHS) - 1]
    return Comparison(np.where(reason == "", words, ""), reason, None, chosen, FIFTHS, QUINTILES)


def _refuse_infinite(values: Floats) -> None:
    if np.isinf(values).any():
        raise ValueError(f"value, element {int(np.argmax(np.isinf(values)))}: it is infinite")


def _get_fifths(values: Floats, groups: Groups) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Return each value's fifth within its group, and whether the group has five values."""
    known = ~np.isnan(values)
    number = groups.sum(known.astype(float)).astype(np.int64)[groups.codes]
    order = np.lexsort((values, groups.codes))  # what is not a number comes last within its group
    ordered, codes = values[order], groups.codes[order]
    is_head = np.ones(len(values), dtype=bool)
    is_head[1:] = (ordered[1:] != ordered[:-1]) | (codes[1:] != codes[:-1])
    place = np.arange(len(values))
    start = (np.cumsum(groups.count()) - groups.count())[codes]
    rank = np.empty(len(values), dtype=np.int64)
    rank[order] = np.maximum.accumulate(np.where(is_head, place, 0)) - start + 1
    # In whole numbers, because n / 5 is seldom exact in binary.
    fifth = FIFTHS + 1 - -(-(number + 1 - rank) * FIFTHS // np.maximum(number, 1))
    return fifth, number >= FIFTHS
