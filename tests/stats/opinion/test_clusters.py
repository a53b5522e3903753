import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fiftysteps.stats.opinion.clusters import MOST_BASES, get_clusters, get_partition, get_silhouette
from tests.stats.opinion.twins import find_silhouette

PLACES = st.tuples(st.integers(-5, 5), st.integers(-5, 5))


def draw_blobs(sizes: list[int], centres: list[tuple[float, float]], seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return np.vstack([random.normal(c, 0.3, (n, 2)) for n, c in zip(sizes, centres, strict=True)])


def find_least_inertia(points: np.ndarray, weights: np.ndarray, k: int) -> float:
    """The slow twin: the best of all divisions into k clusters."""
    least = np.inf
    for labels in itertools.product(range(k), repeat=len(points)):
        inertia = 0.0
        for cluster in set(labels):
            mask = np.array(labels) == cluster
            centre = np.average(points[mask], axis=0, weights=weights[mask])
            inertia += float(weights[mask] @ np.sum((points[mask] - centre) ** 2, axis=1))
        least = min(least, inertia)
    return least


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("k", [2, 3])
def test_partition_is_the_best_of_all_partitions_of_few_points(seed: int, k: int) -> None:
    random = np.random.default_rng(seed)
    points, weights = random.normal(size=(7, 2)), random.integers(1, 9, 7).astype(float)
    found = get_partition(points, weights, k, random, starts=20)
    assert found.inertia == pytest.approx(find_least_inertia(points, weights, k), rel=1e-9)


@settings(max_examples=40)
@given(st.lists(PLACES, min_size=3, max_size=30, unique=True), st.integers(2, 3), st.integers(0, 99))
def test_in_the_end_centres_are_means_and_points_belong_to_the_nearest(
    places: list[tuple[int, int]], k: int, seed: int
) -> None:
    points, weights = np.array(places, float), np.arange(1.0, len(places) + 1)
    found = get_partition(points, weights, k, np.random.default_rng(seed))
    assert sorted(set(found.labels.tolist())) == list(range(k))
    for cluster in range(k):
        mask = found.labels == cluster
        assert found.centres[cluster] == pytest.approx(np.average(points[mask], axis=0, weights=weights[mask]))
    distances = np.linalg.norm(points[:, None] - found.centres, axis=2)
    assert distances[np.arange(len(points)), found.labels] == pytest.approx(distances.min(axis=1))


@settings(max_examples=60)
@given(st.lists(st.tuples(PLACES, st.integers(0, 2), st.integers(1, 3)), min_size=2, max_size=10))
def test_silhouette_is_that_of_people_one_by_one(rows: list[tuple[tuple[int, int], int, int]]) -> None:
    points, labels, weights = zip(*rows, strict=True)
    kinds = sorted(set(labels))
    assume(len(kinds) > 1)
    numbers = [kinds.index(label) for label in labels]
    people = [point for point, weight in zip(points, weights, strict=True) for _ in range(weight)]
    theirs = [number for number, weight in zip(numbers, weights, strict=True) for _ in range(weight)]
    ours = get_silhouette(np.array(points, float), np.array(numbers), np.array(weights, float))
    assert ours == pytest.approx(find_silhouette(people, theirs), abs=1e-12)


def test_as_many_groups_are_found_as_stand_apart() -> None:
    centres = [(0.0, 0.0), (5.0, 0.0), (0.0, 5.0), (5.0, 5.0)]
    found = get_clusters(draw_blobs([10, 11, 12, 13], centres), seed=1)
    assert np.bincount(found.group[found.base]).tolist() == [13, 12, 11, 10]
    assert max(found.silhouettes, key=found.silhouettes.__getitem__) == 4


@pytest.mark.parametrize(("places", "tried"), [(2, [2]), (11, [2]), (12, [2, 3]), (24, [2, 3, 4]), (60, [2, 3, 4, 5])])
def test_groups_tried_depend_on_the_number_of_base_clusters(places: int, tried: list[int]) -> None:
    points = np.random.default_rng(3).normal(size=(places, 2))
    assert list(get_clusters(points, seed=1).silhouettes) == tried


def test_people_in_one_place_are_one_base_cluster() -> None:
    found = get_clusters(np.array([[1.0, 2.0], [0.0, 0.0], [1.0, 2.0]]), seed=1)
    assert found.base.tolist() == [1, 0, 1]
    assert (found.base_sizes.tolist(), found.base_centres.tolist()) == ([1, 2], [[0, 0], [1, 2]])
    assert found.group.tolist() == [1, 0]


def test_many_places_make_a_hundred_base_clusters_numbered_from_left_to_right() -> None:
    points = np.random.default_rng(4).normal(size=(400, 2))
    found = get_clusters(points, seed=1)
    assert len(found.base_sizes) <= MOST_BASES
    assert (np.diff(found.base_centres[:, 0]) >= 0).all()
    assert found.base_sizes.tolist() == np.bincount(found.base).tolist()
    for number in range(len(found.base_sizes)):
        nearest = np.argmin(np.linalg.norm(found.base_centres - points[found.base == number].mean(axis=0), axis=1))
        assert nearest == number


def test_groups_of_one_size_are_numbered_from_left_to_right() -> None:
    found = get_clusters(np.array([[3.0, 0.0], [-3.0, 0.0], [3.1, 0.0], [-3.1, 0.0]]), seed=1)
    assert found.group[found.base].tolist() == [1, 0, 1, 0]
    assert found.centres[:, 0].tolist() == pytest.approx([-3.05, 3.05])


def test_a_cluster_that_empties_takes_a_point_far_from_its_centre() -> None:
    from fiftysteps.stats.opinion.clusters import _run

    points = np.array([[0.0, 0.0], [1.0, 0.0], [10.0, 0.0]])
    far = np.array([[0.5, 0.0], [100.0, 0.0]])
    found = _run(points, np.ones(3), far, rounds=10)
    assert found.labels.tolist() == [0, 0, 1]
    assert found.centres.tolist() == [[0.5, 0], [10, 0]]


def test_another_seed_is_another_draw_and_the_same_seed_the_same() -> None:
    points = np.random.default_rng(5).normal(size=(300, 2))
    first, again, other = (get_clusters(points, seed) for seed in (1, 1, 2))
    assert first.base.tolist() == again.base.tolist()
    assert first.base.tolist() != other.base.tolist()
