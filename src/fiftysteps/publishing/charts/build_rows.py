"""The charts of one period: a place beside others, the wards of a place, the groups of people in it."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.models import Area, Indicator, Method
from fiftysteps.evidence.observations import COMPARATOR, Observation, find_observation
from fiftysteps.evidence.queries.gradient import KINDS as GRADIENTS
from fiftysteps.publishing.charts.marks import (
    find_benchmark,
    find_newest,
    get_judge,
    get_terms,
    has_bars,
    make_mark,
    make_reference,
    name_line,
    write_subtitle,
)
from fiftysteps.publishing.charts.specs import CompareChart, GroupChart, Mark, WardChart
from fiftysteps.publishing.charts.words import NO_FIGURE

# One row alone compares with nothing.
LEAST_ROWS = 2


def build_compare(
    indicator: Indicator,
    rows: Sequence[Observation],
    *,
    area: Area,
    benchmarks: Sequence[Area],
    period: str = "",
    title: str = "",
) -> CompareChart | None:
    """Return an area beside its benchmarks in `period`, or its newest; it is judged against the last of them."""
    period = period or find_newest(rows, {area.code})
    own = find_observation(rows, area=area.code, period=period) if period else None
    others = [(place, row) for place in benchmarks if period and (row := find_benchmark(rows, place, period))]
    if own is None or not others or indicator.method == Method.COUNT:
        return None
    last, judged_by = others[-1]
    marks = (
        make_mark(area.name, own, indicator, get_judge(judged_by)),
        *(make_mark(name_line(place.name, [row]), row, indicator) for place, row in others),
    )
    return CompareChart(
        title=title or f"{indicator.plain_name}: " + ", ".join(f"{mark.label} {mark.text}" for mark in marks),
        subtitle=write_subtitle(indicator, own.when.plain, marks),
        compared_with=last.name if marks[0].outcome else "",
        rows=marks,
        is_bars=has_bars(indicator, marks),
        **get_terms(indicator),
    )


def build_wards(
    indicator: Indicator,
    rows: Sequence[Observation],
    *,
    wards: Iterable[Area],
    borough: Area,
    period: str = "",
    title: str = "",
) -> WardChart | None:
    """Return the wards of a borough in `period`, or their newest, highest first; each is judged against the borough."""
    wards = tuple(wards)
    period = period or find_newest(rows, {ward.code for ward in wards})
    found = [(ward, find_observation(rows, area=ward.code, period=period)) for ward in wards if period]
    if sum(row is not None and not row.is_missing for _, row in found) < LEAST_ROWS:
        return None
    whole = find_observation(rows, area=borough.code, period=period)
    reference = make_reference(whole, borough.name, indicator)
    judged_by = get_judge(whole) if reference else None
    marks = sorted((_make_ward_mark(ward, row, period, indicator, judged_by) for ward, row in found), key=_get_rank)
    return WardChart(
        title=title or f"{indicator.plain_name}: {_say_ends(marks)}",
        subtitle=write_subtitle(indicator, parse_period(period).plain, marks),
        compared_with=borough.name if any(mark.outcome for mark in marks) else "",
        rows=tuple(marks),
        reference=reference,
        **get_terms(indicator),
    )


def _make_ward_mark(
    ward: Area, row: Observation | None, period: str, indicator: Indicator, judged_by: Observation | None
) -> Mark:
    if row is None:
        return Mark(ward.name, ward.code, period, NO_FIGURE, None)
    return make_mark(ward.name, row, indicator, judged_by)


def _get_rank(mark: Mark) -> tuple[bool, float, str]:
    return mark.is_missing, -(mark.value or 0.0), mark.label


def _say_ends(marks: Sequence[Mark]) -> str:
    known = [mark for mark in marks if not mark.is_missing]
    return f"from {known[-1].text} in {known[-1].label} to {known[0].text} in {known[0].label}"


def build_groups(
    indicator: Indicator,
    rows: Sequence[Observation],
    *,
    area: Area,
    group_type: str = "",
    period: str = "",
    title: str = "",
) -> GroupChart | None:
    """Return the groups of people in an area in `period`, or the newest; each is judged against everyone there.

    Without `group_type` it is the kind of group of which most are held.
    """
    grouped = [row for row in rows if row.area == area.code and row.group_type not in {"", COMPARATOR, *GRADIENTS}]
    group_type = group_type or _find_commonest(row.group_type for row in grouped)
    period = period or find_newest(grouped, {area.code}, group_type)
    names = sorted({row.group for row in grouped if row.group_type == group_type and period}, key=_get_natural_order)
    found = [find_observation(grouped, area=area.code, period=period, group_type=group_type, group=n) for n in names]
    held = [row for row in found if row is not None]
    if len(held) < LEAST_ROWS:
        return None
    everyone = find_observation(rows, area=area.code, period=period)
    reference = make_reference(everyone, f"Everyone in {area.name}", indicator)
    judged_by = get_judge(everyone) if reference else None
    marks = tuple(make_mark(row.group, row, indicator, judged_by) for row in held)
    return GroupChart(
        title=title or f"{indicator.plain_name} in {area.name}, by {group_type}",
        subtitle=write_subtitle(indicator, parse_period(period).plain, marks),
        compared_with=f"everyone in {area.name}" if any(mark.outcome for mark in marks) else "",
        rows=marks,
        reference=reference,
        is_bars=has_bars(indicator, marks),
        **get_terms(indicator),
    )


def put_on_one_scale(charts: Sequence[GroupChart]) -> list[GroupChart]:
    """Return the charts with one scale for all, so that a longer bar means more whichever chart it is in."""
    held = [number for chart in charts for mark in chart.rows for number in (mark.value, mark.lower, mark.upper)]
    known = [number for number in held if number is not None]
    if len(charts) < 2 or not known:
        return list(charts)
    return [replace(chart, span=(min(known), max(known))) for chart in charts]


def _find_commonest(kinds: Iterable[str]) -> str:
    counts = Counter(kinds)
    return min(counts, key=lambda kind: (-counts[kind], kind), default="")


def _get_natural_order(group: str) -> tuple[bool, float, str]:
    """Return a key that puts ages in their order ("Under 16", "16 to 24" … "65 and over") and the rest by name."""
    number = re.search(r"\d+", group)
    return not group.startswith("Under"), float(number.group()) if number else math.inf, group
