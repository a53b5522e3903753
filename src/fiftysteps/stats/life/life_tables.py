"""Life expectancy from abridged life tables."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.groups import Groups
from fiftysteps.stats.inputs import check_confidence
from fiftysteps.stats.life.ages import At, choose_ages, lay_out
from fiftysteps.stats.life.expectancies import (
    LifeExpectancy,
    NoExpectancy,
    Share,
    build_expectancy,
    build_life_table,
    get_intervals,
    get_years_to_come,
    is_too_wide,
)

CHIANG = "Chiang II with Silcocks's variance"


def life_expectancy(
    deaths: ArrayLike,
    population: ArrayLike,
    age: ArrayLike,
    groups: "ArrayLike | Groups | None" = None,
    *,
    confidence: float | Sequence[float] = 0.95,
    at: At = "all",
) -> LifeExpectancy:
    """Estimate life expectancy from deaths and population by age band, with Chiang's second method.

    Parameters
    ----------
    deaths : array_like of float, shape (n,)
        Deaths in a group and age band. Not a number where missing.
    population : array_like of float, shape (n,)
        Person-years at risk: the population, or the sum of the populations of the years that the deaths are of.
    age : array_like of float, shape (n,)
        The age in years at which the band starts. A band ends where the next starts, and the last is open: 0, 1, 5,
        ..., 85 stands for under 1, 1 to 4, 5 to 9, ..., 85 and over. Any bands will do, single years too; all groups
        need the same ones, each once, in any order.
    groups : array_like, shape (n,), optional
        The label of each row's group, of which each gets a life table. Without labels all rows are one group.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.
    at : "all", float or sequence of float, keyword-only
        The ages whose expectancy is wanted, each the start of a band; 0 for life expectancy at birth.

    Returns
    -------
    LifeExpectancy
        Years that a person of that age can expect still to live, shape (g, a): a row for each of g groups in the order
        of their first appearance, a column for each of a ages, which are in `ages`.

        A value is missing, and `reason` is one of the sentences of `NoExpectancy`, where in a group
        the deaths or the population of a band are missing, a band has no population, a band has more deaths than
        population, the population of all ages is 5,000 or fewer, or nobody died in the open band (whose expectancy is
        population over deaths): then all its ages are. A value is missing at a single age where its 95% interval is
        wider than 20 years; there the bounds stay, since they are the reason. The width of the 95% interval decides
        whatever levels are asked for.

        No deaths in another band are no fault: everybody survives it, and it adds nothing to the variance.

    Raises
    ------
    ValueError
        Deaths, population or age is negative or infinite, or an age is missing; a group's bands come twice, or
        are not those of the other groups; `at` names an age at which no band starts; a level does not lie between 0
        and 1; or the shapes do not fit together.

    Notes
    -----
    With deaths D, population P and n years in a band, M = D / P and the chance to die in it is
    q = n M / (1 + (1 - a) n M) [1]_, where a is the part of the band that those who die in it live: 0.1 in a first
    band of the single year 0, one half elsewhere. At a very high rate q would exceed 1; it is held at 1. A first band
    of 0 to 4 takes one half too, which puts infant deaths too late: give 0 and 1 to 4 where they are known.
    Life expectancy at the start of a band is e = n (1 - (1 - a) q) + (1 - q) e', with e' that of the next band, and
    1 / M in the open band.

    Its variance is v = ((1 - a) n + e')² q² (1 - q) / D + (1 - q)² v' [1]_, and 1 / (M² D) in the open band. Chiang
    left that last term out; it was added by [2]_, and [5]_, p. 404, derive it anew and show that it matters. The
    interval is normal, so for small numbers it may reach below 0; it is left as it is.

    The limit of 5,000 is from [3]_; [4]_ compares this with other methods for small areas. The table may start at any
    age, for instance at 65; then the limit holds for the population from there on.

    References
    ----------
    .. [1] Chiang CL (1968). The life table and its construction. In: Introduction to Stochastic Processes in
       Biostatistics, 189-214. New York: Wiley.
    .. [2] Silcocks PBS, Jenner DA, Reza R (2001). Life expectancy as a summary of mortality in a population:
       statistical considerations and suitability for use by health authorities. Journal of Epidemiology and Community
       Health 55: 38-43.
    .. [3] Toson B, Baker A (2003). Life Expectancy at Birth: Methodological Options for Small Populations. National
       Statistics Methodological Series 33. London: Office for National Statistics.
    .. [4] Eayres D, Williams ES (2004). Evaluation of methodologies for small area life expectancy estimation.
       Journal of Epidemiology and Community Health 58: 243-249.
    .. [5] Lo E, Vatnik D, Benedetti A, Bourbeau R (2016). Variance models of the last age interval and their impact on
       life expectancy at subnational scales. Demographic Research 35: 399-454.

    Examples
    --------
    A table small enough to follow by hand: 20 of 10,000 people under 50 and 100 of 2,500 older ones died in a year.
    At 50, that leaves 2,500 / 100 = 25 years. Of those born, 0.1 / 1.05 = 9.5% die under 50.

    >>> result = life_expectancy([20, 100], [10_000, 2_500], [0, 50])
    >>> interval = result.intervals[0.95]
    >>> for i, age in enumerate(result.ages):
    ...     years, lower, upper = result.value[0, i], interval.lower[0, i], interval.upper[0, i]
    ...     print(f"At {age:.0f}: {years:.1f} more years, likely between {lower:.1f} and {upper:.1f}")
    At 0: 70.2 more years, likely between 65.4 and 75.1
    At 50: 25.0 more years, likely between 20.1 and 29.9
    """
    levels = check_confidence(confidence)
    numbers = {"deaths": np.asarray(deaths, dtype=float), "population": np.asarray(population, dtype=float)}
    bands = lay_out(age, groups, numbers)
    chosen = choose_ages(bands, at)
    counts = bands.arrange(numbers["deaths"]), bands.arrange(numbers["population"])
    table = build_life_table(bands, *counts)
    everybody = Share(np.ones(counts[0].shape), np.zeros(counts[0].shape))
    years, variance = get_years_to_come(table, everybody, mortality_varies=True)
    wide = np.where(is_too_wide(variance), NoExpectancy.WIDE_INTERVAL.value, "")
    reason = np.where(table.reason[:, None] == "", wide, table.reason[:, None])
    return build_expectancy(bands, chosen, years, get_intervals(years, variance, levels), reason, CHIANG, counts)
