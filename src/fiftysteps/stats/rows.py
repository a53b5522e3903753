"""Rows of several columns: checked together, so that all that is wrong with them is said at once."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Groups
from fiftysteps.stats.inputs import NAMED_FAULTS
from fiftysteps.stats.results import Floats, Words

type Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class RowFault:
    """What is wrong with some elements of an argument: which they are, and a sentence for one of them."""

    name: str
    mask: Mask
    say: Callable[[int], str]


def get_rows(**columns: ArrayLike) -> dict[str, Floats]:
    """Return a copy of each argument as floats, by its name.

    Raises
    ------
    ValueError
        One has not one dimension, or they are not of one length.
    """
    rows = {name: np.array(values, dtype=float) for name, values in columns.items()}
    for name, values in rows.items():
        if values.ndim != 1:
            raise ValueError(f"{name}: one dimension is needed, and these have {values.ndim}")
    if len({len(values) for values in rows.values()}) > 1:
        lengths = ", ".join(f"{name} has {len(values)}" for name, values in rows.items())
        raise ValueError(f"the arguments are not of one length: {lengths}")
    return rows


def find_out_of_range(rows: Mapping[str, Floats], negative: Iterable[str] = ()) -> list[RowFault]:
    """Return what is infinite, and negative though its name is not among those that may be."""
    may_be = set(negative)
    found = []
    for name, values in rows.items():
        say = _say("infinite", values)
        found.append(RowFault(name, np.isinf(values), say))
        if name not in may_be:
            found.append(RowFault(name, np.isfinite(values) & (values < 0), _say("negative", values)))
    return found


def check_rows(faults: Iterable[RowFault]) -> None:
    """Raise ValueError with a sentence for each faulty element, up to ten of each fault."""
    said = [
        f"{fault.name}, element {i}: {fault.say(i)}"
        for fault in faults
        for i in np.flatnonzero(fault.mask)[:NAMED_FAULTS].tolist()
    ]
    if said:
        raise ValueError("; ".join(said))


def get_reasons(groups: Groups, reasons: Mapping[str, Mask]) -> Words:
    """Return for each group the first reason that holds for any of its rows, or nothing, shape (g,)."""
    masks = [groups.any(mask) for mask in reasons.values()]
    return np.asarray(np.select(masks, list(reasons), default="")) if masks else np.full(len(groups), "")


def _say(what: str, values: Floats) -> Callable[[int], str]:
    return lambda i: f"{values[i]:g} is {what}"
