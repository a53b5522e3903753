"""The profile of an area: every measure that can be seen against its country, and the places it is seen beside."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from fiftysteps.core.periods import Period
from fiftysteps.evidence.models import Area, AreaType, Indicator, IndicatorKind, Method
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.places import SMALL, get_country, get_type
from fiftysteps.evidence.queries.neighbours import get_neighbours
from fiftysteps.evidence.queries.observations import get_area_observations, get_many
from fiftysteps.evidence.queries.statement import judge

# The quartiles of fewer places than this say little, and the lowest and highest of them nothing of a country.
LEAST_FOR_SPREAD: Final = 10
# What an area can be, in the order in which a reader asks: good or bad first, then what is neither.
OUTCOMES: Final = ("better", "similar", "worse", "higher", "lower", "")

# Some sources print no interval but say themselves how a value compares; the words are those of the data's notes.
_SOURCE_SAYS: Final = re.compile(r"Source's own judgement: (?P<outcome>\w+) (?:than|to) (?P<name>[^.]+)\.")

type _Held = dict[str, dict[Period, Observation]]


@dataclass(frozen=True)
class ProfileCell:
    """The value of an area in the period of its row, and how it compares with the country: empty where nobody can say.

    `observation` is None where no value is held. `is_by_source` says that the source judged, not we.
    """

    area: str
    observation: Observation | None = None
    outcome: str = ""
    is_by_source: bool = False

    @property
    def value(self) -> float | None:
        return self.observation.value if self.observation else None


@dataclass(frozen=True)
class Spread:
    """The lowest value, the quartiles and the highest value of so many areas of one kind."""

    least: float
    lower: float
    upper: float
    most: float
    areas: int


@dataclass(frozen=True)
class ProfileRow:
    """A measure in the newest period in which both the area and its country have a value.

    `above` is what lies between the area and its country, `others` are its neighbours in their order. `held` counts the
    areas of the same kind that have a value; `spread` is None where they are too few.
    """

    indicator: Indicator
    when: Period
    own: ProfileCell
    country: ProfileCell
    above: ProfileCell | None
    others: tuple[ProfileCell, ...]
    held: int
    spread: Spread | None


@dataclass(frozen=True)
class AreaProfile:
    """An area, what it is compared with, and a row for each measure, by kind and then by plain name."""

    area: Area
    country: Area | None
    above: Area | None
    neighbours: tuple[Area, ...]
    rows: tuple[ProfileRow, ...]

    def count(self) -> dict[str, int]:
        """Return how many measures have each outcome, in the order of OUTCOMES."""
        return count_outcomes(self.rows)


def count_outcomes(rows: Iterable[ProfileRow]) -> dict[str, int]:
    """Return how many rows have each outcome, in the order of OUTCOMES; those that none has are left out."""
    found = [row.own.outcome for row in rows]
    return {outcome: found.count(outcome) for outcome in OUTCOMES if outcome in found}


def has_profile(area: Area) -> bool:
    """Whether an area is of a kind that has a profile: too little is known of one small neighbourhood."""
    return not area.code.startswith(SMALL)


def get_area_profile(area: Area) -> AreaProfile:
    """Return the profile of an area, with one reading of all observations."""
    above, country = _find_compared(area)
    neighbours = tuple(held.neighbour for held in get_neighbours(area))
    if country is None or not has_profile(area):
        return AreaProfile(area, country, above, neighbours, ())
    own = {row.indicator for row in get_area_observations(area.code) if row.value is not None and not row.group_type}
    indicators = _list_indicators(own)
    rows = get_many(indicator.slug for indicator in indicators)
    found = (_make_row(each, rows[each.slug], area, country, above, neighbours) for each in indicators)
    return AreaProfile(area, country, above, neighbours, tuple(row for row in found if row))


def _find_compared(area: Area) -> tuple[Area | None, Area | None]:
    """Return what lies directly above the area, below its country, and the country: None where there is none."""
    chain: list[Area] = []
    parent = area.parent
    while parent is not None:
        chain.append(parent)
        parent = parent.parent
    country = next((each for each in chain if each.type == AreaType.COUNTRY), None)
    if country is None and area.type != AreaType.COUNTRY:
        country = Area.objects.filter(code=get_country(area.code)).first()
    above = chain[0] if chain and chain[0] != country else None
    return above, country


def _list_indicators(slugs: Iterable[str]) -> list[Indicator]:
    # The numbers of people in places of different sizes do not compare.
    held = Indicator.objects.filter(slug__in=sorted(slugs), archived=False).exclude(method=Method.COUNT)
    order = [kind.value for kind in IndicatorKind]
    return sorted(held, key=lambda each: (order.index(each.kind), each.plain_name))


def _make_row(
    indicator: Indicator,
    observations: Sequence[Observation],
    area: Area,
    country: Area,
    above: Area | None,
    neighbours: Sequence[Area],
) -> ProfileRow | None:
    held = _by_area(observations)
    own, benchmarks = held.get(area.code, {}), held.get(country.code, {})
    shared = own.keys() & benchmarks.keys()
    if not shared:
        return None
    when = max(shared)
    benchmark = benchmarks[when]

    def make_cell(code: str) -> ProfileCell:
        return _judge_cell(code, held.get(code, {}).get(when), indicator, country, benchmark)

    kind, nation = get_type(area.code), get_country(area.code)
    values = [
        rows[when].value or 0.0
        for code, rows in held.items()
        if when in rows and get_type(code) == kind and get_country(code) == nation
    ]
    return ProfileRow(
        indicator=indicator,
        when=when,
        own=make_cell(area.code),
        country=ProfileCell(country.code, benchmark),
        above=make_cell(above.code) if above else None,
        others=tuple(make_cell(each.code) for each in neighbours),
        held=len(values),
        spread=_spread(values) if kind else None,
    )


def _judge_cell(
    code: str, row: Observation | None, indicator: Indicator, country: Area, benchmark: Observation
) -> ProfileCell:
    if row is None:
        return ProfileCell(code)
    if outcome := judge(row, indicator, benchmark.value or 0.0):
        return ProfileCell(code, row, outcome)
    said = _SOURCE_SAYS.search(row.note)
    if said and said["name"] == country.name and said["outcome"] in OUTCOMES:
        return ProfileCell(code, row, said["outcome"], is_by_source=True)
    return ProfileCell(code, row)


def _by_area(observations: Iterable[Observation]) -> _Held:
    """Return the new values for everyone, by area and period. What a source carried forward is no news of a period."""
    held: _Held = {}
    # They come with the best known of a period last.
    for row in observations:
        if not row.group_type and row.value is not None and not row.is_carried_forward:
            held.setdefault(row.area, {})[row.when] = row
    return held


def _spread(values: Sequence[float]) -> Spread | None:
    if len(values) < LEAST_FOR_SPREAD:
        return None
    least, lower, upper, most = (float(each) for each in np.quantile(values, (0.0, 0.25, 0.75, 1.0)))
    return Spread(least, lower, upper, most, len(values))
