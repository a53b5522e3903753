"""The picture of a funnel: places by their size, the limits that narrow with it, and names for those outside."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from fiftysteps.evidence.figures import format_number
from fiftysteps.publishing.charts.boxes import BESIDE, OVER, Box, find_free, make_point_box, make_word_box
from fiftysteps.publishing.charts.layout import (
    LINE_HEIGHT,
    NARROW,
    choose_labels,
    get_text_width,
    get_tick_decimals,
    get_ticks,
    wrap_text,
)
from fiftysteps.publishing.charts.palette import INK, OTHER, OWN, PAPER, SOFT, get_colour, get_shape
from fiftysteps.publishing.charts.scene import Frame, Layer, Row, build_spec, draw_lines, draw_points, draw_texts
from fiftysteps.publishing.charts.specs import FunnelChart, FunnelPoint
from fiftysteps.publishing.charts.upright import Scale, draw_scale, make_scale

GAP = 10
WIDEST = "99.8%"
DASHES = {"95%": (3, 3), WIDEST: (1, 0)}


def build_funnel_spec(chart: FunnelChart, width: int) -> dict[str, Any]:
    """Return the specification of the chart's picture, `width` pixels wide."""
    scale = make_scale(_get_values(chart), chart.unit)
    plot = _make_frame(chart, scale, width, lines=0)
    names, left_over = _place_names(plot, chart)
    foot = wrap_text(_say_left_over(left_over), width - 2 * GAP) if left_over else []
    frame = _make_frame(chart, scale, width, lines=len(foot))
    layers = [
        *draw_scale(frame, scale),
        *_draw_limits(frame, chart),
        *_draw_key(frame, chart),
        *_draw_sizes(frame, chart),
        *_draw_places(frame, chart),
        *draw_texts(frame, names),
        *_draw_foot(frame, foot),
    ]
    return build_spec(frame, layers)


def _get_values(chart: FunnelChart) -> list[float | None]:
    """Return what the scale must hold: all points, and the limits as far as there are points beside them."""
    values = [point.mark.value for point in chart.points]
    smallest = min(point.size for point in chart.points)
    for line in chart.limits:
        for size, lower, upper in zip(chart.sizes, line.lower, line.upper, strict=True):
            values += [lower, upper] if size >= smallest else []
    return values


def _make_frame(chart: FunnelChart, scale: Scale, width: int, *, lines: int) -> Frame:
    largest = max(point.size for point in chart.points)
    smallest = min(point.size for point in chart.points)
    air = (largest - smallest) * 0.06 or largest * 0.06
    return Frame(
        width=width - scale.width - 2 * GAP,
        height=260 if width <= NARROW else 300,
        left=scale.width,
        right=2 * GAP,
        top=54,
        bottom=50 + lines * LINE_HEIGHT + (8 if lines else 0),
        across=(max(smallest - air, 0.0), largest + air),
        along=scale.ends,
    )


def _draw_limits(frame: Frame, chart: FunnelChart) -> list[Layer]:
    first, last = frame.across
    layers: list[Layer] = []
    for line in chart.limits:
        for part, bounds in enumerate((line.lower, line.upper)):
            inside = [
                {"x": size, "y": bound, "part": part, "colour": SOFT}
                for size, bound in _clip(list(zip(chart.sizes, bounds, strict=True)), first, last)
                if frame.along[0] <= bound <= frame.along[1]
            ]
            layers += draw_lines(frame, inside, width=1.5, dash=DASHES[line.level])
    middle = [{"x": x, "y": chart.average.value, "part": 0, "colour": INK} for x in (first, last)]
    return layers + draw_lines(frame, middle, width=2)


def _clip(points: Sequence[tuple[float, float]], first: float, last: float) -> list[tuple[float, float]]:
    """Return a line as far as it lies between `first` and `last`, cut at both on its way from point to point."""
    cut = []
    for (x, y), (x2, y2) in pairwise(points):
        if x2 < first or x > last or x2 == x:
            continue
        start, end = max(x, first), min(x2, last)
        cut += [(at, y + (at - x) / (x2 - x) * (y2 - y)) for at in (start, end)]
    return list(dict.fromkeys(cut))


def _draw_key(frame: Frame, chart: FunnelChart) -> list[Layer]:
    """Say above the plot what each line is; there is no place on the lines that is free whatever the data."""
    layers: list[Layer] = []
    rows = [
        (f"{chart.average.name} {chart.average.text}", INK, 2.0, (1, 0)),
        *((f"{line.level} limits", SOFT, 1.5, DASHES[line.level]) for line in chart.limits),
    ]
    x, y = 4.0 - frame.left, -42.0
    for text, colour, width, dash in rows:
        room = 26 + get_text_width(text) + 1.6 * GAP
        if x + room > frame.width + frame.right:
            x, y = 4.0 - frame.left, y + LINE_HEIGHT + 2
        ends = [{"x": frame.from_x(at), "y": frame.from_y(y), "part": 0, "colour": colour} for at in (x, x + 20)]
        layers += draw_lines(frame, ends, width=width, dash=dash)
        words = [{"x": frame.from_x(x + 26), "y": frame.from_y(y), "text": text, "colour": colour}]
        layers += draw_texts(frame, words)
        x += room
    return layers


