"""The picture of a map of opinions: hexagons with a letter, none of which holds few people, and what the sides mean."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

# Half the height of a hexagon, in the picture's own units, and the rim round the whole.
SIDE: Final = 30.0
WIDTH: Final = math.sqrt(3) * SIDE
RIM: Final = 2.0
# Of each side so many statements are named.
NAMED: Final = 2
SIDES: Final = (("right", "left"), ("top", "bottom"))


@dataclass(frozen=True)
class Hexagon:
    points: str
    x: str
    y: str
    letter: str
    band: int


@dataclass(frozen=True)
class Key:
    number: int
    text: str


@dataclass(frozen=True)
class Drawing:
    """The hexagons as they are drawn, what their shades mean, and whom they leave out."""

    hexagons: tuple[Hexagon, ...] = ()
    keys: tuple[Key, ...] = ()
    width: str = "0"
    height: str = "0"
    left_out: str = ""


def draw_picture(picture: Mapping[str, Any]) -> Drawing:
    """Return the hexagons of a picture, or none where too few people stand anywhere."""
    bins = picture["bins"]
    if not bins:
        return Drawing()
    left, top = min(_get_x(each) for each in bins), max(each["r"] for each in bins)
    placed = [(_get_x(each) - left + WIDTH / 2 + RIM, _get_y(each, top), each) for each in bins]
    keys = tuple(Key(band["number"], _say_band(band)) for band in picture["bands"])
    out = picture["left_out"]
    return Drawing(
        hexagons=tuple(
            Hexagon(_get_corners(x, y), f"{x:.1f}", f"{y:.1f}", each["letter"], each["band"]) for x, y, each in placed
        ),
        keys=keys,
        width=f"{max(x for x, _, _ in placed) + WIDTH / 2 + RIM:.0f}",
        height=f"{max(y for _, y, _ in placed) + SIDE + RIM:.0f}",
        left_out="" if out == 0 else "a few people" if out is None else f"{out:,} people",
    )


def say_directions(placing: Mapping[str, Any] | None, texts: Mapping[int, str], letters: Sequence[str]) -> list[str]:
    """Return in words where the groups stand and what it means to stand further to one side."""
    if placing is None:
        return []
    return [*_say_places(placing["centres"], letters), *_say_sides(placing, texts)]


def _say_places(centres: Sequence[Sequence[float]], letters: Sequence[str]) -> list[str]:
    """Return on which side of the middle each group stands, by its larger distance."""
    middle = [sum(centre[axis] for centre in centres) / len(centres) for axis in range(2)]
    places = []
    for letter, centre in zip(letters, centres, strict=True):
        offsets = [centre[axis] - middle[axis] for axis in range(2)]
        axis = 0 if abs(offsets[0]) >= abs(offsets[1]) else 1
        places.append(f"group {letter} on the {SIDES[axis][0 if offsets[axis] > 0 else 1]}")
    said = ", ".join(places)
    return [f"{said[0].upper()}{said[1:]}."]


def _say_sides(placing: Mapping[str, Any], texts: Mapping[int, str]) -> list[str]:
    said = []
    for axis, (side, _) in enumerate(SIDES):
        pairs = zip(placing["loadings"][axis], placing["statements"], strict=True)
        ranked = sorted((pair for pair in pairs if pair[1] in texts and pair[0]), key=lambda pair: -abs(pair[0]))
        words = [f"{'agrees' if load > 0 else 'disagrees'} that {quote(texts[pk])}" for load, pk in ranked[:NAMED]]
        if words:
            said.append(f"Whoever stands further to the {side} mostly {' and '.join(words)}.")
    return said


def quote(text: str) -> str:
    """Return a statement within a sentence, without a full stop of its own."""
    return f"“{text.rstrip('. ')}”"


def _say_band(band: Mapping[str, int]) -> str:
    low, high = band["lowest"], band["highest"]
    return f"{low:,} people" if low == high else f"{low:,} to {high:,} people"


def _get_x(each: Mapping[str, Any]) -> float:
    return WIDTH * (float(each["q"]) + 0.5 * (int(each["r"]) % 2))


def _get_y(each: Mapping[str, Any], top: int) -> float:
    # Rows count from below, as in any plot; a picture's units from above.
    return (top - int(each["r"])) * 1.5 * SIDE + SIDE + RIM


def _get_corners(x: float, y: float) -> str:
    radius = SIDE - 1
    angles = [math.radians(60 * corner - 90) for corner in range(6)]
    return " ".join(f"{x + radius * math.cos(angle):.1f},{y + radius * math.sin(angle):.1f}" for angle in angles)
