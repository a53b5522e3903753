"""Places in groups of one kind, the largest first."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from fiftysteps.evidence.models import Area, AreaType

# Neighbourhoods are found on the page of what they lie in: of a country there are tens of thousands.
_LISTED = tuple(kind for kind in AreaType if kind not in {AreaType.MSOA, AreaType.LSOA, AreaType.WARD})
PLURALS = {
    AreaType.COUNTRY: "Countries",
    AreaType.REGION: "Regions",
    AreaType.NHS_REGION: "NHS regions",
    AreaType.ICB: "Integrated care boards",
    AreaType.SUB_ICB: "Parts of integrated care boards",
    AreaType.COMBINED: "Combined authorities",
    AreaType.COUNTY: "Counties",
    AreaType.BOROUGH: "Boroughs and districts",
    AreaType.WARD: "Wards",
    AreaType.MSOA: "Middle-sized neighbourhoods (MSOAs)",
    AreaType.LSOA: "Small neighbourhoods (LSOAs)",
}


@dataclass(frozen=True)
class AreaGroup:
    """Places of one kind, by name."""

    kind: str
    title: str
    areas: tuple[Area, ...]

    @property
    def is_long(self) -> bool:
        """Whether it is more than a person looks through: the page then shows it when it is asked for."""
        return len(self.areas) > 60


def get_area_groups(place: Area | None) -> tuple[AreaGroup, ...]:
    """Return the large places, and the wards of the site's own, as far as they are still there."""
    wanted = Q(type__in=_LISTED)
    if place is not None:
        wanted |= Q(type=AreaType.WARD, parent=place)
    return group_areas(Area.objects.filter(wanted, valid_to__isnull=True).order_by("name"))


def group_areas(areas: Iterable[Area]) -> tuple[AreaGroup, ...]:
    """Return `areas` in groups of one kind, each in the order in which they came."""
    by_kind: dict[str, list[Area]] = {}
    for area in areas:
        by_kind.setdefault(area.type, []).append(area)
    return tuple(AreaGroup(kind, PLURALS[kind], tuple(by_kind[kind])) for kind in AreaType if kind in by_kind)
