"""Directly standardised rates: what an area's rate would be if its people had the ages of a standard population."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.estimates.bounds import get_byar_bounds
from fiftysteps.stats.estimates.frequencies import find_uneven, is_frequency, sum_one_frequency
from fiftysteps.stats.estimates.number_columns import (
    choose_reasons,
    get_rows,
    lacks,
    name_rows,
    refuse,
    scale,
    scale_bounds,
)
from fiftysteps.stats.groups import Groups, get_groups
from fiftysteps.stats.inputs import check_confidence, check_multiplier
from fiftysteps.stats.results import Floats, GroupedEstimate, Interval, Words

DOBSON = "Dobson with Byar"
DOBSON_REPEATED = "Dobson with Byar, for events that are not independent"
# Official indicators in England give no directly standardised rate of fewer than ten events: spread over the bands,
# they say hardly anything about the rate of any.
FEWEST_EVENTS = 10

NO_COUNT = "The count of a band is missing."
NO_POPULATION = "The population of a band is missing."
NO_STANDARD = "The standard population of a band is missing."
NO_FREQUENCY = "The event frequency of a row is missing."
EMPTY_BAND = "The population of a band is zero."
EMPTY_STANDARD = "The standard population is zero."
FEW_EVENTS = f"There are fewer than {FEWEST_EVENTS} events, too few for a directly standardised rate."


@dataclass(frozen=True, eq=False)
class Bands:
    """The rows of all groups: one for each band, or one for each band and event frequency."""

    count: Floats
    population: Floats
    standard: Floats
    frequency: Floats | None
    groups: Groups


@dataclass(frozen=True, eq=False)
class Sums:
    """The sums over each group's rows, shape (g,): `weighted` and `variance` are not yet divided by `standard`."""

    events: Floats
    population: Floats
    standard: Floats
    weighted: Floats
    variance: Floats


def directly_standardised_rate(
    count: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    groups: ArrayLike | Groups | None = None,
    *,
    multiplier: float = 100_000,
    confidence: float | Sequence[float] = 0.95,
    event_frequency: ArrayLike | None = None,
    missing_as_zero: bool = False,
) -> GroupedEstimate:
    """Estimate directly standardised rates with the intervals of Dobson and others, on Byar's.

    Parameters
    ----------
    count : array_like of float, shape (n,)
        The events of each row. A row is one band (of age, or of age and sex) of one group. Not a number where missing.
    population : array_like of float, shape (n,)
        The people, or person-years at risk, of the row's band.
    standard : array_like of float, shape (n,)
        The people of the row's band in the standard population, which may be any (see `get_standard`). Its unit does
        not matter. A band of zero has no weight: neither its events nor its people count.
    groups : array_like, shape (n,), or Groups, optional
        The label of each row's group. All rows are one group where it is left out.
    multiplier : float, keyword-only
        100,000 for a rate per 100,000.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.
    event_frequency : array_like of float, shape (n,), optional, keyword-only
        For events that one person can have more than once: how many events each person of the row had, a whole number
        from 1. Then a row is one band and one frequency of a group, and `count` is the number of **persons** who had
        that many events. Each frequency of a group needs every band, with the same population and standard population;
        a band in which nobody had that many events has a count of 0.
    missing_as_zero : bool, keyword-only
        Whether a missing count is read as none, as in a table that was made by counting events, where a band without
        any is blank. Otherwise a missing count makes its group missing.

    Returns
    -------
    GroupedEstimate
        Of shape (g,), in events per `multiplier`, in the order in which the groups first appear. `numerator` is the
        number of events, `denominator` the population. Value and bounds are not a number, and `reason` says why, where
        a count, a population, a standard population or a frequency is missing, a band has a population of zero, the
        standard population is zero, or there are fewer than ten events.

    Raises
    ------
    ValueError
        A number is negative or infinite, an event frequency is not a whole number from 1, the frequencies of a group
        differ in their populations or standard populations, the shapes do not fit together, a label is missing, a
        level does not lie between 0 and 1, or the multiplier is not positive. More events than people is no fault:
        events can recur.

    Notes
    -----
    With w the standard population, x the events and n the population of a band, and sums over a group's bands, the
    rate is sum(w x / n) / sum(w), and its variance is sum(w^2 x / n^2) / sum(w)^2, because a count is taken to be
    Poisson. The bounds of [1]_ are rate + sqrt(variance / O) (L - O), with O the group's events and L a bound of O by
    Byar's method ([2]_, p. 69): the interval of the unweighted count, stretched to the rate's standard deviation.

    For events that recur, persons are taken to be Poisson and not events. Of x persons who had f events each, the
    rate is f times and the variance f^2 times that of the persons; both are added over the frequencies.

    A missing count is not read as none unless `missing_as_zero` says so. PHEindicatormethods always reads it so, which
    makes a rate too low wherever a count is blank because it was hidden.

    References
    ----------
    .. [1] Dobson AJ, Kuulasmaa K, Eberle E, Scherer J (1991). Confidence intervals for weighted sums of Poisson
       parameters. Statistics in Medicine 10: 457-462.
    .. [2] Breslow NE, Day NE (1987). Statistical Methods in Cancer Research, volume II: The Design and Analysis of
       Cohort Studies. Lyon: International Agency for Research on Cancer.
    .. [3] Fleiss JL (1981). Statistical Methods for Rates and Proportions, second edition. New York: Wiley, p. 249.

    Examples
    --------
    Children born with Down's syndrome in Michigan, first children only, by the mother's age in six bands; the standard
    population is that of all children [3]_.

    >>> cases = [107, 141, 60, 40, 39, 25]
    >>> births = [230_061, 329_449, 114_920, 39_487, 14_208, 3_052]
    >>> all_births = [319_933, 931_318, 786_511, 488_235, 237_863, 61_313]
    >>> result = directly_standardised_rate(cases, births, all_births)
    >>> value, interval = result.value[0], result.intervals[0.95]
    >>> print(f"{value:.1f} per 100,000, likely between {interval.lower[0]:.1f} and {interval.upper[0]:.1f}")
    92.3 per 100,000, likely between 80.3 and 105.2

    Had the mothers of first children been as old as all mothers, 92 in 100,000 of these children would have had the
    condition. As young as they were, 56 in 100,000 had it.
    """
    levels = check_confidence(confidence)
    check_multiplier(multiplier)
    bands = _get_bands(count, population, standard, groups, event_frequency, missing_as_zero=missing_as_zero)
    sums = _sum_bands(bands)
    reason = _get_reasons(bands, sums)
    known = reason == ""
    value, bounds = _get_rates(sums, known, levels)
    return GroupedEstimate(
        value=scale(known, value, multiplier),
        intervals=scale_bounds(known, bounds, multiplier),
        method=np.where(known, DOBSON if bands.frequency is None else DOBSON_REPEATED, ""),
        reason=reason,
        numerator=sums.events,
        denominator=sums.population,
        multiplier=multiplier,
        groups=bands.groups.labels,
    )


