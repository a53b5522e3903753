"""Whether the last five values of a series rise or fall by more than chance, and whether that is good."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fiftysteps.core.periods import Period
from fiftysteps.evidence.intervals import KnownInterval, get_interval
from fiftysteps.evidence.models import Indicator, Method
from fiftysteps.evidence.observations import COMPARATOR, Observation, get_series
from fiftysteps.stats import Polarity, RecentTrend, TrendLabel, recent_trend

INDEX = "An index places areas anew each time, so its values of different years make no trend."
COMPARATORS = "These are values to compare with, such as a median of councils, and no series of people."
SEASONS = "Periods of less than a year have seasons, which this test would take for a trend."
KINDS = "The periods are of different kinds, such as calendar and financial years."
# Units of a place in an order, or of an index that is made anew: those of two editions are not on one scale.
PLACINGS = re.compile(r"rank(s|ing)?|(decile|quintile|quartile|tenth|fifth)s?|index|score.*|unit not stated")
NOT_WANTED = "Its values of different times are not comparable, as its definition says."


@dataclass(frozen=True)
class Trend:
    """The recent trend of a series.

    `label` is "increasing", "decreasing", "no significant change" or "cannot be calculated", `direction` is "getting
    better" or "getting worse", or empty. `reason` says why nothing can be calculated, or why a change that passes the
    test is not called a trend. `periods` are those that were tested, oldest first.
    """

    label: str
    direction: str = ""
    reason: str = ""
    method: str = ""
    periods: tuple[str, ...] = ()

    @property
    def is_known(self) -> bool:
        return self.label != TrendLabel.NOT_CALCULATED


def makes_series(indicator: Indicator) -> bool:
    """Whether its values of different times may be joined by a line.

    Not where its definition says so, and not where it is a rank, a decile or a score of an index: what moved from one
    edition of the Indices of Deprivation to the next may be the index.
    """
    if not indicator.recipe.get("trend", True):
        return False
    return indicator.method != Method.INDEX or not PLACINGS.fullmatch(indicator.unit)


def get_trend(
    indicator: Indicator, observations: Sequence[Observation], area: str, group_type: str = "", group: str = ""
) -> Trend:
    """Return the recent trend of one area and group.

    Parameters
    ----------
    indicator : Indicator
        Whose method and polarity it goes by.
    observations : sequence of Observation
        Its observations, of other areas and groups too.
    area, group_type, group : str
        Which series; no group is everyone.

    Notes
    -----
    Values that a source carried forward, and missing ones, are left out: what is left must still be five points with
    equal gaps. Proportions with both counts are tested by their counts, all else by its intervals: those of the
    source where it gives them.
    """
    if reason := _find_obstacle(indicator, group_type):
        return Trend(TrendLabel.NOT_CALCULATED, reason=reason)
    series = [
        row
        for row in get_series(observations, area=area, group_type=group_type, group=group)
        if not row.is_missing and not row.is_carried_forward
    ]
    kinds = {row.when.kind for row in series}
    if kinds & {"quarter", "month", "day"}:
        return Trend(TrendLabel.NOT_CALCULATED, reason=SEASONS)
    if len(kinds) > 1:
        return Trend(TrendLabel.NOT_CALCULATED, reason=KINDS)
    return _test(indicator, series) if series else Trend(TrendLabel.NOT_CALCULATED, reason="There are no values.")


def _find_obstacle(indicator: Indicator, group_type: str) -> str:
    if indicator.method == Method.INDEX:
        return INDEX
    if group_type == COMPARATOR:
        return COMPARATORS
    return "" if indicator.recipe.get("trend", True) else NOT_WANTED


def _test(indicator: Indicator, series: Sequence[Observation]) -> Trend:
    starts = [row.when.start.year for row in series]
    lengths = [_count_years(row.when) for row in series]
    polarity = Polarity(indicator.polarity)
    if indicator.method == Method.PROPORTION and all(_has_counts(row) for row in series):
        counts = [(row.count, row.denominator) for row in series]
        found = recent_trend(
            starts,
            kind="proportion",
            count=np.array([count for count, _ in counts], dtype=float),
            denominator=np.array([people for _, people in counts], dtype=float),
            length=lengths,
            polarity=polarity,
        )
        return _make(found, series)
    bounds = [get_interval(row, indicator) for row in series]
    found = recent_trend(
        starts,
        kind="other",
        value=np.array([row.value for row in series], dtype=float),
        lower=np.array([_get_lower(bound) for bound in bounds]),
        upper=np.array([_get_upper(bound) for bound in bounds]),
        length=lengths,
        polarity=polarity,
    )
    return _make(found, series)


def _has_counts(row: Observation) -> bool:
    return row.count is not None and row.denominator is not None and 0 <= row.count <= row.denominator


def _get_lower(bound: KnownInterval | None) -> float:
    return bound.lower if bound else float("nan")


def _get_upper(bound: KnownInterval | None) -> float:
    return bound.upper if bound else float("nan")


def _count_years(when: Period) -> int:
    # A financial year begins in one calendar year and ends in the next, and is one year long.
    return when.end.year - when.start.year + (0 if when.kind == "financial-year" else 1)


def _make(found: RecentTrend, series: Sequence[Observation]) -> Trend:
    tested = [series[row].period for row in found.rows[0].tolist() if row >= 0]
    return Trend(
        label=str(found.trend[0]),
        direction=str(found.direction[0]),
        reason=str(found.reason[0]),
        method=found.method,
        periods=tuple(tested),
    )
