"""Slow, obvious twins of the methods on opinion groups: plain loops, and matrices with every cell filled."""

import math
from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

type Table = list[list[int | None]]

TABLES = st.integers(2, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from([1, 1, -1, -1, 0, None]), min_size=width, max_size=width), min_size=2, max_size=14
    )
)


def list_votes(table: Table) -> tuple[list[int], list[int], list[int]]:
    """Participants, statements and votes of a table in which None is no vote."""
    cells = [(p, s, vote) for p, row in enumerate(table) for s, vote in enumerate(row) if vote is not None]
    return [cell[0] for cell in cells], [cell[1] for cell in cells], [cell[2] for cell in cells]


def drop_silent(table: Table) -> Table:
    """The table without participants who cast no vote and statements that got none."""
    rows = [row for row in table if any(vote is not None for vote in row)]
    kept = [s for s in range(len(table[0])) if any(row[s] is not None for row in rows)]
    return [[row[s] for s in kept] for row in rows]


def fill(table: Table) -> np.ndarray:
    """The table with the mean of its statement in each empty cell, less that mean."""
    columns = []
    for column in zip(*table, strict=True):
        known = [vote for vote in column if vote is not None]
        mean = sum(known) / len(known)
        columns.append([(mean if vote is None else vote) - mean for vote in column])
    return np.array(columns, dtype=float).T


def project(table: Table, loadings: np.ndarray) -> list[list[float]]:
    filled = fill(table)
    places = []
    for row, own in zip(table, filled, strict=True):
        cast = sum(vote is not None for vote in row)
        scale = math.sqrt(len(row) / cast)
        places.append([scale * sum(a * b for a, b in zip(own, loading, strict=True)) for loading in loadings])
    return places


def find_silhouette(points: Sequence[Sequence[float]], labels: Sequence[int]) -> float:
    """The mean silhouette of people, one by one."""
    values = []
    for i, point in enumerate(points):
        distances: dict[int, list[float]] = {}
        for j, other in enumerate(points):
            if j != i:
                distances.setdefault(labels[j], []).append(math.dist(point, other))
        if labels[i] not in distances:
            values.append(0.0)
            continue
        inside = sum(distances[labels[i]]) / len(distances[labels[i]])
        outside = min(sum(d) / len(d) for label, d in distances.items() if label != labels[i])
        values.append((outside - inside) / max(inside, outside) if max(inside, outside) > 0 else 0.0)
    return sum(values) / len(values)


def count_votes(table: Table, members: Sequence[int], statement: int, vote: int) -> tuple[int, int]:
    """How many of the members voted so on the statement, and how many voted on it."""
    own = [table[p][statement] for p in members if table[p][statement] is not None]
    return own.count(vote), len(own)


def find_z(a: int, n: int, b: int, m: int) -> float:
    """The published two-proportion statistic."""
    p, q, pooled = (a + 1) / (n + 1), (b + 1) / (m + 1), (a + b + 2) / (n + m + 2)
    error = math.sqrt(pooled * (1 - pooled) * (1 / (n + 1) + 1 / (m + 1)))
    return (p - q) / error if error else 0.0


def find_p_value(a: int, n: int, b: int, m: int) -> float:
    pooled = (a + b) / (n + m)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    return math.erfc((a / n - b / m) / error / math.sqrt(2)) / 2 if error else 0.5


def adjust(p_values: Sequence[float]) -> list[float]:
    """Benjamini and Hochberg's adjustment as its definition says it."""
    ranked = sorted(p_values)
    return [min(q * len(ranked) / (rank + 1) for rank, q in enumerate(ranked) if q >= p) for p in p_values]


def find_adjusted_rand(ours: Sequence[object], theirs: Sequence[object]) -> float:
    """Hubert and Arabie's adjusted Rand index, from all pairs of people counted in a table."""

    def count_pairs(labels: Sequence[object]) -> int:
        return sum(math.comb(list(labels).count(label), 2) for label in set(labels))

    both = count_pairs(list(zip(ours, theirs, strict=True)))
    one, other = count_pairs(ours), count_pairs(theirs)
    expected = one * other / math.comb(len(ours), 2)
    return (both - expected) / ((one + other) / 2 - expected)
