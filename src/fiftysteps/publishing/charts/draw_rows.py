"""The picture of one period: a row for each place or group, with its value as a bar or a point and its likely range."""

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
    wrap_text,
)
from fiftysteps.publishing.charts.palette import GRID, INK, OTHER, OWN, PAPER, SOFT, get_colour, get_shape
from fiftysteps.publishing.charts.scene import (
    Frame,
    Layer,
    Row,
    build_spec,
    draw_bars,
    draw_points,
    draw_rules,
    draw_texts,
)
from fiftysteps.publishing.charts.specs import CompareChart, GroupChart, Mark, RowsChart
from fiftysteps.publishing.charts.words import get_axis_unit, say_outcome

# Names left of the plot take no more than this; longer ones are broken into lines.
NAMES_WIDTH = 210
GAP = 10
BAR = 22
CARRIED_NOTE = "carried forward"


@dataclass(frozen=True)
class _Placed:
    """A mark with its place in pixels from the top: the middle of its bar or point, and of its name's first line."""

    mark: Mark
    names: tuple[Row, ...]
    first_name: float
    middle: float
    is_own: bool


@dataclass(frozen=True)
class _Plan:
    rows: tuple[_Placed, ...]
    height: float
    names_width: float
    across: tuple[float, float]
    is_narrow: bool


def build_rows_spec(chart: RowsChart, width: int) -> dict[str, Any]:
    """Return the specification of the chart's picture, `width` pixels wide."""
    plan = _make_plan(chart, is_narrow=width <= NARROW)
    frame = _make_frame(chart, plan, width)
    layers = [
        *_draw_scale(frame, chart, plan),
        *(_draw_bars(frame, chart, plan) if chart.is_bars else _draw_points(frame, chart, plan)),
        *_draw_reference(frame, chart, plan),
        *_draw_names(frame, plan),
        *_draw_values(frame, chart, plan),
    ]
    return build_spec(frame, layers)


def _make_plan(chart: RowsChart, *, is_narrow: bool) -> _Plan:
    lines = [line for mark in chart.rows for line in wrap_text(mark.label, NAMES_WIDTH, is_bold=True)]
    names_width = 0.0 if is_narrow else max(get_text_width(line, is_bold=True) for line in lines)
    rows: list[_Placed] = []
    top = 0.0
    for number, mark in enumerate(chart.rows):
        is_own = isinstance(chart, CompareChart) and number == 0
        names = _get_names(chart, mark, names_width or NARROW - GAP, is_own=is_own, is_narrow=is_narrow)
        placed, height = _place(mark, names, top, chart, is_own=is_own, is_narrow=is_narrow)
        rows.append(placed)
        top += height
    return _Plan(tuple(rows), top, names_width, _get_value_domain(chart), is_narrow)


def _get_names(chart: RowsChart, mark: Mark, width: float, *, is_own: bool, is_narrow: bool) -> tuple[Row, ...]:
    rows = [{"text": text, "bold": is_own, "colour": INK} for text in wrap_text(mark.label, width, is_bold=is_own)]
    if is_own and is_narrow and (words := say_outcome(mark, chart.compared_with)):
        # Beside the bar there is no room for them.
        rows.append({"text": words, "bold": False, "colour": get_colour(mark, INK)})
    return tuple(rows)


def _place(
    mark: Mark, names: tuple[Row, ...], top: float, chart: RowsChart, *, is_own: bool, is_narrow: bool
) -> tuple[_Placed, float]:
    """Return the mark in its place and the height it takes. Narrow, its name stands above it; wide, beside it."""
    mark_height = BAR + 10 if chart.is_bars else LINE_HEIGHT + 6
    names_height = len(names) * LINE_HEIGHT
    height = names_height + mark_height + 4 if is_narrow else max(names_height + 4, mark_height)
    middle = top + (height - mark_height / 2 - 2 if is_narrow else height / 2)
    block = top + 2 + names_height / 2 if is_narrow else middle
    return _Placed(mark, names, block - (len(names) - 1) * LINE_HEIGHT / 2, middle, is_own), height


