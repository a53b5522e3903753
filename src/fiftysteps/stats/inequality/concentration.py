"""The concentration index: how far something gathers among those who are better or worse off."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Groups, get_groups
from fiftysteps.stats.inequality.ridits import Ranks, get_ranks, get_shares
from fiftysteps.stats.inputs import check_confidence, get_z
from fiftysteps.stats.results import Floats, Interval, Words
from fiftysteps.stats.rows import check_rows, find_out_of_range, get_reasons, get_rows

METHOD = "Kakwani, Wagstaff and van Doorslaer"
NO_VALUE = "A value is missing."
NO_RANK = "A rank is missing."
NO_POPULATION = "A population is missing."
NO_SE = "A standard error is missing."
ALL_ZERO = "All values are zero, so nothing can gather anywhere."
TOO_FEW = "Fewer than two ranks have people in them."


@dataclass(frozen=True, eq=False)
class ConcentrationIndex:
    """The concentration index of each group, all arrays of shape (g,).

    Attributes
    ----------
    value, se : ndarray of float
        The index, between -1 and 1, and its standard error; not a number where missing.
    intervals : mapping of float to Interval
        Its intervals, keyed by the level of confidence.
    mean : ndarray of float
        The average value of each group's people.
    method, reason : ndarray of str
        The name of the interval's method, and why something is missing.
    groups : ndarray
        The label of each group.
    """

    value: Floats
    se: Floats
    intervals: Mapping[float, Interval]
    mean: Floats
    method: Words
    reason: Words
    groups: NDArray[np.generic]


def concentration_index(
    value: ArrayLike,
    rank: ArrayLike,
    population: ArrayLike | None = None,
    groups: ArrayLike | Groups | None = None,
    *,
    se: ArrayLike | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> ConcentrationIndex:
    """Estimate the concentration index of each group, from people or from ranked quantiles of them.

    Parameters
    ----------
    value : array_like of float, shape (n,)
        What may gather somewhere: a rate, a proportion or a number of each row's people, from 0. Not a number where
        missing.
    rank : array_like of float, shape (n,)
        How well off they are, from the worst off up: a deprivation decile with 1 the most deprived, or an income. Only
        the order counts. Rows of one rank share the middle of their place.
    population : array_like of float, shape (n,)
        How many people a row stands for, or its survey weight. One each where it is left out.
    groups : array_like or Groups, shape (n,)
        The label of each row's group, such as its area. All rows are one group where it is left out.
    se : array_like of float, shape (n,), keyword-only
        Standard errors of the values, where rows are quantiles of many people: see the notes.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.

    Returns
    -------
    ConcentrationIndex
        One index for each group: below zero where the value gathers among the worse off, above where among the better
        off, zero where nowhere. A group with a value, rank or population missing has none, nor has one with all values
        zero or people in fewer than two ranks. One with a standard error missing has no interval.

    Raises
    ------
    ValueError
        A number is negative or infinite (a rank may be negative), or the arguments are not of one length.

    Notes
    -----
    With f the share of a row's people, m the mean and R the ridit, the index is C = 2 / m · sum(f · y · R) - 1. Its
    variance is [1]_ (sum(f · a²) - (1 + C)²) / n, with a = y / m · (2R - 1 - C) + 2 - q' - q, q' and q being the shares
    of the total value below and up to the row. n is the number of rows with people. Where standard errors are given,
    rows are quantiles: n is the number of people, and 1 / m² · sum(f² · se² · (2R - 1 - C)²) is added for what varies
    within them. The interval is the normal one.

    Of a proportion, the index cannot reach -1 or 1: its bounds shrink as the proportion grows, so two areas with
    different proportions are compared with care.

    References
    ----------
    .. [1] Kakwani N, Wagstaff A, van Doorslaer E (1997). Socioeconomic inequalities in health: measurement,
       computation, and statistical inference. Journal of Econometrics 77: 87-103.
    .. [2] O'Donnell O, van Doorslaer E, Wagstaff A, Lindelow M (2008). Analyzing Health Equity Using Household Survey
       Data. Washington DC: World Bank, chapter 8.

    Examples
    --------
    Deaths under five years per 1,000 births in India from 1982 to 1992, by fifths of wealth from the poorest [2]_.

    >>> deaths = [154.7, 152.9, 119.5, 86.9, 54.3]
    >>> births = [29_939, 28_776, 26_528, 24_689, 19_739]
    >>> result = concentration_index(deaths, [1, 2, 3, 4, 5], births)
    >>> print(f"{result.value[0]:.4f}: below zero, so children of the poor died more often")
    -0.1694: below zero, so children of the poor died more often
    """
    levels = check_confidence(confidence)
    weights = np.ones(np.shape(value)) if population is None else population
    given = {"value": value, "rank": rank, "population": weights, **({} if se is None else {"se": se})}
    rows = get_rows(**given)
    own = get_groups(groups, len(rows["value"]))
    check_rows(find_out_of_range(rows, ["rank"]))
    return _estimate(rows, own, levels)


def _estimate(rows: Mapping[str, Floats], groups: Groups, levels: Sequence[float]) -> ConcentrationIndex:
    value, people = np.nan_to_num(rows["value"]), np.nan_to_num(rows["population"])
    ranks = get_ranks(rows["rank"], groups)
    shares = get_shares(people, groups)
    mean = groups.sum(shares * value)
    reason = _get_reasons(rows, mean, ranks, groups)
    known = reason == ""
    relative = value / np.where(mean > 0, mean, 1.0)[groups.codes]
    ridits = ranks.get_midpoints(shares)
    index = 2 * groups.sum(shares * relative * ridits) - 1
    se = np.sqrt(_get_variance(rows, shares, relative, ridits, ranks.get_midpoints(shares * relative), index, groups))
    lacks_se = known & np.isnan(se)
    bounds = {
        level: Interval(*(np.where(known, index + side * get_z(level) * se, np.nan) for side in (-1, 1)))
        for level in levels
    }
    return ConcentrationIndex(
        value=np.where(known, index, np.nan),
        se=np.where(known, se, np.nan),
        intervals=bounds,
        mean=np.where(known, mean, np.nan),
        method=np.where(known & ~lacks_se, METHOD, ""),
        reason=np.where(lacks_se, NO_SE, reason),
        groups=groups.labels,
    )


def _get_reasons(rows: Mapping[str, Floats], mean: Floats, ranks: Ranks, groups: Groups) -> Words:
    missing = {
        NO_VALUE: np.isnan(rows["value"]),
        NO_RANK: np.isnan(rows["rank"]),
        NO_POPULATION: np.isnan(rows["population"]),
    }
    reason = get_reasons(groups, missing)
    has_people = rows["population"] > 0
    # The blocks of a group are numbered one after the other, so two of them differ where the ends do.
    first = np.full(len(groups), np.iinfo(np.int64).max)
    last = np.full(len(groups), -1)
    np.minimum.at(first, groups.codes[has_people], ranks.block[has_people])
    np.maximum.at(last, groups.codes[has_people], ranks.block[has_people])
    reason = np.where((reason == "") & (last <= first), TOO_FEW, reason)
    return np.where((reason == "") & (mean == 0), ALL_ZERO, reason)


def _get_variance(
    rows: Mapping[str, Floats],
    shares: Floats,
    relative: Floats,
    ridits: Floats,
    below: Floats,
    index: Floats,
    groups: Groups,
) -> Floats:
    """Return the variance of the index. `below` is the share of the total value below the middle of each row's rank."""
    tilt = 2 * ridits - 1 - index[groups.codes]
    a = relative * tilt + 2 - 2 * below
    # Rounding can leave what is nothing a hair below it.
    between = np.maximum(groups.sum(shares * a**2) - (1 + index) ** 2, 0.0)
    if "se" not in rows:
        number = groups.sum((rows["population"] > 0).astype(float))
        return np.asarray(between / np.maximum(number, 1.0))
    mean = groups.sum(shares * np.nan_to_num(rows["value"]))
    within = groups.sum((shares * rows["se"] * tilt) ** 2) / np.where(mean > 0, mean, 1.0) ** 2
    people = groups.sum(np.nan_to_num(rows["population"]))
    return np.asarray(between / np.where(people > 0, people, 1.0) + within)
