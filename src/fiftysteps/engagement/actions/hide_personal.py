"""Personal data in answers: found in the background, marked by hand, and shown again where a person says so."""

from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.tasks import task
from django.utils import timezone

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import Answer, PersonalSpan, Response
from fiftysteps.engagement.policies import check_can_read_originals, check_can_read_responses
from fiftysteps.engagement.privacy.kinds import VERSION, PersonalKind

# Between two, others can write.
BATCH: Final = 200


@task
def look_for_personal() -> int:
    """Look at every answer that nothing, or only an older version, has looked at. Returns how many there were."""
    return look_at_answers()


def look_at_answers() -> int:
    """Look at what was not looked at yet, in batches; interrupted, it goes on where it was.

    Returns
    -------
    int
        How many answers were looked at.
    """
    from fiftysteps.engagement.privacy.finding import find_personal, identify_language

    count = 0
    while batch := list(_list_waiting()[:BATCH]):
        found = find_personal([answer.text for answer in batch])
        with transaction.atomic():
            kept = PersonalSpan.objects.filter(answer__in=batch)
            # What the machine saw before and nobody decided on is what it sees now.
            kept.filter(by__isnull=True, released_by__isnull=True).delete()
            PersonalSpan.objects.bulk_create(
                (
                    PersonalSpan(answer=answer, kind=piece.kind, start=piece.start, end=piece.end)
                    for answer, pieces in zip(batch, found, strict=True)
                    for piece in pieces
                ),
                ignore_conflicts=True,
            )
            for answer in batch:
                answer.looked_at_by, answer.written_in = VERSION, identify_language(answer.text)
            Answer.objects.bulk_update(batch, ["looked_at_by", "written_in"])
        count += len(batch)
    return count


def look_where_due() -> bool:
    """Let the worker look, where something waits for it. Returns whether it does."""
    is_due = _list_waiting().exists()
    if is_due:
        look_for_personal.enqueue()
    return is_due


def _list_waiting() -> QuerySet[Answer]:
    return Answer.objects.filter(looked_at_by__lt=VERSION).exclude(text="").order_by("pk")


def release_span(user: User, span: PersonalSpan) -> None:
    """Show a piece again: `user` says that it points at nobody.

    Raises
    ------
    PermissionDenied
        The user may not see what is hidden.
    """
    check_can_read_originals(user)
    with transaction.atomic():
        span.released_by, span.released_at = user, timezone.now()
        span.save()
        record_audit(user, "release-span", f"engagement.personalspan:{span.pk}", span.kind)


def hide_words(user: User, response: Response, words: str, kind: str) -> int:
    """Hide words of a response wherever they stand in it.

    Returns
    -------
    int
        How often they stand there.

    Raises
    ------
    PermissionDenied
        The user may not read the response.
    PersonError
        The words do not stand in it, or the kind is none.
    """
    check_can_read_responses(user)
    wanted = words.strip()
    if kind not in PersonalKind.values:
        raise PersonError("Say what it is that has to be hidden.")
    places = (
        [(answer, at) for answer in response.answers.all() for at in _find_all(answer.text, wanted)] if wanted else []
    )
    if not places:
        raise PersonError(f"“{wanted[:60]}” does not stand in this response word for word.")
    with transaction.atomic():
        for answer, at in places:
            span, _ = PersonalSpan.objects.update_or_create(
                answer=answer,
                start=at,
                end=at + len(wanted),
                defaults={"kind": kind, "by": user, "released_by": None, "released_at": None},
            )
            record_audit(user, "hide-words", f"engagement.personalspan:{span.pk}", kind)
    return len(places)


def note_opening(user: User, response: Response) -> None:
    """Write down that `user` opened what a response said before anything was hidden. Raises PermissionDenied."""
    check_can_read_originals(user)
    with transaction.atomic():
        record_audit(user, "open-original", f"engagement.response:{response.pk}")


def _find_all(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + len(words))
    return found
