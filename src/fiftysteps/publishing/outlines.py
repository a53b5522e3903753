"""Outlines of areas as paths of a picture: degrees laid flat, without points that no screen could show."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

WIDTH: Final = 640.0
# Points nearer to each other than this, in the picture's units, look like one.
NEAREST: Final = 0.8
MARGIN: Final = 2.0

type Point = Sequence[float]


@dataclass(frozen=True)
class Sheet:
    """The outlines by code, as the data of SVG paths, and the size of the picture that holds them."""

    paths: dict[str, str]
    width: float
    height: float


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

    def place(point: Point) -> tuple[float, float]:
        return MARGIN + (point[0] - west) * narrowing * scale, MARGIN + (north - point[1]) * scale

    paths = {
        code: "".join(_write(_thin([place(point) for point in ring])) for ring in _get_rings(geometry))
        for code, geometry in geometries.items()
    }
    return Sheet(paths, WIDTH, round((north - south) * scale + 2 * MARGIN, 1))


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
