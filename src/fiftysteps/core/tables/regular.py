"""The fast way for large files that are regular: as many values in every row, and no line end within a value.

Anything else is left to the careful reader in delimited.py, which gives the same cells and knows what is wrong.
"""

import io
from typing import IO, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from fiftysteps.core.tables.limits import Limits
from fiftysteps.core.tables.sheet import Column, Sheet

# Below this the careful reader takes no noticeable time; above, all of it would stand in memory at once.
SMALLEST, LARGEST = 20_000, 150_000_000
_CONTROLS: Final = bytes(range(0x09)) + bytes(range(0x0B, 0x0D)) + bytes(range(0x0E, 0x20)) + b"\x7f"
# The rest of core.text.UNWRITABLE as UTF-8 writes it: controls of the second kind, line ends of Unicode, no characters.
_UNWRITABLE: Final = (
    *(b"\xc2" + bytes([code]) for code in range(0x80, 0xA0)),
    b"\xe2\x80\xa8",
    b"\xe2\x80\xa9",
    b"\xef\xbb\xbf",
    b"\xef\xbf\xbe",
    b"\xef\xbf\xbf",
)


def read_regular(file: IO[bytes], separator: str, width: int, limits: Limits) -> Sheet | None:
    """Return the sheet, or None where the file must be read with care."""
    most = min(LARGEST, limits.expanded_bytes)
    data = file.read(most + 1)
    if not SMALLEST <= len(data) <= most or width < 2:
        return None
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
    lines = data.count(b"\n") + (not data.endswith(b"\n"))
    if not _is_plain(data, separator.encode()) or lines > limits.rows:
        return None
    if width > limits.columns or lines * width > limits.cells:
        return None
    table = _parse(data, separator, width)
    if table is None or table.num_rows != lines:
        return None
    columns = [_clean(column) for column in table.columns]
    if any((pc.max(pc.binary_length(column)).as_py() or 0) > limits.cell_length for column in columns):
        return None
    return _build(columns, lines)


def _is_plain(data: bytes, sign: bytes) -> bool:
    if b"\r" in data or len(data.translate(None, _CONTROLS)) != len(data):
        return False
    if not data.isascii() and any(code in data for code in _UNWRITABLE):
        return False
    # Each quotation mark must open or close a value: then both readers agree on what it means.
    edges = sum(data.count(edge) for edge in (sign + b'"', b'"' + sign, b'\n"', b'"\n'))
    return data.count(b'"') == edges + data.startswith(b'"') + data.endswith(b'"')


def _parse(data: bytes, separator: str, width: int) -> pa.Table | None:
    names = [str(at) for at in range(width)]
    try:
        return csv.read_csv(
            io.BytesIO(data),
            read_options=csv.ReadOptions(column_names=names, block_size=max(1 << 20, len(data) // 8)),
            parse_options=csv.ParseOptions(delimiter=separator, newlines_in_values=True, ignore_empty_lines=False),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
                quoted_strings_can_be_null=True,
            ),
        )
    except pa.ArrowException:
        return None


def _clean(column: Column) -> Column:
    trimmed: Any = pc.utf8_trim_whitespace(column)
    cleaned: Column = pc.if_else(pc.equal(trimmed, pa.scalar("")), pa.scalar(None, pa.string()), trimmed)
    return cleaned


def _build(columns: list[Column], lines: int) -> Sheet:
    numbers: range | tuple[int, ...] = range(1, lines + 1)
    filled = [column.is_valid() for column in columns]
    kept: Any = filled[0]
    for other in filled[1:]:
        kept = pc.or_(kept, other)
    if not pc.all(kept).as_py():
        columns = [column.filter(kept) for column in columns]
        numbers = tuple(number for number, is_kept in zip(numbers, kept.to_pylist(), strict=True) if is_kept)
    while columns and columns[-1].null_count == len(columns[-1]):
        columns.pop()
    return Sheet("", numbers, tuple(columns))
