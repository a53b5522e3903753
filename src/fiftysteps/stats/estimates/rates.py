"""Crude rates of events in a population, with exact or Byar's intervals."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.estimates.bounds import get_byar_bounds, get_exact_bounds
from fiftysteps.stats.estimates.estimating import build_estimate
from fiftysteps.stats.inputs import check_confidence, check_multiplier, get_counts
from fiftysteps.stats.results import Estimate, Floats, Interval

EXACT = "exact Poisson"
BYAR = "Byar"
# From ten events on Byar's bounds lie within 0.2% of the exact ones at 95% (Public Health England, Technical Guide:
# Confidence Intervals, 25 May 2018, p. 6), and the service's published indicators change over there.
EXACT_BELOW = 10


def rate(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    confidence: float | Sequence[float] = 0.95,
    multiplier: float = 100_000,
) -> Estimate:
    """Estimate crude rates with exact intervals for fewer than ten events and Byar's otherwise.

    Parameters
    ----------
    numerator : array_like of float, shape (...)
        Events, taken to be independent. Not a number where missing.
    denominator : array_like of float, shape (...)
        Population or person-years at risk. The two shapes are broadcast against each other.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.
    multiplier : float, keyword-only
        100,000 for a rate per 100,000.

    Returns
    -------
    Estimate
        Of the broadcast shape, in events per `multiplier`. `method` names "exact Poisson" or "Byar" for each element.
        Where the numerator or the denominator is missing, or the denominator is zero, value and bounds are not a number
        and `reason` says which. No events in a population give a rate of 0 with a lower bound of 0.

    Raises
    ------
    ValueError
        A count or population is negative or infinite, a level does not lie between 0 and 1, the multiplier is not
        positive, or the shapes do not fit together. More events than population is no fault: events can recur.

    Notes
    -----
    Exact bounds [1]_ are chi-square quantiles halved, with 2x degrees of freedom below and 2x + 2 above. Byar's are
    [2]_, p. 69.

    References
    ----------
    .. [1] Garwood F (1936). Fiducial limits for the Poisson distribution. Biometrika 28: 437-442.
    .. [2] Breslow NE, Day NE (1987). Statistical Methods in Cancer Research, volume II: The Design and Analysis of
       Cohort Studies. Lyon: International Agency for Research on Cancer.

    Examples
    --------
    Five events among 1,000 people.

    >>> result = rate(5, 1_000, multiplier=1_000)
    >>> interval = result.intervals[0.95]
    >>> print(f"{result.value:.1f} per 1,000, likely between {interval.lower:.1f} and {interval.upper:.1f}")
    5.0 per 1,000, likely between 1.6 and 11.7
    >>> print(result.method)
    exact Poisson
    """
    levels = check_confidence(confidence)
    check_multiplier(multiplier)
    counts = get_counts(numerator, denominator)
    x, n = counts.safe_numerator, counts.safe_denominator
    events = {level: get_event_bounds(x, level) for level in levels}
    bounds = {level: Interval(b.lower / n, b.upper / n) for level, b in events.items()}
    return build_estimate(counts, x / n, bounds, np.where(x < EXACT_BELOW, EXACT, BYAR), multiplier)


def get_event_bounds(x: Floats, level: float) -> Interval:
    """Return the interval of a number of events: exact for fewer than ten, else Byar's. No number may be missing."""
    few = x < EXACT_BELOW
    byar = get_byar_bounds(np.where(few, EXACT_BELOW, x), level)
    if not few.any():  # then SciPy need not be imported
        return byar
    exact = get_exact_bounds(np.where(few, x, 0.0), level)
    return Interval(np.where(few, exact.lower, byar.lower), np.where(few, exact.upper, byar.upper))
