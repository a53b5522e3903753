"""A named person reads a response and says what it is part of, or that it raises nothing new."""

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.utils import timezone

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import Considered, Exercise, Insight, Response, Standing
from fiftysteps.engagement.policies import check_can_consider, check_can_read_responses

MOST_AT_ONCE: Final = 200


def consider_response(
    user: User, response: Response, *, themes: Iterable[Insight] = (), unreadable: str = "", note: str = ""
) -> None:
    """Record that `user` has considered `response`: with themes it is coded, without it raises none.

    Raises
    ------
    PermissionDenied
        The user may not.
    """
    check_can_consider(user, response)
    chosen = list(themes)
    kind = Considered.CODED if chosen else Considered.UNREADABLE if unreadable else Considered.READ
    with transaction.atomic():
        now = Response.objects.select_for_update().get(pk=response.pk)
        now.considered, now.considered_by, now.considered_at = kind, user, timezone.now()
        now.considered_note = unreadable or note
        now.save()
        now.themes.set(chosen)
        record_audit(user, f"consider-{kind}", f"engagement.response:{now.pk}", [theme.pk for theme in chosen])
    response.refresh_from_db()


def set_standing(user: User, response: Response, standing: Standing, *, reason: str) -> None:
    """Say that a response is a repeat by the same person, or that it counts after all. Nothing is deleted.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        There is no reason, or it was erased.
    """
    check_can_read_responses(user)
    if Standing.ERASED in {standing, response.standing}:
        raise PersonError("What is erased stays so, and only its writer or its date erases a response.")
    if not reason.strip():
        raise PersonError("Say why: whoever asks later must find the reason.")
    with transaction.atomic():
        now = Response.objects.select_for_update().get(pk=response.pk)
        now.standing = standing
        now.save()
        record_audit(user, f"standing-{standing}", f"engagement.response:{now.pk}", reason)
    response.refresh_from_db()


def list_next(exercise: Exercise, *, after: int = 0) -> list[Response]:
    """Return the next responses that wait for somebody to consider them."""
    waiting = exercise.responses.filter(considered=Considered.WAITING, pk__gt=after).exclude(standing=Standing.ERASED)
    return list(waiting.order_by("pk")[:MOST_AT_ONCE])
