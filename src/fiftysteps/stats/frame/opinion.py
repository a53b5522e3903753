"""Opinion groups of data frames of votes."""

from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
from narwhals.typing import IntoDataFrame, IntoDataFrameT
from numpy.typing import NDArray

from fiftysteps.stats.frame.opinion_columns import (
    PARTICIPANT_COLUMNS,
    STATEMENT_COLUMNS,
    get_group_columns,
    get_participant_columns,
    get_representative_columns,
    get_statement_columns,
    list_representatives,
)
from fiftysteps.stats.frame.reading import FrameGroups, Reader, read_groups
from fiftysteps.stats.frame.writing import write_groups
from fiftysteps.stats.groups import Codes, Groups
from fiftysteps.stats.opinion import grouping
from fiftysteps.stats.opinion.results import OpinionGroups
from fiftysteps.stats.opinion.votes import AGREE, CLASH, DISAGREE, PASS, find_clashes, sort_labels
from fiftysteps.stats.results import Floats


@dataclass(frozen=True, eq=False)
class OpinionFrames[FrameT: IntoDataFrame]:
    """Opinion groups as frames of the caller's own kind.

    Attributes
    ----------
    participants : data frame
        A row for each participant: their label, `votes`, `x`, `y`, `group` (0 where in none) and `note` (why in none).
    statements : data frame
        A row for each statement: its label, of everybody `seen`, `agreed`, `disagreed` and `passed`; `consensus_agree`,
        `consensus_disagree` and whether it is one (`is_consensus_agree`, `is_consensus_disagree`); `spread` and
        `is_split`; its loadings on the components, `x` and `y`; and of each group `seen_1`, `agreed_1`, `disagreed_1`
        and so on.
    groups : data frame
        A row for each group: `group`, `size`, `x`, `y`.
    representatives : data frame
        A row for each statement that tells a group apart, by group and the strongest first: the statement's label,
        `group`, `stance` (agree or disagree), `count`, `seen`, `proportion`, `ratio`, `proportion_z`, `z`,
        `p_adjusted` and `is_distinctive`.
    result : OpinionGroups
        The same as arrays, with all else: silhouettes, base clusters, seed, method, and the reason where there are no
        groups.
    """

    participants: FrameT
    statements: FrameT
    groups: FrameT
    representatives: FrameT
    result: OpinionGroups


