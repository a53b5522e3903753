"""What a file is, by what is in it: names and endings often say otherwise."""

import gzip
import zlib
from pathlib import Path
from typing import Final, Literal

from fiftysteps.core.faults import Fault, Faults

type FileKind = Literal["text", "zipped text", "package", "ole", "parquet"]

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GZIP: Final = b"\x1f\x8b"
# What is no table, by its first bytes, and what to do about it.
_OTHERS: Final = (
    (b"%PDF", "this is a PDF: ask its publisher for the table behind it, or copy the table into a workbook"),
    (b"\x89PNG", "this is a picture: a table is read from text, workbooks and Parquet"),
    (b"\xff\xd8\xff", "this is a picture: a table is read from text, workbooks and Parquet"),
    (b"7z\xbc\xaf\x27\x1c", "this is a 7z archive: unpack it and take in the files"),
    (b"Rar!", "this is a RAR archive: unpack it and take in the files"),
    (b"BZh", "this is packed with bzip2: unpack it first"),
    (b"\xfd7zXZ", "this is packed with xz: unpack it first"),
    (b"SQLite format 3", "this is a database: write its table out as CSV"),
    (b"{\\rtf", "this is a Word document: put its table into a workbook"),
)
_JSON: Final = "this is JSON, not a table: write it out as CSV, with one line for each row"
_PAGE: Final = "this is a web page: open it in a spreadsheet program and save it as a workbook"
_XML: Final = "this is XML, not a table: open it in a spreadsheet program and save it as a workbook"
# The names of streams in an OLE file are UTF-16.
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_BOOKS: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")


def find_kind(path: Path, name: str) -> FileKind:
    """Return how the file is to be read.

    Raises
    ------
    Faults
        It is empty, or nothing that holds a table.
    """
    head = _read_head(path, name)
    if not head:
        raise Faults([Fault(name, None, "the file is empty")])
    if head.startswith(_GZIP):
        return _look_inside(path, name)
    if head.startswith(b"PK\x03\x04"):
        return "package"
    if head.startswith(_OLE):
        return "ole"
    if head.startswith(b"PAR1"):
        return "parquet"
    _check_text(head, name)
    return "text"


def _read_head(path: Path, name: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(1024)
    except OSError as error:
        raise Faults([Fault(name, None, "the file cannot be read", error.strerror or "")]) from None


def _look_inside(path: Path, name: str) -> FileKind:
    try:
        with gzip.open(path) as file:
            head = file.read(1024)
    except (EOFError, OSError, zlib.error):
        raise Faults([Fault(name, None, "the compressed file is cut short or damaged: fetch it again")]) from None
    if not head:
        raise Faults([Fault(name, None, "the file is empty")])
    if head.startswith((_GZIP, b"PK\x03\x04", _OLE, b"PAR1")):
        raise Faults([Fault(name, None, "the compressed file holds no text: unpack it, and take in what is inside")])
    _check_text(head, name)
    return "zipped text"


def _check_text(head: bytes, name: str) -> None:
    for start, sentence in _OTHERS:
        if head.startswith(start):
            raise Faults([Fault(name, None, sentence)])
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table")):
        raise Faults([Fault(name, None, _PAGE)])
    if start.startswith(b"<?xml"):
        raise Faults([Fault(name, None, _XML)])
    if start.startswith((b'{"', b"[{", b'["', b"[[")) or (start[:1] in {b"{", b"["} and name.lower().endswith("json")):
        raise Faults([Fault(name, None, _JSON)])


def check_ole(path: Path, name: str) -> tuple[str, ...]:
    """Return what there is to say about an Office file of the old kind.

    Raises
    ------
    Faults
        It is protected by a password, or is no workbook.
    """
    data = path.read_bytes()
    if _LOCKED in data:
        raise Faults([Fault(name, None, "the file is protected by a password: save it without one")])
    if not any(book in data for book in _BOOKS):
        raise Faults([Fault(name, None, "this is an Office file and no workbook: put its table into a workbook")])
    return ("the workbook has macros; they were not run, and only values are read",) if _MACROS in data else ()
