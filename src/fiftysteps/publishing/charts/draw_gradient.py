"""The picture of a gradient: each part of the place as wide as its share of the people, and the slope index's line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from fiftysteps.publishing.charts.boxes import OVER, Box, find_free, make_point_box, make_word_box
from fiftysteps.publishing.charts.layout import NARROW, get_text_width
from fiftysteps.publishing.charts.palette import GRID, INK, OTHER, OWN, PAPER, SOFT, get_colour, get_shape
from fiftysteps.publishing.charts.scene import (
    Frame,
    Layer,
    build_spec,
    draw_bars,
    draw_lines,
    draw_points,
    draw_rules,
    draw_texts,
)
from fiftysteps.publishing.charts.specs import GradientChart, Mark
from fiftysteps.publishing.charts.upright import Scale, draw_scale, make_scale

ENDS = ("Most deprived", "Least deprived")
LINE_NAME = "line of the slope index"
# Words nearer to each other than this run into one.
GAP = 8
# How much of its value a part must be wide, for the value to be seen as its own.
FITS = 0.7
CROSS = "M-1,-1L1,1M-1,1L1,-1"


@dataclass(frozen=True)
class _Part:
    """A part of the place: where it begins and ends, as shares of all people from the most deprived on."""

    mark: Mark
    start: float
    end: float

    @property
    def middle(self) -> float:
        return (self.start + self.end) / 2


def build_gradient_spec(chart: GradientChart, width: int) -> dict[str, Any]:
    """Return the specification of the chart's picture, `width` pixels wide."""
    scale = make_scale(_iterate_values(chart), chart.unit)
    parts = _get_parts(chart)
    frame = _make_frame(scale, width, has_line=chart.ends is not None)
    layers = [
        *draw_scale(frame, scale),
        *_draw_parts(frame, chart, parts),
        *_draw_line(frame, chart),
        *_draw_values(frame, chart, parts),
        *_draw_numbers(frame, parts),
    ]
    return build_spec(frame, layers)


def _iterate_values(chart: GradientChart) -> Iterator[float | None]:
    for mark in chart.rows:
        yield from (mark.value, mark.lower, mark.upper)
    yield from chart.ends or ()
    # Bars stand on nought.
    yield from (0.0,) if chart.is_bars else ()


def _get_parts(chart: GradientChart) -> list[_Part]:
    edges = [0.0, *accumulate(chart.shares)]
    return [_Part(mark, *edges[at : at + 2]) for at, mark in enumerate(chart.rows)]


def _make_frame(scale: Scale, width: int, *, has_line: bool) -> Frame:
    return Frame(
        width=width - scale.width - GAP,
        height=220 if width <= NARROW else 250,
        left=scale.width,
        right=GAP,
        # Above the plot stands the key of the line; below it the numbers of the parts, and which end is which.
        top=46 if has_line else 26,
        bottom=48,
        across=(0.0, 1.0),
        along=scale.ends,
    )


def _draw_parts(frame: Frame, chart: GradientChart, parts: Sequence[_Part]) -> list[Layer]:
    known = [part for part in parts if part.mark.value is not None]
    ranges = [
        {"x": part.middle, "y": part.mark.lower, "y2": part.mark.upper, "colour": get_colour(part.mark, INK)}
        for part in known
        if part.mark.has_interval
    ]
    points = [
        {
            "x": part.middle,
            "y": part.mark.value,
            "colour": get_colour(part.mark),
            "fill": PAPER if part.mark.is_carried_forward else get_colour(part.mark),
            "shape": get_shape(part.mark),
        }
        for part in known
    ]
    missing = [
        {"x": part.middle, "y": frame.from_y(frame.height - 9), "shape": CROSS, "fill": PAPER}
        for part in parts
        if part.mark.is_missing
    ]
    return [
        *(_draw_steps(frame, known) if chart.is_bars else []),
        *_draw_edges(frame, parts),
        *draw_rules(frame, ranges, to="y2", width=2),
        *draw_points(frame, points, size=70),
        *draw_points(frame, missing, size=50),
    ]


def _draw_steps(frame: Frame, parts: Sequence[_Part]) -> list[Layer]:
    """Draw each part as a pale box up to its value: pale, so that range, point and line stand out on it."""
    # A hair's breadth between two boxes, but never the whole of a narrow one.
    hair = 1.0 / frame.width
    boxes = [
        {
            "x": part.start + min(hair, (part.end - part.start) / 4),
            "x2": part.end - min(hair, (part.end - part.start) / 4),
            "y": 0.0,
            "y2": part.mark.value,
            "colour": GRID,
        }
        for part in parts
    ]
    return draw_bars(frame, boxes)


def _draw_edges(frame: Frame, parts: Sequence[_Part]) -> list[Layer]:
    bottom = frame.along[0]
    places = sorted({edge for part in parts for edge in (part.start, part.end)})
    stubs = [{"x": place, "y": bottom, "y2": frame.from_y(frame.height + 5), "colour": OTHER} for place in places]
    return draw_rules(frame, stubs, to="y2")


