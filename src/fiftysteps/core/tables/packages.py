"""What is inside a workbook's zip, looked at before any library opens it."""

import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.tables.limits import Limits
from fiftysteps.core.text import quote

_PIECE: Final = 1 << 18
# A pattern may stand across two pieces; this much of the first is looked at again with the second.
_OVERLAP: Final = 64
_ENCRYPTED: Final = 0x1
_DTD: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ERROR: Final = re.compile(rb'<c [^>]{0,40}t="e"')
# A formula that no spreadsheet program has worked out: some programs write formulas alone.
_NO_VALUE: Final = re.compile(rb"</f>(<v></v>|<v ?/>)?</c>")
# All that the reader of zips raises over what is no sound zip.
_BROKEN: Final = (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_BROKEN_INSIDE: Final = (zlib.error, lzma.LZMAError, struct.error, KeyError)
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml")


@dataclass(frozen=True)
class Package:
    """What kind of workbook a zip is, and what there is to say about it."""

    kind: str
    notes: tuple[str, ...]


def check_package(path: Path, name: str, limits: Limits) -> Package:
    """Return what the zip holds.

    Raises
    ------
    Faults
        The zip is damaged, holds no workbook, is encrypted, grows beyond the limits, or has XML that defines entities.
    """
    try:
        with zipfile.ZipFile(path) as package:
            _check_parts(package, name, limits)
            return Package(_get_kind(package, name), _look(package, name, limits))
    except (*_BROKEN, *_BROKEN_INSIDE) as error:
        rule = "the workbook is damaged or cut short: open it in a spreadsheet program and save it again"
        raise Faults([Fault(name, None, rule, str(error))]) from None


def _check_parts(package: zipfile.ZipFile, name: str, limits: Limits) -> None:
    parts = package.infolist()
    if len(parts) > limits.parts:
        raise Faults([Fault(name, None, f"the workbook has more than {limits.parts:,} parts", f"{len(parts):,}")])
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise Faults([Fault(name, None, "the file is protected by a password: save it without one")])


def _get_kind(package: zipfile.ZipFile, name: str) -> str:
    names = set(package.namelist())
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "content.xml" in names and _is_spreadsheet(package):
        return "ods"
    if "word/document.xml" in names:
        raise Faults([Fault(name, None, "this is a Word document: put its table into a workbook")])
    inside = ", ".join(sorted(names)[:3])
    raise Faults([Fault(name, None, "this is a zip file and no workbook: unpack it and take in the files", inside)])


def _is_spreadsheet(package: zipfile.ZipFile) -> bool:
    try:
        with package.open("mimetype") as part:
            return b"spreadsheet" in part.read(100)
    except KeyError:
        return True


def _look(package: zipfile.ZipFile, name: str, limits: Limits) -> tuple[str, ...]:
    """Unpack every part piece by piece, keeping nothing: what the zip says about their sizes need not be true."""
    total = errors = formulas = 0
    for part in package.infolist():
        size, found_errors, found_formulas = _look_at(package, part, name, limits, total)
        total += size
        errors += found_errors
        formulas += found_formulas
    return tuple(_say(package, errors, formulas))


def _look_at(
    package: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, limits: Limits, before: int
) -> tuple[int, int, int]:
    size = errors = formulas = 0
    tail = b""
    most = max(part.compress_size, 1) * limits.expansion + _PIECE
    with package.open(part) as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > most or before + size > limits.expanded_bytes:
                rule = "the workbook becomes far larger when it is unpacked than any table does, so it is not opened"
                raise Faults([Fault(name, None, rule, quote(part.filename))])
            text = tail + piece
            if part.filename.endswith((".xml", ".rels")) and _DTD.search(text):
                rule = "the workbook's XML defines entities, which no spreadsheet program writes, so it is not opened"
                raise Faults([Fault(name, None, rule, quote(part.filename))])
            if _SHEET.fullmatch(part.filename):
                errors += len(_ERROR.findall(text)) - len(_ERROR.findall(tail))
                formulas += len(_NO_VALUE.findall(text)) - len(_NO_VALUE.findall(tail))
            tail = text[-_OVERLAP:]
    return size, errors, formulas


def _say(package: zipfile.ZipFile, errors: int, formulas: int) -> list[str]:
    names = package.namelist()
    notes = []
    if any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in names):
        notes.append("the workbook has macros; they were not run, and only values are read")
    if any(name.startswith("xl/externalLinks/") for name in names):
        notes.append("the workbook has links to other workbooks; their last values are read, and nothing is fetched")
    if errors:
        notes.append(f"cells that hold an error such as #DIV/0!, read as empty: {errors:,}")
    if formulas:
        notes.append(
            f"formulas that no program has worked out, read as empty: {formulas:,} (open the workbook and save it)"
        )
    return notes