def _get_bands(
    count: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    labels: ArrayLike | Groups | None,
    event_frequency: ArrayLike | None,
    *,
    missing_as_zero: bool,
) -> Bands:
    columns = {"count": count, "population": population, "standard": standard}
    if event_frequency is not None:
        columns["event_frequency"] = event_frequency
    events, people, weights, *rest = get_rows(columns)
    groups = get_groups(labels, len(events))
    frequency = rest[0] if rest else None
    if frequency is not None:
        _check_frequencies(groups, frequency, {"population": people, "standard": weights})
    if missing_as_zero:
        events = np.where(np.isnan(events), 0.0, events)
    return Bands(*_drop_idle(events, people, weights), weights, frequency, groups)


def _check_frequencies(groups: Groups, frequency: Floats, columns: dict[str, Floats]) -> None:
    refuse(
        name_rows(
            "event_frequency", ~is_frequency(frequency), lambda row: f"{frequency[row]:g} is not a whole number from 1"
        )
    )
    refuse(
        [
            f"{name}, element {row}: {said}"
            for name, values in columns.items()
            for row, said in zip(*find_uneven(groups, frequency, values), strict=False)
        ]
    )


def _drop_idle(events: Floats, people: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Return events and people without those of the bands that have no weight."""
    if weights.all():
        return events, people
    idle = weights == 0
    return np.where(idle, 0.0, events), np.where(idle, 0.0, people)


def _sum_bands(bands: Bands) -> Sums:
    groups, frequency = bands.groups, bands.frequency
    # A band without people makes its group missing; what is computed of it until then does not matter.
    with np.errstate(divide="ignore", invalid="ignore"):
        step = bands.standard / bands.population
        if not bands.standard.all():
            step = np.where(bands.standard == 0, 0.0, step)
        if frequency is not None:
            step *= frequency
        weighted = step * bands.count
        # Into the same room: at a million rows, new room costs more than the product.
        variance = np.multiply(weighted, step, out=step)
    if frequency is None:
        events, people, weights = (groups.sum(each) for each in (bands.count, bands.population, bands.standard))
    else:
        events = groups.sum(bands.count * frequency)
        people, weights = (sum_one_frequency(groups, frequency, each) for each in (bands.population, bands.standard))
    return Sums(events, people, weights, groups.sum(weighted), groups.sum(variance))


def _get_reasons(bands: Bands, sums: Sums) -> Words:
    groups = bands.groups
    empty = np.zeros(len(groups), dtype=bool)
    if not bands.population.all():
        empty = groups.any((bands.population == 0) & (bands.standard > 0))
    faults = {
        NO_COUNT: lacks(groups, bands.count),
        NO_POPULATION: lacks(groups, bands.population),
        NO_STANDARD: lacks(groups, bands.standard),
        EMPTY_BAND: empty,
        EMPTY_STANDARD: sums.standard == 0,
        FEW_EVENTS: sums.events < FEWEST_EVENTS,
    }
    if bands.frequency is not None:
        faults = {NO_FREQUENCY: lacks(groups, bands.frequency)} | faults
    return choose_reasons(faults)


def _get_rates(sums: Sums, known: NDArray[np.bool_], levels: Sequence[float]) -> tuple[Floats, dict[float, Interval]]:
    """Return rates and bounds per one person, with stand-ins where they are not known."""
    events = np.where(known, sums.events, FEWEST_EVENTS)
    standard = np.where(known, sums.standard, 1.0)
    value = np.where(known, sums.weighted, 0.0) / standard
    stretch = np.sqrt(np.where(known, sums.variance, 0.0) / events) / standard
    bounds = {}
    for level in levels:
        count = get_byar_bounds(events, level)
        bounds[level] = Interval(value + stretch * (count.lower - events), value + stretch * (count.upper - events))
    return value, bounds
