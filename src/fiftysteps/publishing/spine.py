"""Where the marks of a spine chart stand, in hundredths of its width: the country in the middle, worse on the left."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from fiftysteps.evidence.models import Polarity
from fiftysteps.evidence.queries.area_profile import ProfileRow, Spread

MIDDLE: Final = 50.0
# So that a mark at the very end is drawn whole.
REACH: Final = 46.0
# Each is drawn round the point (0, 0). Where neither direction is better, the mark points to the side it lies on.
SHAPES: Final = {
    "better": "M0-7a7 7 0 1 1 0 14A7 7 0 0 1 0-7Z",
    "similar": "M0-8 8 0 0 8-8 0Z",
    "worse": "M0-8 8 7H-8Z",
    "higher": "M-6-7 8 0-6 7Z",
    "lower": "M6-7-8 0 6 7Z",
    "": "M-6-6H6V6H-6Z",
}


@dataclass(frozen=True)
class Spine:
    """The places of one row: the marks and, where enough areas are held, their whole range and their middle half."""

    own: str
    above: str
    shape: str
    start: str = ""
    width: str = ""
    half_start: str = ""
    half_width: str = ""


def make_spine(row: ProfileRow) -> Spine | None:
    """Return the places of a row, or None where a value is missing.

    One scale runs both ways from the country's value, and reaches as far as the furthest of the values: so the bar is
    longer on the side on which places lie further from the country. Where lower is better it runs from right to left.
    """
    if row.own.value is None or row.country.value is None:
        return None
    centre, spread = row.country.value, row.spread
    above = row.above.value if row.above else None
    values = [row.own.value, *([] if above is None else [above]), *([spread.least, spread.most] if spread else [])]
    furthest = max(abs(value - centre) for value in values)
    sign = -1.0 if row.indicator.polarity == Polarity.LOWER else 1.0

    def place(value: float) -> float:
        return MIDDLE + (sign * REACH * (value - centre) / furthest if furthest else 0.0)

    marks = Spine(
        own=_write(place(row.own.value)),
        above="" if above is None else _write(place(above)),
        shape=SHAPES[row.own.outcome],
    )
    if spread is None:
        return marks
    ends, half = _order(place, spread)
    return replace(
        marks,
        start=_write(ends[0]),
        width=_write(ends[1] - ends[0]),
        half_start=_write(half[0]),
        half_width=_write(half[1] - half[0]),
    )


def _order(place: Callable[[float], float], spread: Spread) -> tuple[tuple[float, float], tuple[float, float]]:
    ends = sorted((place(spread.least), place(spread.most)))
    half = sorted((place(spread.lower), place(spread.upper)))
    return (ends[0], ends[1]), (half[0], half[1])


def _write(part: float) -> str:
    return f"{part:.1f}%"
