"""A map of equal hexagons, for places whose boundaries we may not draw or whose sizes would mislead."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap
from typing import Protocol

from django import template

register = template.Library()

# Half the height of a tile, in the picture's own units; names are set at 12 of them.
SIDE = 52.0
WIDTH = math.sqrt(3) * SIDE
GAP = 2.0
LETTERS = 12
LINE = 13.0


class Named(Protocol):
    @property
    def name(self) -> str: ...


class Cell(Protocol):
    @property
    def area(self) -> Named: ...
    @property
    def q(self) -> int: ...
    @property
    def r(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def band(self) -> int | None: ...


@dataclass(frozen=True)
class Word:
    y: float
    text: str


@dataclass(frozen=True)
class Tile:
    """One hexagon as it is drawn: its corners, its class of colour, its name in lines and its value."""

    points: str
    band: int
    x: float
    middle: float
    words: tuple[Word, ...]
    value_y: float
    text: str
    is_missing: bool


@register.inclusion_tag("publishing/parts/hex_picture.html")
def hex_picture(cells: Iterable[Cell], title: str, bands: Iterable[object] = ()) -> dict[str, object]:
    """Draw `cells` in columns and rows, every odd row half a tile to the right, with what the colours mean below."""
    placed = list(cells or ())
    if not placed:
        return {"tiles": (), "title": title}
    left, top = min(_get_x(cell) for cell in placed), min(cell.r for cell in placed) * 1.5 * SIDE
    tiles = tuple(_get_tile(cell, _get_x(cell) - left, cell.r * 1.5 * SIDE - top) for cell in placed)
    width = max(tile.x for tile in tiles) + WIDTH / 2 + GAP
    height = max(tile.middle for tile in tiles) + SIDE + GAP
    return {
        "tiles": tiles,
        "title": title,
        "width": f"{width:.0f}",
        "height": f"{height:.0f}",
        "bands": bands,
        "has_missing": any(tile.is_missing for tile in tiles),
    }


def _get_x(cell: Cell) -> float:
    return WIDTH * (cell.q + 0.5 * (cell.r % 2))


def _get_tile(cell: Cell, left: float, top: float) -> Tile:
    x, middle = left + WIDTH / 2 + GAP, top + SIDE + GAP
    lines = wrap(cell.area.name, LETTERS, break_long_words=False)
    # The name's lines and the value stand in the middle of the tile together.
    first = middle - (len(lines) * LINE + LINE) / 2 + LINE * 0.6
    return Tile(
        points=_get_corners(x, middle),
        band=cell.band or 0,
        x=round(x, 1),
        middle=round(middle, 1),
        words=tuple(Word(round(first + LINE * index, 1), line) for index, line in enumerate(lines)),
        value_y=round(first + LINE * len(lines) + 4, 1),
        text=cell.text or "not known",
        is_missing=not cell.band,
    )


def _get_corners(x: float, middle: float) -> str:
    radius = SIDE - GAP
    angles = (math.radians(60 * corner - 90) for corner in range(6))
    return " ".join(f"{x + radius * math.cos(angle):.1f},{middle + radius * math.sin(angle):.1f}" for angle in angles)
