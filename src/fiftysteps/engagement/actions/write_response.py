"""Keep responses with everything that belongs to them: all of it, or nothing, and once however often they are sent."""

import datetime
import gc
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import batched
from typing import Final

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
    Standing,
    Statement,
    StatementVote,
)
from fiftysteps.engagement.safeguarding import find_alarms
from fiftysteps.engagement.sealing import seal

# Rows that go to the database in one statement: SQLite takes no more values than thirty thousand at once.
BATCH: Final = 500
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


@dataclass(frozen=True)
class Written:
    """What came of many responses: how many were added, how many were held already."""

    added: int
    held: int


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
    try:
        with transaction.atomic():
            return _write(exercise, [(filled, coming)])[0]
    except IntegrityError:
        kept = Response.objects.filter(key=coming.key).first()
        if kept is None:
            raise
        return check_same(kept, make_digest(filled))


def write_responses(exercise: Exercise, sent: Sequence[tuple[Filled, Coming]]) -> Written:
    """Keep many responses as `write_response` keeps one: all of them, or none.

    Those whose key is held with the same content add nothing; nor do those that were erased since.

    Raises
    ------
    PersonError
        A key was used for other content, or the same responses come in at this moment from elsewhere.
    """
    try:
        with _pause_collecting(), transaction.atomic():
            held = {kept.key: kept for kept in _find_held([coming.key for _filled, coming in sent])}
            for filled, coming in sent:
                kept = held.get(coming.key)
                if kept is not None and kept.standing != Standing.ERASED:
                    check_same(kept, make_digest(filled))
            new = [(filled, coming) for filled, coming in sent if coming.key not in held]
            for batch in batched(new, BATCH):
                _write(exercise, batch)
    except IntegrityError:
        raise PersonError("The same answers came in from elsewhere just now. Nothing was changed: try again.") from None
    return Written(len(new), len(sent) - len(new))


@contextmanager
def _pause_collecting() -> Iterator[None]:
    """Look for no rubbish among objects that are all needed: that takes longer than to write them, and others wait."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _find_held(keys: list[str]) -> Iterator[Response]:
    for batch in batched(keys, BATCH):
        yield from Response.objects.filter(key__in=batch).only("key", "digest", "standing")


def check_same(kept: Response, digest: str) -> Response:
    """Return what is kept under a key if it is what was sent again, else refuse."""
    if kept.digest != digest:
        raise PersonError(ANOTHER)
    return kept


def make_digest(filled: Filled) -> str:
    return hashlib.sha256(json.dumps(asdict(filled), sort_keys=True).encode()).hexdigest()


def _write(exercise: Exercise, sent: Sequence[tuple[Filled, Coming]]) -> list[Response]:
    responses = Response.objects.bulk_create(_make_response(exercise, filled, coming) for filled, coming in sent)
    _write_parts([(response, filled) for response, (filled, _coming) in zip(responses, sent, strict=True)])
    return responses


def _make_response(exercise: Exercise, filled: Filled, coming: Coming) -> Response:
    return Response(
        exercise=exercise,
        key=coming.key,
        digest=make_digest(filled),
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


def _write_parts(pairs: Sequence[tuple[Response, Filled]]) -> None:
    Answer.objects.bulk_create(
        Answer(response=response, question_id=each.question, text=each.text, value=each.value, pin=each.pin)
        for response, filled in pairs
        for each in filled.given
        if each.text or each.value
    )
    AboutYou.objects.bulk_create(
        AboutYou(response=response, **filled.about) for response, filled in pairs if filled.about
    )
    Contact.objects.bulk_create(
        Contact(response=response, sealed=seal(filled.email)) for response, filled in pairs if filled.email
    )
    SafeguardingFlag.objects.bulk_create(_make_flags(pairs))
    for response, filled in pairs:
        for voted in filled.voted:
            _write_votes(response, voted)


def _make_flags(pairs: Iterable[tuple[Response, Filled]]) -> Iterator[SafeguardingFlag]:
    for response, filled in pairs:
        for alarm in find_alarms(filled.list_texts()):
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
