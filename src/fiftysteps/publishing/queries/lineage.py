"""Where a step comes from in earlier cycles, and where it goes in later ones."""

from typing import Any

from fiftysteps.strategy.models import Step, StepLineage
from fiftysteps.strategy.queries.steps import get_steps, is_shown


def get_lineage(step: Step) -> dict[str, Any]:
    """Return `lineage` (links to earlier steps) and `descendants` (links from later live steps)."""
    links = list(step.lineage.all())
    steps = get_steps().in_bulk([link.previous_id for link in links])
    shown = [link for link in links if link.previous_id in steps]
    for link in shown:
        link.previous = steps[link.previous_id]
    later = StepLineage.objects.filter(is_shown("step__"), previous=step.pk)
    return {"lineage": shown, "descendants": list(later.select_related("step__strategy").order_by("step__number"))}
