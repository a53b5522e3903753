"""Healthy life expectancy by Sullivan's method."""

from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.groups import Groups
from fiftysteps.stats.inputs import NAMED_FAULTS, check_confidence
from fiftysteps.stats.life.ages import At, choose_ages, lay_out
from fiftysteps.stats.life.expectancies import (
    LifeExpectancy,
    LifeTable,
    NoExpectancy,
    Share,
    build_expectancy,
    build_life_table,
    get_intervals,
    get_years_to_come,
    is_too_wide,
)
from fiftysteps.stats.results import Floats, Words

type Variance = Literal["prevalence", "prevalence and mortality"]
METHODS = {"prevalence": "Sullivan", "prevalence and mortality": "Sullivan with the variance of mortality"}


def healthy_life_expectancy(
    deaths: ArrayLike,
    population: ArrayLike,
    age: ArrayLike,
    healthy: ArrayLike,
    asked: ArrayLike,
    groups: "ArrayLike | Groups | None" = None,
    *,
    confidence: float | Sequence[float] = 0.95,
    at: At = "all",
    variance: Variance = "prevalence",
) -> LifeExpectancy:
    """Estimate the years that people can expect to live in good health, with Sullivan's method.

    Parameters
    ----------
    deaths, population, age : array_like of float, shape (n,)
        As for `life_expectancy`.
    healthy : array_like of float, shape (n,)
        People in the band who said that their health was good, in whatever sense the survey has. Not a number where
        missing.
    asked : array_like of float, shape (n,)
        People in the band who were asked.
    groups : array_like, shape (n,), optional
        The label of each row's group. Without labels all rows are one group.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.
    at : "all", float or sequence of float, keyword-only
        The ages whose expectancy is wanted, each the start of a band.
    variance : {"prevalence", "prevalence and mortality"}, keyword-only
        What the interval allows for: the sample of people asked, as the published guide has it, or the number of
        deaths too, which matters where few die.

    Returns
    -------
    LifeExpectancy
        Years in good health that a person of that age can expect, shape (g, a).

        A value is missing, with the reason, where life expectancy is (see there), where the answers of a band are
        missing or nobody in it was asked, and where its own 95% interval is wider than 20 years; in the last case, and
        where the interval of life expectancy is too wide, the bounds stay.

        A band in which all or none said that their health was good adds nothing to the variance.

    Raises
    ------
    ValueError
        More people are healthy than were asked, `variance` is unknown, or any of the reasons of `life_expectancy`.

    Notes
    -----
    With the share in good health s = healthy / asked and the life table's n, a, q and M (see `life_expectancy`), the
    years at the start of a band are h = s n (1 - (1 - a) q) + (1 - q) h', with h' those of the next band, and s / M in
    the open band [1]_.

    The variance of s is s (1 - s) / asked. That of h is the sum over this band and all later ones of L² Var(s), divided
    by l², with L the years lived in a band and l the survivors at its start. It leaves out the chance in the number
    of deaths, as equation 21 of [2]_ does (of which [3]_ is a later edition), since surveys are much smaller than
    populations. With "prevalence and mortality" the terms (s (1 - a) n + h')² Var(q) are added band by band, and
    s² / (M² D) in the open one, by the delta method; if everybody is healthy the interval is then that of life
    expectancy.

    If shares and their standard errors were modelled, or the sample was not simple, give asked = s (1 - s) / se² and
    healthy = s · asked: then the variance of s is se².

    References
    ----------
    .. [1] Sullivan DF (1971). A single index of mortality and morbidity. HSMHA Health Reports 86: 347-354.
    .. [2] European Concerted Action on Harmonization of Health Expectancy Calculation in Europe (1996, revised 1997).
       Practical Guide on Health Expectancy Calculation: "Sullivan Method". Tables 1 and 3.
    .. [3] Jagger C, Cox B, Le Roy S (2006). Health Expectancy Calculation by the Sullivan Method: A Practical Guide,
       third edition. EHEMU Technical Report 2006_3. Montpellier: European Health Expectancy Monitoring Unit.

    Examples
    --------
    France in 1991, from age 70: survivors, years lived, shares with a disability and their variances as printed in
    tables 1 and 3 of [2]_. Deaths are differences of survivors, in a population of the years lived.

    >>> deaths, lived = [6_956, 11_387, 18_093, 48_532], [408_793, 364_013, 290_533, 289_068]
    >>> share, variance = 1 - np.array([0.286, 0.370, 0.513, 0.710]), np.array([507, 675, 914, 805]) / 1e6
    >>> asked = share * (1 - share) / variance
    >>> result = healthy_life_expectancy(deaths, lived, [70, 75, 80, 85], share * asked, asked, at=70)
    >>> years, interval = result.value[0, 0], result.intervals[0.95]
    >>> print(f"{years:.1f} more years without a disability at 70, "
    ...       f"likely between {interval.lower[0, 0]:.1f} and {interval.upper[0, 0]:.1f}")
    8.8 more years without a disability at 70, likely between 8.3 and 9.2
    """
    levels = check_confidence(confidence)
    if variance not in get_args(Variance.__value__):
        raise ValueError(f'variance: {variance!r} is neither "prevalence" nor "prevalence and mortality"')
    given = {"deaths": deaths, "population": population, "healthy": healthy, "asked": asked}
    numbers = {name: np.asarray(values, dtype=float) for name, values in given.items()}
    bands = lay_out(age, groups, numbers, _name_excess(numbers["healthy"], numbers["asked"]))
    chosen = choose_ages(bands, at)
    died, people, well, answered = (bands.arrange(values) for values in numbers.values())
    table = build_life_table(bands, died, people)
    with_mortality = variance == "prevalence and mortality"
    years, spread = get_years_to_come(table, _get_share(well, answered), mortality_varies=with_mortality)
    reason = _get_reasons(table, well, answered, spread)
    intervals = get_intervals(years, spread, levels)
    return build_expectancy(bands, chosen, years, intervals, reason, METHODS[variance], (died, people))


def _name_excess(healthy: Floats, asked: Floats) -> list[str]:
    if healthy.shape != asked.shape:  # which the layout refuses in its own words
        return []
    faulty = np.flatnonzero(healthy > asked)[:NAMED_FAULTS]
    return [f"healthy, element {i}: {healthy.flat[i]:g} exceeds asked of {asked.flat[i]:g}" for i in faulty]


def _get_share(healthy: Floats, asked: Floats) -> Share:
    known = ~np.isnan(healthy) & (asked > 0)
    divisor = np.where(known, asked, 1.0)
    share = np.where(known, healthy, 0.0) / divisor
    return Share(share, share * (1 - share) / divisor)


def _get_reasons(table: LifeTable, healthy: Floats, asked: Floats, variance: Floats) -> Words:
    """Return why each band of each group has no value; shape (g, b)."""
    everybody = Share(np.ones(healthy.shape), np.zeros(healthy.shape))
    of_life = get_years_to_come(table, everybody, mortality_varies=True)[1]
    wide = is_too_wide(of_life) | is_too_wide(variance)
    unknown = (np.isnan(healthy) | np.isnan(asked)).any(axis=1, keepdims=True)
    nobody = (asked == 0).any(axis=1)[:, None]
    answers = np.select(
        [unknown, nobody, wide],
        [NoExpectancy.NO_ANSWERS_KNOWN.value, NoExpectancy.NOBODY_ASKED.value, NoExpectancy.WIDE_INTERVAL.value],
        default="",
    )
    return np.where(table.reason[:, None] == "", answers, table.reason[:, None])
