"""Votes as they are given: checked, numbered, and one for each participant and statement."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Codes, Groups, get_groups
from fiftysteps.stats.inputs import NAMED_FAULTS

type Labels = NDArray[np.generic]
AGREE, PASS, DISAGREE = 1, 0, -1
CLASH = "the same participant cast another on this statement at this time"
# Labels of text are numbered in blocks of so many: as Python's own, all at once would take ten times the memory.
BLOCK = 250_000


@dataclass(frozen=True, eq=False)
class Votes:
    """The votes that count, one for each participant and statement, sorted by participant and then by statement.

    Attributes
    ----------
    participants : ndarray, shape (p,)
        The label of each participant, sorted.
    statements : ndarray, shape (s,)
        The label of each statement, sorted.
    row, column : ndarray of int, shape (n,)
        The place of each vote's participant and statement among the labels.
    value : ndarray of int, shape (n,)
        1 agree, 0 pass, -1 disagree.
    repeats : int
        How many votes a later one of the same participant on the same statement replaced.
    """

    participants: Labels
    statements: Labels
    row: NDArray[np.int32]
    column: NDArray[np.int32]
    value: NDArray[np.int8]
    repeats: int

    def count_by_participant(self) -> Codes:
        """Return how many statements each participant voted on, shape (p,)."""
        return np.bincount(self.row, minlength=len(self.participants))

    def count_by_statement(self) -> Codes:
        """Return how many participants voted on each statement, shape (s,)."""
        return np.bincount(self.column, minlength=len(self.statements))


def get_votes(
    participant: ArrayLike | Groups, statement: ArrayLike | Groups, vote: ArrayLike, time: ArrayLike | None = None
) -> Votes:
    """Return the votes that count, or raise ValueError with every fault and its element."""
    values, faults = _read_values(vote)
    people, more = _read_labels("participant", participant, len(values))
    subjects, others = _read_labels("statement", statement, len(values))
    moments, last = _read_times(time, len(values))
    faults += more + others + last
    if faults:
        raise ValueError("; ".join(faults))
    participants, rows = number_sorted(_code(people, len(values)))
    statements, columns = number_sorted(_code(subjects, len(values)))
    keys = rows * len(statements) + columns
    # Stable sorts leave votes of one participant on one statement in the order of their times, or as they were given.
    order = np.argsort(keys, kind="stable") if moments is None else np.lexsort((moments, keys))
    if moments is not None:
        clashes = name_elements("vote", find_clashes(rows, columns, moments, values), lambda _: CLASH)
        if clashes:
            raise ValueError("; ".join(clashes))
    kept = order[np.append(keys[order[1:]] != keys[order[:-1]], np.ones(min(len(order), 1), bool))]
    return Votes(
        participants,
        statements,
        rows[kept].astype(np.int32),
        columns[kept].astype(np.int32),
        values[kept],
        len(values) - len(kept),
    )


def number_sorted(groups: Groups) -> tuple[Labels, Codes]:
    """Return the labels sorted, and the place of each row's label among them."""
    order = sort_labels(groups.labels)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return groups.labels[order], place[groups.codes]


def name_elements(name: str, mask: NDArray[np.bool_], say: Callable[[int], str]) -> list[str]:
    """Return a sentence in the words of `say` for each element where `mask` is true, the rest of many in one."""
    faulty = np.flatnonzero(mask).tolist()
    named = [f"{name}, element {i}: {say(i)}" for i in faulty[:NAMED_FAULTS]]
    rest = len(faulty) - len(named)
    return [*named, f"{name}: {rest} more elements like these"] if rest else named


def find_missing(array: NDArray[Any]) -> NDArray[np.bool_]:
    """Return where labels or times are missing: None, not a number, or not a time."""
    if array.dtype.kind not in "fcOmM":
        return np.zeros(array.shape, dtype=bool)
    # Only what is not a number, or not a time, is unequal to itself.
    missing = np.asarray(array != array, dtype=bool)  # noqa: PLR0124
    return missing | np.equal(array, np.array(None)).astype(bool) if array.dtype.kind == "O" else missing