def _get_value_domain(chart: RowsChart) -> tuple[float, float]:
    values = [v for mark in chart.rows for v in (mark.value, mark.lower, mark.upper) if v is not None]
    values += [chart.reference.value] if chart.reference else []
    values += (chart.span or ()) if isinstance(chart, GroupChart) else ()
    low, high = get_domain(values, from_zero=chart.is_bars)
    # A point at the very edge would be cut, a bar would not.
    return (low, high) if chart.is_bars else (low, high + (high - low) * 0.03)


def _make_frame(chart: RowsChart, plan: _Plan, width: int) -> Frame:
    # Narrow, the first number of the scale needs half its width left of the plot.
    left = plan.names_width + GAP if plan.names_width else (0.0 if chart.is_bars else 2.0 * GAP)
    right = max(get_text_width(_say_value(row, chart, plan)) for row in plan.rows) + 2.5 * GAP
    return Frame(
        width=width - left - right,
        height=plan.height,
        left=left,
        right=right,
        top=26 if chart.reference else 4,
        bottom=4 if chart.is_bars else 26,
        across=plan.across,
        along=(plan.height, 0.0),
    )


def _say_value(row: _Placed, chart: RowsChart, plan: _Plan) -> str:
    words = [row.mark.text]
    if row.mark.outcome and not (row.is_own and plan.is_narrow):
        # With a reference line the words "than Newham" would stand in every row; the line has the name.
        words.append(row.mark.outcome if chart.reference else say_outcome(row.mark, chart.compared_with))
    if row.mark.is_carried_forward:
        words.append(CARRIED_NOTE)
    return ", ".join(words)


def _draw_scale(frame: Frame, chart: RowsChart, plan: _Plan) -> list[Layer]:
    if chart.is_bars:
        return draw_rules(frame, _get_uprights(0.0, OTHER, plan), to="y2")
    ticks = [tick for tick in get_ticks(*plan.across, 5) if plan.across[0] <= tick <= plan.across[1]]
    unit, decimals = get_axis_unit(chart.unit), get_tick_decimals(ticks)
    texts = [format_number(tick, decimals) + unit for tick in ticks]
    chosen = choose_labels([frame.to_x(tick) for tick in ticks], texts, gap=14)
    words = [{"x": ticks[i], "y": plan.height, "text": texts[i], "colour": SOFT} for i in chosen]
    return _draw_guides(frame, ticks, plan) + draw_texts(frame, words, align="center", dy=14)


def _draw_guides(frame: Frame, ticks: Sequence[float], plan: _Plan) -> list[Layer]:
    """Draw pale lines: upright ones or, where names stand in the plot, one along each row."""
    if not plan.is_narrow:
        return draw_rules(frame, [row for tick in ticks for row in _get_uprights(tick, GRID, plan)], to="y2")
    first, last = frame.across
    lines = [{"x": first, "x2": last, "y": row.middle, "colour": GRID} for row in plan.rows]
    return draw_rules(frame, lines, to="x2")


def _get_uprights(x: float, colour: str, plan: _Plan) -> list[dict[str, Any]]:
    """Return an upright line: through the whole plot or, where names stand in it, in pieces beside the marks."""
    pieces = [(row.middle - BAR / 2 - 2, row.middle + BAR / 2 + 2) for row in plan.rows]
    return [
        {"x": x, "y": top, "y2": bottom, "colour": colour}
        for top, bottom in (pieces if plan.is_narrow else [(0.0, plan.height)])
    ]


