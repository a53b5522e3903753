"""What a recent trend is told from, checked."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.change.trend_points import Mask, NoTrend, Series
from fiftysteps.stats.groups import Codes, Groups, get_groups
from fiftysteps.stats.inputs import NAMED_FAULTS, get_z
from fiftysteps.stats.results import Floats

# The interval's width over the standard error: exact for a 95% interval, and as the older service rounded it.
EXACT_DIVISOR = 2 * get_z(0.95)
OLDER_DIVISOR = 3.92


class TrendKind(StrEnum):
    """What a series is of. Ranks and deciles are no kind: they have no trend."""

    PROPORTION = "proportion"
    OTHER = "other"


@dataclass(frozen=True, eq=False)
class Measured:
    """Count and denominator of proportions, or value and standard error; and each row's fault.

    A fault is the place of its reason in `NoTrend`, counted from 1, and 0 where the row has none.
    """

    first: Floats
    second: Floats
    fault: Codes


def check_trend_arguments(kind: TrendKind, given: Sequence[str]) -> None:
    """Raise ValueError unless the inputs that are given make a trend of this kind, each in one way."""
    if kind is TrendKind.PROPORTION:
        needed, unused = ["count", "denominator"], ["se", "lower", "upper"]
    else:
        needed, unused = ["value"], ["count", "denominator"]
        needed += ["se"] if "se" in given else ["lower", "upper"]
        unused += ["lower", "upper"] if "se" in given else []
    lacking = [name for name in needed if name not in given]
    if lacking:
        instead = " (or se in place of both bounds)" if "lower" in needed else ""
        raise ValueError(f'kind "{kind}" needs {" and ".join(needed)}{instead}; not given: {", ".join(lacking)}')
    too_many = [name for name in unused if name in given]
    if too_many:
        raise ValueError(f'kind "{kind}" with {" and ".join(needed)} makes no use of {" and ".join(too_many)}')


def get_series(
    period: ArrayLike,
    length: ArrayLike,
    groups: "ArrayLike | Groups | None",
    carried_forward: ArrayLike | None,
    break_before: ArrayLike | None,
) -> Series:
    """Return the checked periods, groups and marks of the rows."""
    start = get_whole("period", period)
    rows = len(start)
    lengths = np.broadcast_to(get_whole("length", np.atleast_1d(np.asarray(length))), (rows,))
    _refuse("length", lengths, lengths < 1, "below 1")
    carried = get_marks("carried_forward", carried_forward, rows)
    breaks = get_marks("break_before", break_before, rows)
    return Series(start, lengths, get_groups(groups, rows), carried, breaks)


def get_whole(name: str, values: ArrayLike) -> Codes:
    """Return whole numbers of one dimension, or raise ValueError naming what is missing or not whole."""
    array = np.asarray(values, dtype=float)
    if array.ndim != 1:
        raise ValueError(f"{name}: one dimension is needed, and these have {array.ndim}")
    # Not a number is unequal to itself, and the remainder of infinity is not a number either.
    with np.errstate(invalid="ignore"):
        _refuse(name, array, ~(np.mod(array, 1) == 0), "not a whole number")
    return array.astype(np.int64)


def get_marks(name: str, marks: ArrayLike | None, rows: int) -> Mask:
    """Return marks of true and false, none where none are given."""
    array = np.zeros(rows, dtype=bool) if marks is None else np.asarray(marks)
    if array.dtype != np.bool_:
        raise ValueError(f"{name}: true or false is needed, and these are of type {array.dtype}")
    _check_shape(name, array, rows)
    return array


def get_measured(
    kind: TrendKind,
    rows: int,
    count: ArrayLike | None,
    denominator: ArrayLike | None,
    value: ArrayLike | None,
    se: ArrayLike | None,
    lower: ArrayLike | None,
    upper: ArrayLike | None,
    older_divisor: bool,
) -> Measured:
    """Return the checked measurements of the rows."""
    named = {
        "count": count,
        "denominator": denominator,
        "value": value,
        "se": se,
        "lower": lower,
        "upper": upper,
    }
    given = {name: _get_floats(name, array, rows) for name, array in named.items() if array is not None}
    check_trend_arguments(kind, list(given))
    if kind is TrendKind.PROPORTION:
        return _measure_proportions(given["count"], given["denominator"], given.get("value"))
    return _measure_others(given["value"], _get_standard_errors(given, older_divisor))


def _measure_proportions(count: Floats, denominator: Floats, value: Floats | None) -> Measured:
    _refuse("count", count, count < 0, "negative")
    _refuse("denominator", denominator, denominator < 0, "negative")
    _refuse("count", count, count > denominator, "above its denominator")
    missing = np.isnan(count) | np.isnan(denominator) | (False if value is None else np.isnan(value))
    faults = [
        (NoTrend.NO_VALUE, missing),
        (NoTrend.ZERO_DENOMINATOR, denominator == 0),
        (NoTrend.ZERO_COUNT, count == 0),
        (NoTrend.FULL_COUNT, count == denominator),
    ]
    return Measured(count, denominator, _number_faults(faults))


def _get_standard_errors(given: dict[str, Floats], older_divisor: bool) -> Floats:
    if "se" in given:
        _refuse("se", given["se"], given["se"] < 0, "negative")
        return given["se"]
    _refuse("lower", given["lower"], given["lower"] > given["upper"], "above its upper bound")
    return (given["upper"] - given["lower"]) / (OLDER_DIVISOR if older_divisor else EXACT_DIVISOR)


def _measure_others(value: Floats, se: Floats) -> Measured:
    faults = [
        (NoTrend.NO_VALUE, np.isnan(value)),
        (NoTrend.NO_STANDARD_ERROR, np.isnan(se)),
        (NoTrend.ZERO_STANDARD_ERROR, se == 0),
    ]
    return Measured(value, se, _number_faults(faults))


def _number_faults(faults: list[tuple[NoTrend, Mask]]) -> Codes:
    places = list(NoTrend)
    numbers = [places.index(why) + 1 for why, _ in faults]
    return np.asarray(np.select([mask for _, mask in faults], numbers, default=0), dtype=np.int64)


def _get_floats(name: str, values: ArrayLike, rows: int) -> Floats:
    array = np.asarray(values, dtype=float)
    _check_shape(name, array, rows)
    _refuse(name, array, np.isinf(array), "infinite")
    return array


def _check_shape(name: str, array: NDArray[np.generic], rows: int) -> None:
    if array.shape != (rows,):
        raise ValueError(f"{name}: shape {array.shape} does not fit the shape {(rows,)} of the periods")


def _refuse(name: str, values: NDArray[np.generic], mask: Mask, said: str) -> None:
    faulty = np.flatnonzero(mask)[:NAMED_FAULTS].tolist()
    if faulty:
        raise ValueError("; ".join(f"{name}, element {i}: {values[i]:g} is {said}" for i in faulty))
