"""Who lives in a place, and what is measured there."""

from dataclasses import dataclass

from fiftysteps.evidence.figures import format_value
from fiftysteps.evidence.models import Area, Indicator
from fiftysteps.evidence.observations import Observation, PopulationCount
from fiftysteps.evidence.queries.area_profile import has_profile
from fiftysteps.evidence.queries.observations import get_area_observations, get_population, get_population_dimensions

# What the counts are of, in the words of a page; a dimension without an entry is shown under its own name.
DIMENSION_TITLES = {
    "age": "Age",
    "age-5": "Age in five-year bands",
    "sex": "Sex",
    "age-sex": "Age and sex",
    "ethnicity-5": "Ethnic group",
    "ethnicity-19": "Ethnic group in detail",
    "religion": "Religion",
    "disability": "Disability",
    "english": "How well people speak English",
    "sexual-orientation": "Sexual orientation",
    "tenure": "Homes by tenure",
    "tenure-8": "Homes by tenure in detail",
    "partnership": "Marriage and partnership",
    "deprivation-decile": "Neighbourhoods by deprivation",
}


# Of a place that has a profile this is its pyramid, which is a table itself.
IN_PYRAMID = "age-5-sex"


@dataclass(frozen=True)
class GroupRow:
    group: str
    count: float
    share: float | None


@dataclass(frozen=True)
class Dimension:
    """The counts of one dimension at one date, with the share of each group in their sum."""

    key: str
    title: str
    period: str
    rows: tuple[GroupRow, ...]
    source_title: str
    source_url: str


@dataclass(frozen=True)
class AreaFigure:
    """The newest value of an indicator in a place."""

    indicator: Indicator
    observation: Observation
    value_text: str


def get_dimensions(area: Area) -> list[Dimension]:
    """Return every dimension held for `area`, the newest date of each, in the order of DIMENSION_TITLES."""
    held = [key for key in get_population_dimensions(area.code) if key != IN_PYRAMID or not has_profile(area)]
    order = {key: place for place, key in enumerate(DIMENSION_TITLES)}
    keys = sorted(held, key=lambda key: (order.get(key, len(order)), key))
    return [get_dimension(area.code, key) for key in keys]


def get_dimension(code: str, key: str) -> Dimension:
    """Return one dimension of the area `code`, at the newest date held."""
    counts = get_population(code, key)
    newest = max((count.period for count in counts), default="")
    rows = [count for count in counts if count.period == newest]
    total = sum(count.count for count in rows)
    return Dimension(
        key,
        DIMENSION_TITLES.get(key, key.replace("-", " ").capitalize()),
        newest,
        tuple(_get_row(count, total) for count in sorted(rows, key=lambda count: count.sort)),
        rows[0].source_title if rows else "",
        rows[0].source_url if rows else "",
    )


def _get_row(count: PopulationCount, total: float) -> GroupRow:
    return GroupRow(count.group, count.count, 100 * count.count / total if total else None)


def get_area_figures(area: Area) -> list[AreaFigure]:
    """Return the newest value for everyone of every indicator held for `area`, by the indicator's plain name."""
    newest: dict[str, Observation] = {}
    for observation in get_area_observations(area.code):
        if observation.value is not None and not observation.group_type:
            newest[observation.indicator] = observation
    indicators = Indicator.objects.filter(slug__in=newest, archived=False)
    return [
        AreaFigure(i, newest[i.slug], format_value(newest[i.slug].value, i.unit, i.decimals))  # type: ignore[arg-type]
        for i in indicators
    ]
