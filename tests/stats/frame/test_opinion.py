import doctest
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

from fiftysteps.stats.frame import FrameFaults
from fiftysteps.stats.frame import opinion as module
from fiftysteps.stats.frame.opinion import opinion_groups
from fiftysteps.stats.opinion import opinion_groups as opinion_groups_of_arrays
from tests.stats.frame.frames import KINDS, build_frame, get_columns
from tests.stats.opinion.twins import Table, list_votes

# On the second statement all agree; on the others four people stand against three. One person voted once only.
TABLE: Table = [[1, 1, -1, 0]] * 4 + [[-1, 1, 1, None]] * 3 + [[None, 1, None, None]]
NAMES = ["Dee", "Ada", "Ben", "Cem", "Gil", "Eve", "Flo", "Hal"]
STATEMENTS = ["road", "trees", "cars", "bins"]


def build_rows() -> dict[str, list[Any]]:
    people, statements, votes = list_votes(TABLE)
    return {"who": [NAMES[i] for i in people], "on": [STATEMENTS[i] for i in statements], "vote": votes}


def find(frame: Any, **options: Any) -> Any:
    return opinion_groups(frame, participant="who", statement="on", vote="vote", **{"minimum_votes": 3, **options})


@pytest.mark.parametrize("kind", KINDS)
def test_frames_of_the_callers_own_kind_come_back(kind: str) -> None:
    frame = build_frame(kind, build_rows())
    found = find(frame)
    for one in (found.participants, found.statements, found.groups, found.representatives):
        assert type(one) is type(frame)


@pytest.mark.parametrize("kind", KINDS)
def test_participants_are_sorted_with_their_place_and_group(kind: str) -> None:
    columns = get_columns(find(build_frame(kind, build_rows())).participants)
    assert list(columns) == ["who", "votes", "x", "y", "group", "note"]
    assert columns["who"] == sorted(NAMES)
    assert columns["votes"] == [4, 4, 4, 4, 3, 3, 3, 1]
    assert columns["group"] == [1, 1, 1, 1, 2, 2, 2, 0]
    assert columns["note"] == [""] * 7 + ["Fewer than 3 votes."]


@pytest.mark.parametrize("kind", KINDS)
def test_statements_are_sorted_with_the_counts_of_everybody_and_of_each_group(kind: str) -> None:
    columns = get_columns(find(build_frame(kind, build_rows())).statements)
    assert list(columns) == [
        *("on", "seen", "agreed", "disagreed", "passed", "consensus_agree", "consensus_disagree"),
        *("is_consensus_agree", "is_consensus_disagree", "spread", "is_split", "x", "y"),
        *("seen_1", "agreed_1", "disagreed_1", "seen_2", "agreed_2", "disagreed_2"),
    ]
    assert columns["on"] == ["bins", "cars", "road", "trees"]
    assert columns["seen"] == [4, 7, 7, 8]
    assert columns["passed"] == [4, 0, 0, 0]
    assert (columns["agreed_1"], columns["disagreed_1"]) == ([0, 0, 4, 4], [0, 4, 0, 0])
    assert (columns["agreed_2"], columns["seen_2"]) == ([0, 3, 0, 3], [0, 3, 3, 3])
    assert columns["is_consensus_agree"] == [False, False, False, True]
    assert columns["is_split"] == [False, True, True, False]
    assert columns["consensus_agree"][3] == pytest.approx((5 / 6) * (4 / 5))
    assert columns["spread"][1] == pytest.approx(4 / 5 - 1 / 6)


@pytest.mark.parametrize("kind", KINDS)
def test_groups_and_the_statements_that_tell_them_apart_have_a_row_each(kind: str) -> None:
    found = find(build_frame(kind, build_rows()))
    groups, columns = get_columns(found.groups), get_columns(found.representatives)
    assert (list(groups), groups["group"], groups["size"]) == (["group", "size", "x", "y"], [1, 2], [4, 3])
    assert list(columns) == [
        *("on", "group", "stance", "count", "seen", "proportion", "ratio", "proportion_z", "z", "p_adjusted"),
        "is_distinctive",
    ]
    assert set(zip(columns["group"], columns["on"], columns["stance"], columns["count"], strict=True)) == {
        (1, "road", "agree", 4),
        (1, "cars", "disagree", 4),
        (2, "cars", "agree", 3),
        (2, "road", "disagree", 3),
    }


@pytest.mark.parametrize("kind", KINDS)
def test_frames_say_what_the_arrays_say(kind: str) -> None:
    rows = build_rows()
    found = find(build_frame(kind, rows))
    arrays = opinion_groups_of_arrays(rows["who"], rows["on"], rows["vote"], minimum_votes=3)
    columns = get_columns(found.participants)
    assert columns["x"] == arrays.positions[:, 0].tolist()
    assert columns["group"] == arrays.group.tolist()
    assert found.result.statements.consensus_agree == arrays.statements.consensus_agree == ("trees",)
    assert get_columns(found.statements)["y"] == arrays.components.loadings[1].tolist()


