"""The one way in: any file that holds tables, into sheets."""

from pathlib import Path

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.tables.delimited import read_delimited
from fiftysteps.core.tables.limits import LIMITS, Limits
from fiftysteps.core.tables.packages import check_package
from fiftysteps.core.tables.process import read_in_child
from fiftysteps.core.tables.sheet import Tables
from fiftysteps.core.tables.sniffing import check_ole, find_kind
from fiftysteps.core.text import quote

_WORKBOOKS = (".xls", ".xlsx", ".xlsb", ".xlsm", ".ods")


def read_tables(path: Path, limits: Limits = LIMITS) -> Tables:
    """Return the sheets of a text file (as it is or in gzip), a workbook or a Parquet file. Only values are read.

    What the file is, is told by its content. Nothing in it is run or fetched.

    Raises
    ------
    Faults
        The file cannot be read, is no table, is locked or damaged, or exceeds a limit.
    """
    name = path.name
    _check_file(path, name, limits)
    kind = find_kind(path, name)
    if kind in {"text", "zipped text"}:
        tables = read_delimited(path, name, limits, zipped=kind == "zipped text")
        return Tables(name, tables.sheets, (*_say_ending(name), *tables.notes))
    if kind == "parquet":
        return read_in_child(path, name, "parquet", limits, ())
    notes = check_package(path, name, limits).notes if kind == "package" else check_ole(path, name)
    return read_in_child(path, name, "workbook", limits, notes)


def _check_file(path: Path, name: str, limits: Limits) -> None:
    if not path.is_file():
        raise Faults([Fault(name, None, "this is not an ordinary file" if path.exists() else "there is no such file")])
    if (size := path.stat().st_size) > limits.file_bytes:
        rule = f"the file is larger than {limits.file_bytes:,} bytes, which is the most that is read"
        raise Faults([Fault(name, None, rule, f"{size:,}")])


def _say_ending(name: str) -> tuple[str, ...]:
    ending = Path(name).suffix.lower()
    return (f"the name ends in {quote(ending)}, and the file is delimited text",) if ending in _WORKBOOKS else ()