def _draw_line(frame: Frame, chart: GradientChart) -> list[Layer]:
    if chart.ends is None:
        return []
    first, last = chart.ends
    rows = [{"x": 0.0, "y": first, "part": 0, "colour": OWN}, {"x": 1.0, "y": last, "part": 0, "colour": OWN}]
    y = frame.from_y(-34)
    key = [{"x": 0.0, "y": y, "part": 0, "colour": OWN}, {"x": frame.from_x(28), "y": y, "part": 0, "colour": OWN}]
    words = [{"x": frame.from_x(34), "y": y, "text": LINE_NAME, "colour": OWN}]
    return [
        *draw_lines(frame, rows, width=2, dash=(7, 4)),
        *draw_lines(frame, key, width=2, dash=(7, 4)),
        *draw_texts(frame, words),
    ]


def _draw_values(frame: Frame, chart: GradientChart, parts: Sequence[_Part]) -> list[Layer]:
    """Write the values, over or under their ranges, as far as there is room: both ends first, then the widest parts.

    All are in ink: on a pale box the colours of the judgements would be too faint to read.
    """
    known = [part for part in parts if part.mark.value is not None]
    taken = [box for part in known for box in _list_marks(frame, part)]
    lines = [[(0.0, frame.to_y(chart.ends[0])), (frame.width, frame.to_y(chart.ends[1]))]] if chart.ends else []
    ends = {parts[0].start, parts[-1].start}
    rows = []
    for part in _order(known, parts):
        boxes = _list_boxes(frame, part)
        # Between the ends a value stands at its point or nowhere: away from it, it would be read as a neighbour's.
        is_end = part.start in ends
        if not is_end and (part.end - part.start) * frame.width < FITS * get_text_width(part.mark.text):
            continue
        found = find_free(frame, boxes if is_end else boxes[:2], taken, lines, may_cross=is_end)
        if found is not None:
            taken.append(found)
            place = {"x": frame.from_x(found.left), "y": frame.from_y(found.middle)}
            rows.append(place | {"text": part.mark.text, "colour": INK})
    return draw_texts(frame, rows)


def _list_marks(frame: Frame, part: _Part) -> list[Box]:
    x = frame.to_x(part.middle)
    boxes = [make_point_box(x, frame.to_y(part.mark.value or 0.0))]
    if part.mark.lower is not None and part.mark.upper is not None:
        boxes.append(Box(x - 1, x + 1, frame.to_y(part.mark.upper), frame.to_y(part.mark.lower)))
    return boxes


def _list_boxes(frame: Frame, part: _Part) -> list[Box]:
    """Return where the value of a part could stand: over its range or its point, whichever is higher, or under it."""
    value = part.mark.value or 0.0
    over = frame.to_y(max(part.mark.upper or value, value)) - OVER
    under = frame.to_y(min(value, value if part.mark.lower is None else part.mark.lower)) + OVER
    middle = _get_middle(frame, part, part.mark.text)
    left = middle - get_text_width(part.mark.text) / 2
    return [make_word_box(part.mark.text, left, height) for height in (over, under, over - OVER, under + OVER)]


def _draw_numbers(frame: Frame, parts: Sequence[_Part]) -> list[Layer]:
    numbers = [part.mark.label.partition(",")[0] for part in parts]
    texts = dict(zip((part.start for part in parts), numbers, strict=True))
    rows = [
        {
            "x": frame.from_x(_get_middle(frame, part, texts[part.start])),
            "y": frame.from_y(frame.height + 15),
            "text": texts[part.start],
            "colour": SOFT,
        }
        for part in _choose(frame, parts, numbers)
    ]
    y = frame.from_y(frame.height + 36)
    first = draw_texts(frame, [{"x": 0.0, "y": y, "text": ENDS[0], "colour": INK}])
    last = draw_texts(frame, [{"x": 1.0, "y": y, "text": ENDS[1], "colour": INK}], align="right")
    return [*draw_texts(frame, rows, align="center"), *first, *last]


def _choose(frame: Frame, parts: Sequence[_Part], texts: Sequence[str]) -> list[_Part]:
    """Return the parts whose words keep clear of each other in a row: both ends first, then the widest."""
    chosen: list[tuple[_Part, float, float]] = []
    words = dict(zip((part.start for part in parts), texts, strict=True))
    for part in _order(parts, parts):
        middle, half = _get_middle(frame, part, words[part.start]), get_text_width(words[part.start]) / 2
        if all(middle + half + GAP <= left or right + GAP <= middle - half for _, left, right in chosen):
            chosen.append((part, middle - half, middle + half))
    return [part for part, _, _ in chosen]


def _order(parts: Sequence[_Part], every: Sequence[_Part]) -> list[_Part]:
    ends = {every[0].start, every[-1].start}
    return sorted(parts, key=lambda part: (part.start not in ends, part.start - part.end))


def _get_middle(frame: Frame, part: _Part, text: str) -> float:
    """Return where words over a part stand in pixels: over its middle, but within the picture."""
    half = get_text_width(text) / 2
    return min(max(frame.to_x(part.middle), half), frame.width + frame.right - half)
