"""The votes that count, as arrays: of people, not of organisations, repeats or what was taken back."""

from dataclasses import dataclass

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet
from numpy.typing import NDArray

from fiftysteps.engagement.models import Question, Response, Standing, Statement, StatementVote, Vote
from fiftysteps.engagement.opinions.parts import LEAST_GROUP
from fiftysteps.stats import OpinionGroups, opinion_groups

_VALUES = {Vote.AGREE.value: 1, Vote.DISAGREE.value: -1, Vote.PASS.value: 0}
_COLUMNS = np.dtype([("person", np.int64), ("statement", np.int64), ("vote", np.int8)])

type Numbers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Ballots:
    """Votes, one of a person on a statement: the numbers of the response and of the statement, and 1, -1 or 0."""

    person: Numbers
    statement: Numbers
    vote: NDArray[np.int8]

    @property
    def people(self) -> Numbers:
        return np.unique(self.person)

    def leave_out(self, people: set[int]) -> "Ballots":
        kept = ~np.isin(self.person, np.fromiter(people, np.int64, len(people)))
        return Ballots(self.person[kept], self.statement[kept], self.vote[kept])


def get_counted(question: Question) -> QuerySet[StatementVote]:
    """Return the votes that count on statements that are shown."""
    return StatementVote.objects.filter(
        statement__question=question,
        statement__state=Statement.State.SHOWN,
        response__standing=Standing.COUNTED,
        response__organisation="",
    )


def get_voters(question: Question) -> QuerySet[Response]:
    """Return the responses of people with a vote that counts: the same as `get_counted`, without reading every vote."""
    votes = StatementVote.objects.filter(
        response=OuterRef("pk"), statement__question=question, statement__state=Statement.State.SHOWN
    )
    people = Response.objects.filter(exercise=question.exercise_id, standing=Standing.COUNTED, organisation="")
    return people.filter(Exists(votes))


def read_ballots(question: Question) -> Ballots:
    rows = get_counted(question).values_list("response_id", "statement_id", "vote").iterator(chunk_size=10_000)
    found = np.fromiter(((person, statement, _VALUES[vote]) for person, statement, vote in rows), _COLUMNS)
    return Ballots(found["person"], found["statement"], found["vote"])


def find_groups(ballots: Ballots) -> OpinionGroups:
    """Return the opinion groups: the same for the same votes, in whatever order they are read."""
    return opinion_groups(ballots.person, ballots.statement, ballots.vote, minimum_size=LEAST_GROUP)
