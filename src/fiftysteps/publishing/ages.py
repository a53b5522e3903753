"""The bars of a population pyramid, and of ages alone, as parts of the width that is there for them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fiftysteps.core.periods import parse_period
from fiftysteps.core.safe_cell import get_safe_cell
from fiftysteps.evidence.models import Area
from fiftysteps.evidence.observations import PopulationCount
from fiftysteps.evidence.queries.observations import get_population
from fiftysteps.evidence.queries.pyramid import DIMENSIONS, Pyramid

FULL: Final = 100.0
AGES: Final = "age-5"
PEOPLE_COLUMNS: Final = (
    "nature",
    "area_code",
    "area",
    "dimension",
    "group",
    "people",
    "period",
    "note",
    "source",
    "source_address",
)


@dataclass(frozen=True)
class Bar:
    """A share of all people in words, the bar for it, and where the country's outline ends: empty where unknown."""

    people: int
    share: str
    width: str
    start: str
    country_share: str
    country_width: str
    country_start: str


@dataclass(frozen=True)
class BandView:
    ages: str
    women: Bar
    men: Bar


@dataclass(frozen=True)
class AgeRow:
    ages: str
    bar: Bar


@dataclass(frozen=True)
class AgeProfile:
    """The people of an area by age in five-year bands, with its country beside them where the same are held."""

    when: str
    rows: tuple[AgeRow, ...]
    has_country: bool
    source_title: str
    source_url: str
    nature: str


def make_bands(pyramid: Pyramid) -> tuple[BandView, ...]:
    """Return the bands of a pyramid from the oldest down, as a pyramid stands."""
    widest = pyramid.widest
    others = {band.ages: band for band in pyramid.country}
    views = []
    for band in reversed(pyramid.bands):
        other = others.get(band.ages)
        women = _make_bar(band.women, band.women_share, other.women_share if other else None, widest)
        men = _make_bar(band.men, band.men_share, other.men_share if other else None, widest)
        views.append(BandView(band.ages, women, men))
    return tuple(views)


def get_age_profile(area: Area, country: Area | None) -> AgeProfile | None:
    """Return the ages of an area at the newest date for which its country's are held too, else its own newest."""
    own = _by_period(get_population(area.code, AGES))
    if not own:
        return None
    others = _by_period(get_population(country.code, AGES)) if country else {}
    period = max(own.keys() & others.keys() or own.keys(), key=parse_period)
    counts, beside = own[period], {count.group: count for count in others.get(period, [])}
    total, country_total = sum(c.count for c in counts), sum(c.count for c in beside.values())
    if not total:
        return None
    shares = [FULL * count.count / total for count in counts]
    country_shares = [
        FULL * beside[count.group].count / country_total if count.group in beside and country_total else None
        for count in counts
    ]
    widest = max(*shares, *(share for share in country_shares if share is not None))
    rows = [
        AgeRow(count.group, _make_bar(count.count, share, other, widest))
        for count, share, other in zip(counts, shares, country_shares, strict=True)
    ]
    first = counts[0]
    return AgeProfile(
        when=parse_period(period).plain,
        rows=tuple(reversed(rows)),
        has_country=bool(beside),
        source_title=first.source_title,
        source_url=first.source_url,
        nature=first.nature,
    )


def _by_period(counts: tuple[PopulationCount, ...]) -> dict[str, list[PopulationCount]]:
    held: dict[str, list[PopulationCount]] = {}
    for count in sorted(counts, key=lambda count: count.sort):
        held.setdefault(count.period, []).append(count)
    return held


def _make_bar(people: int, share: float, country: float | None, widest: float) -> Bar:
    width = FULL * share / widest
    other = FULL * country / widest if country is not None else None
    return Bar(
        people,
        f"{share:.1f}%",
        f"{width:.1f}%",
        f"{FULL - width:.1f}%",
        "" if country is None else f"{country:.1f}%",
        "" if other is None else f"{other:.1f}%",
        "" if other is None else f"{FULL - other:.1f}%",
    )


def get_people_rows(area: Area) -> Iterator[list[object]]:
    """Yield all counts by age, and by age and sex, in the order of PEOPLE_COLUMNS; no cell can start a formula."""
    for dimension in (*DIMENSIONS, AGES):
        for held in get_population(area.code, dimension):
            cells = (held.nature, held.area, area.name, dimension, held.group, held.count, held.period)
            yield [get_safe_cell(cell) for cell in (*cells, held.note, held.source_title, held.source_url)]
