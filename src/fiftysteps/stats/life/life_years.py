"""Years of life lost before a given age."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.estimates.rates import EXACT_BELOW, rate
from fiftysteps.stats.groups import Groups
from fiftysteps.stats.inputs import NAMED_FAULTS, check_confidence, check_multiplier
from fiftysteps.stats.life.ages import AgeBands, lay_out
from fiftysteps.stats.results import Floats, GroupedEstimate, Interval, Words

DOBSON_EXACT = "Dobson with exact Poisson"
DOBSON_BYAR = "Dobson with Byar"
# Directly standardised rates of fewer events are not published in England; this is one.
LEAST_DEATHS = 10


class NoYearsLost(StrEnum):
    """Why a rate of years of life lost is missing."""

    NO_DEATHS_KNOWN = "The deaths of an age band are missing."
    NO_POPULATION_KNOWN = "The population of an age band is missing."
    NO_POPULATION = "The population is zero."
    BAND_WITHOUT_POPULATION = "An age band has no population."
    FEW_DEATHS = "There are fewer than 10 deaths, too few for a standardised rate."


@dataclass(frozen=True, eq=False)
class YearsOfLifeLost(GroupedEstimate):
    """Years of life lost of each group: `value` is their rate. All arrays have shape (g,).

    `numerator` is the years lost, `denominator` the population below the age `to`.

    Attributes
    ----------
    years_intervals : mapping of float to Interval
        The intervals of the years lost themselves.
    deaths : ndarray of float
        The deaths below the age `to`.
    to : float
        The age before which years count as lost.
    """

    years_intervals: dict[float, Interval]
    deaths: Floats
    to: float


def years_of_life_lost(
    deaths: ArrayLike,
    population: ArrayLike,
    age: ArrayLike,
    groups: "ArrayLike | Groups | None" = None,
    *,
    to: float = 75,
    standard: ArrayLike | None = None,
    multiplier: float = 100_000,
    confidence: float | Sequence[float] = 0.95,
) -> YearsOfLifeLost:
    """Estimate the years of life lost to deaths before a given age, and their rate, plain or age-standardised.

    Parameters
    ----------
    deaths : array_like of float, shape (n,)
        Deaths in a group and age band, of all causes or of one. Not a number where missing.
    population : array_like of float, shape (n,)
        Population, or person-years at risk.
    age : array_like of float, shape (n,)
        The age at which the band starts. A band ends where the next starts; a last band that starts below `to` is taken
        to end there. Any bands will do, from any age; all groups need the same ones, each once, in any order.
        Bands from `to` on are left out.
    groups : array_like, shape (n,), optional
        The label of each row's group. Without labels all rows are one group.
    to : float, keyword-only
        The age before which years count as lost, usually 75: the start of a band, or an age in the last one.
    standard : array_like of float, shape (n,), optional, keyword-only
        The standard population of each row's band. With it the rate is directly standardised for age.
    multiplier : float, keyword-only
        100,000 for years lost per 100,000 people.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.

    Returns
    -------
    YearsOfLifeLost
        `value` is the rate per `multiplier` people below `to`, `numerator` the years lost, each with intervals. Where
        deaths are missing neither has a value. The rate alone is missing where the population is, or is zero; a
        standardised rate also where a band has no population or fewer than ten people died, as for directly
        standardised rates. `reason` says which.

        Nobody dead means no years lost, a lower bound of 0, and an upper bound at which all that chance may hide would
        have died in the band where a death weighs most.

    Raises
    ------
    ValueError
        A number is negative or infinite; an age or a standard population is missing; a group's standard populations are
        all zero; its bands come twice, or are not those of the other groups; `to` lies
        inside a band or before all; the multiplier is not positive; a level does not lie between 0 and 1; or the
        shapes do not fit together.

    Notes
    -----
    Each death counts the years from the middle of its band to `to` [1]_. Those authors count from age 1 to 70, so that
    infant deaths do not outweigh all else; to follow them, leave out the band of age 0.
    The standardised rate weighs each band's rate of years lost by its share of the standard population below `to`.

    Years lost are a weighted sum y of Poisson counts, with variance V = sum of w² D over the bands. The interval is
    that of [2]_: y + sqrt(V / D) (bound of D - D), with D the total deaths and the bound exact for D below 10, else
    Byar's, as for crude rates. With no deaths V is 0 and the upper bound is the greatest w times the exact bound of 0.

    References
    ----------
    .. [1] Romeder JM, McWhinnie JR (1977). Potential years of life lost between ages 1 and 70: an indicator of
       premature mortality for health planning. International Journal of Epidemiology 6: 143-151.
    .. [2] Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991). Confidence intervals for weighted sums of Poisson
       parameters. Statistics in Medicine 10: 457-462.
    .. [3] Centers for Disease Control and Prevention (2012). Principles of Epidemiology in Public Health Practice,
       third edition, lesson 3, section 3.

    Examples
    --------
    Deaths from leukaemia before 65 in the United States in 2002, from [3]_, which prints 117,033 years, and 0.5 per
    1,000 people.

    >>> deaths = [125, 316, 472, 471, 767, 1_459, 2_611]
    >>> thousands = [19_597, 41_037, 40_590, 39_928, 44_917, 40_084, 26_602]
    >>> people, starts = 1_000 * np.array(thousands), [0, 5, 15, 25, 35, 45, 55]
    >>> result = years_of_life_lost(deaths, people, starts, to=65, multiplier=1_000)
    >>> interval = result.years_intervals[0.95]
    >>> print(f"{result.numerator[0]:,.1f} years lost, likely between {interval.lower[0]:,.0f} "
    ...       f"and {interval.upper[0]:,.0f}: {result.value[0]:.1f} per 1,000 people under 65")
    117,032.5 years lost, likely between 113,210 and 120,927: 0.5 per 1,000 people under 65
    """
    levels = check_confidence(confidence)
    check_multiplier(multiplier)
    numbers = {"deaths": np.asarray(deaths, dtype=float), "population": np.asarray(population, dtype=float)}
    if standard is not None:
        numbers["standard"] = np.asarray(standard, dtype=float)
    bands = lay_out(age, groups, numbers, _name_missing(numbers.get("standard")))
    left = get_years_left(bands, to)
    died, people, *weighing = (bands.arrange(values)[:, : len(left)] for values in numbers.values())
    shares = _get_shares(weighing[0], bands) if weighing else None
    years_reason = np.where(np.isnan(died).any(axis=1), NoYearsLost.NO_DEATHS_KNOWN.value, "")
    reason = _get_reasons(died, people, standardised=bool(weighing))
    sums = _sum_deaths(died, np.broadcast_to(left, died.shape), years_reason == "")
    rates = _sum_deaths(died, _get_weights(left, people, shares, reason == ""), reason == "")
    return YearsOfLifeLost(
        value=_hide(reason, rates.value * multiplier),
        intervals=_get_intervals(rates, reason, levels, multiplier),
        method=np.where(reason == "", np.where(rates.deaths < EXACT_BELOW, DOBSON_EXACT, DOBSON_BYAR), ""),
        reason=reason,
        numerator=_hide(years_reason, sums.value),
        denominator=people.sum(axis=1),
        multiplier=multiplier,
        groups=bands.groups.labels,
        years_intervals=_get_intervals(sums, years_reason, levels, 1.0),
        deaths=died.sum(axis=1),
        to=to,
    )


def get_years_left(bands: AgeBands, to: float) -> Floats:
    """Return the years from the middle of each band to the age `to`, for the bands that start before it.

    Raises
    ------
    ValueError
        No band starts before `to`, or it lies inside a band.
    """
    starts = bands.starts[bands.starts < to]
    if not starts.size or not np.isfinite(to):
        raise ValueError(f"to: {to:g} is not an age after the start of the first band")
    if len(starts) < len(bands.starts) and bands.starts[len(starts)] != to:
        raise ValueError(f"to: {to:g} lies inside the band from {starts[-1]:g} to {bands.starts[len(starts)]:g}")
    middles: Floats = (starts + np.append(starts[1:], to)) / 2
    return to - middles


@dataclass(frozen=True, eq=False)
class _Sums:
    """A weighted sum of deaths for each group, its variance, the deaths in it and the heaviest weight; shape (g,)."""

    value: Floats
    variance: Floats
    deaths: Floats
    heaviest: Floats


def _sum_deaths(died: Floats, weights: Floats, known: NDArray[np.bool_]) -> _Sums:
    safe = np.where(known[:, None], died, 0.0)
    value, variance = (weights * safe).sum(axis=1), (weights**2 * safe).sum(axis=1)
    return _Sums(value, variance, safe.sum(axis=1), weights.max(axis=1))


def _get_intervals(sums: _Sums, reason: Words, levels: tuple[float, ...], multiplier: float) -> dict[float, Interval]:
    some = sums.deaths > 0
    scale = np.sqrt(np.where(some, sums.variance, 0.0) / np.where(some, sums.deaths, 1.0))
    scale = np.where(some, scale, sums.heaviest)

    def stretch(bound: Floats) -> Floats:
        return _hide(reason, (sums.value + scale * (bound - sums.deaths)) * multiplier)

    counts = rate(sums.deaths, 1, confidence=levels, multiplier=1).intervals
    return {level: Interval(stretch(count.lower), stretch(count.upper)) for level, count in counts.items()}


def _hide(reason: Words, values: Floats) -> Floats:
    return np.where(reason == "", values, np.nan)


def _get_weights(left: Floats, people: Floats, shares: Floats | None, known: NDArray[np.bool_]) -> Floats:
    """Return the years per person that one death in each band of each group adds to the rate; shape (g, b)."""
    safe = np.where(known[:, None], people, 1.0)
    weights: Floats = left / safe.sum(axis=1, keepdims=True) if shares is None else left * shares / safe
    return weights


def _get_shares(standard: Floats, bands: AgeBands) -> Floats:
    totals = standard.sum(axis=1, keepdims=True)
    empty = bands.groups.labels[totals[:, 0] == 0][:NAMED_FAULTS].tolist()
    if empty:
        raise ValueError(f"standard: no population before the age asked for in {', '.join(map(repr, empty))}")
    shares: Floats = standard / totals
    return shares


def _name_missing(standard: Floats | None) -> list[str]:
    if standard is None:
        return []
    return [f"standard, element {i}: it is missing" for i in np.flatnonzero(np.isnan(standard))[:NAMED_FAULTS]]


def _get_reasons(died: Floats, people: Floats, *, standardised: bool) -> Words:
    rules = {
        NoYearsLost.NO_DEATHS_KNOWN: np.isnan(died).any(axis=1),
        NoYearsLost.NO_POPULATION_KNOWN: np.isnan(people).any(axis=1),
        NoYearsLost.NO_POPULATION: people.sum(axis=1) == 0,
        NoYearsLost.BAND_WITHOUT_POPULATION: standardised & (people == 0).any(axis=1),
        NoYearsLost.FEW_DEATHS: standardised & (died.sum(axis=1) < LEAST_DEATHS),
    }
    return np.asarray(np.select(list(rules.values()), [reason.value for reason in rules], default=""))
