"""Builders of votes: people of two leanings, who disagree on most statements and agree on two."""

import itertools
from typing import Any

import numpy as np
from django.utils import timezone

from fiftysteps.engagement.models import (
    AboutYou,
    Channel,
    Exercise,
    Question,
    Response,
    Standing,
    Statement,
    StatementVote,
    Vote,
)
from fiftysteps.engagement.receipts import get_key
from tests.listening import make_exercise

_numbers = itertools.count(1)
LINES = (
    "Close the road.", "Parking matters more.", "Plant trees.", "Widen the road.",
    "Slow the cars.", "Build a car park.", "Open a library.", "Raise the speed limit.",
)  # fmt: skip
# What the two leanings say to each line; all plant trees and open a library.
FIRST, SECOND = (1, -1, 1, -1, 1, -1, 1, -1), (-1, 1, 1, 1, -1, 1, 1, 1)
NAMES = {1: Vote.AGREE, 0: Vote.PASS, -1: Vote.DISAGREE}


def make_asked(*, slug: str = "well", **fields: Any) -> Question:
    """An open exercise that asks people to agree or disagree."""
    asked = {"code": "say", "kind": "statements", "text": "Do you agree?", "choices": LINES}
    exercise = make_exercise(slug=slug, questions=[asked], **fields)
    return exercise.questions.get(code="say")


def draw_votes(*, first: int, second: int, seed: int = 3, noise: float = 0.08) -> list[tuple[int, ...]]:
    random = np.random.default_rng(seed)
    rows = np.array([FIRST] * first + [SECOND] * second).reshape(first + second, len(LINES))
    drawn = np.where(random.uniform(size=rows.shape) < noise, random.choice([1, 0, -1], size=rows.shape), rows)
    return [tuple(row) for row in drawn.tolist()]


def cast(
    question: Question,
    votes: list[tuple[int | None, ...]],
    *,
    about: list[dict[str, str]] | None = None,
    **fields: Any,
) -> list[Response]:
    """Let one person for each row vote on the lines; none is no vote."""
    fields = {"is_resident": True, "standing": Standing.COUNTED} | fields
    lines = list(Statement.objects.filter(question=question, line__isnull=False).order_by("line"))
    people = Response.objects.bulk_create(
        Response(
            exercise=question.exercise,
            key=get_key(f"voter {next(_numbers)}"),
            channel=Channel.ONLINE,
            day=timezone.localdate(),
            **fields,
        )
        for _ in votes
    )
    StatementVote.objects.bulk_create(
        StatementVote(response=person, statement=line, vote=NAMES[vote])
        for person, own in zip(people, votes, strict=True)
        for line, vote in zip(lines, own, strict=False)
        if vote is not None
    )
    told = about or [{}] * len(people)
    AboutYou.objects.bulk_create(
        AboutYou(response=person, **each) for person, each in zip(people, told, strict=True) if each
    )
    return people


def make_voted(*, first: int = 70, second: int = 40, **fields: Any) -> Question:
    """An open exercise on which as many people of each leaning have voted."""
    question = make_asked(**fields)
    cast(question, draw_votes(first=first, second=second))
    return question


def get_line(exercise: Exercise, text: str) -> Statement:
    return Statement.objects.get(question__exercise=exercise, text=text)
