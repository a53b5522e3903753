"""Where a step comes from in earlier cycles, and where it goes in later ones."""

from typing import Any

from fiftysteps.strategy.models import Step, StepLineage


def get_lineage(step: Step) -> dict[str, Any]:
    """Return `lineage` (links to earlier steps) and `descendants` (links from later live steps)."""
    earlier = [link.previous_id for link in step.lineage.all()]
    steps = Step.objects.select_related("strategy").in_bulk(earlier)
    for link in step.lineage.all():
        link.previous = steps[link.previous_id]
    later = StepLineage.objects.filter(previous=step, step__live=True) if step.pk else StepLineage.objects.none()
    return {
        "lineage": list(step.lineage.all()),
        "descendants": list(later.select_related("step__strategy").order_by("step__number")),
    }
