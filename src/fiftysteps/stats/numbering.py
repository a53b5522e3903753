"""Finding equal labels among many by hashing them all at once: a dictionary would look them up one by one."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

type Rows = NDArray[np.int64]
type Keys = NDArray[np.uint64]
# The golden ratio in 64 bits: an odd number whose multiples spread whole numbers evenly over a table (Knuth DE (1998),
# The Art of Computer Programming, volume 3, section 6.4).
SPREAD = 0x9E3779B97F4A7C15
WORD = 2**64 - 1
# A table of a quarter of the labels stays in the processor's cache, and what has no place in it goes round again.
LABELS_FOR_EACH_PLACE = 4
SMALLEST_TABLE = 8


def find_first_rows(labels: NDArray[np.generic]) -> Rows | None:
    """Return for each label the first row that holds an equal one, or None where the labels cannot be hashed at once.

    Whole numbers, floats of up to 64 bits, text of NumPy's own kind and hashable Python objects can.
    """
    if labels.dtype.kind == "O":
        keys = np.fromiter(map(hash, labels.tolist()), np.int64, len(labels)).view(np.uint64)
        return _keep_exact(_find_equal(keys), [labels])
    words = _get_words(labels)
    if words is None:
        return None
    if words.shape[1] == 1:
        return _find_equal(words[:, 0])
    return _keep_exact(_find_equal(_hash(words)), list(words.T))


def _keep_exact(first: Rows, parts: Sequence[NDArray[np.generic]]) -> Rows | None:
    """Return `first`, or None where two different labels have one hash."""
    return first if all(np.array_equal(part[first], part) for part in parts) else None


def number_first_rows(first: Rows) -> tuple[Rows, Rows]:
    """Return the number of each row's label in the order of first appearance, and the first row of each number."""
    rows = np.flatnonzero(first == np.arange(len(first)))
    number = np.empty(len(first), np.int64)
    number[rows] = np.arange(len(rows))
    return number[first], rows


def _get_words(labels: NDArray[np.generic]) -> Keys | None:
    """Return labels as rows of whole numbers of 64 bits that are equal where the labels are, shape (n, words)."""
    kind, size = labels.dtype.kind, labels.dtype.itemsize
    if kind in "iu":
        return labels.astype(np.int64 if kind == "i" else np.uint64).view(np.uint64)[:, np.newaxis]
    if kind == "f" and size <= 8:
        # Zero is added because minus zero equals zero but has other bits.
        return (labels.astype(np.float64) + 0.0).view(np.uint64)[:, np.newaxis]
    if kind == "U" and size:
        return _get_text_words(labels)
    return None


def _get_text_words(labels: NDArray[np.generic]) -> Keys:
    width = labels.dtype.itemsize // 4
    native = np.ascontiguousarray(labels, dtype=f"U{width}")
    characters = native.view(np.uint32).reshape(len(labels), width)
    # Official codes and most names need one byte for a character, not the four that NumPy keeps.
    kept = np.uint8 if characters.max() < 256 else np.uint32
    room = 8 // np.dtype(kept).itemsize
    padded = np.zeros((len(labels), -(-width // room) * room), kept)
    padded[:, :width] = characters
    return padded.view(np.uint64)


def _hash(words: Keys) -> Keys:
    keys = words[:, 0] * np.uint64(SPREAD)
    for word in words.T[1:]:
        keys = (keys ^ word) * np.uint64(SPREAD)
    return keys


def _find_equal(keys: Keys) -> Rows:
    """Return the first row with an equal key, for each row."""
    spread = SPREAD
    first = _look_up(np.arange(len(keys)), keys, spread)
    wrong = np.flatnonzero(keys[first] != keys)
    while wrong.size:
        # Keys that shared a place must not share the next one.
        spread = spread * SPREAD & WORD
        first[wrong] = _look_up(wrong, keys[wrong], spread)
        wrong = wrong[keys[first[wrong]] != keys[wrong]]
    return first


def _look_up(rows: Rows, keys: Keys, spread: int) -> Rows:
    """Return for each row the first of those that share its place in a table; most have its key."""
    bits = max(SMALLEST_TABLE, (len(rows) // LABELS_FOR_EACH_PLACE).bit_length())
    places = ((keys * np.uint64(spread)) >> np.uint64(64 - bits)).view(np.int64)
    table = np.empty(1 << bits, np.int64)
    # Of repeated places the last assignment stays: from the end backwards, that is the first row.
    table[places[::-1]] = rows[::-1]
    return table[places]
