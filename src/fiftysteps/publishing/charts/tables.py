"""The figures of a chart as a table, for everyone who does not see the picture or wants more than it shows."""

from fiftysteps.evidence.figures import format_number, format_range
from fiftysteps.publishing.charts.specs import Chart, FunnelChart, FunnelPoint, Mark, TrendChart
from fiftysteps.publishing.charts.words import say_outcome, say_outside

type Row = tuple[str, ...]


def get_columns(chart: Chart) -> Row:
    """Return the heads of the table's columns."""
    if isinstance(chart, FunnelChart):
        return "Place", chart.unit, "Likely range", chart.size_name, "Note"
    first = ("When", "Where") if isinstance(chart, TrendChart) else ("Who or where",)
    return (*first, chart.unit, "Likely range", "Note")


def get_table(chart: Chart) -> tuple[Row, ...]:
    """Return one row for each value: what it is of, the value, its likely range, and what to know about it."""
    if isinstance(chart, TrendChart):
        return tuple((mark.label, line.name, *_get_cells(mark, chart)) for line in chart.lines for mark in line.marks)
    if isinstance(chart, FunnelChart):
        return (*(_get_point_cells(point, chart) for point in chart.points), _get_average_cells(chart))
    rows = tuple((mark.label, *_get_cells(mark, chart)) for mark in chart.rows)
    if chart.reference is None:
        return rows
    return (*rows, (chart.reference.name, chart.reference.text, "", ""))


def _get_point_cells(point: FunnelPoint, chart: FunnelChart) -> Row:
    text, interval, note = _get_cells(point.mark, chart)
    notes = (say_outside(point, chart), note)
    return point.mark.label, text, interval, format_number(point.size, 0), "; ".join(filter(None, notes))


def _get_average_cells(chart: FunnelChart) -> Row:
    return chart.average.name, chart.average.text, "", "", ""


def _get_cells(mark: Mark, chart: Chart) -> Row:
    interval = ""
    if mark.lower is not None and mark.upper is not None:
        interval = format_range(mark.lower, mark.upper, chart.unit, chart.decimals)
    return mark.text, interval, "; ".join(_get_notes(mark, chart))


def _get_notes(mark: Mark, chart: Chart) -> list[str]:
    notes = [say_outcome(mark, chart.compared_with)]
    if mark.observation is not None:
        marker = mark.observation.marker.replace("-", " ")
        notes += ["carried forward: not a new figure" if mark.is_carried_forward else marker]
        notes += ["illustrative" if mark.observation.nature == "illustrative" else ""]
    return [note for note in notes if note]
