"""What each group, and everybody, says to each statement, with small counts hidden and what would give them back."""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from fiftysteps.engagement.opinions.parts import LETTERS, Tally
from fiftysteps.engagement.totals import RULE
from fiftysteps.stats import OpinionStatements
from fiftysteps.stats.disclosure import Total, get_rule, suppress_cells

# Agree, disagree, pass, and all who voted: the last is the sum of the others.
ANSWERS: Final = 4
_NONE, _EVERYBODY = "in no group", "everybody"
SMALL: Final = get_rule(RULE).hide_up_to or 0


def tally_statements(found: OpinionStatements) -> Iterator[tuple[Tally, tuple[Tally, ...]]]:
    """Yield what everybody and what each group says to each statement.

    Who has cast too few votes for a group is in everybody alone: a reader knows that they are there, and not how many
    of them said what.
    """
    groups = np.stack([found.agree.count, found.disagree.count, _get_passed(found), found.seen], axis=2)
    everybody = np.stack([found.agree.overall_count, found.disagree.overall_count, _get_all_passed(found),
                          found.overall_seen], axis=1)  # fmt: skip
    names = [f"group {LETTERS[at]}" for at in range(len(groups))]
    for at in range(len(everybody)):
        own = groups[:, at]
        yield _tally([*own.tolist(), (everybody[at] - own.sum(axis=0)).tolist(), everybody[at].tolist()], names)


def find_leanings(found: OpinionStatements, at: int) -> tuple[str, ...]:
    """Return what more than half of each group say to a statement, of groups of which enough voted on it."""
    return tuple(
        "" if seen <= SMALL else "agree" if 2 * agreed > seen else "disagree" if 2 * disagreed > seen else ""
        for agreed, disagreed, seen in zip(
            found.agree.count[:, at].tolist(),
            found.disagree.count[:, at].tolist(),
            found.seen[:, at].tolist(),
            strict=True,
        )
    )


def _get_passed(found: OpinionStatements) -> np.ndarray:
    return found.seen - found.agree.count - found.disagree.count


def _get_all_passed(found: OpinionStatements) -> np.ndarray:
    return found.overall_seen - found.agree.overall_count - found.disagree.overall_count


def _tally(rows: Sequence[Sequence[int]], names: Sequence[str]) -> tuple[Tally, tuple[Tally, ...]]:
    """Return tallies of everybody and of each group. `rows` has the groups, those in none, and everybody."""
    counts = [count for row in rows for count in row]
    last = ANSWERS * (len(rows) - 1)
    totals = [Total((at, at + 1, at + 2), whole=at + 3) for at in range(0, len(counts), ANSWERS)]
    totals += [Total(tuple(range(answer, last, ANSWERS)), whole=last + answer) for answer in range(ANSWERS)]
    levels = [name for name in [*names, _NONE, _EVERYBODY] for _ in range(ANSWERS)]
    unpublished = [level == _NONE for level in levels]
    hidden = suppress_cells(counts, totals, rule=RULE, levels=levels, unpublished=unpublished).is_hidden
    shown = [None if hidden[at] else count for at, count in enumerate(counts)]
    tallies = [Tally(*shown[at : at + ANSWERS]) for at in range(0, len(counts), ANSWERS)]
    return tallies[-1], tuple(tallies[: len(names)])
