"""The file of another tool as a table: one sheet, the rows of its heading, and columns with a name each."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.tables import Limits, Sheet, Tables, read_tables
from fiftysteps.core.tables.sheet import get_letters, say_hidden
from fiftysteps.core.text import make_printable, quote, shorten

# What a request can read while somebody waits.
LARGEST_FILE: Final = 10_000_000
MOST_ROWS: Final = 50_000
# More columns are no form that somebody filled in, and no page can ask about each of them.
MOST_COLUMNS: Final = 200
LIMITS: Final = Limits(
    file_bytes=LARGEST_FILE,
    expanded_bytes=100_000_000,
    rows=MOST_ROWS,
    columns=MOST_COLUMNS,
    cells=2_000_000,
    memory_bytes=600_000_000,
    seconds=20,
)
# A heading stands among the first rows, below a title at most.
_TOP: Final = 10
MOST_HEADING_ROWS: Final = 2
_NUMBERED: Final = re.compile(r"(ident|q|col|column|field|question|var|variable)?[\s_.-]*\d+", re.IGNORECASE)
# What a tool writes in a second row, below a question that has one column.
_BELOW: Final = re.compile(r"(open-ended )?response", re.IGNORECASE)
# A list of questions: a row names the columns of another file in its first cell, and their meaning in a later one.
_CODE: Final = re.compile(r"(column|variable|field|question)[\s_-]*(id|name|code)\b", re.IGNORECASE)
_MEANING: Final = re.compile(r"\b(title|label|description|wording)\b", re.IGNORECASE)
CODEBOOK: Final = (
    "this is a list of a survey's questions (a codebook), and holds no responses: choose the file with the answers"
)


@dataclass(frozen=True)
class Column:
    """A column: its place from 0, what its heading says in each of its rows, its name, and a text for every row."""

    place: int
    parts: tuple[str, ...]
    name: str
    values: tuple[str, ...]

    @property
    def letters(self) -> str:
        return get_letters(self.place + 1)

    @property
    def heading(self) -> str:
        return ": ".join(self.parts)

    @cached_property
    def distinct(self) -> tuple[str, ...]:
        """Each value once, in the order in which they come."""
        return tuple(dict.fromkeys(value for value in self.values if value))


@dataclass(frozen=True)
class Table:
    """A sheet of a file. `heading` has the rows of the heading, `lines` the row or line of each row of `columns`.

    `sheets` names every sheet, and says whether it is hidden: a hidden one is read only when somebody chooses it.
    """

    file: str
    digest: str
    sheet: str
    sheets: tuple[tuple[str, bool], ...]
    heading: tuple[int, ...]
    columns: tuple[Column, ...]
    lines: tuple[int, ...]
    notes: tuple[str, ...] = ()

    def make_fault(self, line: int | None, column: str, rule: str, got: str = "") -> Fault:
        return Fault(self.file, line, rule, got, sheet=self.sheet, column=column)


def say_fault(fault: Fault) -> str:
    """Return a fault as it is listed on the page of its sheet: row 14, "Age": “forty” is none of the answers."""
    parts = [] if fault.line is None else [f"{'row' if fault.sheet else 'line'} {fault.line}"]
    if fault.column:
        parts.append(quote(fault.column))
    # Of a whole file, its name and sheet are said as elsewhere.
    where = ", ".join(parts) or fault.place
    return f"{where}: {make_printable(fault.rule)}{f'; got {shorten(fault.got)}' if fault.got else ''}"


def read_table(path: Path, sheet: str = "", heading: Sequence[int] = ()) -> Table:
    """Return a sheet of a file with its heading; which they are is guessed where nobody says.

    Raises
    ------
    Faults
        The file cannot be read, holds no responses, or has no such sheet or heading.
    """
    tables = read_tables(path, LIMITS)
    chosen = _choose_sheet(tables, sheet)
    if is_codebook(chosen):
        raise Faults([Fault(tables.file, None, CODEBOOK, sheet=chosen.name)])
    rows = tuple(heading) or guess_heading(chosen)
    _check_heading(tables.file, chosen, rows)
    return _build(tables, chosen, rows, hashlib.sha256(path.read_bytes()).hexdigest())


def _choose_sheet(tables: Tables, name: str) -> Sheet:
    filled = [sheet for sheet in tables if len(sheet)]
    if not filled:
        raise Faults([Fault(tables.file, None, "the file is empty")])
    if name:
        if found := next((sheet for sheet in filled if sheet.name == name), None):
            return found
        raise Faults([Fault(tables.file, None, "the file has no such sheet that holds anything", name)])
    seen = [sheet for sheet in filled if not sheet.hidden]
    if not seen:
        rule = "every sheet that holds anything is hidden: show it in a spreadsheet program, and save the file again"
        raise Faults([Fault(tables.file, None, rule)])
    return next((sheet for sheet in seen if not is_codebook(sheet)), seen[0])


def is_codebook(sheet: Sheet) -> bool:
    """Whether a sheet lists the questions of a survey, and holds nothing that was answered."""
    for place in range(min(len(sheet), _TOP)):
        first, *others = sheet.get_texts(place)
        if _CODE.match(first) and any(_MEANING.search(text) for text in others):
            return True
    return False


def guess_heading(sheet: Sheet) -> tuple[int, ...]:
    """Return the rows of the heading: below titles; two where the first counts what the second asks, as tools do.

    A first row of codes alone is the whole heading: what stands below it is somebody's answer, and must not be lost.
    """
    top = [[text for text in sheet.get_texts(place) if text] for place in range(min(len(sheet), _TOP))]
    widest = max(map(len, top))
    first = next(place for place, texts in enumerate(top) if len(texts) * 2 >= widest)
    if first + 1 < len(top):
        below = top[first + 1]
        is_counted = all(_NUMBERED.fullmatch(text) for text in top[first])
        asks = sum(text.endswith("?") for text in below) * 2 >= len(below)
        if (is_counted and asks) or any(_BELOW.fullmatch(text) for text in below):
            return sheet.lines[first], sheet.lines[first + 1]
    return (sheet.lines[first],)


def _check_heading(file: str, sheet: Sheet, rows: tuple[int, ...]) -> None:
    wrong = [row for row in rows if sheet.find_row(row) is None]
    if wrong or len(rows) > MOST_HEADING_ROWS:
        rule = "the heading is one row that holds anything, or two"
        raise Faults([Fault(file, wrong[0] if wrong else None, rule, ", ".join(map(str, rows)), sheet=sheet.name)])
    if sheet.lines[-1] <= max(rows):
        rule = "below the heading there is no row: the file holds no responses"
        raise Faults([Fault(file, max(rows), rule, sheet=sheet.name)])


def _build(tables: Tables, sheet: Sheet, heading: tuple[int, ...], digest: str) -> Table:
    places = [sheet.find_row(row) or 0 for row in sorted(heading)]
    parts = _list_parts([sheet.get_texts(place) for place in places])
    names = _name(parts)
    below = places[-1] + 1
    columns = tuple(
        Column(at, parts[at], names[at], tuple(text or "" for text in column.slice(below).to_pylist()))
        for at, column in enumerate(sheet.columns)
    )
    sheets = tuple((each.name, each.hidden) for each in tables if len(each) and each.name)
    lines = tuple(sheet.lines[below:])
    notes = (*_say_hidden(tables), *(note for note in tables.notes if note not in say_hidden(tables.sheets)))
    return Table(tables.file, digest, sheet.name, sheets, tuple(sorted(heading)), columns, lines, notes)


def _say_hidden(tables: Tables) -> list[str]:
    """Say of hidden sheets what is true here: elsewhere all sheets are read, and the note of the file says so."""
    names = ", ".join(quote(sheet.name) for sheet in tables if sheet.hidden)
    return [f"the workbook has hidden sheets, each read only if somebody chooses it: {names}"] if names else []


def _list_parts(rows: list[list[str]]) -> list[tuple[str, ...]]:
    """Return what the heading says over each column. Of two rows, the first stands over all columns up to the next."""
    if len(rows) == 1:
        return [(text,) if text else () for text in rows[0]]
    upper = ""
    parts = []
    for above, below in zip(*rows, strict=True):
        upper = above or (upper if below else "")
        parts.append(tuple(dict.fromkeys(text for text in (upper, below) if text)))
    return parts


def _name(parts: list[tuple[str, ...]]) -> list[str]:
    """Return the name of each column: its heading, with its letters where it has none or shares it."""
    said = [shorten(": ".join(each)) for each in parts]
    often = Counter(said)
    return [
        f"column {get_letters(at)}" if not text else f"{text} (column {get_letters(at)})" if often[text] > 1 else text
        for at, text in enumerate(said, start=1)
    ]
