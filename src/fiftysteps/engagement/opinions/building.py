"""Build the map of opinions of one question from its votes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from fiftysteps.engagement.models import Question, Statement
from fiftysteps.engagement.opinions.ballots import Ballots, find_groups, read_ballots
from fiftysteps.engagement.opinions.comparing import compare_without
from fiftysteps.engagement.opinions.dividing import OPEN, PRIVATE, divide
from fiftysteps.engagement.opinions.drawing import draw
from fiftysteps.engagement.opinions.parts import (
    LETTERS,
    Apart,
    Division,
    GroupPart,
    MapParts,
    Placing,
    StatementPart,
    Weighted,
    Weighting,
)
from fiftysteps.engagement.opinions.tallying import find_leanings, tally_statements
from fiftysteps.engagement.opinions.weighing import weigh_statements
from fiftysteps.engagement.queries.results import weigh
from fiftysteps.stats import OpinionGroups

# A page names so many of the statements that tell a group apart; the table has all.
MOST_APART = 5
# Places are rounded to what matters, so that what is kept does not depend on the last digit of a machine.
DIGITS = 9


@dataclass(frozen=True)
class Built:
    """A map: what may be published, what is for staff alone, and of whom it was made."""

    parts: MapParts
    private: tuple[Division, ...]
    people: int
    newest: int


def build_map(question: Question) -> Built | None:
    """Return the map of a question's votes, or nothing where nobody has voted."""
    ballots = read_ballots(question)
    people = ballots.people
    if not len(people):
        return None
    found = find_groups(ballots)
    exercise = question.exercise
    weights = weigh(exercise)
    pks = found.statements.statements.tolist()
    statements = tuple(_list_statements(found, weigh_statements(ballots, weights.weights, pks)))
    parts = MapParts(
        question=question.text,
        people=len(people),
        grouped=sum(group.size for group in found.groups),
        votes=len(ballots.vote),
        minimum_votes=found.minimum_votes,
        reason=found.reason,
        groups=tuple(_list_groups(found)),
        statements=statements,
        all_agree=_get_numbers(found.statements.consensus_agree),
        all_disagree=_get_numbers(found.statements.consensus_disagree),
        dividing=_get_numbers(found.statements.split),
        divisions=divide(question, found, OPEN),
        without=compare_without(exercise, ballots, found),
        weighting=Weighting(
            people=_count_weighted(ballots, weights.weights),
            effect=weights.effect,
            effective=weights.effective,
            reasons=weights.reasons,
        ),
        picture=draw(found),
        placing=_get_placing(found) if found.groups else None,
    )
    private = divide(question, found, PRIVATE) if exercise.dpia_covers_opinions else ()
    return Built(parts, private, len(people), int(people.max()))


def _list_statements(found: OpinionGroups, weighted: Mapping[int, Weighted | None]) -> Iterator[StatementPart]:
    said = found.statements
    texts = {each.pk: each for each in Statement.objects.filter(pk__in=said.statements.tolist())}
    for at, (everybody, groups) in enumerate(tally_statements(said)):
        statement = texts[int(said.statements[at])]
        spread = float(said.spread[at])
        yield StatementPart(
            pk=statement.pk,
            text=statement.text,
            line=statement.line,
            everybody=everybody,
            groups=groups,
            leanings=find_leanings(said, at),
            weighted=weighted[statement.pk],
            all_say="agree" if said.agree.is_consensus[at] else "disagree" if said.disagree.is_consensus[at] else "",
            divides=bool(said.is_split[at]),
            spread=None if np.isnan(spread) else round(spread, DIGITS),
        )


def _list_groups(found: OpinionGroups) -> Iterator[GroupPart]:
    for group in found.groups:
        apart = tuple(Apart(int(each.statement), each.stance) for each in group.representatives)  # type: ignore[call-overload]
        yield GroupPart(LETTERS[group.number - 1], group.size, apart[:MOST_APART])


def _get_numbers(labels: tuple[object, ...]) -> tuple[int, ...]:
    return tuple(int(label) for label in labels)  # type: ignore[call-overload]


def _count_weighted(ballots: Ballots, weights: Mapping[int, float]) -> int:
    return len(set(ballots.people.tolist()) & weights.keys())


def _get_placing(found: OpinionGroups) -> Placing:
    components = found.components
    return Placing(
        statements=_get_numbers(tuple(found.statements.statements.tolist())),
        mean=_round(components.mean),
        loadings=tuple(_round(loading) for loading in components.loadings),
        centres=tuple(_round(np.array([group.x, group.y])) for group in found.groups),
        minimum_votes=found.minimum_votes,
    )


def _round(values: np.ndarray) -> tuple[float, ...]:
    return tuple(np.round(values, DIGITS).tolist())