def _draw_sizes(frame: Frame, chart: FunnelChart) -> list[Layer]:
    low, high = frame.across
    ticks = [tick for tick in get_ticks(low, high, 5) if low <= tick <= high]
    texts = [format_number(tick, get_tick_decimals(ticks)) for tick in ticks]
    chosen = choose_labels([frame.to_x(tick) for tick in ticks], texts, gap=14)
    y = frame.from_y(frame.height + 15)
    words = [{"x": ticks[i], "y": y, "text": texts[i], "colour": SOFT} for i in chosen]
    name = [{"x": high, "y": frame.from_y(frame.height + 36), "text": chart.size_name, "colour": SOFT}]
    return draw_texts(frame, words, align="center") + draw_texts(frame, name, align="right")


def _draw_places(frame: Frame, chart: FunnelChart) -> list[Layer]:
    inside = [_make_point(point, OTHER, PAPER, "circle") for point in chart.points if not point.level]
    near = [_make_outside(point, is_filled=False) for point in chart.points if point.level and point.level != WIDEST]
    far = [_make_outside(point, is_filled=True) for point in chart.points if point.level == WIDEST]
    own = [_make_point(point, OWN, OWN, "circle") for point in chart.points if _is_plain_own(chart, point)]
    return [
        *draw_points(frame, inside, size=34),
        *draw_points(frame, own, size=60),
        *draw_points(frame, near, size=60),
        *draw_points(frame, far, size=60),
    ]


def _is_plain_own(chart: FunnelChart, point: FunnelPoint) -> bool:
    return point.mark.area == chart.own and not point.level


def _make_outside(point: FunnelPoint, *, is_filled: bool) -> Row:
    colour = get_colour(point.mark, INK)
    return _make_point(point, colour, colour if is_filled else PAPER, get_shape(point.mark))


def _make_point(point: FunnelPoint, colour: str, fill: str, shape: str) -> Row:
    return {"x": point.size, "y": point.mark.value, "colour": colour, "fill": fill, "shape": shape}


def _place_names(frame: Frame, chart: FunnelChart) -> tuple[list[Row], list[FunnelPoint]]:
    """Return the names beside their points, and the points outside whose names found no room.

    The reader's own place comes first, then those farthest out. No name lies on another, or on a point.
    """
    named = [point for point in chart.points if point.level or point.mark.area == chart.own]
    average = chart.average.value
    named.sort(key=lambda p: (p.mark.area != chart.own, p.level != WIDEST, -abs((p.mark.value or 0.0) - average)))
    taken = [make_point_box(frame.to_x(p.size), frame.to_y(p.mark.value or 0.0)) for p in chart.points]
    lines = _list_lines(frame, chart)
    rows: list[Row] = []
    left_over: list[FunnelPoint] = []
    for point in named:
        is_own = point.mark.area == chart.own
        found = find_free(frame, _list_boxes(frame, point, is_bold=is_own), taken, lines)
        if found is None:
            left_over.append(point)
            continue
        taken.append(found)
        place = {"x": frame.from_x(found.left), "y": frame.from_y(found.middle)}
        colour = get_colour(point.mark, INK)
        rows.append(place | {"text": point.mark.label, "colour": colour, "bold": is_own})
    return rows, left_over


def _list_lines(frame: Frame, chart: FunnelChart) -> list[list[tuple[float, float]]]:
    """Return the lines of the picture in pixels: the average and the limits."""
    bounds = [edge for line in chart.limits for edge in (line.lower, line.upper)]
    bounds.append((chart.average.value,) * len(chart.sizes))
    sizes = [frame.to_x(size) for size in chart.sizes]
    return [list(zip(sizes, map(frame.to_y, edge), strict=True)) for edge in bounds]


def _list_boxes(frame: Frame, point: FunnelPoint, *, is_bold: bool) -> list[Box]:
    """Return where the name of a point could stand: right of it, left of it, above it, below it."""
    x, y = frame.to_x(point.size), frame.to_y(point.mark.value or 0.0)
    text, width = point.mark.label, get_text_width(point.mark.label, is_bold=is_bold)
    places = ((x + BESIDE, y), (x - BESIDE - width, y), (x - width / 2, y - OVER), (x - width / 2, y + OVER))
    return [make_word_box(text, left, middle, is_bold=is_bold) for left, middle in places]


def _say_left_over(points: Sequence[FunnelPoint]) -> str:
    return "Also outside: " + ", ".join(f"{point.mark.label} {point.mark.text}" for point in points)


def _draw_foot(frame: Frame, lines: Sequence[str]) -> list[Layer]:
    x = frame.from_x(4.0 - frame.left)
    rows = [
        {"x": x, "y": frame.from_y(frame.height + 62 + LINE_HEIGHT * number), "text": text, "colour": INK}
        for number, text in enumerate(lines)
    ]
    return draw_texts(frame, rows)
