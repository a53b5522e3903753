"""An indicator's figures as the pages and files show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from fiftysteps.core.safe_cell import get_safe_cell
from fiftysteps.evidence.figures import format_value
from fiftysteps.evidence.models import Area, Indicator
from fiftysteps.evidence.observations import Observation
from fiftysteps.publishing.charts.words import HIDDEN_FIGURE
from fiftysteps.publishing.queries.places import Places

# In one query: below the limit of every database on how much a query may hold.
MOST_CODES = 500
# More rows than this nobody reads on a page.
MOST_ROWS = 600
CSV_COLUMNS = (
    "nature",
    "indicator",
    "area_code",
    "area",
    "period",
    "group_type",
    "group",
    "value",
    "lower_95",
    "upper_95",
    "count",
    "denominator",
    "unit",
    "marker",
    "note",
    "source",
    "source_address",
    "confidence",
)


@dataclass(frozen=True)
class FigureRow:
    """One observation in the words of a page."""

    observation: Observation
    area: str
    value_text: str
    interval_text: str


def get_rows(indicator: Indicator, observations: Iterable[Observation]) -> list[FigureRow]:
    """Return every observation with its place named and its value written out."""
    held = list(observations)
    names = get_area_names(o.area for o in held)
    return [_get_row(indicator, observation, names) for observation in held]


def get_page_rows(indicator: Indicator, observations: Iterable[Observation], places: Places | None) -> list[FigureRow]:
    """Return the rows that the page of an indicator shows: all or, where there are many, those of the site's places.

    Those of every small neighbourhood of the country would make a page of megabytes; the file has them.
    """
    held = list(observations)
    if len(held) > MOST_ROWS and places is not None:
        own = {area.code for area in (places.place, *places.benchmarks, *places.wards)}
        held = [row for row in held if row.area in own][:MOST_ROWS]
    return get_rows(indicator, held[:MOST_ROWS])


def get_latest(indicator: Indicator, observations: Iterable[Observation], places: Places) -> list[FigureRow]:
    """Return the newest value of each of the places we compare, for everyone."""
    newest: dict[str, Observation] = {}
    for observation in observations:
        if observation.value is not None and not observation.group_type:
            newest[observation.area] = observation
    names = {area.code: area.name for area in (places.place, *places.benchmarks)}
    compared = list(names)
    return [_get_row(indicator, newest[code], names) for code in compared if code in newest]


def get_csv_rows(indicator: Indicator, observations: Iterable[Observation]) -> Iterator[list[object]]:
    """Yield the rows of the indicator's file, in the order of CSV_COLUMNS; no cell can start a formula."""
    held = list(observations)
    names = get_area_names(o.area for o in held)
    for o in held:
        yield [
            get_safe_cell(cell)
            for cell in (
                o.nature,
                indicator.name,
                o.area,
                names.get(o.area, o.area),
                o.period,
                o.group_type,
                o.group,
                o.value,
                o.lower_95,
                o.upper_95,
                o.count,
                o.denominator,
                indicator.unit,
                o.marker,
                o.note,
                o.source_title,
                o.source_url,
                o.confidence,
            )
        ]


def _get_row(indicator: Indicator, observation: Observation, names: dict[str, str]) -> FigureRow:
    def text(value: float | None) -> str:
        return "" if value is None else format_value(value, indicator.unit, indicator.decimals)

    has_interval = observation.lower_95 is not None and observation.upper_95 is not None
    interval = f"{text(observation.lower_95)} to {text(observation.upper_95)}" if has_interval else ""
    shown = HIDDEN_FIGURE if observation.is_suppressed else text(observation.value)
    return FigureRow(observation, names.get(observation.area, observation.area), shown, interval)


def get_area_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the name of each of these areas that is held: not of all, of which there may be forty thousand."""
    wanted = sorted(set(codes))
    names: dict[str, str] = {}
    for start in range(0, len(wanted), MOST_CODES):
        areas = Area.objects.filter(code__in=wanted[start : start + MOST_CODES])
        names |= dict(areas.values_list("code", "name"))
    return names
