"""Whether the names of areas agree with their codes, and which areas are no more."""

from collections.abc import Iterator

import polars as pl

from fiftysteps.core.faults import Fault
from fiftysteps.core.text import quote
from fiftysteps.evidence.ingest.areas import KnownAreas
from fiftysteps.evidence.ingest.checking import say_more
from fiftysteps.evidence.ingest.parsing import Parsed
from fiftysteps.evidence.ingest.reshaping import BLOCK
from fiftysteps.evidence.ingest.tabling import ROW

# More than this many areas in one note are counted.
_LISTED = 12


def check_names(parsed: Parsed, areas: KnownAreas) -> list[Fault]:
    """Return a fault for each code beside which the name of another area stands."""
    frame = parsed.frame
    if not areas.names or not {"area", "area_name"} <= set(frame.columns):
        return []
    pairs = frame.group_by("area", "area_name").agg(pl.col(ROW).min(), pl.col(BLOCK).first(), pl.len().alias("rows"))
    faults = []
    for row in pairs.drop_nulls(["area", "area_name"]).iter_rows(named=True):
        if rule := areas.get_name_rule(row["area"], row["area_name"]):
            more = say_more(row["rows"] - 1)
            label = parsed.shaped.get_label(row[BLOCK], "area_name")
            faults.append(
                Fault(parsed.shaped.file, row[ROW], rule + more, row["area_name"], parsed.shaped.sheet, label)
            )
    return faults


def say_retired(parsed: Parsed, areas: KnownAreas) -> Iterator[str]:
    """Yield the notes on areas that were replaced: figures of their time are right, and compare with none of today."""
    if "area" not in parsed.frame.columns:
        return
    gone = {code: successors for code in sorted(parsed.areas) if (successors := areas.get_successors(code))}
    if gone:
        counts = dict(parsed.frame["area"].filter(parsed.frame["area"].is_in(list(gone))).value_counts().iter_rows())
        said = [f"{code} (rows: {counts.get(code, 0):,}; now {' and '.join(now)})" for code, now in gone.items()]
        rest = f" and {len(said) - _LISTED:,} more" if len(said) > _LISTED else ""
        yield f"areas that are no more: {', '.join(said[:_LISTED])}{rest}"
    if "area_name" in parsed.frame.columns:
        yield from _say_two_names(parsed)


def _say_two_names(parsed: Parsed) -> Iterator[str]:
    names = parsed.frame.select("area", "area_name").drop_nulls().unique().sort("area", "area_name")
    several = names.group_by("area", maintain_order=True).agg("area_name").filter(pl.col("area_name").list.len() > 1)
    if several.height:
        said = [f"{code} ({', '.join(map(quote, names))})" for code, names in several.head(_LISTED).iter_rows()]
        rest = f" and {several.height - _LISTED:,} more" if several.height > _LISTED else ""
        yield f"codes that have more than one name: {'; '.join(said)}{rest}"
