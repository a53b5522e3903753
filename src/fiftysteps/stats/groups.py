"""Which group each row belongs to, and sums over groups without a loop."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.numbering import find_first_rows, number_first_rows
from fiftysteps.stats.results import Floats

type Codes = NDArray[np.int64]
# Whole-number labels that span less than this many times the rows are numbered by a table, not one by one.
WIDEST_TABLE = 4
# Enough rows to see whether rows of a group stand together.
RUNS_TRIED = 1000


@dataclass(frozen=True, eq=False)
class Groups:
    """The groups of n rows, numbered in the order of their first appearance.

    Attributes
    ----------
    codes : ndarray of int, shape (n,)
        The number of each row's group, from 0.
    labels : ndarray, shape (g,)
        The label of each group.
    first : ndarray of int, shape (g,)
        The first row of each group.
    """

    codes: Codes
    labels: NDArray[np.generic]
    first: Codes

    def __len__(self) -> int:
        return len(self.labels)

    def sum(self, values: Floats) -> Floats:
        """Return the sum over the rows of each group, shape (g,)."""
        return np.bincount(self.codes, weights=values, minlength=len(self)).astype(float)

    def count(self) -> Codes:
        """Return the number of rows of each group, shape (g,)."""
        return np.bincount(self.codes, minlength=len(self))

    def any(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return whether any row of each group is true, shape (g,)."""
        return np.bincount(self.codes[mask], minlength=len(self)) > 0


def get_groups(labels: "ArrayLike | Groups | None", length: int) -> Groups:
    """Return the groups of `length` rows from their labels; None puts all rows into one group labelled "all".

    Raises
    ------
    ValueError
        The labels have not one dimension or not one for each row, or one is missing (None or not a number).
    """
    if isinstance(labels, Groups):
        _check_length(len(labels.codes), length)
        return labels
    if labels is None:
        return Groups(np.zeros(length, np.int64), np.array(["all"])[:length], np.zeros(min(length, 1), np.int64))
    array = np.asarray(labels)
    if array.ndim != 1:
        raise ValueError(f"groups: one dimension is needed, and these have {array.ndim}")
    _check_length(len(array), length)
    if not length:
        return Groups(np.zeros(0, np.int64), array, np.zeros(0, np.int64))
    starts = find_starts(array)
    groups = spread_runs(starts, array, *_number_array(array if starts is None else array[starts]))
    _check_known(groups)
    return groups


def find_starts(labels: NDArray[np.generic]) -> Codes | None:
    """Return the rows at which runs of equal labels begin, or None where runs are too short to be worth finding.

    Rows of a group mostly stand together, so only the head of each run has to be looked up.
    """
    tried = labels[:RUNS_TRIED]
    if np.count_nonzero(tried[1:] != tried[:-1]) * 2 > len(tried):
        return None
    heads = np.ones(len(labels), dtype=bool)
    heads[1:] = labels[1:] != labels[:-1]
    return np.flatnonzero(heads)


def spread_runs(starts: Codes | None, labels: NDArray[np.generic], numbers: Codes, first: Codes) -> Groups:
    """Return the groups of rows that stand in runs.

    Parameters
    ----------
    starts : ndarray of int, shape (runs,), or None
        The row at which each run begins; None where each row is a run.
    labels : ndarray, shape (n,)
        The label of each row.
    numbers : ndarray of int, shape (runs,)
        The number of each run's group, in the order of first appearance.
    first : ndarray of int, shape (g,)
        The first run of each group.
    """
    if starts is None:
        return Groups(numbers, labels[first], first)
    codes = np.repeat(numbers, np.diff(starts, append=len(labels)))
    return Groups(codes, labels[starts[first]], starts[first])


def number_labels(labels: Iterable[Hashable]) -> Codes:
    """Return the number of each label in the order of first appearance."""
    known = list(labels)
    number = {label: i for i, label in enumerate(dict.fromkeys(known))}
    return np.fromiter(map(number.__getitem__, known), np.int64, len(known))


def _check_length(found: int, wanted: int) -> None:
    if found != wanted:
        raise ValueError(f"groups: {found} labels do not fit {wanted} rows")


def _check_known(groups: Groups) -> None:
    """Raise ValueError where a group's label is missing: looking at the groups is cheaper than looking at the rows."""
    labels = groups.labels
    if labels.dtype.kind not in "fO":
        return
    # Only what is missing is unequal to itself.
    missing = (labels != labels) | np.equal(labels, np.array(None))  # noqa: PLR0124
    if missing.any():
        raise ValueError(f"groups: the label of element {int(groups.first[np.argmax(missing)])} is missing")


def _number_array(labels: NDArray[np.generic]) -> tuple[Codes, Codes]:
    """Return the number of each label in the order of first appearance, and the first place of each number."""
    if labels.dtype.kind in "iu":
        low = int(labels.min())
        if int(labels.max()) - low < WIDEST_TABLE * len(labels):
            return _number_by_table(labels.astype(np.int64) - low)
    first = find_first_rows(labels)
    if first is not None:
        return number_first_rows(first)
    numbers = number_labels(labels.tolist())
    # A number first appears where the highest so far grows.
    return numbers, np.flatnonzero(np.diff(np.maximum.accumulate(numbers), prepend=-1))


def _number_by_table(labels: Codes) -> tuple[Codes, Codes]:
    first = np.full(int(labels.max()) + 1, -1, dtype=np.int64)
    # Of repeated places the last assignment stays: from the end backwards, that is the first row.
    first[labels[::-1]] = np.arange(len(labels) - 1, -1, -1)
    present = np.flatnonzero(first >= 0)
    order = present[np.argsort(first[present])]
    number = np.empty(len(first), dtype=np.int64)
    number[order] = np.arange(len(order))
    return number[labels], first[order]
