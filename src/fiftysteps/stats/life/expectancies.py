"""The arithmetic of abridged life tables: chances of dying, years to come, their variance, and why there are none."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.inputs import get_z
from fiftysteps.stats.life.ages import AgeBands
from fiftysteps.stats.results import Floats, GroupedEstimate, Interval, Words

# Those who die in their first year live a tenth of it on average, since most die within days; in other bands deaths are
# taken to spread evenly. These are the fractions of England's published life expectancies of areas.
FIRST_YEAR_FRACTION, FRACTION = 0.1, 0.5
# Below some 5,000 person-years life tables are unstable and their intervals too narrow (Toson & Baker 2003).
LEAST_POPULATION = 5_000
# The published indicators hide an expectancy whose 95% interval spans more years, whatever the levels asked for.
WIDEST_INTERVAL = 20


class NoExpectancy(StrEnum):
    """Why an expectancy is missing."""

    NO_DEATHS_KNOWN = "The deaths of an age band are missing."
    NO_POPULATION_KNOWN = "The population of an age band is missing."
    BAND_WITHOUT_POPULATION = "An age band has no population."
    MORE_DEATHS_THAN_PEOPLE = "An age band has more deaths than population."
    SMALL_POPULATION = "The population of all ages is 5,000 or fewer."
    NO_DEATHS_IN_OPEN_BAND = "Nobody died in the open age band."
    WIDE_INTERVAL = "The 95% interval is wider than 20 years."
    NO_ANSWERS_KNOWN = "The answers of an age band are missing."
    NOBODY_ASKED = "Nobody was asked in an age band."


@dataclass(frozen=True, eq=False)
class LifeExpectancy(GroupedEstimate):
    """An expectancy of each group at each age. All arrays but `groups` and `ages` have shape (g, a).

    `numerator` and `denominator` are the deaths and the population at that age and over, `multiplier` is 1. Where the
    interval is too wide `value` is missing but the bounds stay, since they are the reason.

    Attributes
    ----------
    ages : ndarray of float, shape (a,)
        The ages at which the expectancies start.
    """

    ages: Floats


@dataclass(frozen=True, eq=False)
class LifeTable:
    """Life tables of g groups with b bands, the last of them open. Groups without one hold stand-ins.

    Attributes
    ----------
    reason : ndarray of str, shape (g,)
        Why a group has no life table; empty where it has one.
    widths, fractions : ndarray of float, shape (b - 1,)
        Years in each closed band, and which part of them those who die in it live on average.
    dying, dying_variance : ndarray of float, shape (g, b - 1)
        The chance to die in each closed band of those who reach it, and its variance.
    last_years, last_variance : ndarray of float, shape (g,)
        Years to come of those who reach the open band, and their variance.
    """

    reason: Words
    widths: Floats
    fractions: Floats
    dying: Floats
    dying_variance: Floats
    last_years: Floats
    last_variance: Floats


def build_life_table(bands: AgeBands, deaths: Floats, population: Floats) -> LifeTable:
    """Return the life tables of deaths and populations of shape (g, b)."""
    reason = _get_reasons(deaths, population)
    known = (reason == "")[:, None]
    died, people = np.where(known, deaths, 1.0), np.where(known, population, 1.0)
    closed, rate = died[:, :-1], died / people
    fractions = np.full(len(bands.widths), FRACTION)
    fractions[(bands.starts[:-1] == 0) & (bands.widths == 1)] = FIRST_YEAR_FRACTION
    exposed = bands.widths * rate[:, :-1]
    # At very high rates the formula exceeds 1, and fewer than none would be left. Then all who reach it die there.
    dying = np.minimum(exposed / (1 + (1 - fractions) * exposed), 1.0)
    # Without deaths the chance is 0, and so is its variance; 1 stands in for the divisor.
    dying_variance = dying**2 * (1 - dying) / np.where(closed > 0, closed, 1.0)
    last_years = 1 / rate[:, -1]
    return LifeTable(reason, bands.widths, fractions, dying, dying_variance, last_years, last_years**2 / died[:, -1])


def _get_reasons(deaths: Floats, population: Floats) -> Words:
    rules = {
        NoExpectancy.NO_DEATHS_KNOWN: np.isnan(deaths).any(axis=1),
        NoExpectancy.NO_POPULATION_KNOWN: np.isnan(population).any(axis=1),
        NoExpectancy.BAND_WITHOUT_POPULATION: (population == 0).any(axis=1),
        NoExpectancy.MORE_DEATHS_THAN_PEOPLE: (deaths > population).any(axis=1),
        NoExpectancy.SMALL_POPULATION: population.sum(axis=1) <= LEAST_POPULATION,
        NoExpectancy.NO_DEATHS_IN_OPEN_BAND: deaths[:, -1:].sum(axis=1) == 0,
    }
    return np.asarray(np.select(list(rules.values()), [reason.value for reason in rules], default=""))


@dataclass(frozen=True, eq=False)
class Share:
    """The share of years that counts in each band, and its variance; shape (g, b)."""

    value: Floats
    variance: Floats


def get_years_to_come(table: LifeTable, share: Share, *, mortality_varies: bool) -> tuple[Floats, Floats]:
    """Return the years to come that count and their variance, at the start of each band; shape (g, b).

    The years from one age on follow from those at the next: years = share · lived + alive · next, where lived are the
    years in the band of one who reaches it. The variance is that of this sum by the delta method.
    """
    years, variance = np.empty_like(share.value), np.empty_like(share.value)
    varies = 1.0 if mortality_varies else 0.0
    years[:, -1] = share.value[:, -1] * table.last_years
    variance[:, -1] = table.last_years**2 * share.variance[:, -1]
    variance[:, -1] += varies * share.value[:, -1] ** 2 * table.last_variance
    # Each band needs the one above it: a loop over bands, of which there are few, and never over groups.
    for band in range(len(table.widths) - 1, -1, -1):
        dying, lost = table.dying[:, band], table.widths[band] * (1 - table.fractions[band])
        lived = table.widths[band] - lost * dying
        weight = share.value[:, band] * lost + years[:, band + 1]
        years[:, band] = share.value[:, band] * lived + (1 - dying) * years[:, band + 1]
        variance[:, band] = lived**2 * share.variance[:, band] + (1 - dying) ** 2 * variance[:, band + 1]
        variance[:, band] += varies * weight**2 * table.dying_variance[:, band]
    return years, variance


def get_intervals(years: Floats, variance: Floats, levels: tuple[float, ...]) -> dict[float, Interval]:
    """Return the normal intervals of each level."""
    error = np.sqrt(variance)
    return {level: Interval(years - get_z(level) * error, years + get_z(level) * error) for level in levels}


def is_too_wide(variance: Floats) -> NDArray[np.bool_]:
    """Return where the 95% interval spans more years than the published indicators show."""
    return 2 * get_z(0.95) * np.sqrt(variance) > WIDEST_INTERVAL


def build_expectancy(
    bands: AgeBands,
    chosen: NDArray[np.int64],
    years: Floats,
    intervals: Mapping[float, Interval],
    reason: Words,
    method: str,
    counts: tuple[Floats, Floats],
) -> LifeExpectancy:
    """Return the result at the chosen bands. `reason` and `counts` (deaths, population) have shape (g, b)."""

    def choose(values: Floats) -> Floats:
        return values[:, chosen]

    why = reason[:, chosen]
    hidden = why == NoExpectancy.WIDE_INTERVAL.value
    missing = (why != "") & ~hidden
    bounds = {
        level: Interval(np.where(missing, np.nan, choose(i.lower)), np.where(missing, np.nan, choose(i.upper)))
        for level, i in intervals.items()
    }
    deaths, population = (choose(np.cumsum(count[:, ::-1], axis=1)[:, ::-1]) for count in counts)
    return LifeExpectancy(
        value=np.where(missing | hidden, np.nan, choose(years)),
        intervals=bounds,
        method=np.where(missing, "", method),
        reason=why,
        numerator=deaths,
        denominator=population,
        multiplier=1.0,
        groups=bands.groups.labels,
        ages=bands.starts[chosen],
    )
