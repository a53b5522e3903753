"""The areas that are most like another."""

from fiftysteps.evidence.models import Area, Neighbour


def get_neighbours(area: Area) -> tuple[Neighbour, ...]:
    """Return the neighbours of an area with their areas and who says so, the nearest first."""
    return tuple(Neighbour.objects.filter(area=area).select_related("neighbour", "source").order_by("rank"))
