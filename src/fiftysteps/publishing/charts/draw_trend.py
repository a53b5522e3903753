"""The picture of a place over time: own line in ink with its likely ranges, benchmarks in grey, names at their ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fiftysteps.evidence.figures import format_number
from fiftysteps.publishing.charts.layout import (
    LINE_HEIGHT,
    NARROW,
    choose_labels,
    get_domain,
    get_text_width,
    get_tick_decimals,
    get_ticks,
    spread,
    wrap_text,
)
from fiftysteps.publishing.charts.palette import GRID, INK, OTHER, PAPER, SOFT, get_colour, get_shape
from fiftysteps.publishing.charts.scene import (
    Frame,
    Layer,
    Row,
    build_spec,
    draw_lines,
    draw_points,
    draw_rules,
    draw_texts,
)
from fiftysteps.publishing.charts.specs import Line, Mark, TrendChart
from fiftysteps.publishing.charts.words import get_axis_unit, say_outcome

CARRIED_NOTE = "carried forward: not a new figure"
# Names at the ends of the lines take no more than this part of the picture; longer ones are broken into lines.
LABEL_SHARE = {True: 0.32, False: 0.27}
GAP = 10


@dataclass(frozen=True)
class _Label:
    """The words at the end of a line, and the value beside which they would best stand."""

    lines: tuple[Row, ...]
    value: float

    @property
    def height(self) -> float:
        return len(self.lines) * LINE_HEIGHT + 6


def build_trend_spec(chart: TrendChart, width: int) -> dict[str, Any]:
    """Return the specification of the chart's picture, `width` pixels wide."""
    ticks = _get_value_ticks(chart)
    unit, decimals = get_axis_unit(chart.unit), get_tick_decimals(ticks)
    texts = [format_number(tick, decimals) + unit for tick in ticks]
    room = width * LABEL_SHARE[width <= NARROW]
    words = [_get_words(chart, line, room - GAP) for line in chart.lines]
    right = max(get_text_width(row["text"], is_bold=row.get("bold", False)) for rows in words for row in rows) + GAP + 4
    labels = [_Label(tuple(rows), _get_last(line).value or 0.0) for line, rows in zip(chart.lines, words, strict=True)]
    height = max(240 if width > NARROW else 220, sum(label.height for label in labels))
    frame = _make_frame(chart, (width, height), max(map(get_text_width, texts)) + GAP, right, ticks)
    layers = [
        *_draw_grid(frame, ticks, texts),
        *_draw_periods(frame, chart),
        *_draw_benchmarks(frame, chart),
        *_draw_own(frame, chart.lines[0]),
        *_draw_labels(frame, labels),
        *_draw_notes(frame, chart),
    ]
    return build_spec(frame, layers)


def _get_value_ticks(chart: TrendChart) -> list[float]:
    values = [v for mark in chart.marks for v in (mark.value, mark.lower, mark.upper) if v is not None]
    low, high = get_domain(values, from_zero=False)
    return get_ticks(low, high, 5)


def _make_frame(
    chart: TrendChart, size: tuple[float, float], left: float, right: float, ticks: Sequence[float]
) -> Frame:
    places = [_get_place(mark) for mark in chart.marks]
    # The first and the last points stand clear of the edges, so that their ranges and the grid's words do not touch.
    air = (max(places) - min(places)) * 0.04 or 0.5
    return Frame(
        width=size[0] - left - right,
        height=size[1],
        left=left,
        right=right,
        top=12,
        bottom=30 + LINE_HEIGHT * len(_get_notes(chart)) + (6 if _get_notes(chart) else 0),
        across=(min(places) - air, max(places) + air),
        along=(ticks[0], ticks[-1]),
    )


def _get_place(mark: Mark) -> float:
    return mark.observation.when.middle if mark.observation else 0.0


def _draw_grid(frame: Frame, ticks: Sequence[float], texts: Sequence[str]) -> list[Layer]:
    first, last = frame.across
    lines = [{"x": first, "x2": last, "y": tick, "colour": OTHER if tick == 0 else GRID} for tick in ticks]
    words = [{"x": first, "y": tick, "text": text, "colour": SOFT} for tick, text in zip(ticks, texts, strict=True)]
    return draw_rules(frame, lines, to="x2") + draw_texts(frame, words, align="right", dx=-6)


