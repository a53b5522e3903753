"""What responses say becomes a theme: an insight that steps cite and replies answer."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.refresh_themes import refresh_themes
from fiftysteps.engagement.models import Code, CodeState, Coding, Exercise, Insight, Response, Standing
from fiftysteps.engagement.policies import check_can_read_responses

LONGEST_SLUG = 100


def write_up_theme(user: User, code: Code) -> Insight:
    """Make a draft of a theme of a code, with how many people said it: whoever wrote it or a code below it, each once.

    Raises
    ------
    PermissionDenied
        The user may not write insights.
    PersonError
        It is written up already, is not in use, or nobody has said it.
    """
    _check_can(user)
    if code.insight_id:
        raise PersonError(f"“{code}” is written up already, as “{code.insight}”.")
    if code.state != CodeState.IN_USE:
        raise PersonError(f"“{code}” is not in use any more.")
    said, answered = count_said(code), count_people(code.exercise)
    if not said:
        raise PersonError(f"Nobody has said “{code}” yet: code some responses first.")
    with transaction.atomic():
        insight = Insight(
            slug=_find_slug(code),
            title=code.name,
            summary=code.definition,
            date=timezone.localdate(),
            exercise=code.exercise.title,
            held_in=code.exercise,
            mentioned=said,
            answered=answered,
            nature=code.exercise.nature,
            source_title=code.exercise.source_title,
            confidence=code.exercise.confidence,
            live=False,
        )
        insight.save()
        insight.save_revision(user=user)
        record_audit(user, "write-up-theme", f"engagement.insight:{insight.pk}", [code.pk, said, answered])
        link_theme(user, code, insight)
    return insight


def link_theme(user: User, code: Code, insight: Insight | None) -> None:
    """Say under which theme a code is written up, or under none; every response that has it is part of that theme.

    Raises
    ------
    PermissionDenied
        The user may not write insights.
    PersonError
        The theme was heard in another exercise.
    """
    _check_can(user)
    if insight is not None and insight.held_in_id != code.exercise_id:
        raise PersonError(f"“{insight}” was heard in another exercise.")
    with transaction.atomic():
        now = Code.objects.select_for_update().get(pk=code.pk)
        now.insight = insight
        now.save()
        record_audit(user, "link-theme", f"engagement.code:{now.pk}", insight.pk if insight else None)
        refresh_themes(Coding.objects.filter(code=now, is_second=False).values_list("response_id", flat=True))
    code.refresh_from_db()


def count_said(code: Code) -> int:
    """Return how many people said a code or one below it, each once: no organisations, and no repeats."""
    below, last = {code.pk}, {code.pk}
    while last := set(Code.objects.filter(parent__in=last).values_list("pk", flat=True)) - below:
        below |= last
    said = Response.objects.filter(codings__code__in=below, codings__is_second=False)
    return said.filter(standing=Standing.COUNTED, organisation="").distinct().count()


def count_people(exercise: Exercise) -> int:
    """Return how many people took part: no organisations, and no repeats."""
    return exercise.responses.filter(standing=Standing.COUNTED, organisation="").count()


def _check_can(user: User) -> None:
    check_can_read_responses(user)
    if not user.has_perm("engagement.add_insight"):
        raise PermissionDenied("Only those who write up what was heard can do this.")


def _find_slug(code: Code) -> str:
    first = slugify(f"{code.exercise.slug} {code.name}")[: LONGEST_SLUG - 5].strip("-") or f"theme-{code.pk}"
    taken = set(Insight.objects.filter(slug__startswith=first).values_list("slug", flat=True))
    return next(slug for slug in (first, *(f"{first}-{n}" for n in range(2, 9_999))) if slug not in taken)
