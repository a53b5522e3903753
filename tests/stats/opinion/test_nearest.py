"""To which group somebody's votes are nearest, and when that cannot be said."""

import numpy as np
import pytest

from fiftysteps.stats import nearest_group, opinion_groups

LEANINGS = {"a": [1, 1, 1, -1, 1, -1, 1, -1], "b": [-1, 1, -1, 1, -1, 1, 1, -1]}


def draw_votes(*, people: int = 60, seed: int = 5) -> np.ndarray:
    """People of two leanings, a tenth of whose votes are drawn."""
    random = np.random.default_rng(seed)
    rows = np.array([LEANINGS["a"]] * (people * 2 // 3) + [LEANINGS["b"]] * (people // 3))
    return np.where(random.uniform(size=rows.shape) < 0.1, random.choice([1, 0, -1], size=rows.shape), rows)


def find_groups(votes: np.ndarray, **options):
    people, statements = np.indices(votes.shape)
    return opinion_groups(people.ravel(), statements.ravel(), votes.ravel(), **options)


def find_nearest(result, vote, **options):
    centres = [(group.x, group.y) for group in result.groups]
    found = result.components
    return nearest_group(vote, mean=found.mean, loadings=found.loadings, centres=centres, **options)


def test_each_participant_is_nearest_to_their_own_group_and_stands_where_they_stood() -> None:
    votes = draw_votes()
    result = find_groups(votes)
    named = 0
    for person, vote in enumerate(votes):
        found = find_nearest(result, vote)
        assert found.position == pytest.approx(result.positions[person], abs=1e-12)
        assert found.group in {0, result.group[person]}
        named += found.group > 0
    assert named >= 0.9 * len(votes)


def test_somebody_who_was_not_counted_is_placed_and_changes_nothing() -> None:
    result = find_groups(draw_votes())
    before = result.components.mean.copy()
    sparse = [1, np.nan, 1, -1, 1, -1, 1, -1]
    found = find_nearest(result, sparse)
    assert (found.group, found.votes, found.note) == (1, 7, "")
    assert (result.components.mean == before).all()


def test_with_too_few_votes_no_group_is_named() -> None:
    result = find_groups(draw_votes())
    found = find_nearest(result, [1, *[np.nan] * 7])
    assert (found.group, found.note) == (0, "1 of the 7 votes that are needed were cast.")
    assert find_nearest(result, [np.nan] * 8).note == "0 of the 7 votes that are needed were cast."
    assert find_nearest(result, [1, *[np.nan] * 7], minimum_votes=1).votes == 1


def test_fewer_statements_than_votes_needed_need_all_of_them() -> None:
    given = {"mean": [0, 0], "loadings": [[1, 0], [0, 1]], "centres": [[1, 1], [-1, -1]]}
    assert nearest_group([1, 1], **given).group == 1
    assert nearest_group([-1, -1], **given).group == 2
    assert nearest_group([1, np.nan], **given).note.startswith("1 of the 2")


def test_whoever_stands_in_between_is_told_so() -> None:
    given = {"mean": [0, 0], "loadings": [[1, 0], [0, 1]], "centres": [[1, 1], [-1, -1]]}
    found = nearest_group([1, -1], **given)
    assert found.group == 0
    assert "in between" in found.note
    assert found.distances[0] == found.distances[1]


@pytest.mark.parametrize(
    ("vote", "change", "sentence"),
    [
        ([2, 0], {}, "vote: 2 is not 1"),
        ([1, 1, 1], {}, "do not fit one another"),
        ([1, 1], {"loadings": [[1, 0]]}, "do not fit one another"),
        ([1, 1], {"centres": [[1, 1]]}, "two groups at least"),
        ([1, 1], {"centres": [1, 1]}, "two groups at least"),
    ],
)
def test_what_does_not_fit_is_refused(vote, change, sentence) -> None:
    given = {"mean": [0, 0], "loadings": [[1, 0], [0, 1]], "centres": [[1, 1], [-1, -1]]} | change
    with pytest.raises(ValueError, match=sentence):
        nearest_group(vote, **given)


def test_a_division_with_a_group_that_is_too_small_is_not_chosen() -> None:
    # Three who stand far apart from 60: without a bound they are a group of their own.
    votes = np.vstack([draw_votes(), [[1, -1, -1, -1, -1, -1, -1, 1]] * 3])
    free = find_groups(votes)
    bound = find_groups(votes, minimum_size=10)
    assert min(group.size for group in bound.groups) >= 10
    assert sum(group.size for group in bound.groups) == len(votes)
    assert set(bound.silhouettes) == set(free.silhouettes)


def test_where_every_division_has_such_a_group_there_are_none_and_the_reason_is_said() -> None:
    votes = np.vstack([[LEANINGS["a"]] * 20, [LEANINGS["b"]] * 3])
    assert [group.size for group in find_groups(votes).groups] == [20, 3]
    result = find_groups(votes, minimum_size=4)
    assert (result.groups, result.reason) == ((), "Every division has a group of fewer than 4 people.")
    assert not result.group.any()
    with pytest.raises(ValueError, match="minimum_size: 0"):
        find_groups(votes, minimum_size=0)
