"""What leans on figures that moved: the steps and the topics that a person has to check."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from fiftysteps.evidence.models import Movement
from fiftysteps.evidence.queries.movements import describe_movement
from fiftysteps.publishing.models import TopicPage
from fiftysteps.publishing.queries.leaning import get_leaning_steps, get_topics_citing
from fiftysteps.strategy.models import Citation

# Of what has been looked at, the newest are shown: enough to see that somebody does.
LATELY = 20


@dataclass(frozen=True)
class Moved:
    """A finding that moved, what about it, and who leans on it."""

    movement: Movement
    changes: tuple[str, ...]
    steps: tuple[Citation, ...]
    topics: tuple[TopicPage, ...]


def get_moved() -> tuple[Moved, ...]:
    """Return every published finding that moved and that nobody has looked at since, changed conclusions first."""
    return _describe(_of_live().filter(looked_at__isnull=True))


def get_lately_looked_at() -> tuple[Movement, ...]:
    """Return the movements that were looked at last, the newest first."""
    looked = _of_live().filter(looked_at__isnull=False).select_related("looked_at_by")
    return tuple(looked.order_by("-looked_at")[:LATELY])


def describe_moved(movement: Movement) -> Moved:
    return _describe([movement])[0]


def _of_live() -> QuerySet[Movement]:
    return Movement.objects.filter(finding__live=True, finding__archived=False).select_related("finding")


def _describe(movements: Iterable[Movement]) -> tuple[Moved, ...]:
    return tuple(
        Moved(
            movement,
            describe_movement(movement),
            tuple(get_leaning_steps(movement.finding)),
            tuple(get_topics_citing(movement.finding)),
        )
        for movement in movements
    )