def _draw_periods(frame: Frame, chart: TrendChart) -> list[Layer]:
    names = {_get_place(mark): mark.label for mark in chart.marks}
    places = sorted(names)
    texts = [names[place] for place in places]
    chosen = choose_labels([frame.to_x(place) for place in places], texts, gap=12)
    bottom = frame.along[0]
    rows = [{"x": places[i], "y": bottom, "text": texts[i], "colour": SOFT} for i in chosen]
    stubs = [{"x": places[i], "y": bottom, "y2": frame.from_y(frame.height + 5), "colour": OTHER} for i in chosen]
    return draw_texts(frame, rows, align="center", dy=17) + draw_rules(frame, stubs, to="y2")


def _draw_benchmarks(frame: Frame, chart: TrendChart) -> list[Layer]:
    layers: list[Layer] = []
    for number, line in enumerate(chart.lines[1:]):
        # Two grey lines that cross must be told apart on paper too.
        dash = (6, 4) if number % 2 else (1, 0)
        layers += draw_lines(frame, _get_joined(line, OTHER), width=2, dash=dash)
        layers += draw_points(frame, [_make_point(mark, OTHER, "circle") for mark in line.marks], size=14)
    return layers


def _draw_own(frame: Frame, line: Line) -> list[Layer]:
    ranges = [
        {"x": _get_place(mark), "y": mark.lower, "y2": mark.upper, "colour": get_colour(mark, INK)}
        for mark in line.marks
        if mark.has_interval
    ]
    points = [_make_point(mark, get_colour(mark, INK), get_shape(mark)) for mark in line.marks if not mark.is_missing]
    missing = [
        {"x": _get_place(mark), "y": frame.from_y(frame.height - 9), "shape": "M-1,-1L1,1M-1,1L1,-1", "fill": PAPER}
        for mark in line.marks
        if mark.is_missing
    ]
    return [
        *draw_rules(frame, ranges, to="y2", width=1.5),
        *draw_lines(frame, _get_joined(line, INK), width=2.5),
        *draw_points(frame, points, size=70),
        *draw_points(frame, missing, size=50),
    ]


def _make_point(mark: Mark, colour: str, shape: str) -> Row:
    fill = PAPER if mark.is_carried_forward else colour
    return {"x": _get_place(mark), "y": mark.value, "colour": colour, "fill": fill, "shape": shape}


def _get_joined(line: Line, colour: str) -> list[Row]:
    """Return the points to join: new values only, parted wherever one is missing or carried forward."""
    rows: list[Row] = []
    part = 0
    for mark in line.marks:
        if mark.is_missing or mark.is_carried_forward:
            part += 1
        else:
            rows.append({"x": _get_place(mark), "y": mark.value, "part": part, "colour": colour})
    return rows


def _get_words(chart: TrendChart, line: Line, width: float) -> list[Row]:
    last = _get_last(line)
    colour = INK if line.is_own else SOFT
    rows: list[Row] = [
        {"text": text, "colour": colour, "bold": line.is_own}
        for text in wrap_text(line.name, width, is_bold=line.is_own)
    ]
    rows.append({"text": last.text, "colour": colour})
    words = say_outcome(last, chart.compared_with) if line.is_own else ""
    return rows + [{"text": text, "colour": get_colour(last)} for text in wrap_text(words, width) if text]


def _get_last(line: Line) -> Mark:
    return [mark for mark in line.marks if not mark.is_missing][-1]


def _draw_labels(frame: Frame, labels: Sequence[_Label]) -> list[Layer]:
    wanted = [frame.to_y(label.value) for label in labels]
    middles = spread(wanted, [label.height for label in labels], frame.height + 6)
    rows = [
        dict(row, x=frame.across[1], y=frame.from_y(middle + (number - (len(label.lines) - 1) / 2) * LINE_HEIGHT))
        for label, middle in zip(labels, middles, strict=True)
        for number, row in enumerate(label.lines)
    ]
    return draw_texts(frame, rows, dx=GAP)


def _get_notes(chart: TrendChart) -> list[tuple[str, str]]:
    notes = []
    if any(mark.is_carried_forward for mark in chart.marks):
        notes.append(("circle", CARRIED_NOTE))
    absent = dict.fromkeys(mark.text for mark in chart.lines[0].marks if mark.is_missing)
    if absent:
        notes.append(("M-1,-1L1,1M-1,1L1,-1", " or ".join(absent)))
    return notes


def _draw_notes(frame: Frame, chart: TrendChart) -> list[Layer]:
    left = frame.from_x(6 - frame.left)
    layers: list[Layer] = []
    for number, (shape, text) in enumerate(_get_notes(chart)):
        y = frame.from_y(frame.height + 30 + LINE_HEIGHT * (number + 0.5))
        layers += draw_points(frame, [{"x": left, "y": y, "shape": shape, "fill": PAPER}], size=60)
        layers += draw_texts(frame, [{"x": left, "y": y, "text": text, "colour": SOFT}], dx=12)
    return layers
