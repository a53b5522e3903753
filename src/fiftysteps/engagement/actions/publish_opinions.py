"""Publish the map of opinions as it was made last, where that is safe."""

import datetime
from typing import Final

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.refresh_opinions import LEAST_CHANGE, count_changed
from fiftysteps.engagement.models import OpinionMap, PublishedOpinions, Question
from fiftysteps.engagement.policies import check_can_run_exercises
from fiftysteps.engagement.queries.holds import find_hold

# Of fewer, a group is a circle of acquaintances.
LEAST_PUBLISHED: Final = 100
LEAST_DAYS: Final = 7


def publish_opinions(user: User, question: Question, *, today: datetime.date) -> PublishedOpinions:
    """Freeze the last map of a question for everyone to see. What was published before is replaced, and kept.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        There is no map, it is of too few people or has no groups, it was published within a week or differs by too few
        people from what is published, or publications are held.
    """
    check_can_run_exercises(user)
    if hold := find_hold(today):
        raise PersonError(hold.sentence)
    made = OpinionMap.objects.filter(question=question).first()
    if made is None:
        raise PersonError(f"There is no map of “{question}” yet: too few people have voted.")
    _check_enough(made)
    last = PublishedOpinions.objects.filter(question=question).first()
    if last is not None:
        _check_differs(last, made, today)
    with transaction.atomic():
        published = PublishedOpinions.objects.create(
            exercise_id=made.exercise_id,
            question=question,
            day=today,
            people=made.people,
            newest=made.newest,
            shown=made.result,
        )
        record_audit(user, "publish-opinions", question.exercise.key, published.shown)
    return published


def _check_enough(made: OpinionMap) -> None:
    if made.people < LEAST_PUBLISHED:
        raise PersonError(
            f"{made.people} people voted so far. Below {LEAST_PUBLISHED} a group can be told by who is in it."
        )
    if not made.result["groups"]:
        raise PersonError(f"No groups were found, so there is nothing to publish. {made.result['reason']}")


def _check_differs(last: PublishedOpinions, made: OpinionMap, today: datetime.date) -> None:
    """Refuse what a reader could subtract from what is published."""
    if (today - last.day).days < LEAST_DAYS:
        again = last.day + datetime.timedelta(days=LEAST_DAYS)
        raise PersonError(
            f"It was published on {last.day:%-d %B %Y}. Two publications close together would tell who came in "
            f"between: publish it again from {again:%-d %B %Y} on."
        )
    if made.newest == last.newest and made.people == last.people:
        raise PersonError("This map is published already. The next is made when enough others have voted.")
    if (changed := count_changed(made.question, last, made)) < LEAST_CHANGE:
        raise PersonError(
            f"The map differs from what is published by {changed} people. Below {LEAST_CHANGE} somebody could be found "
            "by subtracting one from the other."
        )
