"""Where people stand, drawn together in hexagons, none of which has few people: nobody is a dot of their own."""

import math
from collections import Counter
from collections.abc import Mapping
from typing import Final

import numpy as np

from fiftysteps.engagement.opinions.parts import LETTERS, Band, Bin, Picture
from fiftysteps.engagement.totals import RULE
from fiftysteps.stats import OpinionGroups
from fiftysteps.stats.disclosure import get_rule

# How many hexagons lie side by side: the most with which nine of ten people stand in one that is drawn.
ACROSS: Final = (14, 12, 10, 8, 6, 5, 4, 3)
DRAWN: Final = 0.9
BANDS: Final = 5


def draw(found: OpinionGroups) -> Picture | None:
    """Return the picture, or nothing where there are no groups."""
    if not found.groups:
        return None
    least = (get_rule(RULE).hide_up_to or 0) + 1
    inside = found.group > 0
    places, groups = found.positions[inside], found.group[inside]
    counted: Mapping[tuple[int, int], Counter[int]] = {}
    for across in ACROSS:
        counted = _count(places, groups, across)
        if sum(people for own in counted.values() if (people := own.total()) >= least) >= DRAWN * len(places):
            break
    drawn = {place: own for place, own in counted.items() if own.total() >= least}
    left_out = len(places) - sum(own.total() for own in drawn.values())
    bands = _make_bands(least, max((own.total() for own in drawn.values()), default=least))
    bins = tuple(
        Bin(q, r, _get_letter(own), next(band.number for band in bands if own.total() <= band.highest))
        for (q, r), own in sorted(drawn.items(), key=lambda pair: (pair[0][1], pair[0][0]))
    )
    return Picture(bins, bands, left_out if left_out == 0 or left_out >= least else None)


def _get_letter(own: Counter[int]) -> str:
    return LETTERS[min(own, key=lambda number: (-own[number], number)) - 1]


def _count(places: np.ndarray, groups: np.ndarray, across: int) -> dict[tuple[int, int], Counter[int]]:
    """Return the people of each group in each hexagon, by its column and row; odd rows lie half a column further."""
    low, high = places.min(axis=0), places.max(axis=0)
    width = max(float(high[0] - low[0]), float(high[1] - low[1]), 1e-9) / across
    side = width / math.sqrt(3)
    counted: dict[tuple[int, int], Counter[int]] = {}
    # Rounded, so that places that differ in their last digit alone do not fall into two hexagons.
    for (x, y), group in zip(np.round((places - low) / side, 6).tolist(), groups.tolist(), strict=True):
        counted.setdefault(_find_hexagon(x, y), Counter())[group] += 1
    return counted


def _find_hexagon(x: float, y: float) -> tuple[int, int]:
    """Return the column and row of the hexagon of side 1 that a point lies in: the one with the nearest middle."""
    row = round(y / 1.5)
    near = []
    for r in (row - 1, row, row + 1):
        q = round(x / math.sqrt(3) - 0.5 * (r % 2))
        middle = (math.sqrt(3) * (q + 0.5 * (r % 2)), 1.5 * r)
        near.append((round(math.dist((x, y), middle), 9), r, q))
    _, r, q = min(near)
    return q, r


def _make_bands(least: int, most: int) -> tuple[Band, ...]:
    """Return at most five bands of people in a hexagon, each as many times the one before."""
    ends = sorted({round(least * (most / least) ** (number / BANDS)) for number in range(1, BANDS + 1)} | {most})
    starts = [least, *(end + 1 for end in ends[:-1])]
    pairs = [(low, high) for low, high in zip(starts, ends, strict=True) if low <= high]
    return tuple(Band(number, low, high) for number, (low, high) in enumerate(pairs, start=1))
