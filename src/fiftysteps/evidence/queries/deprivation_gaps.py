"""The gaps between the most and the least deprived part of an area, and which parts are meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from fiftysteps.core.periods import Period
from fiftysteps.evidence.models import Area, AreaType, Indicator
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.queries.gradient import (
    KINDS,
    GradientKind,
    GradientRow,
    Measured,
    build_gradient,
    measure_held_ends,
)
from fiftysteps.evidence.queries.observations import get_area_observations, get_observations_of

# The two most deprived tenths are the fifth that the NHS calls Core20.
CORE20_TENTHS: Final = 2


@dataclass(frozen=True)
class DeprivationGap:
    """A measure in the most deprived fifth of an area and in the least deprived that the area has, with the gap.

    The gap is the value of the most deprived less that of the other; `relative` is the one over the other.
    """

    indicator: Indicator
    when: Period
    first: GradientRow
    last: GradientRow
    gap: Measured
    relative: Measured
    is_whole: bool


@dataclass(frozen=True)
class Core20:
    """How many of an area's small neighbourhoods are in the most deprived national fifth."""

    inside: int
    all: int


def get_deprivation_gaps(area: Area, kind: GradientKind) -> tuple[DeprivationGap, ...]:
    """Return the gap of every indicator that is held by fifths of this kind, in its newest period, by plain name."""
    rows = [row for row in get_area_observations(area.code) if row.group_type == kind and row.value is not None]
    indicators = Indicator.objects.filter(slug__in={row.indicator for row in rows}, archived=False)
    found = (_make_gap(each, [row for row in rows if row.indicator == each.slug], area, kind) for each in indicators)
    return tuple(gap for gap in found if gap)


def _make_gap(indicator: Indicator, rows: list[Observation], area: Area, kind: GradientKind) -> DeprivationGap | None:
    newest = max(rows, key=lambda row: row.when)
    gradient = build_gradient(indicator, rows, area.code, newest.period, kind)
    ends = measure_held_ends(gradient.rows) if gradient else None
    if gradient is None or ends is None:
        return None
    first, last, absolute, relative = ends
    return DeprivationGap(indicator, newest.when, first, last, absolute, relative, int(last.group) == KINDS[kind])


def get_core20(area: Area, indicators: Iterable[Indicator]) -> Core20 | None:
    """Return how many neighbourhoods of an area are in the most deprived national fifth.

    The index is the one that the indicators are built by. None where none of them says by which index of small areas it
    is divided, or the index is not held.
    """
    tenths = {str(each.recipe.get("deprivation", {}).get("tenth", "")) for each in indicators} - {""}
    if len(tenths) != 1:
        return None
    lies = Q(parent=area) | Q(parent__parent=area) | Q(parent__parent__parent=area)
    codes = Area.objects.filter(lies, type=AreaType.LSOA, valid_to__isnull=True).values_list("code", flat=True)
    # Oldest first, so the last of a neighbourhood is its newest.
    newest = {row.area: row.value for row in get_observations_of(tenths.pop(), codes) if row.value is not None}
    return Core20(sum(value <= CORE20_TENTHS for value in newest.values()), len(newest)) if newest else None
