"""Indirectly standardised ratios and rates: events observed against those that a reference's rates would bring."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.estimates.number_columns import (
    choose_reasons,
    get_rows,
    lacks,
    name_rows,
    refuse,
    scale,
    scale_bounds,
)
from fiftysteps.stats.estimates.rates import BYAR, EXACT, EXACT_BELOW, get_event_bounds
from fiftysteps.stats.groups import Groups, get_groups
from fiftysteps.stats.inputs import check_confidence, check_multiplier
from fiftysteps.stats.results import Floats, GroupedEstimate, Interval, Words

type CountPer = Literal["row", "group"]

NO_COUNT = "The count of a band is missing."
NO_TOTAL = "The count of the group is missing."
NO_POPULATION = "The population of a band is missing."
NO_REFERENCE_COUNT = "The reference count of a band is missing."
NO_REFERENCE_POPULATION = "The reference population of a band is missing."
EMPTY_REFERENCE = "The reference population of a band is zero."
NONE_EXPECTED = "No events are expected."


@dataclass(frozen=True, eq=False)
class IndirectlyStandardisedRate(GroupedEstimate):
    """An indirectly standardised rate for each group. `numerator` is what was observed, `denominator` the expected.

    Attributes
    ----------
    reference_rate : ndarray of float, shape (g,)
        The crude rate of each group's reference, in units of `multiplier`.
    """

    reference_rate: Floats


@dataclass(frozen=True, eq=False)
class Expected:
    """What was observed in each group, what its reference's rates would bring, and why one of them is missing."""

    observed: Floats
    expected: Floats
    reference_rate: Floats
    reason: Words
    groups: Groups


def indirectly_standardised_ratio(
    count: ArrayLike,
    population: ArrayLike,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    groups: ArrayLike | Groups | None = None,
    *,
    multiplier: float = 1.0,
    confidence: float | Sequence[float] = 0.95,
    count_per: CountPer = "row",
    missing_as_zero: bool = False,
) -> GroupedEstimate:
    """Estimate indirectly standardised ratios, with exact intervals for fewer than ten events and Byar's otherwise.

    Parameters
    ----------
    count : array_like of float, shape (n,)
        The events of each row. A row is one band (of age, or of age and sex) of one group. Not a number where missing.
    population : array_like of float, shape (n,)
        The people, or person-years at risk, of the row's band. Where there are none, no events are expected.
    reference_count, reference_population : array_like of float, shape (n,)
        The events and the people of the row's band in the reference, such as England. They are given for each row, so
        that groups may have references of their own.
    groups : array_like, shape (n,), or Groups, optional
        The label of each row's group. All rows are one group where it is left out.
    multiplier : float, keyword-only
        1 for a ratio, 100 for one in per cent, as mortality ratios are often given.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.
    count_per : {"row", "group"}, keyword-only
        "group" where only the group's total is known: every row of the group then carries that total.
    missing_as_zero : bool, keyword-only
        Whether a missing count, population or reference count is read as none, as in a table that was made by counting,
        where a band without any is blank. Otherwise what is missing makes its group missing.

    Returns
    -------
    GroupedEstimate
        Of shape (g,), in units of `multiplier`, in the order in which the groups first appear. `numerator` is what was
        observed, `denominator` what was expected; `method` names "exact Poisson" or "Byar". Value and bounds are not a
        number, and `reason` says why, where a number is missing, a reference population is zero, or nothing is
        expected. No events give a ratio of 0 with a lower bound of 0.

    Raises
    ------
    ValueError
        A number is negative or infinite, rows of one group have different totals where `count_per` is "group", the
        shapes do not fit together, a label is missing, a level does not lie between 0 and 1, the multiplier is not
        positive, or `count_per` is unknown.

    Notes
    -----
    With n the population, X the reference count and N the reference population of a band, E = sum(n X / N) events are
    expected. The ratio is O / E, with O the events observed, and its bounds are those of O divided by E: chi-square
    quantiles where O is less than ten, else Byar's ([1]_, p. 69). The reference's own uncertainty plays no part, so
    it must be much larger than the group.

    A missing number is not read as none unless `missing_as_zero` says so. PHEindicatormethods always reads it so.

    References
    ----------
    .. [1] Breslow NE, Day NE (1987). Statistical Methods in Cancer Research, volume II: The Design and Analysis of
       Cohort Studies. Lyon: International Agency for Research on Cancer.
    .. [2] Fleiss JL (1981). Statistical Methods for Rates and Proportions, second edition. New York: Wiley, p. 249.

    Examples
    --------
    Children born with Down's syndrome in Michigan, first children only, by the mother's age in six bands, against all
    children [2]_.

    >>> cases, all_cases = [107, 141, 60, 40, 39, 25], [136, 396, 411, 428, 628, 530]
    >>> births = [230_061, 329_449, 114_920, 39_487, 14_208, 3_052]
    >>> all_births = [319_933, 931_318, 786_511, 488_235, 237_863, 61_313]
    >>> result = indirectly_standardised_ratio(cases, births, all_cases, all_births)
    >>> value, interval = result.value[0], result.intervals[0.95]
    >>> print(f"{value:.2f}, likely between {interval.lower[0]:.2f} and {interval.upper[0]:.2f}")
    1.04, likely between 0.94 and 1.14

    The condition was no more common in first children than their mothers' ages would lead one to expect.
    """
    levels = check_confidence(confidence)
    check_multiplier(multiplier)
    columns = _name_columns(count, population, reference_count, reference_population)
    found = _get_expected(columns, groups, count_per, missing_as_zero=missing_as_zero)
    return GroupedEstimate(**_build_fields(found, np.ones(len(found.groups)), levels, multiplier))


