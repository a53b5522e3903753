"""A map of equal hexagons, for places whose boundaries we may not draw or whose sizes would mislead."""

from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap
from typing import Protocol

from django import template

from fiftysteps.publishing.tiles import get_corners, place_tiles

register = template.Library()

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
    middles, width, height = place_tiles([(cell.q, cell.r) for cell in placed])
    tiles = tuple(_get_tile(cell, x, middle) for cell, (x, middle) in zip(placed, middles, strict=True))
    return {
        "tiles": tiles,
        "title": title,
        "width": f"{width:.0f}",
        "height": f"{height:.0f}",
        "bands": bands,
        "has_missing": any(tile.is_missing for tile in tiles),
    }


def _get_tile(cell: Cell, x: float, middle: float) -> Tile:
    lines = wrap(cell.area.name, LETTERS, break_long_words=False)
    # The name's lines and the value stand in the middle of the tile together.
    first = middle - (len(lines) * LINE + LINE) / 2 + LINE * 0.6
    return Tile(
        points=get_corners(x, middle),
        band=cell.band or 0,
        x=round(x, 1),
        middle=round(middle, 1),
        words=tuple(Word(round(first + LINE * index, 1), line) for index, line in enumerate(lines)),
        value_y=round(first + LINE * len(lines) + 4, 1),
        text=cell.text or "not known",
        is_missing=not cell.band,
    )
