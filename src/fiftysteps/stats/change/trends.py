"""Whether the last five points of a series rise or fall by more than chance."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.change.trend_fit import fit_trend
from fiftysteps.stats.change.trend_inputs import TrendKind, get_measured, get_series
from fiftysteps.stats.change.trend_points import NoTrend, choose_points
from fiftysteps.stats.comparisons.comparing import Polarity
from fiftysteps.stats.groups import Codes, Groups
from fiftysteps.stats.results import Floats, Words

# Chi-square with one degree of freedom at 99.8%, as the published rule has it.
CRITICAL = 9.54953570608324
ONE_POINT = "Without one of the points the slope is level or turns the other way."
METHODS = {TrendKind.PROPORTION: "Cochran-Armitage", TrendKind.OTHER: "weighted least squares"}


class TrendLabel(StrEnum):
    """What can be said of a recent trend."""

    INCREASING = "increasing"
    DECREASING = "decreasing"
    NO_CHANGE = "no significant change"
    NOT_CALCULATED = "cannot be calculated"


class TrendDirection(StrEnum):
    """What a trend means where one direction is better."""

    BETTER = "getting better"
    WORSE = "getting worse"


@dataclass(frozen=True, eq=False)
class RecentTrend:
    """The recent trend of each of g groups.

    Attributes
    ----------
    trend : ndarray of str, shape (g,)
        "increasing", "decreasing", "no significant change" or "cannot be calculated" (`TrendLabel`).
    direction : ndarray of str, shape (g,)
        "getting better" or "getting worse" (`TrendDirection`); empty where there is no trend, or no better direction.
    statistic : ndarray of float, shape (g,)
        Chi-square with one degree of freedom; not a number where it cannot be calculated.
    slope : ndarray of float, shape (g,)
        Change from one point to the next: of the logit for proportions, otherwise of the value.
    reason : ndarray of str, shape (g,)
        Why a trend cannot be calculated (`NoTrend`), or why one that passes the test is not called a trend.
    rows : ndarray of int, shape (g, 5)
        The rows that the trend is told from, earliest first; -1 where there are fewer.
    groups : ndarray, shape (g,)
        The label of each group, in the order in which the groups first appear.
    kind, polarity, method
        What was asked for, and the name of the test.
    """

    trend: Words
    direction: Words
    statistic: Floats
    slope: Floats
    reason: Words
    rows: Codes
    groups: NDArray[np.generic]
    kind: TrendKind
    polarity: Polarity
    method: str


def recent_trend(
    period: ArrayLike,
    *,
    kind: TrendKind | str,
    count: ArrayLike | None = None,
    denominator: ArrayLike | None = None,
    value: ArrayLike | None = None,
    se: ArrayLike | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    groups: "ArrayLike | Groups | None" = None,
    length: ArrayLike = 1,
    carried_forward: ArrayLike | None = None,
    break_before: ArrayLike | None = None,
    polarity: Polarity | str = Polarity.NONE,
    older_divisor: bool = False,
) -> RecentTrend:
    """Tell the recent trend of each group from its last five independent points.

    Parameters
    ----------
    period : array_like of int, shape (n,)
        The first time unit of each row's period: its year, or a count of quarters, months or days. In any order.
    kind : {"proportion", "other"}, keyword-only
        What the values are. There is no kind for ranks and deciles, on purpose: a rank moves when others move, so its
        change says nothing of the area, it has no standard error, and the deprivation deciles of two releases are not
        on one scale. Never give them as "other".
    count, denominator : array_like of float, shape (n,), keyword-only
        For proportions: people with the characteristic, and people among whom they were counted.
    value : array_like of float, shape (n,), keyword-only
        For the other kinds. With proportions it is not needed; where it is given and missing, so is the point.
    se : array_like of float, shape (n,), keyword-only
        For the other kinds: the standard error of each value. Or else:
    lower, upper : array_like of float, shape (n,), keyword-only
        For the other kinds: the 95% interval of each value, from which its standard error is taken.
    groups : array_like or Groups, shape (n,), keyword-only
        The label of each row's series; all rows are one series where it is left out.
    length : array_like of int, shape () or (n,), keyword-only
        How many time units a period lasts: 3 for three years together.
    carried_forward : array_like of bool, shape (n,), keyword-only
        True where a value only repeats an earlier one because none was measured. Such a row is left out.
    break_before : array_like of bool, shape (n,), keyword-only
        True at the first row after a change of definition or source.
    polarity : {"higher", "lower", "none"}, keyword-only
        Which direction is better.
    older_divisor : bool, keyword-only
        True takes a standard error as the interval's width over 3.92, as the older service did, not over 2 z(0.975).

    Returns
    -------
    RecentTrend
        One element for each group. A trend cannot be calculated, and `reason` says so, where there are fewer than five
        independent points, the gaps between the last five differ, the series breaks among them, a period stands twice,
        periods differ in length, a value, count, denominator, standard error or bound of the five is missing, a
        denominator or standard error is zero, or a count is zero or equals its denominator. A missing value is not
        skipped for an earlier one: then the trend would no longer be recent.

    Raises
    ------
    ValueError
        The kind or polarity is unknown; an input that the kind needs is not given, or standard errors are given twice
        over; a period is missing or no whole number; a length is below 1; a count, denominator or standard error is
        negative; a count exceeds its denominator; a lower bound exceeds its upper bound; anything is infinite; or the
        shapes do not fit.

    Notes
    -----
    Independent points do not overlap. From rolling periods (2016-18, 2017-19, ...) the latest is taken, then the latest
    that ends before it begins, and so on. The service that publishes the markers [1]_ does not test rolling periods
    or periods of less than a year at all. Here it is for the caller to leave out what has seasons.

    With x = 0 to 4 for the five points, proportions are tested by the chi-square for trend of Cochran [2]_ and Armitage
    [3]_: (sum (c - n P) (x - m))^2 / (P (1 - P) sum n (x - m)^2), where P = sum c / sum n and m = sum n x / sum n. The
    direction is that of the unweighted least squares slope of log(c / (n - c)). Other values are fitted by least
    squares with the weights w = 1 / se^2, and chi-square = slope^2 sum w (x - m)^2, where m = sum w x / sum w.

    A trend is significant when chi-square > 9.5495 (one degree of freedom, 99.8%) and every slope with one of the five
    points left out has the sign of the slope of all five.

    The R package PHEindicatormethods tells a trend from points with a year missing between them; here, as the rule has
    it, unequal gaps have none.

    References
    ----------
    .. [1] Office for Health Improvement and Disparities. Fingertips trend markers. In: Fingertips Public Health
       Technical Guidance.
    .. [2] Cochran WG (1954). Some methods for strengthening the common chi-square tests. Biometrics 10: 417-451.
    .. [3] Armitage P (1955). Tests for linear trends in proportions and frequencies. Biometrics 11: 375-386.
    .. [4] Agresti A (2002). Categorical Data Analysis, 2nd edition. Hoboken: Wiley.

    Examples
    --------
    Malformations among children by their mothers' drinks a day, in five classes. With equal steps between the classes
    they show no trend [4]_, which prints 1.83 for the chi-square:

    >>> counts, births = [48, 38, 5, 1, 1], [17114, 14502, 793, 127, 38]
    >>> result = recent_trend([1, 2, 3, 4, 5], kind="proportion", count=counts, denominator=births)
    >>> print(f"{result.trend[0]}: chi-square {result.statistic[0]:.2f}")
    no significant change: chi-square 1.83

    A rate per 1,000 that fell year by year, each with a standard error of 0.5:

    >>> rates = [30.1, 28.9, 28.4, 26.8, 25.9]
    >>> result = recent_trend(range(2019, 2024), kind="other", value=rates, se=[0.5] * 5, polarity="lower")
    >>> print(f"{result.trend[0]} and {result.direction[0]}, by {-result.slope[0]:.1f} a year")
    decreasing and getting better, by 1.1 a year
    """
    kind, polarity = TrendKind(kind), Polarity(polarity)
    series = get_series(period, length, groups, carried_forward, break_before)
    measured = get_measured(kind, len(series.start), count, denominator, value, se, lower, upper, older_divisor)
    points = choose_points(series)
    told = np.flatnonzero(points.reason == "")
    reason, rows = points.reason.astype(object), points.rows[told]
    reason[told] = _get_reasons(measured.fault[rows])
    told = np.flatnonzero(reason == "")
    fit = fit_trend(kind, measured.first[points.rows[told]], measured.second[points.rows[told]])
    passed = fit.statistic > CRITICAL
    trend = np.full(len(reason), str(TrendLabel.NOT_CALCULATED), dtype=object)
    trend[told] = _name_trends(passed & fit.steady, fit.slope)
    reason[told[passed & ~fit.steady]] = ONE_POINT
    return RecentTrend(
        trend=trend.astype(str),
        direction=_name_directions(trend.astype(str), polarity),
        statistic=_spread(fit.statistic, told, len(reason)),
        slope=_spread(fit.slope, told, len(reason)),
        reason=reason.astype(str),
        rows=points.rows,
        groups=series.groups.labels,
        kind=kind,
        polarity=polarity,
        method=METHODS[kind],
    )


def _get_reasons(faults: NDArray[np.int64]) -> NDArray[np.object_]:
    """Return for each group the first of the reasons that hold for one of its points; faults count from 1."""
    every = np.array(["", *NoTrend], dtype=object)
    lasting = np.where(faults == 0, len(every), faults).min(axis=1, initial=len(every))
    return every[np.where(lasting == len(every), 0, lasting)]


def _name_trends(significant: NDArray[np.bool_], slope: Floats) -> Words:
    names = [str(TrendLabel.INCREASING), str(TrendLabel.DECREASING)]
    return np.asarray(np.select([significant & (slope > 0), significant], names, default=str(TrendLabel.NO_CHANGE)))


def _name_directions(trend: Words, polarity: Polarity) -> Words:
    if polarity is Polarity.NONE:
        return np.full(len(trend), "")
    better, worse = TrendLabel.INCREASING, TrendLabel.DECREASING
    if polarity is Polarity.LOWER:
        better, worse = worse, better
    names = [str(TrendDirection.BETTER), str(TrendDirection.WORSE)]
    return np.asarray(np.select([trend == str(better), trend == str(worse)], names, default=""))


def _spread(values: Floats, places: Codes, length: int) -> Floats:
    result = np.full(length, np.nan)
    result[places] = values
    return result
