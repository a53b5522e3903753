"""The slow twin of the attacker: every table of small whole numbers that fits what is published, one after another."""

from itertools import product

import numpy as np

from fiftysteps.stats.disclosure import Knowledge


def enumerate_values(known: Knowledge, most: int) -> list[set[int]]:
    """The possible values of each cell, none being above `most`."""
    ranges = [range(int(low), int(min(high, most)) + 1) for low, high in zip(known.lowest, known.highest, strict=True)]
    found: list[set[int]] = [set() for _ in ranges]
    for cells in product(*ranges):
        if all(fits(total, cells) for total in known.totals):
            for own, value in zip(found, cells, strict=True):
                own.add(value)
    return found


def enumerate_table(known: Knowledge, most: int) -> list[set[int]]:
    """The same of a table, by trying its parts alone and taking each total from them; no part above `most`."""
    inner = sorted({part for total in known.totals for part in total.parts} - {total.whole for total in known.totals})
    ranges = [range(int(known.lowest[i]), int(min(known.highest[i], most)) + 1) for i in inner]
    found: list[set[int]] = [set() for _ in known.names]
    for cells in product(*ranges):
        table = dict(zip(inner, cells, strict=True))
        while len(table) < len(known.names):
            for total in known.totals:
                if total.whole not in table and all(part in table for part in total.parts):
                    table[total.whole] = sum(table[part] for part in total.parts)
        if all(known.lowest[i] <= value <= known.highest[i] for i, value in table.items()):
            for i, value in table.items():
                found[i].add(value)
    return found


def fits(total, cells) -> bool:
    value = sum(cells[part] for part in total.parts) - (0 if total.whole is None else cells[total.whole])
    return total.lowest <= value <= total.highest


def is_told(values: set[int], own_values: float) -> bool:
    return len(values) <= 3 and len(values) < own_values


def build_poisson_table(shape: tuple[int, ...], mean: float, seed: int) -> np.ndarray:
    """Counts as scattered as those of areas that differ."""
    generator = np.random.default_rng(seed)
    return generator.poisson(generator.gamma(1, mean, shape))
