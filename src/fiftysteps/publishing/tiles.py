"""Where tiles of equal size stand: hexagons in columns and rows, every odd row half a tile to the right."""

import math
from collections.abc import Sequence
from typing import Final

# Half the height of a tile, in the picture's own units; names are set at 12 of them.
SIDE: Final = 52.0
WIDTH: Final = math.sqrt(3) * SIDE
GAP: Final = 2.0


def place_tiles(places: Sequence[tuple[int, int]]) -> tuple[list[tuple[float, float]], float, float]:
    """Return the middle of the tile at each column and row, and the width and height of all of them."""
    lefts = [WIDTH * (column + 0.5 * (row % 2)) for column, row in places]
    tops = [row * 1.5 * SIDE for _, row in places]
    left, top = min(lefts), min(tops)
    middles = [(x - left + WIDTH / 2 + GAP, y - top + SIDE + GAP) for x, y in zip(lefts, tops, strict=True)]
    width = max(x for x, _ in middles) + WIDTH / 2 + GAP
    return middles, width, max(y for _, y in middles) + SIDE + GAP


def get_corners(x: float, middle: float) -> str:
    """Return the corners of a tile as SVG writes points."""
    radius = SIDE - GAP
    angles = (math.radians(60 * corner - 90) for corner in range(6))
    return " ".join(f"{x + radius * math.cos(angle):.1f},{middle + radius * math.sin(angle):.1f}" for angle in angles)
