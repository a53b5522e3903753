"""Reading tables from CSV so that every row keeps its line, quoted line ends included."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.text import quote, suggest

# What spreadsheets write between values, by country and by habit.
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True)
class Row:
    """One row: the line it starts on, and its values by column. A column that the file lacks is not in it."""

    line: int
    values: dict[str, str]

    def get_line(self, place: object) -> int:
        """Return the line of anything in the row: all of it stands on one."""
        return self.line


def read_table(
    name: str, text: str, columns: Collection[str], needed: Collection[str]
) -> tuple[tuple[Row, ...], list[Fault]]:
    """Return the rows of a CSV file and the faults that leave it readable.

    Raises
    ------
    Faults
        The file is empty, its first row does not name the columns, or a quotation mark is astray.
    """
    rows = _read_rows(name, text)
    line, header = next(rows, (1, []))
    _check_header(name, line, header, columns, needed)
    found: list[Row] = []
    faults: list[Fault] = []
    for line, values in rows:
        if len(values) != len(header):
            rule = f"the row must have {len(header)} values, as the first row has"
            faults.append(Fault(name, line, rule, f"{len(values)}"))
        else:
            found.append(Row(line, dict(zip(header, values, strict=True))))
    return tuple(found), faults


def _read_rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the first line and the values of each row that is not empty."""
    # Strict: otherwise a stray quotation mark silently swallows the rows after it.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_get_delimiter(text), strict=True)
    line = 1
    try:
        for values in reader:
            if any(value.strip() for value in values):
                yield line, [value.strip() for value in values]
            line = reader.line_num + 1
    except csv.Error as error:
        raise Faults([Fault(name, line, say_csv_error(error))]) from None


def say_csv_error(error: csv.Error) -> str:
    """Return the parser's complaint as the rule that the file breaks."""
    if "limit" in str(error):
        return f"a value is longer than {csv.field_size_limit():,} characters"
    return "a quotation mark is astray: put the whole value in quotation marks and double those inside it"


def _get_delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(DELIMITERS, key=first.count)


def _check_header(
    name: str, line: int, header: Sequence[str], columns: Collection[str], needed: Collection[str]
) -> None:
    if not header:
        raise Faults([Fault(name, 1, f"the file is empty: its first row names the columns {', '.join(columns)}")])
    missing = [column for column in needed if column not in header]
    faults = [Fault(name, line, f'the column "{column}" is missing') for column in missing]
    for column in sorted(set(header)):
        if column not in columns:
            # What is missing is the likeliest meaning of a name that is not known.
            meant = suggest(column, missing) or suggest(column, columns)
            faults.append(Fault(name, line, f"{quote(column)} is not a column of this table{meant}"))
        if header.count(column) > 1:
            faults.append(Fault(name, line, f"the column {quote(column)} stands here twice"))
    if faults:
        raise Faults(faults)
