"""Where a step comes from in earlier cycles, and where it goes in later ones."""

from typing import Any

from fiftysteps.strategy.models import Step, StepLineage


def get_lineage(step: Step) -> dict[str, Any]:
    """Return `lineage` (links to earlier steps) and `descendants` (links from later live steps)."""
    links = list(step.lineage.all())
    steps = Step.objects.select_related("strategy").in_bulk([link.previous_id for link in links])
    for link in links:
        link.previous = steps[link.previous_id]
    later = StepLineage.objects.filter(previous=step, step__live=True) if step.pk else StepLineage.objects.none()
    return {"lineage": links, "descendants": list(later.select_related("step__strategy").order_by("step__number"))}
