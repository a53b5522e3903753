"""The parts of an exercise's place that somebody can live in, or mean."""

from functools import lru_cache

from fiftysteps.engagement.models import Exercise
from fiftysteps.evidence.models import Area, AreaType


def list_ward_choices(exercise: Exercise) -> tuple[tuple[str, str], ...]:
    """Return the code and the name of every ward of the exercise's place, by name."""
    return _list_wards(exercise.area_id, exercise.changed)


@lru_cache(64)
def _list_wards(area: int, changed: object) -> tuple[tuple[str, str], ...]:
    wards = Area.objects.filter(parent=area, type=AreaType.WARD, valid_to__isnull=True)
    return tuple(wards.order_by("name").values_list("code", "name"))
