"""Theil's index: how unevenly something is spread over people, within categories of them and between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Groups, get_groups
from fiftysteps.stats.inequality.ridits import get_shares
from fiftysteps.stats.inputs import check_confidence, get_z
from fiftysteps.stats.results import Floats, Interval, Words
from fiftysteps.stats.rows import check_rows, find_out_of_range, get_reasons, get_rows

METHOD = "Theil T"
NO_VALUE = "A value is missing."
NO_POPULATION = "A population is missing."
NO_SE = "A standard error is missing, or stands at a value of zero, where the formula has no answer."
NOBODY = "Nobody is there."
ALL_ZERO = "All values are zero, so there is nothing to spread."


@dataclass(frozen=True, eq=False)
class Theil:
    """Theil's index of each group, all arrays of shape (g,).

    Attributes
    ----------
    value : ndarray of float
        The index, from 0 up; not a number where missing.
    intervals : mapping of float to Interval
        Its intervals, keyed by the level of confidence; empty where no standard errors were given.
    between, within : ndarray of float
        Its parts: between the categories, and within them. Not a number where there are no categories.
    method, reason : ndarray of str
        The name of the method, and why something is missing.
    groups : ndarray
        The label of each group.
    """

    value: Floats
    intervals: Mapping[float, Interval]
    between: Floats
    within: Floats
    method: Words
    reason: Words
    groups: NDArray[np.generic]


def theil(
    value: ArrayLike,
    population: ArrayLike | None = None,
    groups: ArrayLike | Groups | None = None,
    *,
    category: ArrayLike | Groups | None = None,
    se: ArrayLike | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> Theil:
    """Estimate Theil's index T of each group, and its parts between and within categories.

    Parameters
    ----------
    value : array_like of float, shape (n,)
        What is spread: a rate or a number of each row's people, from 0. Not a number where missing.
    population : array_like of float, shape (n,)
        How many people a row stands for, or its weight. One each where it is left out.
    groups : array_like or Groups, shape (n,)
        The label of each row's group, such as its region: each gets an index. All rows are one group where it is left
        out.
    category : array_like or Groups, shape (n,), keyword-only
        The category of each row, such as an ethnic group or a borough, over which the index is taken apart.
    se : array_like of float, shape (n,), keyword-only
        Standard errors of the values, which are taken to be independent. They give an interval.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1, of the interval.

    Returns
    -------
    Theil
        One index for each group: 0 where everyone has the same, and the more the less even. A group with a value or
        population missing has none, nor has one of nobody, or with all values zero. One with a standard error missing,
        or above zero at a value of zero, has no interval. A row of nobody plays no part; a value of zero counts with
        its people.

    Raises
    ------
    ValueError
        A number is negative or infinite, a label is missing, or the arguments are not of one length.

    Notes
    -----
    With f the share of a row's people and r its value over the mean, T = sum(f · r · log r), and 0 · log 0 is 0 [1]_.
    Of categories with the share F and the mean's ratio R, the part between is sum(F · R · log R), and that within is
    sum(F · R · T of the category): the two add up to T [2]_. Its variance from standard errors is
    sum((f / m · (log r - T) · se)²), m being the mean (the delta method). The index cannot be below zero, so the lower
    bound is cut there; close to zero the interval is a rough guide. Chance differences alone raise the index, the more
    the smaller the numbers behind each value.

    References
    ----------
    .. [1] Theil H (1967). Economics and Information Theory. Amsterdam: North-Holland.
    .. [2] Shorrocks AF (1980). The class of additively decomposable inequality measures. Econometrica 48: 613-625.

    Examples
    --------
    One person of two has everything: the index is the logarithm of 2, the most it can be.

    >>> print(f"{theil([0, 10]).value[0]:.4f}")
    0.6931

    Rates of four wards in two boroughs, all of one size (illustrative figures).

    >>> result = theil([10, 30, 20, 60], category=["East", "East", "West", "West"])
    >>> between = 100 * result.between[0] / result.value[0]
    >>> print(f"{between:.0f}% of the unevenness lies between the boroughs, the rest within them")
    30% of the unevenness lies between the boroughs, the rest within them
    """
    levels = check_confidence(confidence)
    weights = np.ones(np.shape(value)) if population is None else population
    rows = get_rows(value=value, population=weights, **({} if se is None else {"se": se}))
    own = get_groups(groups, len(rows["value"]))
    parts = None if category is None else _cross(own, get_groups(category, len(rows["value"])))
    check_rows(find_out_of_range(rows))
    return _estimate(rows, own, parts, levels)


def _cross(groups: Groups, categories: Groups) -> Groups:
    """Return the categories of each group, numbered all through."""
    return get_groups(groups.codes * max(len(categories), 1) + categories.codes, len(groups.codes))


def _estimate(rows: Mapping[str, Floats], groups: Groups, parts: Groups | None, levels: Sequence[float]) -> Theil:
    value, people = np.nan_to_num(rows["value"]), np.nan_to_num(rows["population"])
    shares = get_shares(people, groups)
    mean = groups.sum(shares * value)
    reason = _get_reasons(rows, people, mean, groups)
    known = reason == ""
    safe_mean = np.where(mean > 0, mean, 1.0)[groups.codes]
    relative = value / safe_mean
    # Rounding can leave what is nothing a hair below it, here and within.
    total = np.maximum(groups.sum(shares * _spread(relative)), 0.0)
    between = np.full(len(groups), np.nan) if parts is None else _get_between(shares, relative, groups, parts)
    bounds: dict[float, Interval] = {}
    error = np.zeros(len(groups))
    if "se" in rows:
        error = _get_error(shares / safe_mean, relative, rows["se"], total, groups)
        bounds = {level: _get_bounds(np.where(known, total, np.nan), get_z(level) * error) for level in levels}
    return Theil(
        value=np.where(known, total, np.nan),
        intervals=bounds,
        between=np.where(known, between, np.nan),
        within=np.where(known, np.maximum(total - between, 0.0), np.nan),
        method=np.where(known, METHOD, ""),
        reason=np.where(known & np.isnan(error), NO_SE, reason),
        groups=groups.labels,
    )


def _get_reasons(rows: Mapping[str, Floats], people: Floats, mean: Floats, groups: Groups) -> Words:
    missing = {NO_VALUE: np.isnan(rows["value"]), NO_POPULATION: np.isnan(rows["population"])}
    reason = get_reasons(groups, missing)
    reason = np.where((reason == "") & (groups.sum(people) == 0), NOBODY, reason)
    return np.where((reason == "") & (mean == 0), ALL_ZERO, reason)


def _spread(relative: Floats) -> Floats:
    """Return r · log r, which is 0 at 0."""
    return relative * np.log(np.where(relative > 0, relative, 1.0))


def _get_between(shares: Floats, relative: Floats, groups: Groups, parts: Groups) -> Floats:
    share = parts.sum(shares)
    part_relative = parts.sum(shares * relative) / np.where(share > 0, share, 1.0)
    within = np.bincount(groups.codes[parts.first], weights=share * _spread(part_relative), minlength=len(groups))
    return within.astype(np.float64)


def _get_error(weights: Floats, relative: Floats, se: Floats, total: Floats, groups: Groups) -> Floats:
    """Return the standard error of the index; not a number where a value of zero has one, the slope being endless."""
    is_open = (relative == 0) & (weights > 0) & (se > 0)
    logs = np.where(is_open, np.nan, np.log(np.where(relative > 0, relative, 1.0)))
    return np.asarray(np.sqrt(groups.sum((weights * (logs - total[groups.codes]) * se) ** 2)))


def _get_bounds(total: Floats, reach: Floats) -> Interval:
    return Interval(np.maximum(total - reach, 0.0), total + reach)
