"""Steps as the pages show them: with everything that belongs to them read at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from fiftysteps.strategy.models import Alignment, Citation, Measure, Step, StepRole
from fiftysteps.strategy.queries.signature import Node, get_signatures


@dataclass(frozen=True)
class Tile:
    """A step in a list, with the small line that shows what it stands on."""

    step: Step
    nodes: tuple[Node, ...]


def get_steps() -> QuerySet[Step]:
    """Return the live steps of live strategies with their strategy and theme."""
    steps = Step.objects.filter(live=True, strategy__live=True)
    return steps.select_related("strategy__place", "strategy__owner", "theme").order_by("strategy", "number")


def read_parts(*steps: Step) -> None:
    """Read the parts of live `steps` with one query a kind, however many steps there are."""
    prefetch_related_objects(
        list(steps),
        "tasks",
        Prefetch("citations", Citation.objects.select_related("evidence__superseded_by")),
        Prefetch("roles", StepRole.objects.select_related("organisation")),
        Prefetch("measures", Measure.objects.select_related("indicator", "owner")),
        Prefetch("alignments", Alignment.objects.select_related("clause__framework")),
    )


def get_tiles(steps: Iterable[Step]) -> tuple[Tile, ...]:
    """Return the tiles of live `steps`, in their order."""
    found = list(steps)
    prefetch_related_objects(found, "citations", "roles", "measures")
    signatures = get_signatures(found)
    return tuple(Tile(step, signatures[step.pk]) for step in found)
