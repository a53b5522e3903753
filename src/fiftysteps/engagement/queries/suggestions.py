"""What the machine suggests: themes to begin a codebook with, and codes for responses that wait."""

from dataclasses import dataclass

from django.db.models import QuerySet

from fiftysteps.engagement.models import Answer, Code, CodeSuggestion, Exercise, Response, Standing, ThemeSuggestion

TYPICAL_SHOWN = 3


@dataclass(frozen=True)
class Suggested:
    """A suggested theme with what its most typical responses say."""

    suggestion: ThemeSuggestion
    texts: tuple[str, ...]


def get_suggestions(exercise: Exercise) -> tuple[Suggested, ...]:
    """Return the themes that wait for somebody to decide, the largest first."""
    waiting = list(exercise.theme_suggestions.filter(state=ThemeSuggestion.State.WAITING))
    wanted = {pk for each in waiting for pk in each.typical[:TYPICAL_SHOWN]}
    texts = get_texts(Response.objects.filter(pk__in=wanted))
    return tuple(
        Suggested(each, tuple(texts[pk] for pk in each.typical[:TYPICAL_SHOWN] if texts.get(pk))) for each in waiting
    )


def get_texts(responses: "QuerySet[Response]") -> dict[int, str]:
    """Return what each response says in its writer's own words, all answers together, without personal data."""
    found: dict[int, list[str]] = {}
    rows = Answer.objects.filter(response__in=responses.exclude(standing=Standing.ERASED)).exclude(text="")
    rows = rows.order_by("response", "question__sort_order").prefetch_related("spans")
    for answer in rows.iterator(chunk_size=2_000):
        found.setdefault(answer.response_id, []).append(answer.shown)
    return {pk: "\n".join(parts) for pk, parts in found.items()}


def list_suggested(code: Code) -> "QuerySet[CodeSuggestion]":
    """Return what the machine thinks says a code and has it not yet, the surest first."""
    rows = CodeSuggestion.objects.filter(code=code).exclude(response__standing=Standing.ERASED)
    had = code.codings.filter(is_second=False).values("response")
    return rows.exclude(response__in=had).select_related("response").prefetch_related("response__answers__spans")
