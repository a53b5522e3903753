"""The chart of a gradient: the parts of a place from the most to the least deprived, with what the slope says."""

from collections.abc import Sequence
from typing import Any, Final

from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.models import Area, Indicator
from fiftysteps.evidence.observations import Observation, find_observation
from fiftysteps.evidence.queries.gradient import KINDS, GradientKind, build_gradient
from fiftysteps.publishing.charts.marks import (
    find_newest,
    get_judge,
    get_terms,
    has_bars,
    make_mark,
    make_reference,
    write_subtitle,
)
from fiftysteps.publishing.charts.specs import GradientChart, GroupChart, Mark

# Which parts are meant is never left open: those of the whole country, as Core20 counts them, or those of the place.
NAMES: Final[dict[GradientKind, str]] = {
    "deprivation-tenth": "national tenths of deprivation",
    "deprivation-fifth": "national fifths of deprivation",
    "deprivation-fifth-local": "local fifths of deprivation",
}
EXPLAINED: Final[dict[GradientKind, str]] = {
    "deprivation-tenth": "Each tenth holds the neighbourhoods of {place} that are in that tenth of all in England.",
    "deprivation-fifth": "Each fifth holds the neighbourhoods of {place} that are in that fifth of all in England; the "
    "first is the one that the NHS calls Core20.",
    "deprivation-fifth-local": "Each fifth holds a fifth of the neighbourhoods of {place}, from its own most deprived.",
}


def build_gradient_chart(
    indicator: Indicator, rows: Sequence[Observation], *, area: Area, kind: GradientKind, title: str = ""
) -> GradientChart | GroupChart | None:
    """Return an area's parts by deprivation in the newest period that is held, or None where fewer than two are.

    Where it is not known how many people each part has, no part can be given its width: then it is one row for each.
    """
    grouped = [row for row in rows if row.area == area.code and row.group_type == kind]
    period = find_newest(grouped, {area.code}, kind)
    found = [
        find_observation(grouped, area=area.code, period=period, group_type=kind, group=str(number))
        for number in range(1, KINDS[kind] + 1)
        if period
    ]
    held = [row for row in found if row is not None]
    if len(held) < 2:
        return None
    everyone = find_observation(rows, area=area.code, period=period)
    reference = make_reference(everyone, f"Everyone in {area.name}", indicator)
    judged_by = get_judge(everyone) if reference else None
    marks = tuple(make_mark(name_part(row.group, KINDS[kind]), row, indicator, judged_by) for row in held)
    explained = EXPLAINED[kind].format(place=area.name)
    terms: dict[str, Any] = {
        "title": title or f"{indicator.plain_name} in {area.name}, by {NAMES[kind]}: {_say_ends(marks)}",
        "subtitle": f"{write_subtitle(indicator, parse_period(period).plain, marks)} {explained}",
        "compared_with": f"everyone in {area.name}" if any(mark.outcome for mark in marks) else "",
        "rows": marks,
        "reference": reference,
        "is_bars": has_bars(indicator, marks),
        **get_terms(indicator),
    }
    shares = _get_shares(held)
    if not shares:
        return GroupChart(**terms)
    gradient = build_gradient(indicator, grouped, area.code, period, kind)
    return GradientChart(**terms, shares=shares, ends=gradient.ends if gradient else None)


def _get_shares(rows: Sequence[Observation]) -> tuple[float, ...]:
    """Return each part's share of the people; nothing where that of one is not known."""
    people = [row.denominator or 0.0 for row in rows]
    return tuple(number / sum(people) for number in people) if all(people) else ()


def name_part(group: str, parts: int) -> str:
    """Return the name of one part: "1, most deprived", "2" … "5, least deprived"."""
    ends = {"1": ", most deprived", str(parts): ", least deprived"}
    return f"{group}{ends.get(group, '')}"


def _say_ends(marks: Sequence[Mark]) -> str:
    first, last = marks[0], marks[-1]
    return f"{first.text} in the most deprived, {last.text} in the least"
