"""The steps beside a step, for the links at the end of its page."""

from fiftysteps.strategy.models import Step
from fiftysteps.strategy.queries.steps import get_steps


def get_neighbours(step: Step) -> tuple[Step | None, Step | None]:
    """Return the live steps before and after `step` in its strategy, by number."""
    steps = get_steps().filter(strategy=step.strategy_id)
    before = steps.filter(number__lt=step.number).order_by("-number").first()
    return before, steps.filter(number__gt=step.number).order_by("number").first()
