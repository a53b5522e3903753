"""Which opinion group somebody is near, from their votes and what is published: nothing of it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from fiftysteps.engagement.asking.sheets import Asked
from fiftysteps.engagement.models import Vote
from fiftysteps.stats import nearest_group

# Of more statements those are asked that tell the groups apart best: twenty take two minutes.
MOST_ASKED: Final = 20
_NUMBERS: Final[Mapping[str, float]] = {Vote.AGREE: 1.0, Vote.DISAGREE: -1.0, Vote.PASS: 0.0}


@dataclass(frozen=True)
class Different:
    """A statement on which somebody and most of their group differ."""

    text: str
    you: Vote
    they: Vote


@dataclass(frozen=True)
class Nearest:
    """The letter of the nearest group, or none; then whether there were too few votes or they stand in between."""

    letter: str
    people: int
    votes: int
    needed: int
    different: tuple[Different, ...]

    @property
    def has_too_few(self) -> bool:
        return self.votes < self.needed


def list_near_statements(shown: Mapping[str, Any], asked: Asked | None) -> list[tuple[int, str]]:
    """Return the statements to vote on, in the order of the table, the question's lines in the reader's language."""
    placing = shown["placing"]
    lengths = {pk: np.hypot(*loads) for pk, *loads in zip(placing["statements"], *placing["loadings"], strict=True)}
    listed = [(each["pk"], _translate(each, asked)) for each in shown["statements"]]
    told = sorted((pk for pk, _ in listed), key=lambda pk: (-lengths[pk], pk))[:MOST_ASKED]
    return [pair for pair in listed if pair[0] in set(told)]


def _translate(statement: Mapping[str, Any], asked: Asked | None) -> str:
    line = statement["line"]
    return asked.choices[line - 1] if asked and line and line <= len(asked.choices) else str(statement["text"])


def find_nearest(shown: Mapping[str, Any], votes: Mapping[int, str], texts: Mapping[int, str]) -> Nearest:
    """Return the group that votes are nearest to, and the statements on which most of it say the opposite."""
    placing = shown["placing"]
    found = nearest_group(
        [_NUMBERS[votes[pk]] if pk in votes else np.nan for pk in placing["statements"]],
        mean=placing["mean"],
        loadings=placing["loadings"],
        centres=placing["centres"],
        minimum_votes=placing["minimum_votes"],
    )
    needed = min(placing["minimum_votes"], len(placing["statements"]))
    if not found.group:
        return Nearest("", 0, found.votes, needed, ())
    group = shown["groups"][found.group - 1]
    different = tuple(
        Different(texts[each["pk"]], Vote(votes[each["pk"]]), they)
        for each in shown["statements"]
        if each["pk"] in votes and (they := _find_opposite(each["leanings"][found.group - 1], votes[each["pk"]]))
    )
    return Nearest(group["letter"], group["people"], found.votes, needed, different)


def _find_opposite(leaning: str, vote: str) -> Vote | None:
    """Return what most of a group say to a statement, where it is the opposite of a vote."""
    opposite = {Vote.AGREE: Vote.DISAGREE, Vote.DISAGREE: Vote.AGREE}.get(Vote(vote))
    return opposite if leaning == opposite else None
