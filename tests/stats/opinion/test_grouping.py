import doctest
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fiftysteps.stats.opinion import OpinionGroups, grouping, opinion_groups
from tests.stats.opinion.twins import TABLES, Table, drop_silent, find_adjusted_rand, list_votes

type Rows = tuple[np.ndarray, np.ndarray, np.ndarray]


def build_votes(people: int, statements: int, groups: int, *, share: float = 0.6, seed: int = 0) -> Rows:
    """Votes of people in planted groups, each for or against each statement, mostly; some unseen, some passed."""
    random = np.random.default_rng(seed)
    member = np.arange(people) % groups
    lean = random.choice([0.1, 0.9], (groups, statements))
    agrees = random.random((people, statements)) < lean[member]
    vote = np.where(random.random((people, statements)) < 0.1, 0, np.where(agrees, 1, -1))
    row, column = np.nonzero(random.random((people, statements)) < share)
    return row, column, vote[row, column]


def name_partition(result: OpinionGroups) -> dict[object, int]:
    return dict(zip(result.participants.tolist(), result.group.tolist(), strict=True))


@pytest.mark.parametrize(("people", "groups"), [(60, 2), (90, 3), (400, 3)])
def test_planted_groups_are_found(people: int, groups: int) -> None:
    result = opinion_groups(*build_votes(people, 30, groups, seed=2))
    assert len(result.groups) == groups
    # Some people's votes are by chance those of another group.
    planted = (result.participants % groups).tolist()
    assert find_adjusted_rand(result.group.tolist(), planted) > 0.9


@settings(max_examples=60)
@given(TABLES, st.randoms(use_true_random=False))
def test_votes_in_another_order_of_people_with_other_names_give_the_same_groups(table: Table, random: object) -> None:
    rows = list(zip(*list_votes(drop_silent(table)), strict=True))
    assume(rows)
    names = random.sample(range(100), len(table))  # type: ignore[attr-defined]
    shuffled = [(names[person], statement, vote) for person, statement, vote in rows]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    result = opinion_groups(*zip(*rows, strict=True), minimum_votes=1)
    other = opinion_groups(*zip(*shuffled, strict=True), minimum_votes=1)
    back = {name: person for person, name in enumerate(names)}
    assert {back[name]: group for name, group in name_partition(other).items()} == name_partition(result)
    assert other.components.loadings.tolist() == result.components.loadings.tolist()
    assert (other.silhouettes, other.reason) == (result.silhouettes, result.reason)


@pytest.mark.parametrize("seed", range(4))
def test_many_votes_in_another_order_give_the_same_positions_and_groups_to_the_last_digit(seed: int) -> None:
    participant, statement, vote = build_votes(300, 20, 3, seed=5)
    random = np.random.default_rng(seed)
    order, names = random.permutation(len(vote)), random.permutation(300)
    result = opinion_groups(participant, statement, vote)
    other = opinion_groups(names[participant][order], statement[order], vote[order])
    assert other.positions[names[result.participants]].tolist() == result.positions.tolist()
    assert other.base[names[result.participants]].tolist() == result.base.tolist()
    assert other.group[names[result.participants]].tolist() == result.group.tolist()
    assert [group.representatives for group in other.groups] == [group.representatives for group in result.groups]


def test_the_callers_arrays_are_not_changed_and_a_second_run_gives_the_same() -> None:
    arrays = build_votes(80, 12, 2)
    copies = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    first, second = opinion_groups(*arrays), opinion_groups(*arrays)
    assert all(np.array_equal(array, copy) for array, copy in zip(arrays, copies, strict=True))
    assert first.group.tolist() == second.group.tolist()


