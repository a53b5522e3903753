"""Excess events: those observed less those expected."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.estimates.rates import rate
from fiftysteps.stats.inputs import get_counts
from fiftysteps.stats.results import Estimate, Floats, Interval

NO_OBSERVED = "The observed number is missing."
NO_EXPECTED = "The expected number is missing."


def excess(
    observed: ArrayLike,
    expected: ArrayLike,
    *,
    confidence: float | Sequence[float] = 0.95,
) -> Estimate:
    """Estimate the excess of observed events over those that were expected.

    Parameters
    ----------
    observed : array_like of float, shape (...)
        Events that happened, taken to be independent. Not a number where missing.
    expected : array_like of float, shape (...)
        Events that would have happened at other rates, such as those of England. Taken to be known exactly. The two
        shapes are broadcast against each other.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.

    Returns
    -------
    Estimate
        Of the broadcast shape: observed less expected, below zero where fewer happened than expected. Missing where
        either is, and `reason` says which. `method` names "exact Poisson" or "Byar" for each element.

    Raises
    ------
    ValueError
        A number is negative or infinite, a level does not lie between 0 and 1, or the shapes do not fit together.

    Notes
    -----
    The bounds are those of the observed number, exact below ten events and Byar's from ten on as for a rate [1]_, less
    the expected number.

    References
    ----------
    .. [1] Breslow NE, Day NE (1987). Statistical Methods in Cancer Research, volume II: The Design and Analysis of
       Cohort Studies. Lyon: International Agency for Research on Cancer, p. 69.

    Examples
    --------
    Of 100 deaths, 80 would have been expected (illustrative figures).

    >>> result = excess(100, 80)
    >>> interval = result.intervals[0.95]
    >>> print(f"{result.value:.0f} more than expected, likely between {interval.lower:.0f} and {interval.upper:.0f}")
    20 more than expected, likely between 1 and 42
    """
    happened, due = np.broadcast_arrays(np.asarray(observed, float), np.asarray(expected, float))
    # The expected number may be zero, which as a denominator would be missing; so it is only checked here.
    get_counts(happened, due)
    counts = rate(happened, 1.0, confidence=confidence, multiplier=1.0)
    reason = np.asarray(np.select([np.isnan(happened), np.isnan(due)], [NO_OBSERVED, NO_EXPECTED], default=""))
    known = reason == ""

    def subtract(values: Floats) -> Floats:
        return np.where(known, values - due, np.nan)

    return Estimate(
        value=subtract(counts.value),
        intervals={level: Interval(subtract(b.lower), subtract(b.upper)) for level, b in counts.intervals.items()},
        method=np.where(known, counts.method, ""),
        reason=reason,
        numerator=happened.copy(),
        denominator=due.copy(),
        multiplier=1.0,
    )
