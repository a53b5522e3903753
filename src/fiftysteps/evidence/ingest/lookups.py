"""Look-ups of areas: tables whose columns are codes and names of several geographies, named as statistical offices do.

`LSOA21CD`, `lsoa21_code` and the like say of themselves what they hold, so such a file needs no mapping. A table of
areas that list their parts ("Children", "AreaCode", "AreaName") is a look-up too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import polars as pl
import pyarrow as pa

from fiftysteps.core.faults import Fault
from fiftysteps.core.tables.sheet import Sheet, get_letters
from fiftysteps.core.text import quote
from fiftysteps.evidence.ingest.areas import get_code_rule
from fiftysteps.evidence.ingest.checking import MOST_FAULTS, say_more
from fiftysteps.evidence.ingest.intake import Intake
from fiftysteps.evidence.lookups import LOOKUP_SCHEMA
from fiftysteps.evidence.places import TYPES, get_type

_COLUMN: Final = re.compile(r"([a-z]+)(\d\d)(_code|cd|_name|nm)", re.IGNORECASE)
# Beside codes and names: numbers of rows, names in Welsh, codes of the NHS, and how an area changed.
_BESIDE: Final = re.compile(r"objectid|fid|globalid|[a-z]+\d\d(nmw|cdh|_code_nhs|_name_welsh)|chgind|change_code", re.I)
_CHANGE: Final = ("chgind", "change_code")
_CHILDREN: Final = ("children", "areacode", "areaname")
_ROW: Final = "row"
# The larger first: an area lies within one of a kind before its own.
_ORDER: Final = tuple(dict.fromkeys(TYPES.values()))


@dataclass(frozen=True)
class _Geography:
    """The columns of one geography: of its codes, and of its names where they are there."""

    year: str
    code: int
    name: int | None


def is_lookup(sheet: Sheet) -> bool:
    """Whether the first row of a sheet is the heading of a look-up."""
    heads = _get_heads(sheet)
    return _is_list_of_children(heads) or (
        len(_find_geographies(heads)) > 1
        and all(_COLUMN.fullmatch(head) or _BESIDE.fullmatch(head) for head in heads if head)
    )


def read_lookup(file: str, sheet: Sheet) -> Intake:
    """Return the links of a look-up and the names of its areas, with everything that is wrong in it."""
    heads = _get_heads(sheet)
    columns = {str(at): pl.Series(pl.from_arrow(column), dtype=pl.String) for at, column in enumerate(sheet.columns)}
    frame = pl.DataFrame(columns).with_columns(pl.Series(_ROW, sheet.lines, dtype=pl.Int64)).slice(1)
    if _is_list_of_children(heads):
        return _read_children(file, frame, heads)
    found = _find_geographies(heads)
    faults = [fault for one in found for fault in _check_codes(file, frame, one, heads)]
    names = {code: name for one in found if one.name is not None for code, name in _get_names(frame, one)}
    change = next((str(at) for at, head in enumerate(heads) if head.casefold() in _CHANGE), None)
    links = [_link(frame, *pair, change) for pair in combinations(found, 2)] if not faults else []
    rows = pl.concat(links) if links else pl.DataFrame(schema=_EMPTY)
    return Intake(file, "lookup", "lookups", _to_arrow(rows), tuple(faults), (), names)


_EMPTY: Final = {field.name: pl.Float64 if field.name == "weight" else pl.String for field in LOOKUP_SCHEMA}


def _get_heads(sheet: Sheet) -> list[str]:
    return [text.strip().lstrip("\ufeff") for text in sheet.get_texts(0)] if len(sheet) else []


def _is_list_of_children(heads: list[str]) -> bool:
    return set(_CHILDREN) <= {head.casefold() for head in heads}


def _find_geographies(heads: list[str]) -> list[_Geography]:
    codes: dict[tuple[str, str], int] = {}
    names: dict[tuple[str, str], int] = {}
    for at, head in enumerate(heads):
        if match := _COLUMN.fullmatch(head):
            kind, year, what = (part.casefold() for part in match.groups())
            (codes if what in {"_code", "cd"} else names)[kind, year] = at
    return [_Geography(f"20{year}", at, names.get((kind, year))) for (kind, year), at in codes.items()]


def _check_codes(file: str, frame: pl.DataFrame, geography: _Geography, heads: list[str]) -> Iterator[Fault]:
    """Yield each rule that a code breaks, and that the codes of a column are of one kind of area."""
    column, label = str(geography.code), f"{get_letters(geography.code + 1)} {quote(heads[geography.code])}"
    texts = frame.select(column, _ROW).with_columns(pl.col(column).fill_null(""))
    rules = {code: _get_rule(code) for code in texts[column].unique().to_list()}
    broken = {code: rule for code, rule in rules.items() if rule}
    rows = texts.filter(pl.col(column).is_in(list(broken))).group_by(column).agg(pl.col(_ROW).min(), pl.len())
    for code, line, times in rows.sort(_ROW).head(MOST_FAULTS).iter_rows():
        yield Fault(file, line, broken[code] + say_more(times - 1), code, column=label)
    kinds = sorted({get_type(code) for code in rules if code not in broken})
    if len(kinds) > 1:
        yield Fault(file, None, f"holds codes of several kinds of areas: {', '.join(kinds)}", column=label)


def _get_rule(code: str) -> str:
    if not code:
        return "is empty"
    return get_code_rule(code) or ("" if get_type(code) else "is the code of no kind of area that is known here")


def _get_names(frame: pl.DataFrame, geography: _Geography) -> Iterator[tuple[str, str]]:
    pairs = frame.select(str(geography.code), str(geography.name)).unique().drop_nulls()
    yield from pairs.sort(pairs.columns).iter_rows()


def _link(frame: pl.DataFrame, left: _Geography, right: _Geography, change: str | None) -> pl.DataFrame:
    """Return which areas of one geography lie within which of the other; of one kind, which became which."""
    ends = [str(left.code), str(right.code)]
    kinds = [get_type(str(frame[end][0])) for end in ends]
    years = [left.year, right.year]
    pairs = frame.select(ends).unique()
    is_succession = kinds[0] == kinds[1]
    if years[0] > years[1] if is_succession else _ORDER.index(kinds[0]) < _ORDER.index(kinds[1]):
        ends, kinds, years = ends[::-1], kinds[::-1], years[::-1]
    exact = pairs.group_by(ends[0]).len().rename({"len": "targets"})
    said = frame.select(*ends, (pl.col(change) if change and is_succession else pl.lit("")).alias("change"))
    rows = said.unique(ends, maintain_order=True).join(exact, on=ends[0])
    return rows.select(
        pl.col(ends[0]).alias("area"),
        pl.col(ends[1]).alias("within"),
        pl.lit(kinds[0]).alias("area_kind"),
        pl.lit(years[0]).alias("area_year"),
        pl.lit(kinds[1]).alias("within_kind"),
        pl.lit(years[1]).alias("within_year"),
        pl.col("change").fill_null(""),
        pl.when(pl.col("targets") == 1).then(1.0).otherwise(None).alias("weight"),
    )


def _read_children(file: str, frame: pl.DataFrame, heads: list[str]) -> Intake:
    places = {head.casefold(): str(at) for at, head in enumerate(heads)}
    rows = frame.select(
        pl.col(places["areacode"]).alias("within"),
        pl.col(places["areaname"]).alias("name"),
        pl.col(places["children"]).fill_null("").str.split("|").alias("area"),
    )
    known = rows.filter(pl.col("within").map_elements(lambda code: bool(get_type(code)), pl.Boolean))
    links = known.explode("area").filter(
        pl.col("area").map_elements(lambda code: bool(get_type(code)), pl.Boolean).fill_null(False)
    )
    left_out = rows.height - known.height
    notes = (f"areas left out because their codes are of another system: {left_out:,}",) if left_out else ()
    names = dict(known.select("within", "name").iter_rows())
    kind = pl.Expr.map_elements
    table = links.select(
        pl.col("area"),
        pl.col("within"),
        kind(pl.col("area"), get_type, pl.String).alias("area_kind"),
        pl.lit("").alias("area_year"),
        kind(pl.col("within"), get_type, pl.String).alias("within_kind"),
        pl.lit("").alias("within_year"),
        pl.lit("").alias("change"),
        pl.lit(1.0).alias("weight"),
    ).unique(maintain_order=True)
    return Intake(file, "areas-with-parts", "lookups", _to_arrow(table), (), notes, names)


def _to_arrow(rows: pl.DataFrame) -> pa.Table:
    table: pa.Table = rows.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(LOOKUP_SCHEMA)
    return table