def indirectly_standardised_rate(
    count: ArrayLike,
    population: ArrayLike,
    reference_count: ArrayLike,
    reference_population: ArrayLike,
    groups: ArrayLike | Groups | None = None,
    *,
    multiplier: float = 100_000,
    confidence: float | Sequence[float] = 0.95,
    count_per: CountPer = "row",
    missing_as_zero: bool = False,
) -> IndirectlyStandardisedRate:
    """Estimate indirectly standardised rates: the ratio of observed to expected, times the reference's crude rate.

    Parameters
    ----------
    count, population, reference_count, reference_population : array_like of float, shape (n,)
        As for `indirectly_standardised_ratio`. A group needs every band of its reference, because the reference's crude
        rate is that of the group's rows.
    groups : array_like, shape (n,), or Groups, optional
        The label of each row's group. All rows are one group where it is left out.
    multiplier : float, keyword-only
        100,000 for a rate per 100,000.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.
    count_per : {"row", "group"}, keyword-only
        "group" where every row carries its group's total.
    missing_as_zero : bool, keyword-only
        Whether a missing count, population or reference count is read as none.

    Returns
    -------
    IndirectlyStandardisedRate
        Of shape (g,), in events per `multiplier`, otherwise as for `indirectly_standardised_ratio`; `reference_rate` is
        the reference's crude rate.

    Raises
    ------
    ValueError
        As for `indirectly_standardised_ratio`.

    Notes
    -----
    With O observed and E expected events, and X events among N people in the reference, the rate is
    O / E * sum(X) / sum(N), and its bounds are those of the ratio times the same rate ([1]_, p. 69, for Byar's). Two
    such rates rest on the ages of two different areas, so each may be compared with the reference, but not with one
    another.

    References
    ----------
    .. [1] Breslow NE, Day NE (1987). Statistical Methods in Cancer Research, volume II: The Design and Analysis of
       Cohort Studies. Lyon: International Agency for Research on Cancer.
    .. [2] Fleiss JL (1981). Statistical Methods for Rates and Proportions, second edition. New York: Wiley, p. 249.

    Examples
    --------
    Children born with Down's syndrome in Michigan, first children only, by the mother's age in six bands, against all
    children [2]_.

    >>> cases, all_cases = [107, 141, 60, 40, 39, 25], [136, 396, 411, 428, 628, 530]
    >>> births = [230_061, 329_449, 114_920, 39_487, 14_208, 3_052]
    >>> all_births = [319_933, 931_318, 786_511, 488_235, 237_863, 61_313]
    >>> result = indirectly_standardised_rate(cases, births, all_cases, all_births)
    >>> value, interval = result.value[0], result.intervals[0.95]
    >>> print(f"{value:.1f} per 100,000, likely between {interval.lower[0]:.1f} and {interval.upper[0]:.1f}")
    93.0 per 100,000, likely between 84.3 and 102.5
    >>> print(f"{result.reference_rate[0]:.1f} per 100,000 of all children")
    89.5 per 100,000 of all children
    """
    levels = check_confidence(confidence)
    check_multiplier(multiplier)
    columns = _name_columns(count, population, reference_count, reference_population)
    found = _get_expected(columns, groups, count_per, missing_as_zero=missing_as_zero)
    reference_rate = scale(found.reason == "", found.reference_rate, multiplier)
    fields = _build_fields(found, found.reference_rate, levels, multiplier)
    return IndirectlyStandardisedRate(**fields, reference_rate=reference_rate)


