"""Delimited text into a sheet: whichever signs stand between the values and however the text is written."""

import csv
import gzip
import io
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final, cast

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.tables.limits import Limits
from fiftysteps.core.tables.regular import read_regular
from fiftysteps.core.tables.sheet import SheetBuilder, Tables
from fiftysteps.core.tabular import DELIMITERS, say_csv_error
from fiftysteps.core.text import UNWRITABLE

SEPARATORS: Final = (*DELIMITERS, "|")
# Enough to see past title rows and to the table.
_SAMPLE_LINES = 60
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_MARK = "\ufeff"


def read_delimited(path: Path, name: str, limits: Limits, *, zipped: bool = False) -> Tables:
    """Return the one sheet of a text file.

    Raises
    ------
    Faults
        The text is in no encoding that is known, holds what no text holds, or exceeds a limit.
    """
    encodings = _list_encodings(path, zipped)
    for encoding in encodings:
        try:
            return _read_as(path, name, limits, encoding, zipped)
        except UnicodeDecodeError:
            continue
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise Faults([Fault(name, None, "the compressed file is cut short or damaged: fetch it again")]) from None
    raise Faults([Fault(name, None, "the text is neither UTF-8, UTF-16 nor Windows-1252: save it again as UTF-8")])


def open_bytes(path: Path, *, zipped: bool) -> IO[bytes]:
    return cast("IO[bytes]", gzip.open(path)) if zipped else path.open("rb")


def _list_encodings(path: Path, zipped: bool) -> tuple[str, ...]:
    try:
        with open_bytes(path, zipped=zipped) as file:
            head = file.read(4096)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return ("utf-8-sig",)  # met again, and said, where the whole is read
    if head.startswith(_UTF16_MARKS):
        return ("utf-16",)
    # Without a mark, the zeros beside Latin letters give UTF-16 away.
    pairs = len(head) // 2
    if pairs and head[1::2].count(0) > pairs * 0.6:
        return ("utf-16-le",)
    if pairs and head[0::2].count(0) > pairs * 0.6:
        return ("utf-16-be",)
    return "utf-8-sig", "cp1252"


def _read_fast(path: Path, name: str, limits: Limits, zipped: bool) -> Tables | None:
    with open_bytes(path, zipped=zipped) as raw:
        sample = raw.read(1 << 16).decode("utf-8-sig", "ignore").splitlines(keepends=True)[:_SAMPLE_LINES]
        separator = _find_separator(sample)
        raw.seek(0)
        sheet = read_regular(raw, separator, _score(sample, separator)[1], limits)
    return Tables(name, (sheet,)) if sheet else None


def _read_as(path: Path, name: str, limits: Limits, encoding: str, zipped: bool) -> Tables:
    if encoding == "utf-8-sig" and (tables := _read_fast(path, name, limits, zipped)):
        return tables
    with open_bytes(path, zipped=zipped) as raw:
        counted = _Counted(raw, name, limits)
        text = io.TextIOWrapper(io.BufferedReader(counted, 1 << 16), encoding=encoding, newline="")
        sample = _read_sample(text, name, limits)
        builder = SheetBuilder(name, limits)
        lines = _iterate_lines(text, name, limits, sample)
        marked = _fill(builder, csv.reader(lines, delimiter=_find_separator(sample), strict=True))
        notes = []
        if encoding not in {"utf-8-sig", "utf-8"}:
            notes.append(f"the text was read as {encoding.upper().replace('CP1252', 'Windows-1252')}")
        if marked:
            notes.append(f"values with characters that no page can show, which became spaces: {marked:,}")
    return Tables(name, (builder.build(),), tuple(notes))


def _fill(builder: SheetBuilder, reader: Any) -> int:
    """Give the rows to `builder`, and return in how many values characters were replaced."""
    line, marked = 1, 0
    try:
        for values in reader:
            cells = values
            if UNWRITABLE.search("".join(values)):
                marked += sum(1 for value in values if UNWRITABLE.search(value.replace("\r", "")))
                cells = [UNWRITABLE.sub(" ", value.replace("\r\n", "\n")) for value in values]
            builder.add(line, [cell.strip() for cell in cells])
            line = reader.line_num + 1
    except csv.Error as error:
        raise Faults([Fault(builder.file, line, say_csv_error(error))]) from None
    return marked


class _Counted(io.RawIOBase):
    """Bytes as they come, counted: a small compressed file can go on for ever."""

    def __init__(self, raw: IO[bytes], name: str, limits: Limits) -> None:
        self._raw, self._name, self._limits, self._count = raw, name, limits, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        data = self._raw.read(len(buffer))
        self._count += len(data)
        if self._count > self._limits.expanded_bytes:
            rule = f"the file becomes larger than {self._limits.expanded_bytes:,} bytes when it is unpacked"
            raise Faults([Fault(self._name, None, rule)])
        buffer[: len(data)] = data
        return len(data)


def _read_sample(text: io.TextIOWrapper, name: str, limits: Limits) -> list[str]:
    sample: list[str] = []
    while len(sample) < _SAMPLE_LINES and (line := _read_line(text, len(sample) + 1, name, limits)):
        sample.append(line)
    if sample:
        sample[0] = sample[0].removeprefix(_MARK)
    return sample


def _iterate_lines(text: io.TextIOWrapper, name: str, limits: Limits, sample: list[str]) -> Iterator[str]:
    yield from sample
    number = len(sample)
    while line := _read_line(text, number := number + 1, name, limits):
        yield line


def _read_line(text: io.TextIOWrapper, number: int, name: str, limits: Limits) -> str:
    line = text.readline(limits.line_length + 1)
    if len(line) > limits.line_length:
        raise Faults([Fault(name, number, f"a line is longer than {limits.line_length:,} characters")])
    if "\0" in line:
        raise Faults([Fault(name, number, "this is no table: it holds zero bytes, which no text holds")])
    return line


def _find_separator(sample: list[str]) -> str:
    """Return the sign that parts most rows of the sample into the same number of values."""
    return max(SEPARATORS, key=lambda sign: _score(sample, sign))


def _score(sample: list[str], sign: str) -> tuple[int, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(sample, delimiter=sign) if len(row) > 1)
    except csv.Error:
        return 0, 0
    if not widths:
        return 0, 0
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]))
    return rows, width
