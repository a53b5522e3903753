"""The data dictionary: what every indicator is, where it comes from and what is held of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.area_words import say_areas
from fiftysteps.evidence.models import Indicator, Release
from fiftysteps.evidence.queries.observations import get_current_files
from fiftysteps.evidence.store import summarise_observations


@dataclass(frozen=True)
class DictionaryEntry:
    """One indicator. Texts are empty, and tuples too, where nothing is known.

    `groups` are what it is divided by, `areas` the kinds of areas, `periods` all periods with a value, oldest first.
    `newest_release` is the day on which the newest of its values were taken in.
    """

    slug: str
    name: str
    plain_name: str
    definition: str
    numerator: str
    denominator: str
    method: str
    standard_population: str
    polarity: str
    unit: str
    benchmark: str
    groups: tuple[str, ...]
    source: str
    source_url: str
    nature: str
    disclosure_rule: str
    caveats: str
    periods: tuple[str, ...]
    areas: tuple[str, ...]
    newest_release: date | None
    is_built: bool


def get_dictionary() -> tuple[DictionaryEntry, ...]:
    """Return every indicator that is not archived, in the order of their plain names, with one reading of the data."""
    held: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in summarise_observations(get_current_files("observations")):
        held[row["indicator"]].append(row)
    current = Release.objects.filter(table="observations", replaced_by__isnull=True)
    taken = {slug: moment.date() for slug, moment in current.values_list("dataset__slug", "taken_in")}
    indicators = Indicator.objects.filter(archived=False).select_related("benchmark")
    return tuple(_make(indicator, held[indicator.slug], taken) for indicator in indicators)


def _make(indicator: Indicator, rows: Iterable[Mapping[str, str]], taken: Mapping[str, date]) -> DictionaryEntry:
    rows = list(rows)
    days = [taken[row["dataset"]] for row in rows if row["dataset"] in taken]
    return DictionaryEntry(
        slug=indicator.slug,
        name=indicator.name,
        plain_name=indicator.plain_name,
        definition=indicator.definition,
        numerator=indicator.numerator,
        denominator=indicator.denominator,
        method=indicator.get_method_display(),
        standard_population=indicator.standard_name,
        polarity=indicator.get_polarity_display(),
        unit=indicator.unit,
        benchmark=indicator.benchmark.name if indicator.benchmark else "",
        groups=tuple(sorted({row["group_type"] for row in rows} - {""})),
        source=indicator.source_title,
        source_url=indicator.source_url,
        nature=indicator.nature,
        disclosure_rule=indicator.get_disclosure_rule_display(),
        caveats=indicator.caveats,
        periods=tuple(dict.fromkeys(sorted((row["period"] for row in rows), key=parse_period))),
        areas=say_areas({row["area_kind"] for row in rows}),
        newest_release=max(days, default=None),
        is_built=indicator.is_built,
    )