def find_clashes(row: Codes, column: Codes, times: NDArray[Any], values: NDArray[Any]) -> NDArray[np.bool_]:
    """Return where a vote differs from one of the same participant on the same statement at the same time."""
    order = np.lexsort((times, column, row))
    before, after = order[:-1], order[1:]
    same = (row[before] == row[after]) & (column[before] == column[after]) & (times[before] == times[after])
    clashes = np.zeros(len(order), dtype=bool)
    clashes[after[same & (values[before] != values[after])]] = True
    return clashes


def sort_labels(labels: Labels) -> Codes:
    """Return the order of labels; where Python does not compare them, by kind and then as texts."""
    try:
        return np.argsort(labels, kind="stable")
    except TypeError:
        names = [(type(label).__qualname__, str(label)) for label in labels.tolist()]
        return np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)


def _read_values(vote: ArrayLike) -> tuple[NDArray[np.int8], list[str]]:
    array = np.asarray(vote)
    if array.ndim != 1:
        return np.zeros(0, np.int8), [f"vote: one dimension is needed, and this has {array.ndim}"]
    if array.dtype.kind == "b":
        return np.zeros(len(array), np.int8), ["vote: true and false are no votes; write 1, 0 or -1"]
    faulty = np.asarray((array != AGREE) & (array != DISAGREE) & (array != PASS), dtype=bool)
    values = np.zeros(len(array), dtype=np.int8)
    values[~faulty] = array[~faulty]

    def say(element: int) -> str:
        return f"{array[[element]].tolist()[0]!r} is not 1 (agree), -1 (disagree) or 0 (pass)"

    return values, name_elements("vote", faulty, say)


def _read_labels(name: str, labels: ArrayLike | Groups, length: int) -> tuple[Labels | Groups, list[str]]:
    if isinstance(labels, Groups):
        return labels, _compare_lengths(name, len(labels.codes), length)
    array = np.asarray(labels)
    if array.ndim != 1:
        return array, [f"{name}: one dimension is needed, and this has {array.ndim}"]
    faults = _compare_lengths(name, len(array), length)
    return array, faults + name_elements(name, find_missing(array), lambda _: "the label is missing")


def _read_times(time: ArrayLike | None, length: int) -> tuple[NDArray[Any] | None, list[str]]:
    if time is None:
        return None, []
    array = np.asarray(time)
    if array.ndim != 1:
        return array, [f"time: one dimension is needed, and this has {array.ndim}"]
    if array.dtype.kind not in "iufmM":
        return array, [f"time: numbers or times of NumPy are needed, and these are {array.dtype}"]
    faults = _compare_lengths("time", len(array), length)
    return array, faults + name_elements("time", find_missing(array), lambda _: "the time is missing")


def _compare_lengths(name: str, found: int, wanted: int) -> list[str]:
    return [] if found == wanted else [f"{name}: {found} do not fit {wanted} votes"]


def _code(labels: Labels | Groups, length: int) -> Groups:
    if isinstance(labels, Groups) or labels.dtype.kind in "iu":
        return get_groups(labels, length)
    seen: dict[Hashable, int] = {}
    codes, first = np.empty(length, dtype=np.int64), [np.zeros(0, dtype=np.int64)]
    for start in range(0, length, BLOCK):
        before = len(seen)
        block = get_groups(labels[start : start + BLOCK], min(BLOCK, length - start))
        numbers = np.array([seen.setdefault(label, len(seen)) for label in block.labels.tolist()])
        codes[start : start + BLOCK] = numbers[block.codes]
        first.append(start + block.first[numbers >= before])
    firsts = np.concatenate(first)
    return Groups(codes, labels[firsts], firsts)
