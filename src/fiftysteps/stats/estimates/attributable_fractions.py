"""Levin's population attributable fraction, from a prevalence and a relative risk that come from elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.inputs import check_confidence
from fiftysteps.stats.results import Floats, Interval, Words
from fiftysteps.stats.rows import Mask, RowFault, check_rows, find_out_of_range

NO_PREVALENCE = "The prevalence is missing."
NO_RISK = "The relative risk is missing."
NO_END = "Everybody is exposed and nobody of them has any risk, so the fraction has no end."
NO_BOUND = "A bound is missing, or makes a fraction that has no end."
METHOD = "Levin; substitution"


@dataclass(frozen=True, eq=False)
class AttributableFraction:
    """Levin's population attributable fraction, all arrays of one shape.

    Attributes
    ----------
    value : ndarray of float
        The part of all cases that would not have happened had nobody been exposed; not a number where missing.
    intervals : mapping of float to Interval
        Its interval at the level of the bounds; empty where none were given.
    method, reason : ndarray of str
        The name of the method, and why something is missing.
    prevalence, relative_risk : ndarray of float
        The inputs.
    """

    value: Floats
    intervals: Mapping[float, Interval]
    method: Words
    reason: Words
    prevalence: Floats
    relative_risk: Floats


def attributable_fraction(
    prevalence: ArrayLike,
    relative_risk: ArrayLike,
    *,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    prevalence_lower: ArrayLike | None = None,
    prevalence_upper: ArrayLike | None = None,
    confidence: float = 0.95,
) -> AttributableFraction:
    """Estimate the population attributable fraction by Levin's formula.

    Parameters
    ----------
    prevalence : array_like of float, shape (...)
        The part of the population that is exposed, between 0 and 1. Not a number where missing.
    relative_risk : array_like of float, shape (...)
        The risk of the exposed over that of the unexposed, from 0. All shapes are broadcast against each other.
    lower, upper : array_like of float, shape (...), keyword-only
        Bounds of the relative risk. Without them there is no interval.
    prevalence_lower, prevalence_upper : array_like of float, shape (...), keyword-only
        Bounds of the prevalence, at the same level. Without them the prevalence is taken to be known exactly.
    confidence : float, keyword-only
        The level of the bounds, and so of the interval.

    Returns
    -------
    AttributableFraction
        Of the broadcast shape: 0 where nobody is exposed or the relative risk is 1, below zero where exposure protects.
        Missing where the prevalence or the relative risk is, or where everybody is exposed and the relative risk is 0,
        for which the formula has no end; where only a bound is missing or such, the interval alone is missing.

    Raises
    ------
    ValueError
        A number is negative or infinite, a prevalence or its bound is above 1, a bound lies on the wrong side of its
        value, one of two bounds is left out or the prevalence's are given without the relative risk's, the level does
        not lie between 0 and 1, or the shapes do not fit together.

    Notes
    -----
    With p the prevalence and R the relative risk, the fraction is p (R - 1) / (1 + p (R - 1)) [1]_. It grows with R, so
    that R's bounds put into the formula give its bounds, p being known [2]_. Where p has bounds too, the distances that
    each input's bounds alone would make are squared and added on the scale of -log(1 - fraction), as is done for other
    functions of two independent estimates [3]_.

    Relative risks that were adjusted for other exposures give a fraction that is off: the formula is for crude ones.

    References
    ----------
    .. [1] Levin ML (1953). The occurrence of lung cancer in man. Acta Unio Internationalis Contra Cancrum 9: 531-541.
    .. [2] Daly LE (1998). Confidence limits made easy: interval estimation using a substitution method.
       American Journal of Epidemiology 147: 783-790.
    .. [3] Zou GY, Donner A (2008). Construction of confidence limits about effect measures: a general approach.
       Statistics in Medicine 27: 1693-1702.

    Examples
    --------
    A fifth of a town smokes, and smoking makes a disease three times as likely, or from two to four and a half
    (illustrative figures).

    >>> result = attributable_fraction(0.2, 3, lower=2, upper=4.5)
    >>> part, interval = 100 * result.value, result.intervals[0.95]
    >>> print(f"{part:.0f}% of cases, likely between {100 * interval.lower:.0f}% and {100 * interval.upper:.0f}%")
    29% of cases, likely between 17% and 41%
    """
    (level,) = check_confidence(confidence)
    check_fraction_options(lower, upper, prevalence_lower, prevalence_upper)
    given = {
        "prevalence": prevalence,
        "relative_risk": relative_risk,
        "lower": lower,
        "upper": upper,
        "prevalence_lower": prevalence_lower,
        "prevalence_upper": prevalence_upper,
    }
    named = {name: np.asarray(values, dtype=float) for name, values in given.items() if values is not None}
    numbers = dict(zip(named, (one.copy() for one in np.broadcast_arrays(*named.values())), strict=True))
    flat = {name: values.ravel() for name, values in numbers.items()}
    check_rows([*find_out_of_range(flat), *find_fraction_faults(flat)])
    return _estimate(numbers, level)


def check_fraction_options(lower: object, upper: object, prevalence_lower: object, prevalence_upper: object) -> None:
    """Raise ValueError where bounds do not go together."""
    if (lower is None) is not (upper is None):
        raise ValueError("lower: give both lower and upper bounds, or neither")
    if (prevalence_lower is None) is not (prevalence_upper is None):
        raise ValueError("prevalence_lower: give both lower and upper bounds, or neither")
    if prevalence_lower is not None and lower is None:
        raise ValueError("prevalence_lower: an interval needs the relative risk's bounds too")


def find_fraction_faults(rows: Mapping[str, Floats]) -> list[RowFault]:
    """Return prevalences above 1 and bounds on the wrong side of their value."""
    faults = [_build_high_fault(name, values) for name, values in rows.items() if name.startswith("prevalence")]
    for name, value, is_wrong, said in (
        ("lower", "relative_risk", np.greater, "exceeds"),
        ("upper", "relative_risk", np.less, "is below"),
        ("prevalence_lower", "prevalence", np.greater, "exceeds"),
        ("prevalence_upper", "prevalence", np.less, "is below"),
    ):
        if name in rows:
            faults.append(_build_fault(name, rows[name], rows[value], is_wrong(rows[name], rows[value]), said))
    return faults


def _build_high_fault(name: str, values: Floats) -> RowFault:
    return RowFault(name, values > 1, lambda i: f"{values[i]:g} is above 1, which no prevalence is")


def _build_fault(name: str, bounds: Floats, values: Floats, mask: Mask, said: str) -> RowFault:
    return RowFault(name, mask, lambda i: f"{bounds[i]:g} {said} its value of {values[i]:g}")


def _estimate(numbers: Mapping[str, Floats], level: float) -> AttributableFraction:
    prevalence, risk = numbers["prevalence"], numbers["relative_risk"]
    value = _close(_measure(prevalence, risk))
    masks = [np.isnan(prevalence), np.isnan(risk), np.isnan(value)]
    reason = np.asarray(np.select(masks, [NO_PREVALENCE, NO_RISK, NO_END], default=""))
    intervals = {level: _get_bounds(numbers, reason == "")} if "lower" in numbers else {}
    lacks_bound = np.zeros(value.shape, dtype=bool)
    for interval in intervals.values():
        lacks_bound = (reason == "") & np.isnan(interval.lower + interval.upper)
    return AttributableFraction(
        value=value,
        intervals=intervals,
        method=np.where(reason == "", METHOD, ""),
        reason=np.where(lacks_bound, NO_BOUND, reason),
        prevalence=prevalence,
        relative_risk=risk,
    )


def _close(measures: Floats) -> Floats:
    """Return the fractions, not a number where they have no end."""
    return -np.expm1(-np.where(np.isinf(measures), np.nan, measures))


def _measure(prevalence: Floats, risk: Floats) -> Floats:
    """Return -log(1 - fraction); it is infinitely low where everybody is exposed and has no risk."""
    with np.errstate(divide="ignore"):
        return np.log1p(prevalence * (risk - 1))


def _get_bounds(numbers: Mapping[str, Floats], known: Mask) -> Interval:
    prevalence, risk = numbers["prevalence"], numbers["relative_risk"]
    centre = np.where(known, _measure(prevalence, risk), np.nan)
    moved = [[_measure(prevalence, numbers[side]) for side in ("lower", "upper")]]
    if "prevalence_lower" in numbers:
        moved.append([_measure(numbers[f"prevalence_{side}"], risk) for side in ("lower", "upper")])
    down = np.sqrt(sum(np.maximum(centre - np.minimum(*pair), 0.0) ** 2 for pair in moved))
    up = np.sqrt(sum(np.maximum(np.maximum(*pair) - centre, 0.0) ** 2 for pair in moved))
    return Interval(_close(centre - down), _close(centre + up))
