"""Steps as the pages show them: with everything that belongs to them read at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet, prefetch_related_objects

from fiftysteps.strategy.models import Alignment, Citation, Measure, Step, StepRole
from fiftysteps.strategy.queries.signature import Node, get_signatures


@dataclass(frozen=True)
class Tile:
    """A step in a list, with the small line that shows what it stands on."""

    step: Step
    nodes: tuple[Node, ...]


def is_shown(path: str = "") -> Q:
    """Return the condition that the step at the end of `path` (such as `step__`) can be seen by everyone.

    It is published, and so are the strategy and the theme that it stands in.
    """
    return Q(**{f"{path}live": True, f"{path}strategy__live": True, f"{path}theme__live": True})


def get_steps() -> QuerySet[Step]:
    """Return the steps that everyone can see, with their strategy and theme."""
    steps = Step.objects.filter(is_shown())
    return steps.select_related("strategy__place", "strategy__owner", "theme").order_by("strategy", "number")


def read_parts(*steps: Step) -> None:
    """Read the parts of live `steps` with one query a kind, however many steps there are.

    What is not published itself is left out: a step must not show what somebody took off the site.
    """
    prefetch_related_objects(
        list(steps),
        "tasks",
        Prefetch(
            "citations",
            Citation.objects.filter(evidence__live=True)
            .select_related("evidence__superseded_by", "evidence__finding")
            .prefetch_related("evidence__finding__movements"),
        ),
        Prefetch("roles", StepRole.objects.filter(organisation__live=True).select_related("organisation")),
        Prefetch("measures", Measure.objects.select_related("indicator", "owner")),
        Prefetch(
            "alignments", Alignment.objects.filter(clause__framework__live=True).select_related("clause__framework")
        ),
    )


def read_signs(steps: Iterable[Step]) -> None:
    """Read of live `steps` what their small lines show, and nothing that is not published."""
    prefetch_related_objects(
        list(steps),
        Prefetch("citations", Citation.objects.filter(evidence__live=True)),
        Prefetch("roles", StepRole.objects.filter(organisation__live=True)),
        "measures",
    )


def get_tiles(steps: Iterable[Step]) -> tuple[Tile, ...]:
    """Return the tiles of live `steps`, in their order."""
    found = list(steps)
    read_signs(found)
    signatures = get_signatures(found)
    return tuple(Tile(step, signatures[step.pk]) for step in found)
