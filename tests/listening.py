"""Builders of exercises and of what is sent to them."""

import datetime
import itertools
from typing import Any

from django.utils import timezone

from fiftysteps.accounts.models import Role, User
from fiftysteps.engagement.actions.move_exercise import move_exercise
from fiftysteps.engagement.actions.write_response import Coming, write_response
from fiftysteps.engagement.asking.reading import Filled, Given
from fiftysteps.engagement.models import Capacity, Channel, Exercise, ExerciseOption, ExerciseState, Question, Response
from fiftysteps.engagement.receipts import get_key
from tests.builders import ILLUSTRATIVE, make_area, make_organisation, make_user

_numbers = itertools.count(1)
DAY = datetime.timedelta(days=1)


def make_officer(**fields: Any) -> User:
    """An engagement officer with the rights of that role."""
    from fiftysteps.config.roles import set_up_roles

    user = make_user(role=Role.ENGAGEMENT_OFFICER, **fields)
    set_up_roles()
    return User.objects.get(pk=user.pk)


def make_draft(*, slug: str = "", **fields: Any) -> Exercise:
    """An exercise in draft with everything that it needs to open, and one question in free text."""
    today = timezone.localdate()
    slug = slug or f"exercise-{next(_numbers)}"
    fields = (
        ILLUSTRATIVE
        | {
            "title": "What would help you?",
            "purpose": "To know what to do.",
            "opens": today - DAY,
            "closes": today + 60 * DAY,
            "erase_on": today + 400 * DAY,
            "privacy_notice": "We keep your answers.",
            "dpia_screening": "Screened.",
            "help_lines": "Danger now: call 999",
            "area": fields.get("area") or make_area(),
            "owner": fields.get("owner") or make_organisation(),
            "safeguarding": fields.get("safeguarding") or make_user(role=Role.ENGAGEMENT_OFFICER),
        }
        | fields
    )
    exercise = Exercise.objects.create(slug=slug, **fields)
    make_question(exercise, code="words", text="What would help you?")
    return exercise


def make_question(exercise: Exercise, *, code: str, choices: tuple[str, ...] = (), **fields: Any) -> Question:
    fields = {"kind": "text", "text": code.capitalize(), "sort_order": exercise.questions.count()} | fields
    return Question.objects.create(exercise=exercise, code=code, choices="\n".join(choices), **fields)


def make_exercise(*, state: ExerciseState = ExerciseState.OPEN, questions: Any = (), **fields: Any) -> Exercise:
    """An exercise that was opened in the usual way, and then put into `state`."""
    exercise = make_draft(**fields)
    for question in questions:
        make_question(exercise, **question)
    move_exercise(make_officer(), exercise, ExerciseState.OPEN, today=timezone.localdate())
    if state != ExerciseState.OPEN:
        exercise.state = state
        exercise.save()
    return exercise


def make_consultation(**fields: Any) -> Exercise:
    """A consultation in draft with everything that it needs to open."""
    given = {
        "kind": "consultation",
        "can_change": "Which.",
        "cannot_change": "The money.",
        "dpia": "Low risk.",
    } | fields
    exercise = make_draft(**given)
    ExerciseOption.objects.create(exercise=exercise, title="One", sort_order=0)
    ExerciseOption.objects.create(exercise=exercise, title="Two", sort_order=1, is_rejected=True, reason="Too dear.")
    return exercise


def send(
    exercise: Exercise,
    *,
    text: str = "More benches.",
    code: str = "",
    about: dict[str, str] | None = None,
    capacities: tuple[str, ...] = (Capacity.LIVES.value,),
    organisation: str = "",
    email: str = "",
    **coming: Any,
) -> Response:
    """Send a response as the form does."""
    question = exercise.questions.get(code="words")
    filled = Filled(
        given=(Given(question.pk, text),),
        capacities=capacities,
        organisation=organisation,
        about=about or {},
        email=email,
    )
    fields = {"channel": Channel.ONLINE, "day": timezone.localdate()} | coming
    return write_response(exercise, filled, Coming(key=get_key(code or f"code {next(_numbers)}"), **fields))
