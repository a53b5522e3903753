"""Whose site this is, which place it is about, and the places that are seen beside it: read once for each request."""

import time
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Site

from fiftysteps.evidence.models import Area, AreaType, Neighbour
from fiftysteps.evidence.queries.neighbours import get_neighbours
from fiftysteps.publishing.models.brand import Brand
from fiftysteps.strategy.models import Strategy

FORMS: Final = "/say/"
KEPT_SECONDS: Final = 5
_kept: dict[str, tuple[int, Brand]] = {}


@dataclass(frozen=True)
class Places:
    """The site's place and the places that contain it, smallest first."""

    place: Area
    benchmarks: tuple[Area, ...]

    @cached_property
    def wards(self) -> tuple[Area, ...]:
        """The places within it that have a tile on the map, by name."""
        return tuple(Area.objects.filter(parent=self.place, hex_q__isnull=False).order_by("name"))

    @cached_property
    def neighbourhoods(self) -> tuple[Area, ...]:
        """The small neighbourhoods within it, by name, whatever lies between it and them."""
        # A file may say that they lie in a ward, in a middle-sized neighbourhood, or in the place itself.
        lies = Q(parent=self.place) | Q(parent__parent=self.place) | Q(parent__parent__parent=self.place)
        return tuple(Area.objects.filter(lies, type=AreaType.LSOA).order_by("name"))

    @property
    def profiled(self) -> tuple[Area, ...]:
        """The places whose profile a reader of this site looks for: its own, and what it lies in below the country."""
        return (self.place, *(each for each in self.benchmarks if each.type != AreaType.COUNTRY))

    @cached_property
    def neighbours(self) -> tuple[Neighbour, ...]:
        """The places that are most like it, the nearest first: nothing where nobody has said which they are."""
        return get_neighbours(self.place)


def get_brand(request: HttpRequest) -> Brand:
    """Return the brand of the site that `request` asks, or a plain one where there is no site yet."""
    if Site.find_for_request(request) is None:
        return Brand()
    brand: Brand = Brand.for_request(request)
    return brand


def get_frame_brand(request: HttpRequest) -> Brand:
    """Return the brand for the frame of a page; on the screens of a form as it was some seconds ago.

    Thousands may fill in a form at once, and reading the brand would be half of what each screen costs.
    """
    if not request.path.startswith(FORMS):
        return get_brand(request)
    return _get_kept_brand(request.get_host(), int(time.monotonic() // KEPT_SECONDS), request)


def _get_kept_brand(host: str, moment: int, request: HttpRequest) -> Brand:
    if (kept := _kept.get(host)) and kept[0] == moment:
        return kept[1]
    brand = get_brand(request)
    _kept[host] = (moment, brand)
    return brand


def get_current_strategy(brand: Brand | None) -> Strategy | None:
    """Return the strategy that the site opens with, if it has one that is published."""
    strategy = brand.current_strategy if brand else None
    return strategy if strategy and strategy.live else None


def get_places(request: HttpRequest) -> Places | None:
    """Return the places of the site that `request` asks, or None where it has no place yet."""
    kept: Places | None = getattr(request, "_places", None)
    if kept is None:
        kept = make_places(get_brand(request))
        request._places = kept  # type: ignore[attr-defined]
    return kept


def make_places(brand: Brand | None) -> Places | None:
    if brand is None or brand.place is None:
        return None
    benchmarks = []
    area = brand.place.parent
    while area is not None:
        benchmarks.append(area)
        area = area.parent
    return Places(brand.place, tuple(benchmarks))
