"""A matrix of codes, read and counted by unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import get_groups, number_labels
from fiftysteps.stats.inputs import NAMED_FAULTS
from fiftysteps.stats.results import Floats


class Measurement(StrEnum):
    """What codes are: names, ranks, numbers, or numbers of which proportions count."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


@dataclass(frozen=True, eq=False)
class Codings:
    """How often each value was given, in each distinct pattern of codes.

    Only units of two codes or more are here; units whose values have equal counts are one pattern, because they are
    interchangeable. `counts` is of shape (p, v), `repeats` of shape (p,) says how many units have the pattern, and
    `values` of shape (v,) ascend.
    """

    measurement: Measurement
    counts: Floats
    repeats: NDArray[np.int64]
    values: Floats
    coders: int
    codes: int
    left_out: int

    @property
    def units(self) -> int:
        """How many units were coded by two coders or more."""
        return int(self.repeats.sum())


def get_codings(codes: ArrayLike, measurement: Measurement, order: Sequence[object] | None) -> Codings:
    """Return the counts of a matrix of coders by units, or raise ValueError."""
    matrix = _get_numbers(codes, measurement, order)
    _check_numbers(matrix, measurement)
    known = ~np.isnan(matrix)
    paired = known.sum(axis=0) >= 2
    inside = known & paired
    values, number = np.unique(matrix[inside], return_inverse=True)
    counts = np.zeros((matrix.shape[1], len(values)))
    np.add.at(counts, (np.nonzero(inside)[1], number), 1)
    patterns, repeats = _collapse(counts[paired])
    return Codings(
        measurement=measurement,
        counts=patterns,
        repeats=repeats,
        values=values,
        coders=int(known.any(axis=1).sum()),
        codes=int(inside.sum()),
        left_out=int((known & ~paired).sum()),
    )


def _collapse(counts: Floats) -> tuple[Floats, NDArray[np.int64]]:
    if not counts.size:
        return counts, np.zeros(len(counts), dtype=np.int64)
    # The bytes of a row are its label. The patterns are put in order, so that the bootstrap does not depend on that of
    # the units.
    rows = np.ascontiguousarray(counts.astype(np.int32))
    labels = rows.view(np.dtype((np.void, rows.dtype.itemsize * rows.shape[1]))).ravel()
    groups = get_groups(number_labels(labels.tolist()), len(labels))
    patterns, repeats = counts[groups.first], groups.count()
    ordered = np.lexsort(patterns.T[::-1])
    return patterns[ordered], repeats[ordered]


def _get_numbers(codes: ArrayLike, measurement: Measurement, order: Sequence[object] | None) -> Floats:
    array = np.asarray(codes)
    if array.ndim != 2:
        raise ValueError(f"codes: coders by units are two dimensions, and these have {array.ndim}")
    if array.dtype.kind in "biuf" and order is None:
        return array.astype(float)
    if order is None and measurement != Measurement.NOMINAL:
        return _convert(array, measurement)
    flat = array.astype(object).ravel().tolist()
    # Only what is missing is unequal to itself.
    present = [label for label in flat if label is not None and label == label]  # noqa: PLR0124
    place = {label: i for i, label in enumerate(sorted(set(present), key=repr) if order is None else order)}
    strange = [label for label in dict.fromkeys(present) if label not in place]
    if strange:
        named = ", ".join(repr(label) for label in strange[:NAMED_FAULTS])
        raise ValueError(f"codes: these have no place in the order: {named}")
    return np.array([place.get(label, np.nan) for label in flat], dtype=float).reshape(array.shape)


def _convert(array: NDArray[np.generic], measurement: Measurement) -> Floats:
    try:
        return array.astype(object).astype(float)
    except (TypeError, ValueError) as error:
        raise ValueError(f"codes: {measurement} codes must be numbers, or ordinal ones labels with an order") from error


def _check_numbers(matrix: Floats, measurement: Measurement) -> None:
    faults = np.isinf(matrix) if measurement != Measurement.RATIO else np.isinf(matrix) | (matrix < 0)
    named = [
        f"codes, coder {coder}, unit {unit}: {matrix[coder, unit]:g} is "
        + ("infinite" if np.isinf(matrix[coder, unit]) else "negative, and codes of a ratio start at 0")
        for coder, unit in np.argwhere(faults)[:NAMED_FAULTS].tolist()
    ]
    if named:
        raise ValueError("; ".join(named))