def test_who_cast_too_few_votes_is_in_no_group_but_has_a_place_and_counts() -> None:
    rows = [*zip(*build_votes(60, 20, 2, share=0.9), strict=True), (1000, 3, 1), (1000, 4, -1)]
    result = opinion_groups(*zip(*rows, strict=True))
    assert result.minimum_votes == 7
    assert (result.participants[-1], result.group[-1], result.base[-1], result.votes_cast[-1]) == (1000, 0, 0, 2)
    assert result.note[-1] == "Fewer than 7 votes."
    assert result.note[0] == ""
    assert np.abs(result.positions[-1]).max() > 0
    assert result.statements.overall_seen[3] == sum(1 for _, statement, _ in rows if statement == 3)
    assert sum(result.statements.seen[:, 3]) == result.statements.overall_seen[3] - 1


def test_fewer_votes_are_enough_where_there_are_fewer_statements() -> None:
    result = opinion_groups(*list_votes([[1, 1], [1, 1], [-1, -1], [-1, None]]))
    assert result.minimum_votes == 2
    assert result.group.tolist() == [1, 1, 2, 0]


def test_groups_are_numbered_from_the_largest_on_and_hold_their_statements() -> None:
    result = opinion_groups(*list_votes([[1, -1, 1]] * 3 + [[-1, 1, 1]] * 5))
    assert result.group.tolist() == [2] * 3 + [1] * 5
    assert [(group.number, group.size) for group in result.groups] == [(1, 5), (2, 3)]
    assert result.groups[0].representatives == result.statements.representatives[0]
    assert result.statements.groups.tolist() == [1, 2]
    assert result.statements.consensus_agree == (2,)
    assert (result.groups[0].x, result.groups[0].y) == pytest.approx(tuple(result.positions[7]))


def test_base_clusters_say_their_size_place_and_group() -> None:
    result = opinion_groups(*build_votes(300, 20, 3, seed=5))
    assert result.base_sizes.tolist() == np.bincount(result.base)[1:].tolist()
    placed = result.group > 0
    assert result.base_groups[result.base[placed] - 1].tolist() == result.group[placed].tolist()
    assert len(result.base_centres) == len(result.base_sizes)


def test_result_says_how_it_was_made() -> None:
    result = opinion_groups(["a", "a", "b", "b", "a"], [1, 2, 1, 2, 1], [1, 1, -1, -1, 1], seed=7)
    assert (result.seed, result.repeats, result.reason) == (7, 1, "")
    assert "k-means" in result.method
    assert list(result.silhouettes) == [2]


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([], "There are no votes."),
        ([[1], [-1]], "There is one statement only; groups need two at least."),
        ([[1, -1], [1, -1]], "Everybody who voted on a statement voted the same."),
        ([[1, -1], [None, 1]], "One participant cast 2 votes or more."),
        ([[1, None], [None, 1], [-1, None], [None, -1]], "No participant cast 2 votes or more."),
        ([[1, 1], [1, 1], [-1, None]], "All participants with enough votes stand in one place."),
    ],
)
def test_groups_are_missing_with_a_reason_where_votes_do_not_allow_them(table: Table, reason: str) -> None:
    result = opinion_groups(*list_votes(table))
    assert (result.reason, result.groups, result.silhouettes) == (reason, (), {})
    assert set(result.group.tolist()) <= {0}
    assert set(result.note.tolist()) <= {reason, f"Fewer than {result.minimum_votes} votes."}
    assert np.isnan(result.statements.agree.consensus).all()
    assert not result.statements.agree.is_consensus.any()
    assert result.statements.seen.shape == (0, len(result.statements.statements))
    assert result.base_centres.shape == (0, 2)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"minimum_votes": 0}, "minimum_votes: 0 is fewer than one"),
        ({"seed": -1}, "seed: -1 is negative"),
        ({"false_discovery_rate": 0}, "false_discovery_rate: 0 does not lie between 0 and 1"),
    ],
)
def test_faulty_options_are_refused(options: dict[str, int], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        opinion_groups([1], [1], [1], **options)  # type: ignore[arg-type]


def test_importing_opinion_groups_does_not_load_scipy() -> None:
    code = "import sys, fiftysteps.stats.opinion; print('scipy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_examples_in_the_documentation_are_true() -> None:
    tried = doctest.testmod(grouping)
    assert (tried.failed, tried.attempted > 0) == (0, True)
