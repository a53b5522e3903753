"""How many people live here, by each answer of the core set: the census beside which who took part is seen."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from fiftysteps.engagement.about_you import BY_NAME, Variable
from fiftysteps.evidence.models import Area, AreaType, Indicator
from fiftysteps.evidence.observations import PopulationCount
from fiftysteps.evidence.queries.observations import get_observations_of, get_population

WARD: Final = "ward"
DEPRIVATION: Final = "deprivation"
FIFTHS: Final = 5
BETWEEN: Final = "*"
# What can be crossed with where somebody lives: the census tables that are held for wards.
CROSSED: Final = ("age", "religion", "disability", "tenure")


@dataclass(frozen=True)
class Margin:
    """The census's count of each category of a variable. `source` is empty where nothing is held."""

    counts: Mapping[str, int]
    labels: Mapping[str, str]
    source: str
    of: str = "people"


def get_margin(area: Area, name: str) -> Margin:
    """Return the margin of a variable, of the fifths of wards by deprivation, or of a crossing with the ward."""
    if name == WARD:
        return _get_ward_margin(area)
    if name == DEPRIVATION:
        return _get_fifth_margin(area)
    if BETWEEN in name:
        return _get_crossed_margin(area, BY_NAME[name.split(BETWEEN, 1)[0]])
    return _make_margin(BY_NAME[name], _get_newest(get_population(area.code, BY_NAME[name].dimension)))


def _get_newest(counts: Iterable[PopulationCount]) -> list[PopulationCount]:
    """Return the counts of the newest period that is held."""
    held = sorted(counts, key=lambda count: count.period)
    groups = [list(group) for _, group in groupby(held, key=lambda count: count.period)]
    return groups[-1] if groups else []


def _make_margin(variable: Variable, counts: list[PopulationCount]) -> Margin:
    by_group = {count.group: count.count for count in counts}
    held = {each.code: each for each in variable.categories if all(group in by_group for group in each.census)}
    return Margin(
        {code: sum(by_group[group] for group in each.census) for code, each in held.items()},
        {code: str(each.label) for code, each in held.items()},
        next((count.source_title for count in counts), ""),
        variable.of,
    )


def list_wards(area: Area) -> list[Area]:
    return list(Area.objects.filter(parent=area, type=AreaType.WARD, valid_to__isnull=True).order_by("name"))


def _get_ward_margin(area: Area) -> Margin:
    counts, labels, source = {}, {}, ""
    for ward in list_wards(area):
        found = _get_newest(get_population(ward.code, "age"))
        if found:
            counts[ward.code], labels[ward.code] = sum(count.count for count in found), ward.name
            source = found[0].source_title
    return Margin(counts, labels, source)


def get_ward_fifths(area: Area) -> dict[str, str]:
    """Return for each ward its fifth by deprivation among the wards of its place: 1 is the most deprived.

    A ward's deprivation is the mean of the national tenths of its small neighbourhoods, which are of about one size.
    """
    recipes = Indicator.objects.exclude(recipe={}).values_list("recipe", flat=True)
    tenths = {str(recipe.get("deprivation", {}).get("tenth", "")) for recipe in recipes} - {""}
    wards = list_wards(area)
    if len(tenths) != 1 or not wards:
        return {}
    lies_in = dict(Area.objects.filter(parent__in=wards, type=AreaType.LSOA).values_list("code", "parent__code"))
    values: dict[str, list[float]] = defaultdict(list)
    newest = {row.area: row.value for row in get_observations_of(tenths.pop(), list(lies_in)) if row.value is not None}
    for code, value in newest.items():
        values[lies_in[code]].append(value)
    ranked = sorted(values, key=lambda code: (sum(values[code]) / len(values[code]), code))
    return {code: str(1 + at * FIFTHS // len(ranked)) for at, code in enumerate(ranked)}


def _get_fifth_margin(area: Area) -> Margin:
    wards, fifths = _get_ward_margin(area), get_ward_fifths(area)
    counts: dict[str, int] = defaultdict(int)
    for code, people in wards.counts.items():
        if code in fifths:
            counts[fifths[code]] += people
    return Margin(dict(sorted(counts.items())), {code: say_fifth(code) for code in counts}, wards.source)


def say_fifth(code: str) -> str:
    ends = {"1": "the most deprived fifth of wards", str(FIFTHS): "the least deprived fifth of wards"}
    return ends.get(code, f"fifth {code} of {FIFTHS}").capitalize()


def _get_crossed_margin(area: Area, variable: Variable) -> Margin:
    counts, labels, source = {}, {}, ""
    for ward in list_wards(area):
        own = _make_margin(variable, _get_newest(get_population(ward.code, variable.dimension)))
        source = source or own.source
        for code, people in own.counts.items():
            counts[f"{code}{BETWEEN}{ward.code}"] = people
            labels[f"{code}{BETWEEN}{ward.code}"] = f"{own.labels[code]} in {ward.name}"
    return Margin(counts, labels, source, variable.of)
