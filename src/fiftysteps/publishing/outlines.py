"""Outlines of areas as paths of a picture: degrees laid flat, without points that no screen could show."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

WIDTH: Final = 640.0
# Points nearer to each other than this, in the picture's units, look like one.
NEAREST: Final = 0.8
MARGIN: Final = 2.0

# So many lines across an outline are tried for the one with most room.
LINES: Final = 12

type Point = Sequence[float]
type Ring = Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Spot:
    """A point well within an outline, and how wide the outline is there."""

    x: float
    y: float
    room: float


@dataclass(frozen=True)
class Frame:
    """How degrees are laid flat: the north-west corner, the scale, and how much narrower a degree east is drawn."""

    west: float
    north: float
    narrowing: float
    scale: float

    def place(self, point: Point) -> tuple[float, float]:
        """Return where a longitude and latitude stand in the picture."""
        x = MARGIN + (point[0] - self.west) * self.narrowing * self.scale
        return x, MARGIN + (self.north - point[1]) * self.scale

    def locate(self, x: float, y: float) -> tuple[float, float]:
        """Return the longitude and latitude of a point of the picture."""
        longitude = self.west + (x - MARGIN) / (self.narrowing * self.scale)
        return longitude, self.north - (y - MARGIN) / self.scale


@dataclass(frozen=True)
class Sheet:
    """The outlines by code, as the data of SVG paths, where words stand in them, and the size of the picture."""

    paths: dict[str, str]
    width: float
    height: float
    spots: dict[str, Spot] = field(default_factory=dict)
    frame: Frame = Frame(0.0, 0.0, 1.0, 1.0)


def draw_outlines(geometries: Mapping[str, Mapping[str, Any]]) -> Sheet | None:
    """Return the outlines in one picture, north up, or None where there are none.

    A degree east is drawn shorter than one north by the cosine of the middle latitude: over a borough or a country of
    this size, distances and shapes are then as people know them.
    """
    points = [point for geometry in geometries.values() for ring in _get_rings(geometry) for point in ring]
    if not points:
        return None
    west, east = min(point[0] for point in points), max(point[0] for point in points)
    south, north = min(point[1] for point in points), max(point[1] for point in points)
    narrowing = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * narrowing, 1e-9)
    frame = Frame(west, north, narrowing, scale)
    rings = {
        code: [_thin([frame.place(point) for point in ring]) for ring in _get_rings(geometry)]
        for code, geometry in geometries.items()
    }
    paths = {code: "".join(map(_write, parts)) for code, parts in rings.items()}
    spots = {code: _find_spot(parts) for code, parts in rings.items()}
    return Sheet(paths, WIDTH, round((north - south) * scale + 2 * MARGIN, 1), spots, frame)


def is_within(geometry: Mapping[str, Any], longitude: float, latitude: float) -> bool:
    """Whether a point lies within an outline, holes left out.

    A line from such a point to the east crosses the outline an odd number of times.
    """
    crossings = sum(
        longitude < x1 + (latitude - y1) / (y2 - y1) * (x2 - x1)
        for ring in _get_rings(geometry)
        for (x1, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True)
        if (y1 <= latitude) != (y2 <= latitude)
    )
    return crossings % 2 == 1


def _find_spot(rings: Sequence[Ring]) -> Spot:
    """Return where words have most room, of some lines across the outline: the middle of one may lie outside of it."""
    ys = [y for ring in rings for _, y in ring]
    low, high = min(ys), max(ys)
    lines = [low + (high - low) * part / LINES for part in range(1, LINES)]
    spots = [spot for y in lines for spot in _list_spots(rings, y)]
    # Of lines that are nearly as wide, that nearer to the middle looks more at home.
    return max(spots, key=lambda spot: spot.room - abs(spot.y - (low + high) / 2), default=Spot(*rings[0][0], room=0.0))


def _list_spots(rings: Sequence[Ring], y: float) -> Iterator[Spot]:
    """Yield the middles of the pieces of a line across that lie within the outline, holes left out."""
    crossings = sorted(
        x + (y - y1) / (y2 - y1) * (x2 - x)
        for ring in rings
        for (x, y1), (x2, y2) in zip(ring, (*ring[1:], ring[0]), strict=True)
        if (y1 <= y) != (y2 <= y)
    )
    for left, right in zip(crossings[::2], crossings[1::2], strict=True):
        yield Spot(round((left + right) / 2, 1), round(y, 1), right - left)


def _get_rings(geometry: Mapping[str, Any]) -> Iterator[Sequence[Point]]:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    for polygon in polygons:
        yield from polygon


def _thin(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the points without those that lie on the one before them; the shape stays closed."""
    kept = [points[0]]
    for point in points[1:-1]:
        if math.dist(point, kept[-1]) >= NEAREST:
            kept.append(point)
    return kept


def _write(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
