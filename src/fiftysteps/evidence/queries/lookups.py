"""Which areas lie within which, and which became which."""

from collections.abc import Iterator, Mapping

import polars as pl
import pyarrow as pa

from fiftysteps.evidence.models import Area, AreaType
from fiftysteps.evidence.places import COUNTRIES
from fiftysteps.evidence.queries.observations import get_current_files
from fiftysteps.evidence.store import read_columns

_TYPES: dict[str, pa.DataType] = {"area": pa.string(), "within": pa.string(), "weight": pa.float64()}
SCHEMA = pa.schema(_TYPES)
_COLUMNS = ("area", "within", "area_kind", "area_year", "within_kind", "within_year", "weight")
# Between the two, where no look-up has both: what small areas lie within, and what that lies within in turn.
_BETWEEN = (AreaType.BOROUGH.value, AreaType.COUNTY.value, AreaType.WARD.value)


def get_lookup(of: str, to: str) -> pa.Table:
    """Return which areas of one type lie within which of another, with the share of each that does.

    Look-ups that were taken in say so; where they have no row for an area, what the area table says it lies within.

    Parameters
    ----------
    of, to : str
        Types of areas, such as "lsoa" and "ward".

    Returns
    -------
    pyarrow.Table
        With the columns `area`, `within` and `weight`, ordered; the weights of an area add up to one.
    """
    links = _read_links()
    found = _find(links, of, to)
    told = _get_from_areas(of, to)
    rest = told.join(found, on="area", how="anti")
    rows = pl.concat([found, rest]).sort("area", "within")
    table: pa.Table = rows.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(SCHEMA)
    return table


def get_succession(of: str, from_year: str, to_year: str, people: Mapping[str, float] | None = None) -> pa.Table:
    """Return which areas of one year became which of another, such as the LSOAs of 2011 those of 2021.

    Parameters
    ----------
    of : str
        The type of the areas.
    from_year, to_year : str
        The years of the two geographies.
    people : mapping of str to float, optional
        How many people live in each area of the later year. Where an area became several, each takes the share that
        its people are of all of them; without `people`, or where one of them is not in it, equal shares.

    Returns
    -------
    pyarrow.Table
        As `get_lookup` does: counts that are multiplied by `weight` and added up keep their sum.
    """
    links = _read_links().filter(
        (pl.col("area_kind") == of)
        & (pl.col("within_kind") == of)
        & (pl.col("area_year") == from_year)
        & (pl.col("within_year") == to_year)
    )
    counts = pl.DataFrame({"within": list(people or {}), "people": list((people or {}).values())}, schema=_PEOPLE)
    shared = links.join(counts, on="within", how="left").with_columns(
        whole=pl.col("people").sum().over("area"), known=pl.col("people").is_not_null().all().over("area")
    )
    weight = (
        pl.when(pl.col("weight").is_not_null())
        .then(pl.col("weight"))
        .when(pl.col("known") & (pl.col("whole") > 0))
        .then(pl.col("people") / pl.col("whole"))
        .otherwise(1.0 / pl.len().over("area"))
    )
    rows = shared.select("area", "within", weight.alias("weight")).sort("area", "within")
    table: pa.Table = rows.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(SCHEMA)
    return table


_PEOPLE = {"within": pl.String, "people": pl.Float64}


def _read_links() -> pl.DataFrame:
    files = get_current_files("lookups")
    if not files:
        types = dict.fromkeys(_COLUMNS, pl.String) | {"weight": pl.Float64}
        return pl.DataFrame(schema=types)
    found = pl.from_arrow(read_columns("lookups", files, _COLUMNS))
    return pl.DataFrame(found)


def _find(links: pl.DataFrame, of: str, to: str) -> pl.DataFrame:
    """Return the links from `of` to `to`, straight or by way of what lies between; of several years the newest."""
    straight = _choose(links, of, to)
    if straight.height or to == AreaType.COUNTRY:
        return straight
    for between in _BETWEEN:
        first, second = _choose(links, of, between), pl.concat([_choose(links, between, to), _plain(between, to)])
        if between not in (of, to) and first.height and second.height:
            joined = first.join(second.unique(["area", "within"]), left_on="within", right_on="area", suffix="_above")
            return joined.group_by("area", pl.col("within_above").alias("within")).agg(
                (pl.col("weight") * pl.col("weight_above")).sum().alias("weight")
            )
    return straight


def _plain(of: str, to: str) -> pl.DataFrame:
    return _get_from_areas(of, to)


def _choose(links: pl.DataFrame, of: str, to: str) -> pl.DataFrame:
    found = links.filter((pl.col("area_kind") == of) & (pl.col("within_kind") == to) & (pl.lit(of) != to))
    newest = found.filter(pl.col("within_year") == pl.col("within_year").max().over("area"))
    shared = newest.unique(["area", "within"]).with_columns(
        pl.col("weight").fill_null(1.0 / pl.len().over("area")).alias("weight")
    )
    return shared.select("area", "within", "weight")


def _get_from_areas(of: str, to: str) -> pl.DataFrame:
    """Return what the area table says: each area within what is above it, or within its country by its code."""
    if to == AreaType.COUNTRY:
        codes = list(Area.objects.filter(type=of).values_list("code", flat=True))
        rows = [(code, COUNTRIES[code[0]]) for code in codes if code[0] in COUNTRIES]
    else:
        rows = list(_climb(of, to))
    plain = pl.DataFrame(rows, schema={"area": pl.String, "within": pl.String}, orient="row")
    return plain.with_columns(pl.lit(1.0).alias("weight"))


def _climb(of: str, to: str) -> Iterator[tuple[str, str]]:
    large = Area.objects.exclude(type__in=(AreaType.LSOA, AreaType.MSOA)).values_list("pk", "code", "type", "parent_id")
    known = {pk: (code, kind, above) for pk, code, kind, above in large}
    for code, parent in Area.objects.filter(type=of).values_list("code", "parent_id"):
        above = known.get(parent)
        while above is not None and above[1] != to:
            above = known.get(above[2])
        if above is not None:
            yield code, above[0]
