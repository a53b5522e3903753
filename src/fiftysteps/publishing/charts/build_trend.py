"""The chart of one place over time."""

from collections.abc import Sequence

from fiftysteps.evidence.figures import format_short
from fiftysteps.evidence.models import Area, Indicator, Method
from fiftysteps.evidence.observations import Observation, get_series
from fiftysteps.evidence.queries.trend import makes_series
from fiftysteps.publishing.charts.marks import (
    get_benchmark_series,
    get_judge,
    get_terms,
    make_mark,
    name_line,
    write_subtitle,
)
from fiftysteps.publishing.charts.specs import Line, Mark, TrendChart

# One value is no trend.
LEAST_VALUES = 2


def build_trend(
    indicator: Indicator, rows: Sequence[Observation], *, area: Area, benchmarks: Sequence[Area] = (), title: str = ""
) -> TrendChart | None:
    """Return an area over time with its benchmarks; it is judged against the last of them.

    Values carried forward are in it but are no part of the trend: without two others there is none, and so None. Nor is
    there one of values that are not comparable over time, such as ranks of two editions of an index.
    """
    if not makes_series(indicator):
        return None
    series = get_series(rows, area=area.code)
    new = [row for row in series if not row.is_missing and not row.is_carried_forward]
    if len(new) < LEAST_VALUES:
        return None
    # Counts of places of different sizes are not comparable.
    places = () if indicator.method == Method.COUNT else tuple(benchmarks)
    found = [(place, get_benchmark_series(rows, place)) for place in places]
    own = _make_own_marks(series, found[-1][1] if found else (), indicator)
    others = [_make_line(place.name, benchmark, indicator) for place, benchmark in found]
    return TrendChart(
        title=title or f"{indicator.plain_name} in {area.name}: {_say_change(new, indicator)}",
        subtitle=write_subtitle(indicator, f"{new[0].when.plain} to {series[-1].when.plain}", own),
        compared_with=places[-1].name if any(mark.outcome for mark in own) else "",
        lines=(Line(area.name, own, is_own=True), *(line for line in others if line.marks)),
        **get_terms(indicator),
    )


def _make_own_marks(
    series: Sequence[Observation], benchmark: Sequence[Observation], indicator: Indicator
) -> tuple[Mark, ...]:
    judges = {row.when: get_judge(row) for row in benchmark}
    return tuple(make_mark(row.when.short, row, indicator, judges.get(row.when)) for row in series)


def _make_line(place: str, series: Sequence[Observation], indicator: Indicator) -> Line:
    known = [row for row in series if not row.is_missing]
    marks = tuple(make_mark(row.when.short, row, indicator, is_own=False) for row in known)
    return Line(name_line(place, known), marks, is_own=False)


def _say_change(rows: Sequence[Observation], indicator: Indicator) -> str:
    first, last = (
        f"{format_short(row.value or 0, indicator.unit, indicator.decimals)} in {row.when.short}"
        for row in (rows[0], rows[-1])
    )
    return f"from {first} to {last}"
