"""Make the map of opinions anew: in batches, and never so that two of them differ by few people."""

import datetime
from dataclasses import asdict
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from fiftysteps.engagement.actions.count_statements import count_statements
from fiftysteps.engagement.models import ExerciseState, OpinionMap, PublishedOpinions, Question, QuestionKind
from fiftysteps.engagement.opinions.ballots import get_voters
from fiftysteps.engagement.opinions.building import build_map
from fiftysteps.engagement.opinions.parts import LEAST_PEOPLE

EVERY: Final = datetime.timedelta(hours=6)
# Between two maps at least as many people have come, or gone: whoever subtracts one from the other finds a crowd.
LEAST_CHANGE: Final = 20


def refresh_opinions(question: Question, *, at_once: bool = False, now: datetime.datetime | None = None) -> bool:
    """Make the map of a question's votes, unless it is fresh or too few people have come since.

    Parameters
    ----------
    question : Question
        One of statements.
    at_once : bool, keyword-only
        Make it though the last is fresh. Too few people are too few all the same.
    now : datetime, keyword-only
        The time; that of the clock where it is left out.

    Returns
    -------
    bool
        Whether it was made.
    """
    now = now or timezone.now()
    last = OpinionMap.objects.filter(question=question).first()
    if last and not at_once and now - last.at < EVERY:
        return False
    if (count_changed(question, last) < LEAST_CHANGE) if last else (_count_people(question) < LEAST_PEOPLE):
        return False
    built = build_map(question)
    if built is None:
        return False
    with transaction.atomic():
        OpinionMap.objects.update_or_create(
            question=question,
            defaults={
                "exercise": question.exercise,
                "at": now,
                "people": built.people,
                "newest": built.newest,
                "result": asdict(built.parts),
                "for_staff": {"divisions": [asdict(each) for each in built.private]},
            },
        )
    return True


def count_changed(question: Question, last: OpinionMap | PublishedOpinions, made: OpinionMap | None = None) -> int:
    """Return how many people at least are in `made`, or in the votes of now, and were not in `last`, or left it.

    It is counted up to what is enough: who has left is looked for only where too few have come.
    """
    if made is not None:
        return max(_count_people(question, pk__gt=last.newest, pk__lte=made.newest), last.people - made.people)
    new = count_new(question, last)
    if new >= LEAST_CHANGE:
        return new
    still = get_voters(question).filter(pk__lte=last.newest).count()
    return new + max(0, last.people - still)


def count_new(question: Question, last: OpinionMap | PublishedOpinions) -> int:
    """Return how many people have voted since, up to what is enough for another map."""
    return _count_people(question, pk__gt=last.newest)


def _count_people(question: Question, **lookup: Any) -> int:
    return get_voters(question).filter(**lookup)[: max(LEAST_CHANGE, LEAST_PEOPLE)].count()


def refresh_all_opinions() -> int:
    """Count the statements and make the maps of every exercise that is open or closed; return how many were made."""
    asked = Question.objects.filter(
        kind=QuestionKind.STATEMENTS, exercise__state__in=(ExerciseState.OPEN, ExerciseState.CLOSED)
    ).select_related("exercise__area")
    made = 0
    for question in asked:
        made += refresh_opinions(question)
        count_statements(question)
    return made
