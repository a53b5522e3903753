"""The chart of a place beside those that are most like it."""

from collections.abc import Sequence

from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.models import Area, Indicator, Method, Neighbour
from fiftysteps.evidence.observations import Observation, find_observation
from fiftysteps.publishing.charts.marks import find_newest, get_terms, has_bars, make_mark, write_subtitle
from fiftysteps.publishing.charts.specs import CompareChart, Mark

# Beside one or two others a place could as well be compared by name.
LEAST_NEIGHBOURS = 3


def build_neighbours(
    indicator: Indicator,
    rows: Sequence[Observation],
    *,
    area: Area,
    neighbours: Sequence[Neighbour],
    group_type: str = "",
    group: str = "",
) -> CompareChart | None:
    """Return an area and then its neighbours, the highest value first, in the area's newest period.

    It is of everyone or, with `group_type` and `group`, of that group of people. None where the area or most of what it
    could be seen beside has no value. Nothing is judged: neighbours are others, not a benchmark.
    """
    rows = [row for row in rows if (row.group_type, row.group) == (group_type, group)]
    period = find_newest(rows, {area.code}, group_type)
    terms = {"period": period, "group_type": group_type, "group": group}
    own = find_observation(rows, area=area.code, **terms) if period else None
    if own is None or own.is_carried_forward or indicator.method == Method.COUNT:
        return None
    found = [(held.neighbour, find_observation(rows, area=held.neighbour.code, **terms)) for held in neighbours]
    others = [make_mark(place.name, row, indicator) for place, row in found if row and row.value is not None]
    if len(others) < LEAST_NEIGHBOURS:
        return None
    others.sort(key=lambda mark: (-(mark.value or 0.0), mark.label))
    mark = make_mark(area.name, own, indicator)
    marks = (mark, *others)
    sources = "; ".join(dict.fromkeys(held.source.title for held in neighbours))
    return CompareChart(
        title=_write_title(indicator, mark, others, group),
        subtitle=f"{write_subtitle(indicator, parse_period(period).plain, marks)} List of places: {sources}.",
        rows=marks,
        is_bars=has_bars(indicator, marks),
        **get_terms(indicator),
    )


def _write_title(indicator: Indicator, own: Mark, others: Sequence[Mark], group: str) -> str:
    name = f"{indicator.plain_name}, {group.lower()}" if group else indicator.plain_name
    highest, lowest = others[0], others[-1]
    return (
        f"{name}: {own.label} {own.text}; of {len(others)} places like it, the highest is "
        f"{highest.label} {highest.text} and the lowest {lowest.label} {lowest.text}"
    )
