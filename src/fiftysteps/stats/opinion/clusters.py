"""Weighted k-means, and the silhouette that chooses how many groups there are."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fiftysteps.stats.groups import Codes
from fiftysteps.stats.results import Floats

MOST_BASES = 100
FEWEST_GROUPS, MOST_GROUPS = 2, 5
# One group more may be sought for each so many base clusters.
BASES_FOR_A_GROUP = 12
# Base clusters only stand in for their members; after so many rounds few members still move.
BASE_ROUNDS = 25
GROUP_ROUNDS = 100
# k-means ends in the nearest valley: of so many starts the best end counts.
STARTS = 20


@dataclass(frozen=True, eq=False)
class Partition:
    """Points divided among k clusters.

    Attributes
    ----------
    centres : ndarray of float, shape (k, 2)
    labels : ndarray of int, shape (n,)
        The number of each point's cluster, from 0.
    inertia : float
        The weighted sum of squared distances to the centres.
    """

    centres: Floats
    labels: Codes
    inertia: float


@dataclass(frozen=True, eq=False)
class Clusters:
    """Participants in base clusters, and base clusters in groups, both numbered from 0.

    Attributes
    ----------
    base : ndarray of int, shape (n,)
        The base cluster of each participant.
    base_centres : ndarray of float, shape (b, 2)
    base_sizes : ndarray of int, shape (b,)
    group : ndarray of int, shape (b,)
        The group of each base cluster.
    centres : ndarray of float, shape (k, 2)
    silhouettes : mapping of int to float
        The mean silhouette for each number of groups tried.
    """

    base: Codes
    base_centres: Floats
    base_sizes: Codes
    group: Codes
    centres: Floats
    silhouettes: Mapping[int, float]


def get_clusters(positions: Floats, seed: int, least: int = 1) -> Clusters | None:
    """Return the base clusters and groups of participants by where they stand; two places at least are needed.

    A division with a group of fewer than `least` people is not chosen; where every one has such a group there is none.
    """
    random = np.random.default_rng(seed)
    # Places are sorted, so the order of the participants leaves no trace.
    places, inverse, counts = np.unique(positions[:, 0] + 1j * positions[:, 1], return_inverse=True, return_counts=True)
    points = np.column_stack([places.real, places.imag])
    bases = _get_bases(points, counts.astype(float), random)
    weights = np.bincount(bases.labels, weights=counts).astype(np.float64)
    sizes = weights.astype(np.int64)
    most = min(MOST_GROUPS, FEWEST_GROUPS + len(sizes) // BASES_FOR_A_GROUP, len(sizes))
    tried = {
        k: get_partition(bases.centres, weights, k, random, starts=STARTS, rounds=GROUP_ROUNDS)
        for k in range(FEWEST_GROUPS, most + 1)
    }
    silhouettes = {k: get_silhouette(bases.centres, partition.labels, weights) for k, partition in tried.items()}
    allowed = [k for k, partition in tried.items() if _find_smallest(partition, weights) >= least]
    if not allowed:
        return None
    # Of equal silhouettes the fewest groups count.
    chosen = tried[max(allowed, key=lambda k: (silhouettes[k], -k))]
    order = _rank_groups(chosen, sizes)
    place = np.argsort(order)
    return Clusters(
        bases.labels[inverse], bases.centres, sizes, place[chosen.labels], chosen.centres[order], silhouettes
    )


def get_partition(
    points: Floats, weights: Floats, k: int, random: np.random.Generator, *, starts: int = 1, rounds: int = GROUP_ROUNDS
) -> Partition:
    """Return the best of several runs of weighted k-means (Lloyd's) from starts drawn far apart (k-means++)."""
    runs = [_run(points, weights, _draw_centres(points, weights, k, random), rounds) for _ in range(starts)]
    return min(runs, key=lambda run: run.inertia)


def get_silhouette(points: Floats, labels: Codes, weights: Floats) -> float:
    """Return the mean silhouette of people in two clusters or more, who stand at `points` in the numbers of `weights`.

    That of a person alone in their cluster is 0.
    """
    rows = np.arange(len(points))
    distance = np.sqrt(np.sum((points[:, None] - points[None]) ** 2, axis=2))
    member = np.eye(int(labels.max()) + 1)[labels] * weights[:, None]
    sizes, sums = member.sum(axis=0), distance @ member
    others = sizes[labels] - 1
    inside = sums[rows, labels] / np.maximum(others, 1)
    away = sums / sizes
    away[rows, labels] = np.inf
    outside = away.min(axis=1)
    larger = np.maximum(inside, outside)
    values = np.where((others > 0) & (larger > 0), (outside - inside) / np.where(larger > 0, larger, 1), 0.0)
    return float(values @ weights / weights.sum())


def _get_bases(points: Floats, weights: Floats, random: np.random.Generator) -> Partition:
    if len(points) <= MOST_BASES:
        return Partition(points, np.arange(len(points)), 0.0)
    found = get_partition(points, weights, MOST_BASES, random, rounds=BASE_ROUNDS)
    # Numbered from left to right, the empty ones left out.
    used = np.unique(found.labels)
    order = used[np.lexsort((found.centres[used, 1], found.centres[used, 0]))]
    place = np.zeros(len(found.centres), dtype=np.int64)
    place[order] = np.arange(len(order))
    return Partition(found.centres[order], place[found.labels], found.inertia)


def _find_smallest(partition: Partition, weights: Floats) -> float:
    """Return the people of the smallest cluster."""
    return float(np.bincount(partition.labels, weights=weights, minlength=len(partition.centres)).min())


def _rank_groups(partition: Partition, sizes: Codes) -> Codes:
    """Return the clusters from the one with most people on, equal ones from left to right and then from below."""
    people = np.bincount(partition.labels, weights=sizes, minlength=len(partition.centres))
    return np.lexsort((partition.centres[:, 1], partition.centres[:, 0], -people))


def _draw_centres(points: Floats, weights: Floats, k: int, random: np.random.Generator) -> Floats:
    """Return k points as first centres: each drawn by its weight times the square of how far the nearest one is."""
    chance = weights
    drawn: list[int] = []
    nearest = np.full(len(points), np.inf)
    for _ in range(k):
        total = np.cumsum(chance)
        drawn.append(int(np.searchsorted(total, random.random() * total[-1], side="right")))
        nearest = np.minimum(nearest, np.sum((points - points[drawn[-1]]) ** 2, axis=1))
        chance = weights * nearest
    return points[drawn]


def _run(points: Floats, weights: Floats, centres: Floats, rounds: int) -> Partition:
    labels, squares = _assign(points, centres)
    for _ in range(rounds):
        centres = _move(points, weights, labels, squares, len(centres))
        before = labels
        labels, squares = _assign(points, centres)
        if np.array_equal(labels, before):
            break
    return Partition(centres, labels, float(weights @ squares))


def _assign(points: Floats, centres: Floats) -> tuple[Codes, Floats]:
    """Return the nearest centre of each point, and the square of its distance."""
    from scipy.spatial import KDTree  # imported on first use: it costs more than all the rest of this room

    distances, labels = KDTree(centres).query(points)
    return labels, distances**2


def _move(points: Floats, weights: Floats, labels: Codes, squares: Floats, k: int) -> Floats:
    """Return the mean of each cluster; one that is empty moves to a point that lies far from its own centre."""
    total = np.bincount(labels, weights=weights, minlength=k)
    sums = [np.bincount(labels, weights=weights * points[:, axis], minlength=k) for axis in range(2)]
    centres = np.column_stack(sums) / np.where(total > 0, total, 1)[:, None]
    empty = np.flatnonzero(total == 0)
    if len(empty):
        centres[empty] = points[np.argsort(-weights * squares, kind="stable")[: len(empty)]]
    return centres
