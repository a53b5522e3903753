"""Columns of numbers, one number for each row, that are added up group by group."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Groups
from fiftysteps.stats.inputs import NAMED_FAULTS, name_faults
from fiftysteps.stats.results import Floats, Interval, Words

type Mask = NDArray[np.bool_]


def get_rows(columns: Mapping[str, ArrayLike]) -> list[Floats]:
    """Return columns as floats of one dimension and one length.

    Raises
    ------
    ValueError
        A column has not one dimension or another length than the first, or a number is negative or infinite.
    """
    arrays = {name: np.asarray(values, dtype=float) for name, values in columns.items()}
    first, *others = arrays
    faults = [
        f"{name}: one dimension is needed, and these have {array.ndim}"
        for name, array in arrays.items()
        if array.ndim != 1
    ]
    faults = faults or [
        f"{name}: its {arrays[name].size} numbers do not fit the {arrays[first].size} of {first}"
        for name in others
        if arrays[name].size != arrays[first].size
    ]
    refuse(
        faults
        or [fault for name, array in arrays.items() if not _is_sound(array) for fault in name_faults(name, array)]
    )
    return list(arrays.values())


def _is_sound(values: Floats) -> bool:
    """Return whether no number is missing, negative or infinite: most columns have none, and two looks tell."""
    return not values.size or bool(values.min() >= 0 and values.max() < np.inf)


def refuse(faults: Sequence[str]) -> None:
    """Raise ValueError with the faults, if there are any."""
    if faults:
        raise ValueError("; ".join(faults))


def name_rows(name: str, mask: Mask, say: Callable[[int], str]) -> list[str]:
    """Return a sentence for each row of a column where `mask` is true, of many only for some."""
    return [f"{name}, element {row}: {say(row)}" for row in np.flatnonzero(mask)[:NAMED_FAULTS].tolist()]


def lacks(groups: Groups, values: Floats) -> Mask:
    """Return whether a number of each group is missing, shape (g,)."""
    # One look tells whether any is: a minimum of what holds a missing number is missing.
    if not np.isnan(values.min(initial=0)):
        return np.zeros(len(groups), dtype=bool)
    return groups.any(np.isnan(values))


def choose_reasons(faults: Mapping[str, Mask]) -> Words:
    """Return for each group the first sentence whose mask, of shape (g,), is true for it; else nothing."""
    chosen = np.zeros(len(next(iter(faults.values()))), dtype=np.int64)
    for number, mask in reversed([*enumerate(faults.values(), start=1)]):
        chosen[mask] = number
    # Most often nothing is missing, and then no room for sentences is taken.
    return np.array(["", *faults])[chosen] if chosen.any() else np.zeros(len(chosen), dtype=np.str_)


def scale(known: Mask, values: Floats, multiplier: float) -> Floats:
    """Return values in units of `multiplier`, not a number where they are not known."""
    return np.where(known, values * multiplier, np.nan)


def scale_bounds(known: Mask, bounds: Mapping[float, Interval], multiplier: float) -> dict[float, Interval]:
    """Return intervals in units of `multiplier`, not a number where they are not known."""
    return {
        level: Interval(scale(known, each.lower, multiplier), scale(known, each.upper, multiplier))
        for level, each in bounds.items()
    }
