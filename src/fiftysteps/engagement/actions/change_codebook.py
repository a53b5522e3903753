"""A codebook grows while people read: codes are made, changed, merged, split and dropped, and how is kept."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.refresh_themes import refresh_themes
from fiftysteps.engagement.models import (
    Code,
    CodeChange,
    CodeState,
    CodeSuggestion,
    Coding,
    CodingAct,
    Considered,
    Exercise,
    Response,
)
from fiftysteps.engagement.models.coding import LONGEST_NAME
from fiftysteps.engagement.policies import check_can_change_codebook

TEXTS: Final = ("name", "definition", "includes", "excludes", "examples")
Kind = CodeChange.Kind


def make_code(
    user: User, exercise: Exercise, told: Mapping[str, str], *, parent: Code | None = None, kind: Kind = Kind.MADE
) -> Code:
    """Add a code. `told` has its name and, as far as they are known, definition, includes, excludes and examples.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        The name is missing, too long, or that of another code in use.
    """
    check_can_change_codebook(user, exercise)
    texts = _read_texts(exercise, told)
    with transaction.atomic():
        code = Code(exercise=exercise, parent=_check_parent(exercise, None, parent), **texts)
        code.save()
        _note(user, code, kind)
    return code


def change_code(
    user: User, code: Code, told: Mapping[str, str], *, parent: Code | None = None, reason: str = ""
) -> None:
    """Rename a code or say better what it means. It is a new version then; what was coded with it stays coded.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        As for a new code; or it is not in use, or would stand under itself.
    """
    check_can_change_codebook(user, code.exercise)
    texts = _read_texts(code.exercise, told, but=code)
    with transaction.atomic():
        now = _get_in_use(code)
        above = _check_parent(code.exercise, now, parent)
        if all(getattr(now, name) == text for name, text in texts.items()) and now.parent_id == (above and above.pk):
            return
        for name, text in texts.items():
            setattr(now, name, text)
        now.parent, now.version = above, now.version + 1
        now.save()
        _note(user, now, Kind.CHANGED, reason=reason)
    code.refresh_from_db()


def merge_codes(user: User, codes: Iterable[Code], into: Code, *, reason: str = "") -> int:
    """Make several codes one: what was coded with any of them is coded with `into`.

    Returns
    -------
    int
        How many responses have `into` now.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        One is not in use, or of another exercise, or there is nothing to merge.
    """
    check_can_change_codebook(user, into.exercise)
    others = [code for code in codes if code.pk != into.pk]
    if not others:
        raise PersonError("Choose at least one other code to merge into this one.")
    with transaction.atomic():
        target = _get_in_use(into)
        for other in others:
            now = _get_in_use(other)
            if now.exercise_id != target.exercise_id:
                raise PersonError(f"“{now}” belongs to another exercise.")
            _close_acts(now.codings.values_list("response_id", flat=True))
            _move_rows(now, target)
            now.children.exclude(pk=target.pk).update(parent=target)
            if target.parent_id == now.pk:
                target.parent = None
                target.save()
            now.state, now.parent = CodeState.MERGED, None
            now.save()
            _note(user, now, Kind.MERGED, other=target, reason=reason)
            _note(user, target, Kind.TOOK, other=now, reason=reason)
        coded = Coding.objects.filter(code=target, is_second=False)
        refresh_themes(coded.values_list("response_id", flat=True))
    return coded.count()


def split_code(user: User, code: Code, names: Sequence[str], *, reason: str = "") -> list[Code]:
    """Make two or more codes of one. What was coded with it waits again, for only a person can say which it is.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        There are fewer than two names, or a name is missing, too long, or that of another code.
    """
    check_can_change_codebook(user, code.exercise)
    if len(names) < 2:
        raise PersonError("Write the names of at least two codes, a line for each.")
    with transaction.atomic():
        now = _get_in_use(code)
        now.state = CodeState.SPLIT
        now.save()
        made = []
        for name in names:
            texts = _read_texts(now.exercise, {"name": name})
            new = Code.objects.create(exercise=now.exercise, parent=now.parent, **texts)
            _note(user, new, Kind.CAME, other=now, reason=reason)
            _note(user, now, Kind.SPLIT, other=new, reason=reason)
            made.append(new)
        now.children.update(parent=now.parent)
        _take_away(now, is_open=True)
    return made


def drop_code(user: User, code: Code, *, reason: str = "") -> int:
    """Take a code out of use. Responses that have no other wait again.

    Returns
    -------
    int
        How many responses had it.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        Responses have it, and no reason is given; or it is not in use.
    """
    check_can_change_codebook(user, code.exercise)
    with transaction.atomic():
        now = _get_in_use(code)
        count = now.codings.filter(is_second=False).count()
        if count and not reason.strip():
            raise PersonError(f"{count} responses have “{now}”. Say why it goes: they will ask.")
        now.state = CodeState.DROPPED
        now.children.update(parent=now.parent)
        now.save()
        _note(user, now, Kind.DROPPED, reason=reason)
        _take_away(now, is_open=False)
    return count


def _take_away(code: Code, *, is_open: bool) -> None:
    """Take a code from its responses. Those that then have none wait again; with `is_open`, all that had it do."""
    had = list(Coding.objects.filter(code=code, is_second=False).values_list("response_id", flat=True))
    Coding.objects.filter(code=code).delete()
    CodeSuggestion.objects.filter(code=code).delete()
    waiting = Response.objects.filter(pk__in=had, considered=Considered.CODED)
    if not is_open:
        waiting = waiting.exclude(codings__is_second=False)
    pks = list(waiting.values_list("pk", flat=True))
    _close_acts(had)
    Response.objects.filter(pk__in=pks).update(considered=Considered.WAITING, considered_by=None, considered_at=None)
    refresh_themes(had)


def _close_acts(responses: Iterable[int]) -> None:
    """Let nobody undo what was coded before the codebook changed: the code would come back that is no more."""
    CodingAct.objects.filter(response__in=list(responses), undone__isnull=True).update(undone=timezone.now())


def _move_rows(code: Code, target: Code) -> None:
    """Move what was coded with a code, and what the machine thinks of it; what both have stays with the target."""
    for is_second in (False, True):
        had = Coding.objects.filter(code=target, is_second=is_second).values("response")
        Coding.objects.filter(code=code, is_second=is_second, response__in=had).delete()
    Coding.objects.filter(code=code).update(code=target)
    CodeSuggestion.objects.filter(code=code, response__code_suggestions__code=target).delete()
    CodeSuggestion.objects.filter(code=code).update(code=target)


def _read_texts(exercise: Exercise, told: Mapping[str, str], *, but: Code | None = None) -> dict[str, str]:
    texts = {name: str(told.get(name, "")).strip() for name in TEXTS}
    name = " ".join(texts["name"].split())
    if not name:
        raise PersonError("Write the name of the code.")
    if len(name) > LONGEST_NAME:
        raise PersonError(f"The name of a code has at most {LONGEST_NAME} characters; this has {len(name)}.")
    same = exercise.codes.filter(name__iexact=name, state=CodeState.IN_USE)
    if (same.exclude(pk=but.pk) if but else same).exists():
        raise PersonError(f"There is a code “{name}” already.")
    return texts | {"name": name}


def _check_parent(exercise: Exercise, code: Code | None, parent: Code | None) -> Code | None:
    """Return the code above, unless it is of another exercise or stands under this one."""
    if parent is None:
        return None
    if parent.exercise_id != exercise.pk or parent.state != CodeState.IN_USE:
        raise PersonError(f"“{parent}” is no code in use here.")
    above: Code | None = parent
    while above is not None:
        if code is not None and above.pk == code.pk:
            raise PersonError(f"“{code}” cannot stand under itself.")
        above = above.parent
    return parent


def _get_in_use(code: Code) -> Code:
    now = Code.objects.select_for_update().get(pk=code.pk)
    if now.state != CodeState.IN_USE:
        raise PersonError(f"“{now}” is not in use any more: it was {now.get_state_display().lower()}.")
    return now


def _note(user: User, code: Code, kind: Kind, *, other: Code | None = None, reason: str = "") -> None:
    CodeChange.objects.create(
        code=code,
        kind=kind,
        version=code.version,
        name=code.name,
        definition=code.definition,
        other=other,
        reason=reason.strip(),
        by=user,
    )
    record_audit(user, f"code-{kind}", f"engagement.code:{code.pk}", [code.version, other.pk if other else None])
