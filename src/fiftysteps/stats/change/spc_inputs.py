"""What a chart is drawn from, checked, and put in the order of time."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.change.spc_segments import Segments
from fiftysteps.stats.change.trend_inputs import get_marks, get_whole
from fiftysteps.stats.change.trend_points import find_repeats
from fiftysteps.stats.groups import Codes, Groups, get_groups
from fiftysteps.stats.inputs import NAMED_FAULTS
from fiftysteps.stats.results import Floats


@dataclass(frozen=True, eq=False)
class Ordered:
    """The known values in order.

    Attributes
    ----------
    segments : Segments
        The values, by group, time and segment.
    row : ndarray of int
        The caller's row of each of them.
    place : ndarray of int, shape (n,)
        The segment of each of the caller's rows, -1 where it has no known value.
    """

    segments: Segments
    row: Codes
    place: Codes


def get_values(name: str, values: ArrayLike) -> Floats:
    """Return numbers of one dimension, or raise ValueError where one is infinite."""
    array = np.asarray(values, dtype=float)
    if array.ndim != 1:
        raise ValueError(f"{name}: one dimension is needed, and these have {array.ndim}")
    faulty = np.flatnonzero(np.isinf(array))[:NAMED_FAULTS].tolist()
    if faulty:
        raise ValueError("; ".join(f"{name}, element {i}: {array[i]:g} is infinite" for i in faulty))
    return array.copy()


def put_in_order(
    value: Floats, period: ArrayLike | None, groups: "ArrayLike | Groups | None", rebase: ArrayLike | None
) -> Ordered:
    """Return the values by group, time and segment. A segment begins with each group and at each mark of `rebase`."""
    rows = len(value)
    start = np.arange(rows) if period is None else get_whole("period", period)
    if len(start) != rows:
        raise ValueError(f"period: {len(start)} periods do not fit {rows} values")
    codes, marks = get_groups(groups, rows).codes, get_marks("rebase", rebase, rows)
    order = np.lexsort((start, codes))
    _check_once(start, codes, order)
    heads = marks[order]
    heads[1:] |= codes[order][1:] != codes[order][:-1]
    segment = np.empty(rows, dtype=np.int64)
    segment[order] = np.cumsum(heads)
    known = order[~np.isnan(value[order])]
    place = np.full(rows + 1, -1)
    # Numbered without gaps, though in some segment no value may be known.
    code = np.cumsum(np.diff(segment[known], prepend=segment[known[:1]]) > 0, dtype=np.int64)
    place[segment[known]] = code
    return Ordered(Segments(value[known], code), known, place[segment])


def _check_once(start: Codes, codes: Codes, order: Codes) -> None:
    faulty = np.flatnonzero(find_repeats(start, codes, order))[:NAMED_FAULTS].tolist()
    if faulty:
        said = "; ".join(f"element {i}: {start[i]}" for i in faulty)
        raise ValueError(f"period: it stands more than once in its group at {said}")
