"""The outlines of areas."""

from collections.abc import Iterable
from typing import Any

from fiftysteps.evidence.models import Boundary


def get_boundaries(codes: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the geometry of each of these areas that has one, as GeoJSON in degrees."""
    found = Boundary.objects.filter(area__code__in=list(codes))
    return dict(found.values_list("area__code", "geometry"))


def get_boundary_sources(codes: Iterable[str]) -> tuple[str, ...]:
    """Return who published the boundaries of these areas and under which licence, each once: a map must name them."""
    found = Boundary.objects.filter(area__code__in=list(codes)).order_by("source_title", "licence")
    named = found.values_list("source_title", "licence").distinct()
    return tuple(", ".join(part for part in parts if part) for parts in named if any(parts))
