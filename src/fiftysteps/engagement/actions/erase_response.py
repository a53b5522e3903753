"""Erase what somebody sent: by their own code, or on the day that was promised."""

import datetime
import os
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import (
    AboutYou,
    Answer,
    Arrival,
    CodeSuggestion,
    Coding,
    CodingAct,
    Contact,
    Exercise,
    HalfFilled,
    Response,
    SafeguardingFlag,
    SecondReading,
    Standing,
    Statement,
    StatementVote,
)
from fiftysteps.engagement.receipts import get_key

# How long a form that was begun and not sent can be taken up again, and how long we know from where something came.
HALF_FILLED_DAYS: Final = 14
ARRIVAL_DAYS: Final = 14
TAKEN_BACK: Final = "Taken back by its writer"
UNKNOWN: Final = _("We have nothing with this code. Look whether it is copied right.")


def find_response(code: str) -> Response:
    """Return what was sent with a code.

    Raises
    ------
    PersonError
        Nothing was, or it is erased.
    """
    response = Response.objects.filter(key=get_key(code)).select_related("exercise").first() if code else None
    if response is None:
        raise PersonError(UNKNOWN)
    return response


def erase_response(response: Response) -> None:
    """Erase every word, answer and address of a response. That something was sent, and when, stays."""
    with transaction.atomic():
        now = Response.objects.select_for_update().get(pk=response.pk)
        if now.standing == Standing.ERASED:
            return
        _erase_parts([now.pk])
        now.standing, now.organisation, now.capacities, now.digest = Standing.ERASED, "", [], ""
        now.is_resident, now.considered_note = False, ""
        now.save()
        record_audit(None, "erase-response", f"engagement.response:{now.pk}")
        # Before the end of the transaction: a line too many does no harm, and one too few would bring it back.
        note_erasure(now.key)


def _erase_parts(pks: list[int]) -> None:
    # What somebody was understood to say is theirs as much as the words.
    coded = (Coding, CodingAct, CodeSuggestion, SecondReading)
    for model in (*coded, Answer, AboutYou, Contact, StatementVote, SafeguardingFlag, Arrival):
        model._default_manager.filter(response__in=pks).delete()
    Statement.objects.filter(written_in__in=pks).update(
        text="", state=Statement.State.REFUSED, reason=TAKEN_BACK, written_in=None
    )


def note_erasure(key: str) -> None:
    """Write down outside the database that this was erased: a backup that is put back must not bring it back."""
    with (settings.DATA_DIR / "erasures").open("a", encoding="ascii") as ledger:
        ledger.write(f"{key}\n")
        ledger.flush()
        os.fsync(ledger.fileno())


def erase_due(today: datetime.date) -> int:
    """Erase what may be kept no longer: answers on the day that was promised, begun forms, and where things came from.

    Returns
    -------
    int
        How many responses were erased.
    """
    HalfFilled.objects.filter(touched__date__lt=today - datetime.timedelta(days=HALF_FILLED_DAYS)).delete()
    Arrival.objects.filter(at__date__lt=today - datetime.timedelta(days=ARRIVAL_DAYS)).delete()
    count = 0
    for exercise in Exercise.objects.filter(erase_on__lte=today):
        for response in exercise.responses.exclude(standing=Standing.ERASED).iterator():
            erase_response(response)
            count += 1
    return count
