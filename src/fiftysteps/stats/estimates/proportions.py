"""Proportions with Wilson's score interval."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.estimates.bounds import get_wilson_bounds
from fiftysteps.stats.estimates.estimating import build_estimate
from fiftysteps.stats.inputs import NAMED_FAULTS, check_confidence, check_multiplier, get_counts
from fiftysteps.stats.results import Estimate, Floats

WILSON = "Wilson"


def proportion(
    numerator: ArrayLike,
    denominator: ArrayLike,
    *,
    confidence: float | Sequence[float] = 0.95,
    multiplier: float = 1.0,
) -> Estimate:
    """Estimate proportions with Wilson's score interval.

    Parameters
    ----------
    numerator : array_like of float, shape (...)
        People with the characteristic. Not a number where missing.
    denominator : array_like of float, shape (...)
        People among whom they were counted. The two shapes are broadcast against each other.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.
    multiplier : float, keyword-only
        1 for a proportion, 100 for a percentage.

    Returns
    -------
    Estimate
        Of the broadcast shape, in units of `multiplier`. Where the numerator or the denominator is missing, or the
        denominator is zero, value and bounds are not a number and `reason` says which.

    Raises
    ------
    ValueError
        A count is negative or infinite, a numerator exceeds its denominator, a level does not lie between 0 and 1,
        the multiplier is not positive, or the shapes do not fit together.

    Notes
    -----
    The interval is that of [1]_. [2]_ (his method 3) recommends it over the simple one, which is too narrow and can
    leave the range of 0 to 1. It is not symmetric about the estimate, except at one half.

    References
    ----------
    .. [1] Wilson EB (1927). Probable inference, the law of succession, and statistical inference.
       Journal of the American Statistical Association 22: 209-212.
    .. [2] Newcombe RG (1998). Two-sided confidence intervals for the single proportion: comparison of seven methods.
       Statistics in Medicine 17: 857-872.

    Examples
    --------
    Of 263 people, 81 had the characteristic (the first example of Newcombe's table I).

    >>> result = proportion(81, 263, multiplier=100)
    >>> interval = result.intervals[0.95]
    >>> print(f"{result.value:.1f}%, likely between {interval.lower:.1f}% and {interval.upper:.1f}%")
    30.8%, likely between 25.5% and 36.6%
    """
    levels = check_confidence(confidence)
    check_multiplier(multiplier)
    counts = get_counts(numerator, denominator)
    _check_part_of_whole(counts.numerator, counts.denominator)
    x, n = counts.safe_numerator, counts.safe_denominator
    bounds = {level: get_wilson_bounds(x, n, level) for level in levels}
    return build_estimate(counts, x / n, bounds, WILSON, multiplier)


def _check_part_of_whole(x: Floats, n: Floats) -> None:
    faulty = np.flatnonzero(x > n)
    if faulty.size:
        named = [f"element {i}: {x.flat[i]:g} of {n.flat[i]:g}" for i in faulty[:NAMED_FAULTS]]
        raise ValueError("numerator: it exceeds the denominator in " + "; ".join(named))
