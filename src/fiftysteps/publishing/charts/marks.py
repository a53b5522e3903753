"""What the builders of charts share: a mark from an observation, and the newest period held."""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from fiftysteps.evidence.figures import format_short
from fiftysteps.evidence.intervals import get_interval
from fiftysteps.evidence.models import Area, Indicator, Method
from fiftysteps.evidence.observations import COMPARATOR, Observation, find_observation, get_series
from fiftysteps.evidence.queries.statement import judge
from fiftysteps.publishing.charts.specs import Mark, Reference
from fiftysteps.publishing.charts.words import HIDDEN_FIGURE, NO_FIGURE

# Bars are for what has a true nought: a life expectancy or a score drawn from nought would hide every difference.
UNITS_WITHOUT_BARS = re.compile(r"years|index|score.*|unit not stated")

INTERVAL_WORDS = "Thin lines show where the true value is likely to be (95% interval)."
ILLUSTRATIVE_WORDS = "Illustrative figures."


def get_terms(indicator: Indicator) -> dict[str, Any]:
    """Return the fields of a chart that are the indicator's."""
    return {
        "indicator": indicator.slug,
        "name": indicator.name,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
    }


def make_mark(
    label: str, row: Observation, indicator: Indicator, benchmark: Observation | None = None, *, is_own: bool = True
) -> Mark:
    """Return the mark of an observation, judged against `benchmark` if there is one; `is_own` gives it its interval."""
    known = get_interval(row, indicator) if is_own else None
    can_judge = benchmark is not None and not row.is_carried_forward and not row.is_missing
    return Mark(
        label=label,
        area=row.area,
        period=row.period,
        text=_say_value(row, indicator),
        observation=row,
        lower=known.lower if known else None,
        upper=known.upper if known else None,
        interval_method=known.method if known else "",
        outcome=judge(row, indicator, benchmark.value)
        if can_judge and benchmark and benchmark.value is not None
        else "",
    )


def _say_value(row: Observation, indicator: Indicator) -> str:
    if row.value is None:
        return HIDDEN_FIGURE if row.is_suppressed else NO_FIGURE
    return format_short(row.value, indicator.unit, indicator.decimals)


def make_reference(row: Observation | None, name: str, indicator: Indicator) -> Reference | None:
    """Return a value to see the others against; None where there is none, and for counts, which do not compare."""
    if row is None or row.value is None or indicator.method == Method.COUNT:
        return None
    return Reference(name, row.value, format_short(row.value, indicator.unit, indicator.decimals))


def get_benchmark_series(rows: Sequence[Observation], area: Area) -> tuple[Observation, ...]:
    """Return the area's own values or, where it has none, what the data hold to compare with in its stead."""
    own = get_series(rows, area=area.code)
    if any(not row.is_missing for row in own):
        return own
    groups = {row.group for row in rows if row.area == area.code and row.group_type == COMPARATOR}
    return get_series(rows, area=area.code, group_type=COMPARATOR, group=min(groups)) if groups else ()


def get_judge(row: Observation | None) -> Observation | None:
    """Return what may be judged against: a true value of the benchmark, neither a stand-in nor carried forward."""
    if row is None or row.group_type == COMPARATOR or row.is_carried_forward or row.is_missing:
        return None
    return row


def find_newest(rows: Sequence[Observation], codes: Collection[str], group_type: str = "") -> str:
    """Return the newest period in which any of the areas has a value, a new one if there is one; empty if none."""
    known = [row for row in rows if row.area in codes and row.group_type == group_type and not row.is_missing]
    if not known:
        return ""
    return max(known, key=lambda row: (not row.is_carried_forward, row.when)).period


def find_benchmark(rows: Sequence[Observation], area: Area, period: str) -> Observation | None:
    """Return the benchmark's known value for the period, its own or what stands for it."""
    series = get_benchmark_series(rows, area)
    if not series:
        return None
    first = series[0]
    row = find_observation(series, area=area.code, period=period, group_type=first.group_type, group=first.group)
    return row if row and not row.is_missing else None


def has_bars(indicator: Indicator, marks: Sequence[Mark]) -> bool:
    """Whether bars are honest: the unit has a true nought and no value is below it."""
    return not UNITS_WITHOUT_BARS.fullmatch(indicator.unit) and all((mark.value or 0) >= 0 for mark in marks)


def write_subtitle(indicator: Indicator, period: str, marks: Iterable[Mark]) -> str:
    """Return the measure, its unit and the period, and what the thin lines are where there are any."""
    marks = tuple(marks)
    words = ", ".join(part for part in (indicator.name, indicator.unit, period) if part) + "."
    if any(mark.has_interval for mark in marks):
        words += f" {INTERVAL_WORDS}"
    if any(mark.observation and mark.observation.nature == "illustrative" for mark in marks):
        words += f" {ILLUSTRATIVE_WORDS}"
    return words


def name_line(place: str, observations: Sequence[Observation]) -> str:
    """Return the name of a line: the place's, or what stands in for its value ("Median of London boroughs")."""
    first = observations[0] if observations else None
    return first.group[:1].upper() + first.group[1:] if first and first.group_type == COMPARATOR else place
