"""The codebook as it is read, and which response somebody codes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q

from fiftysteps.engagement.models import (
    Code,
    CodeState,
    CodeSuggestion,
    Considered,
    Exercise,
    MachineRun,
    Response,
    Standing,
)

# What one hand reaches without looking: n, s and u are for none, for what is suggested, and for undoing.
KEYS: Final = "123456789abcdefghijklmopqrtvwxyz"
LEAST_SURE: Final = "least-sure"


@dataclass(frozen=True)
class CodeLine:
    """A code in its place in the codebook: how deep it stands, which key chooses it, how many responses have it."""

    code: Code
    depth: int
    key: str = ""
    count: int = 0


@dataclass(frozen=True)
class Progress:
    """How many responses wait, of how many there are."""

    waiting: int
    whole: int

    @property
    def done(self) -> int:
        return self.whole - self.waiting


def get_codebook(exercise: Exercise) -> tuple[CodeLine, ...]:
    """Return the codes in use, each under the one that it belongs to, by name."""
    counted = Count("codings", filter=Q(codings__is_second=False))
    codes = list(exercise.codes.filter(state=CodeState.IN_USE).annotate(count=counted).order_by("name", "pk"))
    under: dict[int | None, list[Code]] = {}
    for code in codes:
        under.setdefault(code.parent_id, []).append(code)

    def walk(parent: int | None, depth: int) -> Iterator[tuple[Code, int]]:
        for code in under.get(parent, ()):
            yield code, depth
            yield from walk(code.pk, depth + 1)

    keys = iter(KEYS)
    return tuple(CodeLine(code, depth, next(keys, ""), code.count) for code, depth in walk(None, 0))  # type: ignore[attr-defined]


def get_progress(exercise: Exercise) -> Progress:
    found = exercise.responses.exclude(standing=Standing.ERASED).aggregate(
        whole=Count("pk"), waiting=Count("pk", filter=Q(considered=Considered.WAITING))
    )
    return Progress(found["waiting"], found["whole"])


def find_next(exercise: Exercise, *, order: str = "", after: int = 0) -> Response | None:
    """Return the next response that waits: in the order in which they came, or where the machine is least sure."""
    waiting = exercise.responses.filter(considered=Considered.WAITING).exclude(standing=Standing.ERASED)
    if order == LEAST_SURE and (run := exercise.machine_runs.last()):
        ranked = [pk for pk in run.order if pk != after]
        open_ones = set(waiting.filter(pk__in=ranked).values_list("pk", flat=True))
        first = next((pk for pk in ranked if pk in open_ones), None)
        if first is not None:
            return waiting.get(pk=first)
    return waiting.filter(pk__gt=after).order_by("pk").first() or waiting.exclude(pk=after).order_by("pk").first()


def get_suggested(response: Response) -> dict[int, CodeSuggestion]:
    """Return by code what the machine thinks of a response, the surest first."""
    return {each.code_id: each for each in response.code_suggestions.select_related("run")}


def get_last_run(exercise: Exercise) -> MachineRun | None:
    return exercise.machine_runs.last()
