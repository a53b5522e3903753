import re
from datetime import date

import numpy as np
import pytest

from fiftysteps.stats.groups import get_groups
from fiftysteps.stats.opinion import votes as module
from fiftysteps.stats.opinion.votes import get_votes


def get_cells(votes: module.Votes) -> dict[tuple[object, object], int]:
    labels = votes.participants.tolist(), votes.statements.tolist()
    return {
        (labels[0][row], labels[1][column]): value
        for row, column, value in zip(votes.row.tolist(), votes.column.tolist(), votes.value.tolist(), strict=True)
    }


def test_labels_are_sorted_and_votes_stand_in_their_order() -> None:
    votes = get_votes(["b", "a", "b"], [7, 7, 3], [1, -1, 0])
    assert (votes.participants.tolist(), votes.statements.tolist()) == (["a", "b"], [3, 7])
    assert (votes.row.tolist(), votes.column.tolist(), votes.value.tolist()) == ([0, 1, 1], [1, 0, 1], [-1, 0, 1])


def test_counts_are_of_votes_that_were_cast() -> None:
    votes = get_votes(["b", "a", "b"], [7, 7, 3], [1, -1, 0])
    assert (votes.count_by_participant().tolist(), votes.count_by_statement().tolist()) == ([1, 2], [1, 2])


def test_of_repeat_votes_the_last_counts_and_the_others_are_counted() -> None:
    votes = get_votes(["a", "b", "a", "a"], [1, 1, 1, 1], [1, 1, 0, -1])
    assert get_cells(votes) == {("a", 1): -1, ("b", 1): 1}
    assert votes.repeats == 2


@pytest.mark.parametrize("times", [[3, 1, 2], np.array(["2020-03", "2020-01", "2020-02"], "datetime64[M]")])
def test_of_repeat_votes_with_times_the_latest_counts_wherever_it_stands(times: object) -> None:
    assert get_cells(get_votes(["a"] * 3, [1] * 3, [-1, 1, 0], times)) == {("a", 1): -1}


def test_the_same_vote_twice_at_one_time_is_one_vote() -> None:
    assert get_votes(["a", "a"], [1, 1], [1, 1], [5, 5]).repeats == 1


def test_two_votes_at_one_time_are_refused() -> None:
    said = "vote, element 2: the same participant cast another on this statement at this time"
    with pytest.raises(ValueError, match=said):
        get_votes(["a", "b", "a"], [1, 1, 1], [1, 1, -1], [5, 5, 5])


def test_all_faults_are_named_at_once_with_their_elements() -> None:
    with pytest.raises(ValueError, match="vote") as caught:
        get_votes(["a", None, "b"], [1.0, 2.0, float("nan")], [1, 2, float("nan")], [1.0, float("nan"), 2.0])
    assert str(caught.value).split("; ") == [
        "vote, element 1: 2.0 is not 1 (agree), -1 (disagree) or 0 (pass)",
        "vote, element 2: nan is not 1 (agree), -1 (disagree) or 0 (pass)",
        "participant, element 1: the label is missing",
        "statement, element 2: the label is missing",
        "time, element 1: the time is missing",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((["a"], [1, 2], [1, 1]), "participant: 1 do not fit 2 votes"),
        ((["a", "b"], [1], [1, 1]), "statement: 1 do not fit 2 votes"),
        ((["a", "b"], [1, 1], [1, 1], [1]), "time: 1 do not fit 2 votes"),
        ((get_groups(["a"], 1), [1, 2], [1, 1]), "participant: 1 do not fit 2 votes"),
        (([["a"]], [1], [1]), "participant: one dimension is needed, and this has 2"),
        ((["a"], [1], [[1]]), "vote: one dimension is needed, and this has 2"),
        ((["a"], [1], [1], [[1]]), "time: one dimension is needed, and this has 2"),
        ((["a"], [1], [1], ["noon"]), "time: numbers or times of NumPy are needed, and these are <U4"),
        ((["a"], [1], [True]), "vote: true and false are no votes; write 1, 0 or -1"),
        ((["a"], [1], ["agree"]), "vote, element 0: 'agree' is not 1"),
        ((["a"], [1], [None]), "vote, element 0: None is not 1"),
        ((["a"], [1], [0.5]), "vote, element 0: 0.5 is not 1"),
        ((["a"], np.array(["NaT"], "datetime64[D]"), [1]), "statement, element 0: the label is missing"),
    ],
)
def test_faulty_votes_are_refused_with_a_sentence(arguments: tuple[object, ...], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        get_votes(*arguments)  # type: ignore[arg-type]


def test_of_many_faults_ten_are_named_and_the_rest_counted() -> None:
    with pytest.raises(ValueError, match="vote: 15 more elements like these"):
        get_votes(list(range(25)), [1] * 25, [3] * 25)


def test_labels_of_several_kinds_are_sorted_by_kind() -> None:
    mixed = np.array(["b", 2, "a", date(2020, 1, 1), 1], dtype=object)
    assert get_votes(mixed, [1] * 5, [1] * 5).participants.tolist() == [date(2020, 1, 1), 1, 2, "a", "b"]


def test_groups_numbered_before_are_taken_as_labels() -> None:
    assert get_cells(get_votes(get_groups(["b", "a"], 2), get_groups(["x", "x"], 2), [1, -1])) == {
        ("b", "x"): 1,
        ("a", "x"): -1,
    }


def test_text_labels_numbered_in_blocks_are_those_numbered_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    people = ["c", "a", "c", "b", "a", "d", "b"]
    whole = get_votes(people, list(range(7)), [1] * 7)
    monkeypatch.setattr(module, "BLOCK", 2)
    blocks = get_votes(people, list(range(7)), [1] * 7)
    assert (blocks.participants.tolist(), blocks.row.tolist()) == (whole.participants.tolist(), whole.row.tolist())


def test_no_votes_are_no_fault() -> None:
    votes = get_votes([], [], [], [])
    assert (len(votes.participants), len(votes.statements), len(votes.value)) == (0, 0, 0)
