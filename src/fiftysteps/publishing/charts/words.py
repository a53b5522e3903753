"""The words of charts: titles where none was written, subtitles, and the description for those who do not see them."""

from collections.abc import Iterable, Sequence

from fiftysteps.evidence.figures import NOT_STATED, PERCENT
from fiftysteps.evidence.models import Indicator
from fiftysteps.evidence.observations import COMPARATOR, Observation
from fiftysteps.publishing.charts.specs import Chart, Line, Mark, TrendChart

NO_FIGURE = "no figure"
INTERVAL_WORDS = "Thin lines show where the true value is likely to be (95% interval)."
ILLUSTRATIVE_WORDS = "Illustrative figures."


def write_subtitle(indicator: Indicator, period: str, marks: Iterable[Mark]) -> str:
    """Return the measure, its unit and the period, and what the thin lines are where there are any."""
    marks = tuple(marks)
    unit = f"unit {NOT_STATED.removeprefix('unit ')}" if indicator.unit == NOT_STATED else indicator.unit
    words = ", ".join(part for part in (indicator.name, unit, period) if part) + "."
    if any(mark.has_interval for mark in marks):
        words += f" {INTERVAL_WORDS}"
    if any(mark.observation and mark.observation.nature == "illustrative" for mark in marks):
        words += f" {ILLUSTRATIVE_WORDS}"
    return words


def name_line(place: str, observations: Sequence[Observation]) -> str:
    """Return the name of a line: the place's, or what stands in for its value ("Median of London boroughs")."""
    first = observations[0] if observations else None
    return capitalise(first.group) if first and first.group_type == COMPARATOR else place


def capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def say_outcome(mark: Mark, compared_with: str) -> str:
    """Return the judgement in words: "worse than England", "similar to England"; empty where there is none."""
    if not mark.outcome:
        return ""
    return f"{mark.outcome} {'to' if mark.outcome == 'similar' else 'than'} {compared_with}"


def describe(chart: Chart) -> str:
    """Return what the picture shows, in words and with its values."""
    if isinstance(chart, TrendChart):
        parts = [_describe_line(line, chart) for line in chart.lines]
    else:
        parts = [_describe_mark(mark, chart) for mark in chart.rows]
        if chart.reference:
            parts.insert(0, f"{chart.reference.name}: {chart.reference.text}")
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


def get_axis_unit(unit: str) -> str:
    """Return the sign that stays with every number of an axis."""
    return PERCENT if unit == PERCENT else ""
