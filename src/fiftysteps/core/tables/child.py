"""The program that opens workbooks and Parquet in a process of its own, and tells what it finds, a line at a time.

A few thousand bytes can make the libraries that read these files ask for half a terabyte: a cell in the last column of
the last row is enough. They then end the process, which no `except` prevents, so it must not be ours. This file is run
by its path, beside nothing of the package: it knows only the standard library and the two readers.
"""

import contextlib
import json
import math
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

TEXT, NUMBER, DATE, EMPTY = "t", "n", "d", " "
_BATCH = 5_000


def main(kind: str, path: str, memory: int, seconds: int) -> None:
    bound(memory, seconds)
    tell(sys.stdout, kind, path)


def bound(memory: int, seconds: int) -> None:
    """Let the system end this process rather than give it more. Not every system can; there the cells are counted."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def tell(out: IO[str], kind: str, path: str) -> None:
    """Write every sheet and every row to `out`, and last that this is all, or why not."""
    events = iterate_parquet(path) if kind == "parquet" else iterate_workbook(path)
    try:
        for event in events:
            out.write(json.dumps(event) + "\n")
            if "opening" in event:
                out.flush()  # so that it is known where this process came to, should it be ended there
        out.write('{"end": true}\n')
    except MemoryError:
        out.write('{"fault": "memory"}\n')
    except Exception as error:
        out.write(json.dumps({"fault": type(error).__name__, "words": str(error)[:300]}) + "\n")


def iterate_workbook(path: str) -> Iterator[dict[str, Any]]:
    import python_calamine as calamine

    with open(path, "rb") as file:  # noqa: PTH123
        book = calamine.CalamineWorkbook.from_filelike(file)
        for sheet in book.sheets_metadata:
            if sheet.typ != calamine.SheetTypeEnum.WorkSheet:
                continue
            hidden = sheet.visible != calamine.SheetVisibleEnum.Visible
            yield {"opening": sheet.name}
            cells = book.get_sheet_by_name(sheet.name)
            ranges = [(*first, *last) for first, last in cells.merged_cell_ranges or ()]
            yield {"sheet": sheet.name, "hidden": hidden, "merged": [[at + 1 for at in one] for one in ranges]}
            # The rows come from the first on, their cells only from the first column that holds anything.
            before = [None] * (cells.start[1] if cells.start else 0)
            for number, row in enumerate(cells.iter_rows(), start=1):
                if event := make_row(number, [*before, *row]):
                    yield event


def iterate_parquet(path: str) -> Iterator[dict[str, Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    pa.set_memory_pool(pa.system_memory_pool())  # the others set aside more than they use
    pa.set_cpu_count(1)
    with pq.ParquetFile(path) as file:
        flat = [field.name for field in file.schema_arrow if not pa.types.is_nested(field.type)]
        nested = [field.name for field in file.schema_arrow if pa.types.is_nested(field.type)]
        yield {"sheet": "", "hidden": False, "merged": [], "nested": nested, "rows": file.metadata.num_rows}
        yield {"row": 1, "cells": flat, "kinds": TEXT * len(flat)}
        number = 1
        for batch in file.iter_batches(batch_size=_BATCH, columns=flat):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                if event := make_row(number, row):
                    yield event


def make_row(number: int, values: Any) -> dict[str, Any] | None:
    cells = [make_cell(value) for value in values]
    while cells and not cells[-1][1]:
        cells.pop()
    if not cells:
        return None
    return {"row": number, "kinds": "".join(kind for kind, _ in cells), "cells": [text or None for _, text in cells]}


def make_cell(value: Any) -> tuple[str, str]:
    """Return what kind a value is, and its text: numbers as figures, dates as ISO 8601 writes them."""
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return EMPTY, ""
    if isinstance(value, bool):
        return TEXT, str(value).upper()
    if isinstance(value, int | float | Decimal):
        return NUMBER, write_number(value) if isinstance(value, float) else str(value)
    if isinstance(value, date):
        return DATE, write_date(value)
    return TEXT, value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value).strip()


def write_date(value: date) -> str:
    """Return a moment as ISO 8601 writes it; midnight is how workbooks write a day."""
    if isinstance(value, datetime) and value.time() == time() and value.tzinfo is None:
        return value.date().isoformat()
    return value.isoformat()


def write_number(value: float) -> str:
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
