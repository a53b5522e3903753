"""The body of a table as a frame of texts: without titles, notes and totals, and with merged cells filled."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from fiftysteps.core.tables.sheet import Sheet
from fiftysteps.core.text import quote
from fiftysteps.evidence.ingest.areas import is_total
from fiftysteps.evidence.ingest.headings import Heading
from fiftysteps.evidence.ingest.mapping import MappingShape

ROW: Final = "row"
_CODE: Final = r"^[EWSNKJLM]\d{8}$"
# More rows than this are counted in a note, and not listed.
_LISTED: Final = 5


@dataclass
class Body:
    """Rows of text, their columns called "0", "1" and so on, and `row` for where they stand."""

    sheet: Sheet
    heading: Heading
    frame: pl.DataFrame
    notes: list[str] = field(default_factory=list)

    def leave_out(self, out: pl.Expr, why: str) -> None:
        """Take the rows away for which `out` holds, and say so."""
        gone = self.frame.filter(out)
        if gone.height:
            self.notes.append(f"{self._say(gone)} left out: {why}")
            self.frame = self.frame.filter(~out)

    def _say(self, gone: pl.DataFrame) -> str:
        place = f"in sheet {quote(self.sheet.name)} " if self.sheet.name else ""
        word, verb = "row" if self.sheet.name else "line", "is" if gone.height == 1 else "are"
        if gone.height > _LISTED:
            return f"{place}{gone.height:,} rows are"
        return f"{place}{word}{'' if gone.height == 1 else 's'} {', '.join(map(str, gone[ROW]))} {verb}"


def build_body(sheet: Sheet, heading: Heading, mapping: MappingShape) -> Body:
    """Return the body of the table under `heading`."""
    columns = {str(at): pl.Series(pl.from_arrow(column), dtype=pl.String) for at, column in enumerate(sheet.columns)}
    frame = pl.DataFrame(columns).with_columns(pl.Series(ROW, sheet.lines, dtype=pl.Int64))
    frame = frame.filter(pl.col(ROW) >= heading.first)
    if mapping.last:
        frame = frame.filter(pl.col(ROW) <= mapping.last)
    body = Body(sheet, heading, frame)
    _fill_merged(body)
    _stop(body, mapping.stop)
    if not mapping.count_rows:  # a record may hold little
        _leave_lone_texts(body)
    for name in mapping.fill_down:
        column = str(heading.find(name))
        body.frame = body.frame.with_columns(pl.col(column).forward_fill())
    _filter(body, mapping)
    _leave_totals(body, mapping)
    return body


def _fill_merged(body: Body) -> None:
    """Give every row that a merged cell covers what stands in it. A cell merged to the right stays one cell."""
    filled: dict[str, dict[int, str]] = {}
    for top, left, bottom, right in body.sheet.merged:
        place = body.sheet.find_row(top)
        if bottom > top >= body.heading.first and left == right <= body.sheet.width and place is not None:
            text = body.sheet.get_cell(place, left - 1).text
            rows = range(top, min(bottom, body.sheet.lines[-1]) + 1)
            filled.setdefault(str(left - 1), {}).update(dict.fromkeys(rows, text))
    for column, texts in filled.items():
        by_row = pl.col(ROW).replace_strict(list(texts), list(texts.values()), default=None, return_dtype=pl.String)
        body.frame = body.frame.with_columns(pl.col(column).fill_null(by_row))
    if filled:
        body.notes.append("merged cells are read as if what they hold stood in each of their rows")


def _get_texts(body: Body) -> list[str]:
    return [name for name in body.frame.columns if name != ROW]


def _stop(body: Body, stops: Iterable[str]) -> None:
    first = pl.coalesce(_get_texts(body)).str.to_lowercase() if _get_texts(body) else pl.lit("")
    for text in stops:
        found = body.frame.filter(first.str.starts_with(text.lower()))
        if found.height:
            body.leave_out(pl.col(ROW) >= found[ROW][0], f"the table ends at {quote(text)}")


def _leave_lone_texts(body: Body) -> None:
    """Leave out rows of one text: titles between parts of the table, and notes after it."""
    names = _get_texts(body)
    if len(names) >= 3:
        alone = pl.sum_horizontal(pl.col(name).is_not_null() for name in names) == 1
        is_code = pl.coalesce(names).str.contains(_CODE)
        body.leave_out(alone & ~is_code, "each holds one text alone, as titles and notes do")


def _filter(body: Body, mapping: MappingShape) -> None:
    for name, texts in mapping.keep.items():
        column = str(body.heading.find(name))
        kept = pl.col(column).fill_null("").is_in(list(texts))
        body.leave_out(~kept, f"{quote(name)} is not {' or '.join(map(quote, texts))}")
    for name, texts in mapping.leave_out.items():
        column = str(body.heading.find(name))
        for text in texts:
            body.leave_out(pl.col(column).fill_null("") == text, f"{quote(name)} is {quote(text)}")


def _leave_totals(body: Body, mapping: MappingShape) -> None:
    """Leave out rows that add up others: they have a word such as "Total" for their area, and no code."""
    codes = [str(body.heading.find(name)) for name in mapping.columns.get("area", ())]
    places = codes + [str(body.heading.find(name)) for name in mapping.columns.get("area_name", ())]
    known = mapping.words.get("area", {}) | mapping.words.get("area_name", {})
    totals = {
        text
        for place in places
        for text in body.frame[place].drop_nulls().unique()
        if is_total(text) and text not in known
    }
    if totals:
        coded = pl.any_horizontal(
            [pl.lit(False), *(pl.col(code).str.contains(_CODE).fill_null(False) for code in codes)]
        )
        named = pl.any_horizontal(pl.col(place).is_in(list(totals)).fill_null(False) for place in places)
        body.leave_out(named & ~coded, f"each is a total: {', '.join(map(quote, sorted(totals)[:_LISTED]))}")