def _draw_reference(frame: Frame, chart: RowsChart, plan: _Plan) -> list[Layer]:
    if chart.reference is None:
        return []
    x = chart.reference.value
    text = f"{chart.reference.name} {chart.reference.text}"
    half, at = get_text_width(text, is_bold=True) / 2, frame.to_x(x)
    # The words stand over the line, but within the picture.
    middle = min(max(at, half - frame.left), frame.width + frame.right - half)
    stub = {"x": x, "y": frame.from_y(-7), "y2": 0.0, "colour": INK}
    words = [{"x": frame.from_x(middle), "y": frame.from_y(-16), "text": text, "bold": True}]
    line = _get_uprights(x, INK, plan)
    # The pale rim keeps the line in sight where it crosses a dark bar.
    rim = draw_rules(frame, [row | {"colour": PAPER} for row in line], to="y2", width=4) if chart.is_bars else []
    return [
        *rim,
        *draw_rules(frame, [stub, *line], to="y2", width=1.5),
        *draw_texts(frame, words, align="center"),
    ]


def _draw_bars(frame: Frame, chart: RowsChart, plan: _Plan) -> list[Layer]:
    known = [row for row in plan.rows if not row.mark.is_missing]
    bars = [
        {
            "x": 0.0,
            "x2": row.mark.value,
            "y": row.middle - BAR / 2,
            "y2": row.middle + BAR / 2,
            "colour": _get_row_colour(row, chart),
        }
        for row in known
    ]
    # A figure that is not new is an outline.
    new = [bar for bar, row in zip(bars, known, strict=True) if not row.mark.is_carried_forward]
    old = [bar for bar, row in zip(bars, known, strict=True) if row.mark.is_carried_forward]
    outlined = draw_bars(frame, old, filled=False, strokeWidth=2)
    # On a bar the range is ink with a pale rim, or its lower half would be lost in a dark bar.
    rim = _draw_ranges(frame, known, PAPER, width=5)
    return [*draw_bars(frame, new), *outlined, *rim, *_draw_ranges(frame, known, INK)]


def _get_row_colour(row: _Placed, chart: RowsChart) -> str:
    is_benchmark = isinstance(chart, CompareChart) and not row.is_own
    return get_colour(row.mark, OTHER if is_benchmark else OWN)


def _draw_points(frame: Frame, chart: RowsChart, plan: _Plan) -> list[Layer]:
    known = [row for row in plan.rows if not row.mark.is_missing]
    points = [
        {
            "x": row.mark.value,
            "y": row.middle,
            "colour": _get_row_colour(row, chart),
            "fill": PAPER if row.mark.is_carried_forward else _get_row_colour(row, chart),
            "shape": get_shape(row.mark),
        }
        for row in known
    ]
    return [*_draw_ranges(frame, known), *draw_points(frame, points, size=75)]


def _draw_ranges(frame: Frame, rows: Sequence[_Placed], colour: str = "", *, width: float = 2) -> list[Layer]:
    ranges = [
        {"x": row.mark.lower, "x2": row.mark.upper, "y": row.middle, "colour": colour or get_colour(row.mark)}
        for row in rows
        if row.mark.has_interval
    ]
    return draw_rules(frame, ranges, to="x2", width=width)


def _draw_names(frame: Frame, plan: _Plan) -> list[Layer]:
    x = frame.from_x(-frame.left)
    rows = [
        dict(name, x=x, y=row.first_name + number * LINE_HEIGHT)
        for row in plan.rows
        for number, name in enumerate(row.names)
    ]
    return draw_texts(frame, rows)


def _draw_values(frame: Frame, chart: RowsChart, plan: _Plan) -> list[Layer]:
    """Write the values: behind the bars or, where a line would run through them, in a column at the right."""
    rows = []
    for row in plan.rows:
        ends = [end for end in (row.mark.value, row.mark.upper) if end is not None]
        is_behind = chart.is_bars and chart.reference is None
        at = frame.to_x(max(ends, default=0.0)) if is_behind else frame.width
        colour = SOFT if row.mark.is_missing else get_colour(row.mark, INK)
        text = _say_value(row, chart, plan)
        rows.append({"x": frame.from_x(at + GAP), "y": row.middle, "text": text, "colour": colour})
    return draw_texts(frame, rows)
