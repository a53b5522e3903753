"""Publish who took part, as it is known today, where that is safe."""

import datetime
from typing import Final

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.count_turnout import count_turnout
from fiftysteps.engagement.models import Exercise, PublishedTurnout
from fiftysteps.engagement.policies import check_can_run_exercises
from fiftysteps.engagement.queries.holds import find_hold
from fiftysteps.engagement.queries.turnout import freeze, get_turnout

# Of fewer residents nearly every group is small, so nearly everything would be hidden.
LEAST_RESIDENTS: Final = 100
# Two publications with a day or two between them would tell who came in between.
LEAST_DAYS: Final = 7


def publish_turnout(user: User, exercise: Exercise, *, today: datetime.date) -> PublishedTurnout:
    """Freeze who took part for everyone to see. What was published before is replaced, and kept.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        Too few residents took part, the last publication was within a week, or publications are held.
    """
    check_can_run_exercises(user)
    if hold := find_hold(today):
        raise PersonError(hold.sentence)
    last = PublishedTurnout.objects.filter(exercise=exercise).first()
    if last and (today - last.day).days < LEAST_DAYS:
        again = last.day + datetime.timedelta(days=LEAST_DAYS)
        raise PersonError(
            f"It was published on {last.day:%-d %B %Y}. Two publications close together would tell who came in "
            f"between: publish it again from {again:%-d %B %Y} on."
        )
    count_turnout(exercise, again=True)
    view = get_turnout(exercise)
    if view.residents < LEAST_RESIDENTS:
        raise PersonError(
            f"{view.residents} residents took part so far. Below {LEAST_RESIDENTS} nearly every group is too small "
            "to show."
        )
    with transaction.atomic():
        published = PublishedTurnout.objects.create(exercise=exercise, day=today, shown=freeze(view))
        record_audit(user, "publish-turnout", exercise.key, published.shown)
    return published