TIMES: list[list[Any]] = [
    [3, 1, 2],
    [0.3, 0.1, 0.2],
    [date(2020, 1, 3), date(2020, 1, 1), date(2020, 1, 2)],
    [datetime(2020, 1, 1, hour, tzinfo=UTC).replace(tzinfo=None) for hour in (3, 1, 2)],
    [datetime(2020, 1, 1, hour, tzinfo=UTC) for hour in (3, 1, 2)],
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("times", TIMES)
def test_of_repeat_votes_with_times_the_latest_counts(kind: str, times: list[Any]) -> None:
    columns: dict[str, Any] = {"who": ["a"] * 3, "on": [1] * 3, "vote": [-1, 1, 0], "at": times}
    if kind == "pandas" and isinstance(times[0], date):
        columns["at"] = pd.to_datetime(pd.Series(times))
    statements = get_columns(find(build_frame(kind, columns), time="at").statements)
    assert (statements["seen"], statements["disagreed"]) == ([1], [1])


@pytest.mark.parametrize("kind", KINDS)
def test_of_repeat_votes_without_times_the_last_row_counts(kind: str) -> None:
    found = find(build_frame(kind, {"who": ["a"] * 2, "on": [1] * 2, "vote": [-1, 1]}))
    assert get_columns(found.statements)["agreed"] == [1]
    assert found.result.repeats == 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_fault_of_a_frame_is_named_at_once(kind: str) -> None:
    frame = build_frame(
        kind,
        {"x": ["a", None, "b"], "on": ["p", "q", None], "vote": [1.0, None, 2.0], "at": [1.0, None, 2.0]},
    )
    with pytest.raises(FrameFaults) as caught:
        opinion_groups(frame, participant="x", statement="on", vote="vote", time="at")
    assert caught.value.faults == (
        'column "x": its name is that of a column of the result; rename it first',
        'column "x", row 1: the label is missing',
        'column "on", row 2: the label is missing',
        'column "vote", row 1: the vote is missing',
        'column "vote", row 2: 2 is not 1 (agree), -1 (disagree) or 0 (pass)',
        'column "at", row 1: the time is missing',
    )


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"vote": [True, False]}, 'column "vote": true and false are no votes; write 1, 0 or -1'),
        ({"vote": ["agree", "1"]}, "column \"vote\", row 0: 'agree' is not a number"),
        ({"vote": [float("inf"), 1.0]}, 'column "vote", row 0: inf is infinite'),
        ({"at": ["noon", "1"]}, "column \"at\", row 0: 'noon' is not a number"),
        ({"at": [5, 5]}, 'column "vote", row 1: the same participant cast another on this statement at this time'),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_arrays_refuse_is_named_with_column_and_row(kind: str, columns: dict[str, Any], said: str) -> None:
    whole = {"who": ["a", "a"], "on": [1, 1], "vote": [1, -1], "at": [1, 2], **columns}
    with pytest.raises(FrameFaults) as caught:
        find(build_frame(kind, whole), time="at")
    assert caught.value.faults == (said,)


def test_columns_that_are_not_there_are_named_all_together() -> None:
    with pytest.raises(FrameFaults) as caught:
        opinion_groups(pl.DataFrame({"a": [1]}), participant="b", statement="c", vote="d", time="e")
    assert [fault.split(":")[0] for fault in caught.value.faults] == [f'column "{name}"' for name in "bcde"]


def test_times_that_are_no_numbers_are_faults() -> None:
    frame = pl.DataFrame({"who": ["a"], "on": [1], "vote": [1], "at": [float("nan")]})
    with pytest.raises(FrameFaults, match='column "at", row 0: the time is missing'):
        find(frame, time="at")


@pytest.mark.parametrize("options", [{"minimum_votes": 0}, {"false_discovery_rate": 2}, {"seed": -1}])
def test_faulty_options_are_refused_before_the_frame_is_read(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(options))):
        find(pl.DataFrame(), **options)


@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_without_rows_gives_frames_without_rows_and_the_reason(kind: str) -> None:
    frame = build_frame(kind, build_rows())
    found = find(frame[:0] if kind != "pyarrow" else frame.slice(0, 0))
    assert found.result.reason == "There are no votes."
    for one in (found.participants, found.statements, found.groups, found.representatives):
        assert all(values == [] for values in get_columns(one).values())
    assert list(get_columns(found.representatives))[:2] == ["on", "group"]


@pytest.mark.parametrize("kind", KINDS)
def test_groups_that_cannot_be_found_leave_consensus_missing(kind: str) -> None:
    found = find(build_frame(kind, {"who": ["a", "b"], "on": [1, 1], "vote": [1, -1]}))
    assert pd.isna(get_columns(found.statements)["consensus_agree"][0])
    assert get_columns(found.groups)["size"] == []
    assert get_columns(found.participants)["note"] == ["There is one statement only; groups need two at least."] * 2


def test_an_index_of_the_callers_does_not_stay() -> None:
    rows = build_rows()
    found = find(pd.DataFrame(rows, index=np.arange(len(rows["who"])) + 50))
    assert found.participants.index.tolist() == list(range(8))
    assert found.representatives.index.tolist() == list(range(4))


def test_the_callers_frame_is_not_changed() -> None:
    frame = pd.DataFrame(build_rows())
    before = frame.copy(deep=True)
    find(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_examples_in_the_documentation_are_true() -> None:
    tried = doctest.testmod(module)
    assert (tried.failed, tried.attempted > 0) == (0, True)
