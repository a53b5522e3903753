"""A sheet: rows of cells that know where they stand. Its columns are held as Arrow text, far smaller than objects."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from itertools import zip_longest
from typing import Any, Literal

import pyarrow as pa

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.tables.limits import Limits
from fiftysteps.core.text import quote

type Kind = Literal["empty", "text", "number", "date"]
type Column = pa.ChunkedArray[Any]
type Chunk = pa.Array[Any]
type Value = str | float | date | datetime | None

# The letter that a reader of workbooks gives for what kind a cell is. Delimited text has none: all of it is text.
TEXT, NUMBER, DATE, EMPTY = "t", "n", "d", " "
_KINDS: dict[str, Kind] = {TEXT: "text", NUMBER: "number", DATE: "date", EMPTY: "empty"}
# Cells gathered as objects before they become Arrow: some tens of megabytes.
_CHUNK = 400_000


@dataclass(frozen=True)
class Cell:
    """One cell: its text as a person reads it, what kind it is, and its place counted from 1."""

    text: str
    kind: Kind
    row: int
    column: int

    @property
    def value(self) -> Value:
        if self.kind == "number":
            return float(self.text)
        if self.kind == "date":
            moment = datetime.fromisoformat(self.text)
            return moment if "T" in self.text else moment.date()
        return self.text or None

    def __str__(self) -> str:
        return f"row {self.row}, column {get_letters(self.column)}"


@dataclass(frozen=True)
class Sheet:
    """The rows that hold anything. `lines` has the row of each in the sheet, or its line in a file of text.

    `merged` holds ranges as first row, first column, last row and last column, all counted from 1.
    """

    name: str
    lines: Sequence[int]
    columns: tuple[Column, ...]
    kinds: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden: bool = False

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def width(self) -> int:
        return len(self.columns)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {line: place for place, line in enumerate(self.lines)}

    def find_row(self, line: int) -> int | None:
        """Return which of the rows held stands at `line`, or None where that row is empty."""
        return self._places.get(line)

    def get_texts(self, place: int) -> list[str]:
        """Return the texts of a row; an empty cell is an empty text."""
        return [column[place].as_py() or "" for column in self.columns]

    def get_cell(self, place: int, column: int) -> Cell:
        """Return a cell by its place among the rows held and its column, both counted from 0."""
        text = self.columns[column][place].as_py() or ""
        letter = self.kinds[place][column : column + 1] if self.kinds else TEXT
        return Cell(text, _KINDS[letter or EMPTY] if text else "empty", self.lines[place], column + 1)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        for place in range(len(self)):
            yield tuple(self.get_cell(place, column) for column in range(self.width))


@dataclass(frozen=True)
class Tables:
    """Everything that a file holds, and what there is to say about it."""

    file: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self.sheets)


def get_letters(number: int) -> str:
    """Return how spreadsheets name a column: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass
class SheetBuilder:
    """Gathers rows, and stops with a sentence where there are too many. `used` cells stand in sheets before this."""

    file: str
    limits: Limits
    name: str = ""
    used: int = 0
    lines: list[int] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    cells: int = 0
    _rows: list[Sequence[str | None]] = field(default_factory=list)
    _waiting: int = 0
    _chunks: list[list[Chunk]] = field(default_factory=list)

    def add(self, line: int, values: Sequence[str | None], kinds: str = "") -> None:
        """Take a row. An empty one is not kept: the numbers of its neighbours show that it was there."""
        if not any(values):
            return
        self._check(line, values)
        self.lines.append(line)
        if kinds:
            self.kinds.append(kinds)
        self._rows.append(values)
        self._waiting += len(values)
        self.cells += len(values)
        if self._waiting >= _CHUNK:
            self._flush()

    def _check(self, line: int, values: Sequence[str | None]) -> None:
        limits = self.limits
        if len(values) > limits.columns:
            raise self._refuse(line, f"a table may have at most {limits.columns:,} columns", f"{len(values):,}")
        if len(self.lines) >= limits.rows:
            raise self._refuse(line, f"a table may have at most {limits.rows:,} rows that hold anything")
        if self.used + self.cells + len(values) > limits.cells:
            raise self._refuse(line, f"a file may have at most {limits.cells:,} cells: take it in by parts")
        longest = max(map(len, filter(None, values)), default=0)
        if longest > limits.cell_length:
            raise self._refuse(line, f"a value is longer than {limits.cell_length:,} characters")

    def _refuse(self, line: int, rule: str, got: str = "") -> Faults:
        return Faults([Fault(self.file, line, rule, got, sheet=self.name)])

    def _flush(self) -> None:
        columns = zip_longest(*self._rows)
        self._chunks.append([pa.array([value or None for value in column], pa.string()) for column in columns])
        self._rows, self._waiting = [], 0

    def build(self, *, hidden: bool = False, merged: Sequence[Sequence[int]] = ()) -> Sheet:
        """Return the sheet. Columns at the right that hold nothing are left away."""
        if self._rows:
            self._flush()
        width = max(map(len, self._chunks), default=0)
        columns = [pa.chunked_array([_get(chunk, at) for chunk in self._chunks], pa.string()) for at in range(width)]
        while columns and columns[-1].null_count == len(columns[-1]):
            columns.pop()
        ranges = tuple((top, left, bottom, right) for top, left, bottom, right in merged)
        return Sheet(self.name, tuple(self.lines), tuple(columns), tuple(self.kinds), ranges, hidden)


def _get(chunk: list[Chunk], at: int) -> Chunk:
    return chunk[at] if at < len(chunk) else pa.nulls(len(chunk[0]), pa.string())


def say_hidden(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """Return the note that names hidden sheets: people forget them, and publish what is in them."""
    names = [quote(sheet.name) for sheet in sheets if sheet.hidden]
    return (f"the workbook has hidden sheets, which are read like the others: {', '.join(names)}",) if names else ()
