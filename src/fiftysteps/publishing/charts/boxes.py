"""Room for words in a picture: boxes in pixels of the plot, and whether they keep clear of points, lines and words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from fiftysteps.publishing.charts.layout import FONT_SIZE, get_text_width
from fiftysteps.publishing.charts.scene import Frame

# Half of the side of the square that a point with its rim takes.
POINT = 6.0
# From the middle of a point to words beside it, and to the middle of those over or under it.
BESIDE, OVER = 9.0, 15.0
# Words and lines nearer to each other than this touch.
CLEAR = 2.0


@dataclass(frozen=True)
class Box:
    """The place that something takes."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def meets(self, other: "Box") -> bool:
        is_beside = self.right <= other.left or other.right <= self.left
        return not is_beside and self.top < other.bottom and other.top < self.bottom

    def is_crossed_by(self, line: Sequence[tuple[float, float]]) -> bool:
        """Whether a line, given by its points from left to right, runs through the box."""
        return any(self._is_crossed(start, end) for start, end in pairwise(line))

    def _is_crossed(self, start: tuple[float, float], end: tuple[float, float]) -> bool:
        left, right = max(start[0], self.left), min(end[0], self.right)
        if left >= right:
            return False
        slope = (end[1] - start[1]) / (end[0] - start[0])
        heights = [start[1] + slope * (at - start[0]) for at in (left, right)]
        return min(heights) < self.bottom + CLEAR and max(heights) > self.top - CLEAR


def make_point_box(x: float, y: float) -> Box:
    return Box(x - POINT, x + POINT, y - POINT, y + POINT)


def make_word_box(text: str, left: float, middle: float, *, is_bold: bool = False) -> Box:
    """Return the box of a line of words that begin at `left`."""
    half = FONT_SIZE / 2
    return Box(left, left + get_text_width(text, is_bold=is_bold), middle - half, middle + half)


def find_free(
    frame: Frame,
    boxes: Iterable[Box],
    taken: Sequence[Box],
    lines: Sequence[Sequence[tuple[float, float]]] = (),
    *,
    may_cross: bool = True,
) -> Box | None:
    """Return the first of the boxes that lies in the picture and clear of all.

    Where there is none, it is one that a line crosses, unless it must not.
    """
    free = [box for box in boxes if _is_within(frame, box) and not any(box.meets(other) for other in taken)]
    clear = (box for box in free if not any(box.is_crossed_by(line) for line in lines))
    return next(clear, free[0] if free and may_cross else None)


def _is_within(frame: Frame, box: Box) -> bool:
    return box.left >= 0 and box.right <= frame.width + frame.right and box.top >= 0 and box.bottom <= frame.height