def opinion_groups(
    df: IntoDataFrameT,
    *,
    participant: str,
    statement: str,
    vote: str,
    time: str | None = None,
    minimum_votes: int = grouping.MINIMUM_VOTES,
    minimum_size: int = 1,
    false_discovery_rate: float = 0.1,
    seed: int = grouping.SEED,
) -> OpinionFrames[IntoDataFrameT]:
    """Find groups of participants who vote alike, the statements that tell the groups apart, and those that all share.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        A row for each vote. Read, never changed.
    participant, statement : str, keyword-only
        The columns of the labels of who voted, and on what.
    vote : str, keyword-only
        The column of votes: 1 agree, -1 disagree, 0 pass. What a participant has not seen has no row.
    time : str, keyword-only
        The column of when each vote was cast, numbers or times. Of votes of one participant on one statement the latest
        counts; where it is left out, the last row.
    minimum_votes : int, keyword-only
        The votes needed for a place in a group.
    minimum_size : int, keyword-only
        A division into groups one of which has fewer people than this is not chosen.
    false_discovery_rate : float, keyword-only
        The share of statements among those called distinctive that may be so by chance.
    seed : int, keyword-only
        From which the starts of k-means are drawn.

    Returns
    -------
    OpinionFrames
        The frames `participants`, `statements`, `groups` and `representatives`, and `result`, the same as arrays.
        Participants and statements are sorted by label and bear the caller's own names of columns.

    Raises
    ------
    FrameFaults
        A column is not there, a label, vote or time is missing, a vote is not 1, -1 or 0, two different votes of a
        participant on a statement bear the same time, or a column of labels is named like one of the result. All faults
        are named with their column and row.
    ValueError
        `minimum_votes` or `minimum_size` is below 1, the rate does not lie between 0 and 1, or the seed is negative.

    See Also
    --------
    fiftysteps.stats.opinion_groups : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> votes = pl.DataFrame({
    ...     "who": ["Ada", "Ada", "Ben", "Ben", "Eve", "Eve", "Flo", "Flo"],
    ...     "on": ["close the road", "plant trees"] * 4,
    ...     "vote": [1, 1, 1, 1, -1, 1, -1, 1],
    ... })
    >>> found = opinion_groups(votes, participant="who", statement="on", vote="vote")
    >>> for who, group in found.participants.select("who", "group").iter_rows():
    ...     print(f"{who} is in group {group}")
    Ada is in group 2
    Ben is in group 2
    Eve is in group 1
    Flo is in group 1
    """
    grouping.check_arguments(minimum_votes, minimum_size, false_discovery_rate, seed)
    reader = Reader(df)
    people = read_groups(reader, participant, outputs=PARTICIPANT_COLUMNS)
    subjects = read_groups(reader, statement, outputs=STATEMENT_COLUMNS)
    votes = _read_votes(reader, vote)
    moments = None if time is None else _read_times(reader, time)
    reader.check()
    participants, statements = _label(people, participant), _label(subjects, statement)
    if moments is not None:
        clashes = find_clashes(participants.codes, statements.codes, moments, votes)
        reader.refuse(vote, clashes, lambda _: CLASH)
        reader.check()
    result = grouping.opinion_groups(
        participants,
        statements,
        votes,
        time=moments,
        minimum_votes=minimum_votes,
        minimum_size=minimum_size,
        false_discovery_rate=false_discovery_rate,
        seed=seed,
    )
    people, subjects = _sort(people, participants), _sort(subjects, statements)
    return OpinionFrames(
        participants=write_groups(reader, people, get_participant_columns(result)),
        statements=write_groups(reader, subjects, get_statement_columns(result)),
        groups=write_groups(reader, FrameGroups(people.groups, people.keys.select()), get_group_columns(result)),
        representatives=write_groups(reader, _repeat(subjects, result), get_representative_columns(result)),
        result=result,
    )


def _read_votes(reader: Reader[Any], column: str) -> Floats:
    votes = reader.read_numbers(column, least=None)
    if column not in reader.frame.columns:
        return votes
    dtype = reader.frame[column].dtype
    if dtype == nw.Boolean:
        reader.faults.append(f'column "{column}": true and false are no votes; write 1, 0 or -1')
    elif dtype.is_numeric():
        reader.refuse(column, np.isnan(votes), lambda _: "the vote is missing")
        faulty = np.isfinite(votes) & ~np.isin(votes, (AGREE, DISAGREE, PASS))
        reader.refuse(column, faulty, lambda row: f"{votes[row]:g} is not 1 (agree), -1 (disagree) or 0 (pass)")
    return votes


def _read_times(reader: Reader[Any], column: str) -> NDArray[Any]:
    if column not in reader.frame.columns:
        return reader.read_numbers(column)
    series = reader.frame[column]
    missing = series.is_null().to_numpy().astype(bool)
    reader.refuse(column, missing, lambda _: "the time is missing")
    if isinstance(series.dtype, (nw.Date, nw.Datetime)):
        return np.asarray(series.dt.timestamp("ns").to_numpy())
    times = reader.read_numbers(column, least=None)
    if series.dtype.is_numeric():
        reader.refuse(column, np.isnan(times) & ~missing, lambda _: "the time is missing")
    return times


def _label(groups: FrameGroups, column: str) -> Groups:
    return replace(groups.groups, labels=groups.keys[column].to_numpy())


def _sort(groups: FrameGroups, labelled: Groups) -> FrameGroups:
    return _take(groups, sort_labels(labelled.labels))


def _take(groups: FrameGroups, rows: Codes) -> FrameGroups:
    return FrameGroups(groups.groups, nw.maybe_reset_index(groups.keys[rows]))


def _repeat(subjects: FrameGroups, result: OpinionGroups) -> FrameGroups:
    place = {label: i for i, label in enumerate(result.statements.statements.tolist())}
    return _take(subjects, np.array([place[one.statement] for _, one in list_representatives(result)], dtype=np.int64))
