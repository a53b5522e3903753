"""A resident fills in a form on line: begins, goes on, comes back, sends."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.write_response import Coming, write_response
from fiftysteps.engagement.asking.choosing import DRAWN, choose_statements
from fiftysteps.engagement.asking.reading import read_answers
from fiftysteps.engagement.asking.sheets import Asked, Sheet, get_sheet
from fiftysteps.engagement.models import Arrival, Channel, Exercise, HalfFilled, Invitation, QuestionKind, Response
from fiftysteps.engagement.policies import check_is_taking
from fiftysteps.engagement.receipts import get_key, make_code

# As many windows as this nobody has.
MOST_TRIES = 20
LOST = _(
    "We have no form with this code that was begun and not sent. Look whether it is copied right, or begin a new one."
)


def begin_form(
    exercise: Exercise, *, today: datetime.date, language: str, is_child: bool = False, invitation: str = ""
) -> str:
    """Begin a form and return the code by which it is taken up again.

    Raises
    ------
    PersonError
        The exercise is not open.
    """
    check_is_taking(exercise, today)
    code = make_code()
    key = get_key(code)
    HalfFilled.objects.create(
        key=key,
        answers=_draw_statements(get_sheet(exercise, language), key),
        exercise=exercise,
        language=language,
        is_child=is_child,
        invitation=Invitation.objects.filter(exercise=exercise, code=invitation).first() if invitation else None,
    )
    return code


def _draw_statements(sheet: Sheet, key: str) -> dict[str, Any]:
    """Return which statements this form shows: kept with it, so that a page that is loaded again shows no others."""
    asked = [each for each in sheet.questions if each.kind == QuestionKind.STATEMENTS]
    return {DRAWN: {each.code: choose_statements(each, key) for each in asked}} if asked else {}


def get_drawn(form: HalfFilled, asked: Asked | None) -> list[int]:
    """Return the statements of a question that were drawn for a form, or are drawn now where it was begun without."""
    if asked is None or asked.kind != QuestionKind.STATEMENTS:
        return []
    drawn: list[int] | None = (form.answers.get(DRAWN) or {}).get(asked.code)
    return choose_statements(asked, form.pk) if drawn is None else drawn


def keep_step(form: HalfFilled, slug: str, kept: Mapping[str, Any]) -> None:
    """Keep what was answered on one screen. Nothing that was answered on another is touched.

    Two windows of one person, or a phone that sends twice, can keep at once: whoever finds the form changed since it
    was read, reads it again. That needs one statement where a lock would need four.

    Raises
    ------
    PersonError
        The form is gone: it was sent, or kept for too long.
    """
    for _try in range(MOST_TRIES):
        answers, now = {**form.answers, slug: dict(kept)}, timezone.now()
        same = HalfFilled.objects.filter(pk=form.pk, touched=form.touched)
        if same.update(answers=answers, touched=now):
            form.answers, form.touched = answers, now
            return
        found = HalfFilled.objects.filter(pk=form.pk).values_list("answers", "touched").first()
        if found is None:
            raise PersonError(LOST)
        form.answers, form.touched = found
    raise PersonError(LOST)


def send_form(exercise: Exercise, sheet: Sheet, code: str, *, today: datetime.date, network: str = "") -> Response:
    """Make the begun form of a code a response; sent again, it is the same response.

    `network` is the digest of where it came from, kept apart for two weeks.

    Raises
    ------
    PersonError
        There is no such form, nothing was answered, or the exercise is not open.
    """
    key = get_key(code)
    with transaction.atomic():
        form = HalfFilled.objects.select_for_update().filter(pk=key, exercise=exercise).first()
        if form is None:
            return _find_sent(exercise, key)
        check_is_taking(exercise, today)
        coming = Coming(
            key=key,
            channel=Channel.ONLINE,
            day=today,
            language=form.language,
            is_child=form.is_child,
            invitation=form.invitation if form.invitation_id else None,
        )
        response = write_response(exercise, read_answers(sheet, form.answers), coming)
        if network:
            Arrival.objects.create(exercise=exercise, response=response, network=network)
        form.delete()
    return response


def _find_sent(exercise: Exercise, key: str) -> Response:
    response = Response.objects.filter(key=key, exercise=exercise).first()
    if response is None:
        raise PersonError(LOST)
    return response
