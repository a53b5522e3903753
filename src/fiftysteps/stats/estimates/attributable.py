"""The risk of a population that an exposure brings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.inputs import NAMED_FAULTS, check_confidence, check_multiplier, get_counts, get_z
from fiftysteps.stats.results import Floats, Interval, Words
from fiftysteps.stats.rows import Mask

NO_NUMBER = "A number of cases or of people is missing."
NOBODY_EXPOSED = "Nobody was exposed."
NOBODY_UNEXPOSED = "Everybody was exposed."
NO_CASES = "There are no cases, so no part of them is attributable and nothing has an interval."
NO_UNEXPOSED_CASES = "There are no unexposed cases, so the fraction is 1 and has no interval."
METHOD = "delta method; fraction: Walter"


@dataclass(frozen=True, eq=False)
class AttributableRisk:
    """The population attributable risk and fraction, all arrays of one shape.

    Attributes
    ----------
    value : ndarray of float
        The risk of all people less that of the unexposed, in units of `multiplier`; not a number where missing.
    intervals : mapping of float to Interval
        Its intervals, keyed by the level of confidence.
    fraction : ndarray of float
        The part of all cases that would not have happened had nobody been exposed: at most 1, below zero where exposure
        protects.
    fraction_intervals : mapping of float to Interval
        Its intervals.
    method, reason : ndarray of str
        The name of the intervals' methods, and why something is missing.
    multiplier : float
        What one unit of `value` stands for.
    """

    value: Floats
    intervals: Mapping[float, Interval]
    fraction: Floats
    fraction_intervals: Mapping[float, Interval]
    method: Words
    reason: Words
    multiplier: float


def attributable_risk(
    exposed_cases: ArrayLike,
    exposed: ArrayLike,
    unexposed_cases: ArrayLike,
    unexposed: ArrayLike,
    *,
    confidence: float | Sequence[float] = 0.95,
    multiplier: float = 1.0,
) -> AttributableRisk:
    """Estimate the population attributable risk and fraction from the cases of people exposed and not exposed.

    Parameters
    ----------
    exposed_cases, exposed : array_like of float, shape (...)
        Cases among the people exposed, and all of these people. Not a number where missing.
    unexposed_cases, unexposed : array_like of float, shape (...)
        Cases among the people not exposed, and all of these people. All shapes are broadcast against each other. The
        people are a sample of the population, or all of it.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.
    multiplier : float, keyword-only
        Of the risk: 1 for a proportion, 100,000 for cases per 100,000. It does not touch the fraction.

    Returns
    -------
    AttributableRisk
        Of the broadcast shape. Missing where a number is, or where nobody or everybody was exposed. Without cases the
        risk is 0, and the fraction and all intervals are missing. Without unexposed cases the fraction is 1 and has no
        interval. `reason` says which.

    Raises
    ------
    ValueError
        A number is negative or infinite, cases exceed their people, a level does not lie between 0 and 1, the
        multiplier is not positive, or the shapes do not fit together.

    Notes
    -----
    With p1 and p0 the risks of exposed and unexposed, e the part exposed and n all people, the risk is e · (p1 - p0).
    Its variance by the delta method is e² · (p1 (1 - p1) / n1 + p0 (1 - p0) / n0) + (p1 - p0)² · e (1 - e) / n. The
    fraction is that over the risk of all, and the interval is normal for log(1 - fraction) [1]_, whose variance is
    (b + fraction · (a + d)) / (n · c) [2]_: a and b are exposed people with and without the case, c and d unexposed.

    An exposure may go with other things that bring the risk: only where it does not is the fraction what would be saved
    by ending it.

    References
    ----------
    .. [1] Walter SD (1976). The estimation and interpretation of attributable risk in health research.
       Biometrics 32: 829-849.
    .. [2] Fleiss JL (1979). Inference about population attributable risk from cross-sectional studies.
       American Journal of Epidemiology 110: 103-104.

    Examples
    --------
    Of 1,000 people who smoke 150 have a disease, and of 3,000 who do not, 210 (illustrative figures).

    >>> result = attributable_risk(150, 1_000, 210, 3_000)
    >>> part, interval = 100 * result.fraction, result.fraction_intervals[0.95]
    >>> print(f"{part:.0f}% of cases, likely between {100 * interval.lower:.0f}% and {100 * interval.upper:.0f}%")
    22% of cases, likely between 15% and 28%
    """
    levels = check_confidence(confidence)
    check_multiplier(multiplier)
    first, second = get_counts(exposed_cases, exposed), get_counts(unexposed_cases, unexposed)
    _check_cases("exposed_cases", first.numerator, first.denominator)
    _check_cases("unexposed_cases", second.numerator, second.denominator)
    a, n1, c, n0 = np.broadcast_arrays(first.numerator, first.denominator, second.numerator, second.denominator)
    return _estimate(_Table.build(a, n1, c, n0), levels, multiplier)


def _check_cases(name: str, cases: Floats, people: Floats) -> None:
    faulty = np.flatnonzero(cases > people)[:NAMED_FAULTS]
    if faulty.size:
        named = [f"element {i}: {cases.flat[i]:g} of {people.flat[i]:g}" for i in faulty]
        raise ValueError(f"{name}: they exceed their people in " + "; ".join(named))


@dataclass(frozen=True, eq=False)
class _Table:
    """Cases and people with stand-ins for what is missing, and the reasons why value and intervals are."""

    exposed_cases: Floats
    exposed: Floats
    unexposed_cases: Floats
    unexposed: Floats
    reason: Words

    @classmethod
    def build(cls, a: Floats, n1: Floats, c: Floats, n0: Floats) -> "_Table":
        masks = [np.isnan(a + n1 + c + n0), n1 == 0, n0 == 0]
        reason = np.asarray(np.select(masks, [NO_NUMBER, NOBODY_EXPOSED, NOBODY_UNEXPOSED], default=""))
        known = reason == ""
        exposed_cases, unexposed_cases = (np.where(known, cases, 0.0) for cases in (a, c))
        exposed, unexposed = (np.where(known, people, 1.0) for people in (n1, n0))
        return cls(exposed_cases, exposed, unexposed_cases, unexposed, reason)


def _estimate(table: _Table, levels: Sequence[float], multiplier: float) -> AttributableRisk:
    a, n1, c, n0 = table.exposed_cases, table.exposed, table.unexposed_cases, table.unexposed
    n, known = n1 + n0, table.reason == ""
    has_cases, has_bounds = known & (a + c > 0), known & (c > 0)
    e, p1, p0 = n1 / n, a / n1, c / n0
    risk = e * (p1 - p0)
    fraction = risk / np.where(has_cases, (a + c) / n, 1.0)
    spread = np.sqrt(e**2 * (p1 * (1 - p1) / n1 + p0 * (1 - p0) / n0) + (p1 - p0) ** 2 * e * (1 - e) / n)
    safe_c = np.where(has_bounds, c, 1.0)
    # The root is of a hair below nothing where all unexposed people and no other have the case.
    log_spread = np.sqrt(np.maximum(n1 - a + fraction * (a + n0 - c), 0.0) / (n * safe_c))
    left = np.where(has_bounds, 1 - fraction, 1.0)
    reasons = [table.reason != "", known & ~has_cases, has_cases & ~has_bounds]
    return AttributableRisk(
        value=np.where(known, risk * multiplier, np.nan),
        intervals={level: _get_normal(risk, get_z(level) * spread, has_cases, multiplier) for level in levels},
        fraction=np.where(has_cases, fraction, np.nan),
        fraction_intervals={level: _get_walter(left, get_z(level) * log_spread, has_bounds) for level in levels},
        method=np.where(has_cases, METHOD, ""),
        reason=np.select(reasons, [table.reason, NO_CASES, NO_UNEXPOSED_CASES], default=""),
        multiplier=multiplier,
    )


def _get_normal(value: Floats, reach: Floats, known: Mask, multiplier: float) -> Interval:
    lower, upper = (np.where(known, (value + side * reach) * multiplier, np.nan) for side in (-1, 1))
    return Interval(lower, upper)


def _get_walter(left: Floats, reach: Floats, known: Mask) -> Interval:
    lower, upper = (np.where(known, 1 - left * np.exp(side * reach), np.nan) for side in (1, -1))
    return Interval(lower, upper)
