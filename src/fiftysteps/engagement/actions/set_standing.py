"""Somebody who reads a response says that it is a repeat, or that it counts after all."""

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import Response, Standing
from fiftysteps.engagement.policies import check_can_read_responses


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
