"""The demonstration's codebooks: that of the exercise that ended, and one that was just begun for the open one."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone

from fiftysteps.accounts.models import User
from fiftysteps.config.demonstration import Invented
from fiftysteps.engagement.actions.learn_codes import make_run, make_suggestions
from fiftysteps.engagement.models import Code, CodeChange, Coding, Considered, Exercise, Insight, Response
from fiftysteps.engagement.models.coding import LONGEST_NAME

# As many of the open exercise are coded, so that the machine has something to learn from and people something to do.
CODED: Final = 80


@transaction.atomic
def write_codes(exercise: Exercise, officer: User) -> None:
    """Write a code for each theme of an exercise, given to every response that is part of it."""
    codes = {
        insight.pk: _make_code(exercise, officer, insight.title, insight.summary, insight)
        for insight in Insight.objects.filter(held_in=exercise).order_by("pk")
    }
    pairs = Response.themes.through._default_manager.filter(response__exercise=exercise)
    Coding.objects.bulk_create(
        (
            Coding(response_id=response, code=codes[insight], by=officer)
            for response, insight in pairs.values_list("response_id", "insight_id").order_by("pk")
        ),
        batch_size=2_000,
    )


@transaction.atomic
def begin_coding(exercise: Exercise, invented: Sequence[Invented], titles: Mapping[str, str], officer: User) -> None:
    """Code the first responses of an open exercise as an officer would, and let the machine learn from them."""
    said = {slug for each in invented for slug in each.themes}
    codes = {slug: _make_code(exercise, officer, titles[slug].rstrip("."), "") for slug in sorted(said)}
    rows = list(exercise.responses.order_by("pk")[:CODED])
    Coding.objects.bulk_create(
        Coding(response=row, code=codes[slug], by=officer)
        for row, each in zip(rows, invented, strict=False)
        for slug in each.themes
    )
    now = timezone.now()
    for row, each in zip(rows, invented, strict=False):
        row.considered = Considered.CODED if each.themes else Considered.READ
        row.considered_by, row.considered_at = officer, now
    Response.objects.bulk_update(rows, ["considered", "considered_by", "considered_at"])
    make_suggestions(exercise)
    make_run(exercise)


def _make_code(exercise: Exercise, officer: User, name: str, definition: str, insight: Insight | None = None) -> Code:
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rsplit(' ', 1)[0]}…"
    code = Code.objects.create(exercise=exercise, name=short, definition=definition, insight=insight)
    told = {"name": code.name, "definition": code.definition, "version": code.version}
    CodeChange.objects.create(code=code, kind=CodeChange.Kind.MADE, by=officer, **told)
    return code
