"""The outlines of areas."""

from collections.abc import Iterable
from typing import Any

from fiftysteps.evidence.models import Boundary


def get_boundaries(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the geometry of each of these areas that has one, as GeoJSON in degrees."""
    found = Boundary.objects.filter(area__code__in=list(codes))
    return dict(found.values_list("area__code", "geometry"))