def find_uneven_totals(groups: Groups, totals: Floats) -> tuple[NDArray[np.bool_], Floats]:
    """Return which rows carry another total than the first row of their group, and what that one carries."""
    expected = totals[groups.first][groups.codes]
    return (totals != expected) & ~(np.isnan(totals) & np.isnan(expected)), expected


def _name_columns(
    count: ArrayLike, population: ArrayLike, reference_count: ArrayLike, reference_population: ArrayLike
) -> dict[str, ArrayLike]:
    return {
        "count": count,
        "population": population,
        "reference_count": reference_count,
        "reference_population": reference_population,
    }


def _get_expected(
    columns: Mapping[str, ArrayLike], labels: ArrayLike | Groups | None, count_per: CountPer, *, missing_as_zero: bool
) -> Expected:
    if count_per not in {"row", "group"}:
        raise ValueError(f'count_per: "{count_per}" is neither "row" nor "group"')
    count, people, events, reference = get_rows(columns)
    groups = get_groups(labels, len(count))
    if missing_as_zero:
        count, people, events = (np.where(np.isnan(each), 0.0, each) for each in (count, people, events))
    observed = _get_totals(groups, count) if count_per == "group" else groups.sum(count)
    # A band without people in its reference makes its group missing; what is computed of it does not matter.
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = groups.sum(events / reference * people)
        reference_rate = groups.sum(events) / groups.sum(reference)
    empty = np.zeros(len(groups), dtype=bool) if reference.all() else groups.any(reference == 0)
    faults = {
        NO_TOTAL if count_per == "group" else NO_COUNT: np.isnan(observed),
        NO_POPULATION: lacks(groups, people),
        NO_REFERENCE_COUNT: lacks(groups, events),
        NO_REFERENCE_POPULATION: lacks(groups, reference),
        EMPTY_REFERENCE: empty,
        NONE_EXPECTED: expected == 0,
    }
    return Expected(observed, expected, reference_rate, choose_reasons(faults), groups)


def _get_totals(groups: Groups, totals: Floats) -> Floats:
    uneven, expected = find_uneven_totals(groups, totals)
    refuse(name_rows("count", uneven, lambda row: f"{totals[row]:g} is not the total of its group, {expected[row]:g}"))
    return totals[groups.first]


def _build_fields(
    found: Expected, reference_rate: Floats, levels: Sequence[float], multiplier: float
) -> dict[str, Any]:
    """Return the fields of the result, the ratio being multiplied by `reference_rate`."""
    known = found.reason == ""
    observed = np.where(known, found.observed, 0.0)
    factor = np.where(known, reference_rate, 0.0) / np.where(known, found.expected, 1.0)
    bounds = {}
    for level in levels:
        events = get_event_bounds(observed, level)
        bounds[level] = Interval(events.lower * factor, events.upper * factor)
    return {
        "value": scale(known, observed * factor, multiplier),
        "intervals": scale_bounds(known, bounds, multiplier),
        "method": np.where(known, np.where(observed < EXACT_BELOW, EXACT, BYAR), ""),
        "reason": found.reason,
        "numerator": found.observed,
        "denominator": found.expected,
        "multiplier": multiplier,
        "groups": found.groups.labels,
    }
