"""How far the map would be another without what one hand seems to have sent."""

import numpy as np

from fiftysteps.engagement.models import Exercise, Group
from fiftysteps.engagement.opinions.ballots import Ballots, find_groups
from fiftysteps.engagement.opinions.parts import Without
from fiftysteps.engagement.totals import RULE
from fiftysteps.stats import OpinionGroups
from fiftysteps.stats.disclosure import get_rule


def compare_without(exercise: Exercise, ballots: Ballots, found: OpinionGroups) -> Without | None:
    """Return what changes without responses of suspect groups; nothing where none of them voted."""
    suspect = set(Group.objects.filter(exercise=exercise, kind=Group.Kind.SUSPECT).values_list("responses", flat=True))
    voted = suspect & set(ballots.people.tolist())
    if not voted:
        return None
    other = find_groups(ballots.leave_out(voted))
    moved, of = _count_moved(found, other)
    small = get_rule(RULE).hide_up_to or 0
    return Without(
        people=len(voted) if len(voted) > small else None,
        moved=moved if moved == 0 or moved > small else None,
        of=of,
        groups=len(other.groups),
        change=_find_change(found, other),
    )


def _count_moved(found: OpinionGroups, other: OpinionGroups) -> tuple[int, int]:
    """Return how many are in another group, of how many who are in one both times; groups are paired as best fits."""
    from scipy.optimize import linear_sum_assignment

    _, one, two = np.intersect1d(found.participants, other.participants, assume_unique=True, return_indices=True)
    both = (found.group[one] > 0) & (other.group[two] > 0)
    was, now = found.group[one][both] - 1, other.group[two][both] - 1
    if not len(was):
        return 0, 0
    table = np.zeros((len(found.groups), len(other.groups)), dtype=np.int64)
    np.add.at(table, (was, now), 1)
    stayed = int(table[linear_sum_assignment(-table)].sum())
    return len(was) - stayed, len(was)


def _find_change(found: OpinionGroups, other: OpinionGroups) -> float:
    """Return the largest difference in a statement's share of agreement, of statements voted on both times."""
    shares = [
        dict(
            zip(
                each.statements.statements.tolist(),
                (each.statements.agree.overall_count / each.statements.overall_seen).tolist(),
                strict=True,
            )
        )
        for each in (found, other)
    ]
    return max((abs(shares[0][pk] - shares[1][pk]) for pk in shares[0].keys() & shares[1].keys()), default=0.0)
