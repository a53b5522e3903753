"""The words of pictures. No model is imported here: pictures are also drawn by processes that know no database."""

from fiftysteps.evidence.figures import PERCENT, format_short
from fiftysteps.publishing.charts.specs import Chart, FunnelChart, FunnelPoint, GradientChart, Line, Mark, TrendChart

NO_FIGURE = "no figure"
# There is one, and it is hidden so that nobody can be found in it.
HIDDEN_FIGURE = "not shown"


def say_outcome(mark: Mark, compared_with: str) -> str:
    """Return the judgement in words: "worse than England", "similar to England"; empty where there is none."""
    if not mark.outcome:
        return ""
    return f"{mark.outcome} {'to' if mark.outcome == 'similar' else 'than'} {compared_with}"


def describe(chart: Chart) -> str:
    """Return what the picture shows, in words and with its values."""
    if isinstance(chart, TrendChart):
        parts = [_describe_line(line, chart) for line in chart.lines]
    elif isinstance(chart, FunnelChart):
        parts = [f"{chart.average.name}: {chart.average.text}", *(describe_point(p, chart) for p in chart.points)]
    else:
        parts = [_describe_mark(mark, chart) for mark in chart.rows]
        if chart.reference:
            parts.insert(0, f"{chart.reference.name}: {chart.reference.text}")
        if isinstance(chart, GradientChart) and chart.ends:
            first, last = (format_short(end, chart.unit, chart.decimals) for end in chart.ends)
            parts.append(f"the line of the slope index goes from {first} to {last}")
    return f"{chart.title}. {chart.subtitle} {'; '.join(parts)}."


def _describe_line(line: Line, chart: TrendChart) -> str:
    marks = line.marks if line.is_own else (line.marks[0], line.marks[-1])[-len(line.marks) :]
    return f"{line.name}: " + ", ".join(_describe_mark(mark, chart) for mark in marks)


def _describe_mark(mark: Mark, chart: Chart) -> str:
    words = [f"{mark.label} {mark.text}"]
    if mark.is_carried_forward:
        words.append("carried forward, not a new figure")
    if outcome := say_outcome(mark, chart.compared_with):
        words.append(outcome)
    return " ".join([words[0], *(f"({word})" for word in words[1:])])


def describe_point(point: FunnelPoint, chart: FunnelChart) -> str:
    """Return a place of a funnel in words: "Beckton 12.0% (outside the 95% limits, lower than the average)"."""
    outside = say_outside(point, chart)
    return f"{point.mark.label} {point.mark.text}" + (f" ({outside})" if outside else "")


def say_outside(point: FunnelPoint, chart: FunnelChart) -> str:
    """Return how far out a place lies, in words; empty where chance explains it."""
    if not point.level:
        return ""
    side = "higher" if (point.mark.value or 0.0) > chart.average.value else "lower"
    return f"outside the {point.level} limits, {side} than the average"


def get_axis_unit(unit: str) -> str:
    """Return the sign that stays with every number of an axis."""
    return PERCENT if unit == PERCENT else ""
