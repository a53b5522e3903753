"""Keep one response with everything that belongs to it: all of it, or nothing, and once however often it is sent."""

import datetime
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.asking.reading import Filled, Voted
from fiftysteps.engagement.models import (
    AboutYou,
    Answer,
    Channel,
    Contact,
    Exercise,
    Invitation,
    ListeningSession,
    Response,
    SafeguardingFlag,
    Statement,
    StatementVote,
)
from fiftysteps.engagement.safeguarding import find_alarms
from fiftysteps.engagement.sealing import seal

ANOTHER = _("This was sent before with other answers. What was sent first is kept; nothing was changed.")


@dataclass(frozen=True)
class Coming:
    """How a response came: `key` is the digest of its receipt's code."""

    key: str
    channel: Channel
    day: datetime.date
    language: str = "en-gb"
    is_child: bool = False
    invitation: Invitation | None = None
    session: ListeningSession | None = None
    entered_by: User | None = None
    reference: str = ""


def write_response(exercise: Exercise, filled: Filled, coming: Coming) -> Response:
    """Keep a response, and raise the safeguarding flags that its words ask for.

    A repeat with the same key and the same content returns what is there. Sealing of the address, the flags and every
    answer happen in one transaction.

    Returns
    -------
    Response
        The one that is kept.

    Raises
    ------
    PersonError
        The same key was used for other content; or nothing at all was answered.
    """
    if filled.is_empty:
        raise PersonError(_("Nothing was answered yet. Answer at least one question, then send."))
    digest = make_digest(filled)
    try:
        with transaction.atomic():
            response = _create(exercise, filled, coming, digest)
            _write_parts(response, filled)
    except IntegrityError:
        kept = Response.objects.filter(key=coming.key).first()
        if kept is None:
            raise
        return check_same(kept, digest)
    return response


def check_same(kept: Response, digest: str) -> Response:
    """Return what is kept under a key if it is what was sent again, else refuse."""
    if kept.digest != digest:
        raise PersonError(ANOTHER)
    return kept


def make_digest(filled: Filled) -> str:
    return hashlib.sha256(json.dumps(asdict(filled), sort_keys=True).encode()).hexdigest()


def _create(exercise: Exercise, filled: Filled, coming: Coming, digest: str) -> Response:
    return Response.objects.create(
        exercise=exercise,
        key=coming.key,
        digest=digest,
        channel=coming.channel,
        language=coming.language,
        capacities=list(filled.capacities),
        is_resident=filled.is_resident,
        organisation=filled.organisation,
        is_child=coming.is_child,
        day=coming.day,
        invitation=coming.invitation,
        session=coming.session,
        entered_by=coming.entered_by,
        reference=coming.reference,
    )


def _write_parts(response: Response, filled: Filled) -> None:
    answers = (each for each in filled.given if each.text or each.value)
    Answer.objects.bulk_create(
        Answer(response=response, question_id=each.question, text=each.text, value=each.value) for each in answers
    )
    if filled.about:
        AboutYou.objects.create(response=response, **filled.about)
    if filled.email:
        Contact.objects.create(response=response, sealed=seal(filled.email))
    for voted in filled.voted:
        _write_votes(response, voted)
    if alarms := find_alarms(filled.list_texts()):
        SafeguardingFlag.objects.bulk_create(_make_flags(response, alarms))


def _make_flags(response: Response, alarms: list[Any]) -> Iterator[SafeguardingFlag]:
    for alarm in alarms:
        yield SafeguardingFlag(response=response, exercise_id=response.exercise_id, alarm=alarm)


def _write_votes(response: Response, voted: Voted) -> None:
    # A statement that was taken down between showing and sending takes no vote.
    shown = set(
        Statement.objects.filter(pk__in=voted.votes, question=voted.question)
        .exclude(state=Statement.State.REFUSED)
        .values_list("pk", flat=True)
    )
    StatementVote.objects.bulk_create(
        StatementVote(response=response, statement_id=pk, vote=vote) for pk, vote in voted.votes.items() if pk in shown
    )
    if voted.own:
        Statement.objects.create(question_id=voted.question, text=voted.own, written_in=response)
