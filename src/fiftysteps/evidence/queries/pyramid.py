"""Who lives in an area by age and sex, as shares of all, so that a large and a small area can be seen together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fiftysteps.core.periods import Period, parse_period
from fiftysteps.evidence.models import Area
from fiftysteps.evidence.observations import PopulationCount
from fiftysteps.evidence.queries.observations import get_population

# The dimensions that divide people by both, the finest first.
DIMENSIONS: Final = ("age-5-sex", "age-sex")
_GROUP: Final = re.compile(r"(?P<sex>Female|Male) (?P<ages>.+)")


@dataclass(frozen=True)
class PyramidBand:
    """The people of one band of ages: how many women and men, and their shares of all in per cent."""

    ages: str
    women: int
    men: int
    women_share: float
    men_share: float


@dataclass(frozen=True)
class Pyramid:
    """The bands of an area from the youngest on, with those of its country beside them where the same are held."""

    when: Period
    bands: tuple[PyramidBand, ...]
    country: tuple[PyramidBand, ...]
    source_title: str
    source_url: str
    note: str
    nature: str

    @property
    def widest(self) -> float:
        """The largest share of all: how far the scale must reach."""
        return max(share for band in (*self.bands, *self.country) for share in (band.women_share, band.men_share))


def get_pyramid(area: Area, country: Area | None) -> Pyramid | None:
    """Return the pyramid of an area at the newest date of its finest dimension, or None where none is held."""
    for dimension in DIMENSIONS:
        counts = get_population(area.code, dimension)
        if not counts:
            continue
        newest = max(parse_period(count.period) for count in counts)
        bands = _make_bands(counts, newest)
        if bands:
            others = _make_bands(get_population(country.code, dimension), newest) if country else ()
            same = [band.ages for band in bands] == [band.ages for band in others]
            first = next(count for count in counts if parse_period(count.period) == newest)
            return Pyramid(
                newest, bands, others if same else (), first.source_title, first.source_url, first.note, first.nature
            )
    return None


def _make_bands(counts: Sequence[PopulationCount], when: Period) -> tuple[PyramidBand, ...]:
    """Return the bands in their order; nothing where one of the two sexes is missing in any, or nobody lives there."""
    held: dict[str, dict[str, int]] = {}
    for count in sorted(counts, key=lambda count: count.sort):
        match = _GROUP.fullmatch(count.group)
        if match and parse_period(count.period) == when:
            held.setdefault(match["ages"], {})[match["sex"]] = count.count
    total = sum(sum(band.values()) for band in held.values())
    if not total or any(len(band) < 2 for band in held.values()):
        return ()
    return tuple(
        PyramidBand(ages, band["Female"], band["Male"], 100 * band["Female"] / total, 100 * band["Male"] / total)
        for ages, band in held.items()
    )
