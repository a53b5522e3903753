"""What a file says of areas beside its figures: their names, what they lie within, and what replaced them."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from fiftysteps.evidence.ingest import Intake
from fiftysteps.evidence.ingest.areas import SUCCESSORS
from fiftysteps.evidence.places import BEGINNINGS, CENSUS_DAYS, get_type

# An area lies within several kinds of others; on its page the way up leads to the first of these that is known.
_ABOVE = {
    "lsoa": ("ward", "borough"),
    "msoa": ("borough",),
    "ward": ("borough",),
    "borough": ("region", "county", "country"),
    "county": ("region", "country"),
    "icb": ("country",),
    "sub-icb": ("icb",),
}
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class NewAreas:
    """What a file says of areas: their names, what each lies within, what replaced it, and how long it held."""

    names: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[str, str] = field(default_factory=dict)
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    begins: Mapping[str, datetime.date] = field(default_factory=dict)
    ends: Mapping[str, datetime.date] = field(default_factory=dict)


def find_areas(intake: Intake) -> NewAreas:
    """Return what the rows of a file say of areas."""
    return _find_in_lookup(intake) if intake.table == "lookups" else _find_in_names(intake)


def _find_in_names(intake: Intake) -> NewAreas:
    if "area_name" not in intake.rows.column_names:
        return NewAreas()
    pairs = pl.DataFrame(intake.rows.select(["area", "area_name"])).unique()
    names = {code: name for code, name in pairs.sort("area").iter_rows() if name and get_type(code)}
    old = {code: SUCCESSORS[code] for code in names if code in SUCCESSORS}
    ends = {code: BEGINNINGS[new[0]] - _DAY for code, new in old.items() if new[0] in BEGINNINGS}
    return NewAreas(names=names, successors=old, ends=ends)


def _find_in_lookup(intake: Intake) -> NewAreas:
    links = pl.DataFrame(intake.rows)
    names = dict.fromkeys([*links["area"].unique(), *links["within"].unique()], "") | intake.names
    replaced = links.filter((pl.col("area_kind") == pl.col("within_kind")) & (pl.col("area") != pl.col("within")))
    successors: dict[str, Any] = {}
    for old, new in replaced.select("area", "within").sort("area", "within").iter_rows():
        successors[old] = (*successors.get(old, ()), new)
    begins, ends = _find_days(links)
    return NewAreas(names, _find_parents(links), successors, begins, ends)


def _find_parents(links: pl.DataFrame) -> dict[str, str]:
    parents: dict[str, str] = {}
    kinds = links.filter(pl.col("area_kind") != pl.col("within_kind")).filter(pl.col("weight") == 1.0)
    for kind, above in _ABOVE.items():
        for within in reversed(above):
            found = kinds.filter((pl.col("area_kind") == kind) & (pl.col("within_kind") == within))
            # Of several years the newest comes last, and stays.
            parents |= dict(found.sort("within_year").select("area", "within").iter_rows())
    return parents


def _find_days(links: pl.DataFrame) -> tuple[dict[str, datetime.date], dict[str, datetime.date]]:
    """Return from when and until when areas hold that one year of the census has and another has not."""
    same = links.filter(pl.col("area_kind") == pl.col("within_kind"))
    begins: dict[str, datetime.date] = {}
    ends: dict[str, datetime.date] = {}
    for before, after in same.select("area_year", "within_year").unique().iter_rows():
        if before in CENSUS_DAYS and after in CENSUS_DAYS:
            rows = same.filter((pl.col("area_year") == before) & (pl.col("within_year") == after))
            old, new = set(rows["area"]), set(rows["within"])
            ends |= dict.fromkeys(old - new, CENSUS_DAYS[after] - _DAY)
            begins |= dict.fromkeys(new - old, CENSUS_DAYS[after])
    return begins, ends
