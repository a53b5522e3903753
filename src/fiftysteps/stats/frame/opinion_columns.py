"""The columns of the frames of opinion groups."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.frame.writing import Columns
from fiftysteps.stats.opinion.clusters import MOST_GROUPS
from fiftysteps.stats.opinion.results import OpinionGroups, Representative

PARTICIPANT_COLUMNS = ("votes", "x", "y", "group", "note")
REPRESENTATIVE_KINDS: Mapping[str, type] = {
    "stance": str,
    "count": int,
    "seen": int,
    **dict.fromkeys(("proportion", "ratio", "proportion_z", "z", "p_adjusted"), float),
    "is_distinctive": bool,
}
# A column of statements' labels stands in two frames of the result, and must be named like no column of either.
STATEMENT_COLUMNS = (
    *("seen", "agreed", "disagreed", "passed", "consensus_agree", "consensus_disagree"),
    *("is_consensus_agree", "is_consensus_disagree", "spread", "is_split", "x", "y"),
    *(f"{name}_{number}" for name in ("seen", "agreed", "disagreed") for number in range(1, MOST_GROUPS + 1)),
    *("group", *REPRESENTATIVE_KINDS),
)


def list_representatives(result: OpinionGroups) -> list[tuple[int, Representative]]:
    """Return the statements that tell groups apart, each with the number of its group."""
    return [(group.number, one) for group in result.groups for one in group.representatives]


def get_participant_columns(result: OpinionGroups) -> Columns:
    """Return the columns of the frame of participants, but for labels."""
    x, y = result.positions.T
    return {"votes": result.votes_cast, "x": x, "y": y, "group": result.group, "note": result.note}


def get_statement_columns(result: OpinionGroups) -> Columns:
    """Return the columns of the frame of statements, but for labels."""
    found = result.statements
    agreed, disagreed = found.agree.overall_count, found.disagree.overall_count
    x, y = result.components.loadings
    columns: dict[str, ArrayLike] = {
        "seen": found.overall_seen,
        "agreed": agreed,
        "disagreed": disagreed,
        "passed": found.overall_seen - agreed - disagreed,
        "consensus_agree": found.agree.consensus,
        "consensus_disagree": found.disagree.consensus,
        "is_consensus_agree": found.agree.is_consensus,
        "is_consensus_disagree": found.disagree.is_consensus,
        "spread": found.spread,
        "is_split": found.is_split,
        "x": x,
        "y": y,
    }
    for i, group in enumerate(result.groups):
        columns[f"seen_{group.number}"] = found.seen[i]
        columns[f"agreed_{group.number}"] = found.agree.count[i]
        columns[f"disagreed_{group.number}"] = found.disagree.count[i]
    return columns


def get_group_columns(result: OpinionGroups) -> Columns:
    """Return the columns of the frame of groups, but for labels."""
    groups = result.groups
    return {
        "group": np.array([group.number for group in groups], dtype=np.int64),
        "size": np.array([group.size for group in groups], dtype=np.int64),
        "x": np.array([group.x for group in groups], dtype=float),
        "y": np.array([group.y for group in groups], dtype=float),
    }


def get_representative_columns(result: OpinionGroups) -> Columns:
    """Return the columns of the frame of representatives, but for labels."""
    pairs = list_representatives(result)
    columns: dict[str, ArrayLike] = {"group": np.array([number for number, _ in pairs], dtype=np.int64)}
    for name, kind in REPRESENTATIVE_KINDS.items():
        columns[name] = np.array([getattr(one, name) for _, one in pairs], dtype=kind)
    return columns
