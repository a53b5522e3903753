"""A named person reads a response and says what it says: its codes, that it has none, or that it cannot be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.change_codebook import make_code
from fiftysteps.engagement.actions.refresh_themes import refresh_themes
from fiftysteps.engagement.models import (
    Answer,
    Code,
    CodeState,
    CodeSuggestion,
    Coding,
    CodingAct,
    Considered,
    Exercise,
    Response,
    Standing,
    Tone,
)
from fiftysteps.engagement.policies import check_can_consider

# What is kept of a coding when it is undone and done again.
_KEPT: Final = ("code_id", "answer_id", "start", "end", "tone", "by_id", "made_by", "probability")
NOTHING_TO_UNDO: Final = "There is nothing of yours to undo here, or somebody has coded that response since."


@dataclass(frozen=True)
class Chosen:
    """A code that somebody chose, the words that say it, and how they speak of it; both may be left out."""

    code: int
    words: str = ""
    tone: str = ""


def code_response(
    user: User,
    response: Response,
    chosen: Sequence[Chosen],
    *,
    new_code: str = "",
    unreadable: str = "",
    note: str = "",
) -> None:
    """Record what `user` understood `response` to say. Without a code it was considered and says nothing new.

    `new_code` is the name of one that is made with it. A code that the machine had suggested says so beside the name
    of the person who took it.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        A code is not of this exercise or not in use, a tone is none, or words do not stand in the response; with a
        line for each. Nothing is kept then.
    """
    check_can_consider(user, response)
    with transaction.atomic():
        now = Response.objects.select_for_update().get(pk=response.pk)
        if now.standing == Standing.ERASED:
            raise PersonError("This was taken back by its writer, or erased on its date.")
        before = _get_state(now)
        if new_code.strip():
            chosen = [*chosen, Chosen(make_code(user, now.exercise, {"name": new_code}).pk)]
        rows = _make_rows(user, now, chosen)
        if unreadable.strip() and rows:
            raise PersonError("A response that cannot be read has no codes: take away one or the other.")
        _write_rows(now, rows)
        kind = Considered.CODED if rows else Considered.UNREADABLE if unreadable.strip() else Considered.READ
        now.considered, now.considered_by, now.considered_at = kind, user, timezone.now()
        now.considered_note = unreadable.strip() or note.strip()
        now.save()
        refresh_themes([now.pk])
        CodingAct.objects.create(response=now, by=user, before=before, after=_get_state(now))
        record_audit(user, f"consider-{kind}", f"engagement.response:{now.pk}", [row.code_id for row in rows])
    response.refresh_from_db()


def accept_suggestions(user: User, suggestions: Sequence[CodeSuggestion]) -> int:
    """Take what the machine suggested for some responses, which `user` has read: each gets the code besides its others.

    Returns
    -------
    int
        How many responses have the code that had it not before.

    Raises
    ------
    PermissionDenied
        The user may not.
    """
    count = 0
    with transaction.atomic():
        for each in suggestions:
            check_can_consider(user, each.response)
            now = Response.objects.select_for_update().get(pk=each.response_id)
            if now.standing == Standing.ERASED or now.codings.filter(code=each.code, is_second=False).exists():
                continue
            before = _get_state(now)
            told = {"made_by": each.run.method, "probability": each.probability}
            Coding.objects.create(response=now, code=each.code, by=user, **told)
            now.considered, now.considered_by, now.considered_at = Considered.CODED, user, timezone.now()
            now.save()
            CodingAct.objects.create(response=now, by=user, before=before, after=_get_state(now))
            record_audit(user, "accept-suggestion", f"engagement.response:{now.pk}", [each.code_id])
            count += 1
        refresh_themes([each.response_id for each in suggestions])
    return count


def undo_coding(user: User, exercise: Exercise) -> Response:
    """Put the response that `user` coded last back as it was before, and return it.

    Raises
    ------
    PersonError
        There is none, or somebody else has coded it since.
    """
    with transaction.atomic():
        acts = CodingAct.objects.filter(by=user, undone__isnull=True, response__exercise=exercise)
        act = acts.select_related("response__exercise").order_by("-pk").first()
        if act is None or act.response.coding_acts.filter(pk__gt=act.pk, undone__isnull=True).exists():
            raise PersonError(NOTHING_TO_UNDO)
        check_can_consider(user, act.response)
        response = Response.objects.select_for_update().get(pk=act.response_id)
        known = set(Code.objects.filter(exercise=exercise, state=CodeState.IN_USE).values_list("pk", flat=True))
        kept = [Coding(response=response, **row) for row in act.before["codes"] if row["code_id"] in known]
        response.codings.filter(is_second=False).delete()
        Coding.objects.bulk_create(kept)
        response.considered = act.before["considered"]
        response.considered_by_id = act.before["by"]
        response.considered_at = timezone.now() if act.before["by"] else None
        response.save()
        refresh_themes([response.pk])
        act.undone = timezone.now()
        act.save()
        record_audit(user, "undo-coding", f"engagement.response:{response.pk}")
    return response


def _get_state(response: Response) -> dict[str, Any]:
    codes = list(response.codings.filter(is_second=False).order_by("pk").values(*_KEPT))
    return {"considered": response.considered, "by": response.considered_by_id, "codes": codes}


def _make_rows(user: User, response: Response, chosen: Sequence[Chosen]) -> list[Coding]:
    """Return the codings as they shall be: those that stand already stay whose they are."""
    codes = {code.pk: code for code in response.exercise.codes.filter(state=CodeState.IN_USE)}
    standing = {coding.code_id: coding for coding in response.codings.filter(is_second=False)}
    suggested = {each.code_id: each for each in CodeSuggestion.objects.filter(response=response).select_related("run")}
    answers = list(response.answers.exclude(text="").prefetch_related("spans"))
    rows: dict[int, Coding] = {}
    faults = []
    for each in chosen:
        code = codes.get(each.code)
        if code is None:
            faults.append("One of the codes is not in use any more: it was merged, split or dropped. Look again.")
            continue
        if each.tone and each.tone not in Tone.values:
            faults.append(f"{code}: “{each.tone}” is no way of speaking of something.")
        span = _find_words(answers, each.words)
        if each.words.strip() and span is None:
            faults.append(f"{code}: “{each.words.strip()[:60]}” does not stand in this response word for word.")
        row = standing.get(code.pk) or Coding(response=response, code=code, by=user)
        if row._state.adding and (hint := suggested.get(code.pk)):
            row.made_by, row.probability = hint.run.method, hint.probability
        row.tone = each.tone
        row.answer, row.start, row.end = span or (None, None, None)
        rows[code.pk] = row
    if faults:
        raise PersonError("\n".join(faults))
    return list(rows.values())


def _write_rows(response: Response, rows: Sequence[Coding]) -> None:
    response.codings.filter(is_second=False).exclude(code__in=[row.code_id for row in rows]).delete()
    new = [row for row in rows if row._state.adding]
    Coding.objects.bulk_update([row for row in rows if row not in new], ["answer", "start", "end", "tone"])
    Coding.objects.bulk_create(new)


def _find_words(answers: Sequence[Answer], words: str) -> tuple[Answer, int, int] | None:
    """Return where words first stand in the answers."""
    found = ((answer, answer.find(words)) for answer in answers)
    return next(((answer, *span) for answer, span in found if span), None)
