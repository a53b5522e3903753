"""The one way in: a file, with a mapping or by a layout that is known, into an intake."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.tables import Limits, Sheet, read_tables
from fiftysteps.core.tables.limits import LIMITS
from fiftysteps.core.text import quote
from fiftysteps.evidence.ingest.areas import KnownAreas
from fiftysteps.evidence.ingest.checking import check
from fiftysteps.evidence.ingest.guessing import build_answer
from fiftysteps.evidence.ingest.headings import build_heading
from fiftysteps.evidence.ingest.intake import Intake
from fiftysteps.evidence.ingest.known import find_layout
from fiftysteps.evidence.ingest.lookups import is_lookup, read_lookup
from fiftysteps.evidence.ingest.mapping import MappingShape
from fiftysteps.evidence.ingest.naming import check_names, say_retired
from fiftysteps.evidence.ingest.parsing import Parsed, parse
from fiftysteps.evidence.ingest.reshaping import reshape
from fiftysteps.evidence.ingest.roles import SCHEMAS
from fiftysteps.evidence.ingest.tabling import build_body

_NOTHING = KnownAreas()


def read_file(
    path: Path, mapping: MappingShape | None = None, *, areas: KnownAreas = _NOTHING, limits: Limits = LIMITS
) -> Intake:
    """Return what a file holds, as rows, with everything that is wrong in it and all that was left out.

    Without a mapping the file must have one of the layouts that are known. With `areas`, names are compared with codes,
    and names without codes are given theirs.

    Raises
    ------
    Faults
        The file cannot be read at all, or lacks what the mapping names.
    UnknownLayout
        There is no mapping, and the layout is not known. It holds a preview and a mapping to begin with.
    """
    tables = read_tables(path, limits)
    if not any(len(sheet) for sheet in tables):
        raise Faults([Fault(path.name, None, "the file holds no values")])
    chosen = mapping or find_layout(tables.sheets)
    if chosen is None and len(tables.sheets) == 1 and is_lookup(tables.sheets[0]):
        return read_lookup(path.name, tables.sheets[0])
    if chosen is None:
        raise build_answer(path.name, tables)
    read = [_read_sheet(path.name, sheet, chosen, areas) for sheet in _choose(path.name, tables.sheets, chosen)]
    rows = pa.concat_tables([rows for rows, _, _ in read])
    faults = Faults(fault for _, found, _ in read for fault in found).faults
    notes = dict.fromkeys((*tables.notes, *(note for _, _, said in read for note in said)))
    if not rows.num_rows and not faults:
        faults = (Fault(path.name, None, "the table has no rows"),)
    return Intake(path.name, chosen.id, chosen.table, rows, faults, tuple(notes))  # type: ignore[arg-type]


def _choose(file: str, sheets: tuple[Sheet, ...], mapping: MappingShape) -> Iterable[Sheet]:
    if not mapping.sheets:
        return [next(sheet for sheet in sheets if len(sheet))]
    found = [sheet for sheet in sheets if any(_is_like(sheet.name, pattern) for pattern in mapping.sheets)]
    if not found:
        known = ", ".join(quote(sheet.name) for sheet in sheets)
        asked = ", ".join(map(quote, mapping.sheets))
        raise Faults([Fault(file, None, f"there is no sheet {asked}; the sheets are {known}")])
    return found


def _is_like(name: str, pattern: str) -> bool:
    return fnmatchcase(name.casefold().strip(), pattern.casefold())


def _read_sheet(
    file: str, sheet: Sheet, mapping: MappingShape, areas: KnownAreas
) -> tuple[pa.Table, list[Fault], list[str]]:
    heading = build_heading(file, sheet, mapping)
    body = build_body(sheet, heading, mapping)
    parsed = parse(reshape(file, body, mapping), mapping, areas)
    faults, sound = check(parsed, mapping)
    faults += check_names(parsed, areas)
    notes = [*body.notes, *parsed.notes, *say_retired(parsed, areas)]
    return _make_rows(parsed, parsed.frame.filter(sound), mapping), faults, notes


def _make_rows(parsed: Parsed, frame: pl.DataFrame, mapping: MappingShape) -> pa.Table:
    schema: pa.Schema = SCHEMAS[mapping.table]
    columns: list[Any] = []
    for field in schema:
        if field.name in frame.columns:
            column = frame[field.name]
            column = column.fill_null("") if column.dtype == pl.String else column
            columns.append(pa.chunked_array(column.to_arrow(compat_level=pl.CompatLevel.oldest())).cast(field.type))
        else:
            columns.append(_repeat(parsed, field, frame.height))
    return pa.Table.from_arrays(columns, schema=schema)


def _repeat(parsed: Parsed, field: Any, height: int) -> Any:
    said = {**parsed.constants, "sheet": parsed.shaped.sheet}.get(field.name, "")
    if field.type == pa.string():
        return pa.repeat(pa.scalar(said, pa.string()), height)
    return pa.repeat(pa.scalar(float(said) if said else None, field.type), height)
