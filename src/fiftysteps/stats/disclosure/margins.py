"""The totals of a table in every direction, and the names of its cells."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.disclosure.knowledge import Total
from fiftysteps.stats.disclosure.rules import Mask
from fiftysteps.stats.results import Floats

type Dimensions = Mapping[str, tuple[str, ...]]
# What a cell is, whatever table it stands in: its label in each dimension that it is not the total of.
type Key = frozenset[tuple[str, str]]


def add_margins(values: Floats) -> Floats:
    """Return the values with their sums appended at the end of every axis: shape (a, b) becomes (a + 1, b + 1)."""
    for axis in range(values.ndim):
        values = np.concatenate([values, values.sum(axis=axis, keepdims=True)], axis=axis)
    return values


def find_inner(shape: tuple[int, ...]) -> Mask:
    """Return which cells of a table with margins, itself of `shape`, are no totals."""
    inner = np.zeros(shape, bool)
    inner[tuple(slice(0, length - 1) for length in shape)] = True
    return inner


def get_totals(shape: tuple[int, ...]) -> tuple[Total, ...]:
    """Return every total of a table with margins, itself of `shape`, by the places of its cells in C order."""
    places: NDArray[np.int64] = np.arange(int(np.prod(shape))).reshape(shape)
    lines = [np.moveaxis(places, axis, -1).reshape(-1, shape[axis]) for axis in range(len(shape))]
    return tuple(Total(tuple(line[:-1]), whole=line[-1]) for axis in lines for line in axis.tolist())


def get_dimensions(dimensions: Mapping[str, Sequence[str]] | None, shape: tuple[int, ...]) -> Dimensions:
    """Return the dimensions of a table without margins, or raise ValueError where labels do not fit its shape."""
    if dimensions is None:
        return {f"axis {axis}": tuple(map(str, range(length))) for axis, length in enumerate(shape)}
    named = {name: tuple(map(str, labels)) for name, labels in dimensions.items()}
    if tuple(len(labels) for labels in named.values()) != shape:
        raise ValueError(f"dimensions: {[len(labels) for labels in named.values()]} labels do not fit shape {shape}")
    for name, labels in named.items():
        if len(set(labels)) != len(labels):
            raise ValueError(f"dimensions: {name} has a label twice")
    return named


def get_keys(dimensions: Dimensions) -> list[Key]:
    """Return what each cell of a table with margins is, in C order."""
    axes = [[*((name, label) for label in labels), None] for name, labels in dimensions.items()]
    return [frozenset(pair for pair in cell if pair is not None) for cell in product(*axes)]


def name_key(key: Key, order: Sequence[str]) -> str:
    """Return a cell's name in a sentence, its dimensions in the order of `order`: "ward Beckton, sex female"."""
    pairs = sorted(key, key=lambda pair: order.index(pair[0]))
    return ", ".join(f"{name} {label}" for name, label in pairs) or "the total of all"
