"""Which five points a recent trend is told from, and why a group has no such five."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.groups import Codes, Groups

# The published rule tests the most recent five points (Office for Health Improvement and Disparities, Fingertips trend
# markers), so that a marker speaks of now and a single odd year can still be told from a trend.
POINTS = 5

type Mask = NDArray[np.bool_]


class NoTrend(StrEnum):
    """Why a trend cannot be calculated. Where several reasons hold, the first of these is given."""

    MIXED_LENGTHS = "The periods differ in length."
    REPEATED_PERIOD = "A period stands more than once."
    TOO_FEW = "There are fewer than five independent points."
    BREAK = "The series breaks among the last five points."
    UNEQUAL_GAPS = "The gaps between the last five points differ."
    NO_VALUE = "A value among the last five points is missing."
    ZERO_DENOMINATOR = "A denominator among the last five points is zero."
    ZERO_COUNT = "A count among the last five points is zero, so its logit has no value."
    FULL_COUNT = "A count among the last five points equals its denominator, so its logit has no value."
    NO_STANDARD_ERROR = "A standard error or bound among the last five points is missing."
    ZERO_STANDARD_ERROR = "A standard error among the last five points is zero."


@dataclass(frozen=True, eq=False)
class Series:
    """Rows of several series, each of shape (n,): the first and the number of time units of each row's period."""

    start: Codes
    length: Codes
    groups: Groups
    carried_forward: Mask
    break_before: Mask


@dataclass(frozen=True, eq=False)
class Points:
    """The rows of the last five independent points of each group, shape (g, 5), -1 where there is none; and why not."""

    rows: Codes
    reason: NDArray[np.str_]


def choose_points(series: Series) -> Points:
    """Return the last five independent points of each group.

    The latest point is taken, then the latest that ends before it begins, and so on, carried-forward rows left out.
    """
    order = np.lexsort((series.start, series.groups.codes))
    kept = order[~series.carried_forward[order]]
    rows = _step_back(series, kept)
    faults = [
        (NoTrend.MIXED_LENGTHS, _find_mixed_lengths(series, kept)),
        (NoTrend.REPEATED_PERIOD, _find_repeated(series, order)),
        (NoTrend.TOO_FEW, (rows < 0).any(axis=1)),
        (NoTrend.BREAK, _find_breaks(series, order, rows)),
        (NoTrend.UNEQUAL_GAPS, _find_unequal_gaps(series, rows)),
    ]
    reason = np.select([mask for _, mask in faults], [str(why) for why, _ in faults], default="")
    return Points(rows, np.asarray(reason))


def _step_back(series: Series, kept: Codes) -> Codes:
    rows = np.full((len(series.groups), POINTS), -1, dtype=np.int64)
    if not len(kept):
        return rows
    codes, start = series.groups.codes[kept], series.start[kept] - series.start.min()
    # One number that sorts by group, then by period: a group's share is wider than any period reaches back.
    width = int(start.max() + series.length.max()) + 1
    keys = codes * width + start
    numbers = np.arange(len(series.groups))
    latest = (numbers + 1) * width - 1
    for column in reversed(range(POINTS)):
        place = np.searchsorted(keys, latest, side="right") - 1
        found = (place >= 0) & (codes[place] == numbers)
        rows[:, column] = np.where(found, kept[place], -1)
        # Where the group is used up, -1 lies before every key.
        latest = np.where(found, keys[place] - series.length[kept[place]], -1)
    return rows


def _find_mixed_lengths(series: Series, kept: Codes) -> Mask:
    codes = series.groups.codes[kept]
    some = np.zeros(len(series.groups), dtype=np.int64)
    some[codes] = series.length[kept]
    mixed = np.zeros(len(series.groups), dtype=bool)
    mixed[codes[series.length[kept] != some[codes]]] = True
    return mixed


def _find_repeated(series: Series, order: Codes) -> Mask:
    return series.groups.any(find_repeats(series.start, series.groups.codes, order))


def find_repeats(start: Codes, codes: Codes, order: Codes) -> Mask:
    """Return which rows repeat a period of their group; `order` sorts the rows by group, then by period."""
    repeats = np.zeros(len(order), dtype=bool)
    same = (start[order[1:]] == start[order[:-1]]) & (codes[order[1:]] == codes[order[:-1]])
    repeats[order[1:][same]] = True
    return repeats


def _find_breaks(series: Series, order: Codes, rows: Codes) -> Mask:
    seen = np.zeros(len(order), dtype=np.int64)
    # Breaks at rows that are skipped or left out count too: they part the points on both sides of them.
    seen[order] = np.cumsum(series.break_before[order])
    whole = (rows >= 0).all(axis=1)
    broken = np.zeros(len(rows), dtype=bool)
    broken[whole] = seen[rows[whole, -1]] > seen[rows[whole, 0]]
    return broken


def _find_unequal_gaps(series: Series, rows: Codes) -> Mask:
    whole = (rows >= 0).all(axis=1)
    unequal = np.zeros(len(rows), dtype=bool)
    gaps = np.diff(series.start[rows[whole]], axis=1)
    unequal[whole] = (gaps != gaps[:, :1]).any(axis=1)
    return unequal
