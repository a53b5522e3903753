"""Figures that moved and that nobody has looked at since."""

from collections.abc import Iterable

from fiftysteps.evidence.figure_state import FigureState, describe_change
from fiftysteps.evidence.models import Movement


def get_open_movements(findings: Iterable[int] | None = None) -> dict[int, Movement]:
    """Return the open movements by the key of their finding: of all findings, or of those with these keys."""
    movements = Movement.objects.filter(looked_at__isnull=True, finding__archived=False)
    if findings is not None:
        movements = movements.filter(finding__in=tuple(findings))
    return {movement.finding_id: movement for movement in movements.select_related("finding")}


def describe_movement(movement: Movement) -> tuple[str, ...]:
    """Return what moved, one sentence for each part."""
    return describe_change(FigureState.read(movement.before), FigureState.read(movement.after))
