"""A map of the wards to choose a place on: what is pressed comes back as a point of the picture, without any script.

Within real boundaries, where every ward has one, a point of the picture is a place on earth; with one tile for each
ward it is a ward and no more.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from textwrap import wrap
from typing import Any, Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from fiftysteps.engagement.models import Exercise
from fiftysteps.evidence.models import Area, AreaType
from fiftysteps.evidence.queries.boundaries import get_boundaries, get_boundary_sources
from fiftysteps.publishing.outlines import Frame, draw_outlines, is_within
from fiftysteps.publishing.tiles import SIDE, get_corners, place_tiles

# How wide the picture is shown, in pixels of a page: what is pressed is told in those. The first fits the smallest
# phone, the second has room for the names.
SMALL, WIDE = 288, 560
# A pin says where to within about a hundred metres, so that it points at a corner and not at somebody's door.
DECIMALS: Final = 3
# The sheet of a page does not reach into a picture, which is the same on a dark page.
GROUND, SHAPE, LINE, INK, PIN = "#ffffff", "#e3efed", "#3f6d69", "#0b3d3a", "#c4330e"
# How high letters are, how wide of that they are on the average, and half as wide as a pin is, in pixels of a page.
LETTER, NARROW, PIN_SIZE = 12, 0.55, 6

type Pin = tuple[float, float]


@dataclass(frozen=True)
class Spot:
    """A ward in the picture: its number in the list, its shape, and where words stand in it."""

    code: str
    name: str
    number: int
    shape: str
    x: float
    y: float
    room: float


@dataclass(frozen=True)
class PlaceMap:
    """The wards of a place in one picture. Without `geometries` they are tiles, and no pin can be put."""

    spots: tuple[Spot, ...]
    width: float
    height: float
    frame: Frame | None = None
    geometries: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sources: tuple[str, ...] = ()

    @property
    def small(self) -> tuple[int, int]:
        return SMALL, round(SMALL * self.height / self.width)

    @property
    def wide(self) -> tuple[int, int]:
        return WIDE, round(WIDE * self.height / self.width)

    def find(self, x: float, y: float) -> tuple[str, Pin | None]:
        """Return the ward at a point of the picture and the pin that is put there; no ward where it is outside."""
        if self.frame is None:
            near = min(self.spots, key=lambda spot: math.dist((x, y), (spot.x, spot.y)))
            return (near.code if math.dist((x, y), (near.x, near.y)) <= SIDE else "", None)
        longitude, latitude = self.frame.locate(x, y)
        code = next((code for code, each in self.geometries.items() if is_within(each, longitude, latitude)), "")
        return code, (round(latitude, DECIMALS), round(longitude, DECIMALS)) if code else None

    def draw(self, shown: int, *, chosen: str = "", pins: Iterable[Sequence[float]] = ()) -> str:
        """Return the picture as SVG, to be shown `shown` pixels wide: the pins are latitudes and longitudes."""
        unit = self.width / shown
        picture = ElementTree.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "width": str(shown),
                "height": str(round(shown * self.height / self.width)),
                "viewBox": f"0 0 {self.width:.1f} {self.height:.1f}",
                "font-family": "sans-serif",
                "font-weight": "700",
                "text-anchor": "middle",
            },
        )
        _add(picture, "rect", width="100%", height="100%", fill=GROUND)
        for spot in self.spots:
            fill = INK if spot.code == chosen else SHAPE
            attributes = {"fill": fill, "stroke": LINE, "stroke-width": f"{unit:.2f}"}
            name, key = ("polygon", "points") if self.frame is None else ("path", "d")
            _add(picture, name, **{key: spot.shape}, **attributes)
        for spot in self.spots:
            self._write(picture, spot, unit, GROUND if spot.code == chosen else INK, has_names=shown == WIDE)
        for latitude, longitude in pins if self.frame else ():
            x, y = self.frame.place((longitude, latitude))  # type: ignore[union-attr]
            around = {"fill": PIN, "stroke": GROUND, "stroke-width": f"{2 * unit:.2f}"}
            _add(picture, "circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r=f"{PIN_SIZE * unit:.1f}", **around)
        return ElementTree.tostring(picture, encoding="unicode")

    def _write(self, picture: Element, spot: Spot, unit: float, colour: str, *, has_names: bool) -> None:
        """Write the number of a ward, with its name where there is room for it."""
        size = LETTER * unit
        lines = [str(spot.number)]
        if has_names and self.frame is None:
            lines += wrap(spot.name, round(1.6 * SIDE / (size * NARROW)), break_long_words=False)
        first = spot.y - size * 1.1 * (len(lines) - 1) / 2 + size * 0.35
        for at, line in enumerate(lines):
            where = {"x": f"{spot.x:.1f}", "y": f"{first + at * size * 1.1:.1f}"}
            _add(picture, "text", **where, fill=colour, **{"font-size": f"{size:.1f}"}).text = line


def _add(parent: Element, name: str, **attributes: str) -> Element:
    return ElementTree.SubElement(parent, name, attributes)


def get_place_map(exercise: Exercise) -> PlaceMap | None:
    """Return the map of the wards that somebody can choose, or None where their places are not known."""
    return _make_map(exercise.area_id, exercise.changed)


@lru_cache(16)
def _make_map(area: int, changed: object) -> PlaceMap | None:
    wards = list(Area.objects.filter(parent=area, type=AreaType.WARD, valid_to__isnull=True).order_by("name"))
    geometries = get_boundaries(ward.code for ward in wards)
    if len(wards) > 1 and len(geometries) == len(wards):
        return _draw_outlined(wards, geometries)
    if len(wards) > 1 and all(ward.hex_q is not None and ward.hex_r is not None for ward in wards):
        return _draw_tiled(wards)
    return None


def _draw_outlined(wards: Sequence[Area], geometries: Mapping[str, Mapping[str, Any]]) -> PlaceMap | None:
    sheet = draw_outlines(geometries)
    if sheet is None:
        return None
    spots = tuple(
        Spot(ward.code, ward.name, number, sheet.paths[ward.code], at.x, at.y, at.room)
        for number, ward in enumerate(wards, start=1)
        for at in [sheet.spots[ward.code]]
    )
    sources = get_boundary_sources(geometries)
    return PlaceMap(spots, sheet.width, sheet.height, sheet.frame, geometries, sources)


def _draw_tiled(wards: Sequence[Area]) -> PlaceMap:
    placed, width, height = place_tiles([(ward.hex_q or 0, ward.hex_r or 0) for ward in wards])
    spots = tuple(
        Spot(ward.code, ward.name, number, get_corners(x, y), round(x, 1), round(y, 1), SIDE)
        for number, (ward, (x, y)) in enumerate(zip(wards, placed, strict=True), start=1)
    )
    return PlaceMap(spots, width, height)


def read_press(told: Mapping[str, Any], place_map: PlaceMap) -> tuple[float, float] | None:
    """Return where the picture was pressed, in its own units, or None where it was not.

    A browser tells it in the pixels of the page, and under the name of the picture that it showed.
    """
    for shown in (SMALL, WIDE):
        x, y = str(told.get(f"pin-{shown}.x", "")), str(told.get(f"pin-{shown}.y", ""))
        if x.isdecimal() and y.isdecimal() and len(x) < 6 and len(y) < 6:
            unit = place_map.width / shown
            return int(x) * unit, int(y) * unit
    return None
