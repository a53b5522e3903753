"""Small files of every make, written by the tests."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS_HEAD = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)


def write(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def write_workbook(folder: Path, name: str, **sheets) -> Path:
    """Write a workbook whose sheets are lists of rows. A name that starts with "hidden" hides its sheet."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if title.startswith("hidden"):
            sheet.sheet_state = "hidden"
    book.save(folder / name)
    return folder / name


def merge(path: Path, *ranges: str) -> Path:
    book = openpyxl.load_workbook(path)
    for one in ranges:
        book.active.merge_cells(one)
    book.save(path)
    return path


def write_ods(folder: Path, name: str, rows) -> Path:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = f'{ODS_HEAD}<table:table table:name="Kept">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    return write_zip(
        folder,
        name,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": MANIFEST,
            "content.xml": content,
        },
    )


MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)


def write_zip(folder: Path, name: str, parts) -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as package:
        for part, text in parts.items():
            package.writestr(part, text)
    return folder / name


def change_zip(path: Path, **parts) -> Path:
    """Put parts into a zip, or change them; `__` in a name stands for `/` and a final `_xml` for its ending."""
    named = {
        name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"): text for name, text in parts.items()
    }
    with zipfile.ZipFile(path) as package:
        held = {name: package.read(name) for name in package.namelist()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in {**held, **named}.items():
            package.writestr(name, text)
    path.write_bytes(buffer.getvalue())
    return path


def write_xlsb(folder: Path, name: str, rows) -> Path:
    """Write a binary workbook of one sheet, record by record ([MS-XLSB])."""
    book = _record(0x9C, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Kept")) + _record(0x90) + _record(0x84)
    sheet = _record(0x94, struct.pack("<4I", 0, len(rows) - 1, 0, len(rows[0]) - 1)) + _record(0x91)
    for number, row in enumerate(rows):
        sheet += _record(0x00, struct.pack("<I", number) + bytes(13))
        for column, value in enumerate(row):
            place = struct.pack("<II", column, 0)
            is_text = isinstance(value, str)
            sheet += _record(0x06 if is_text else 0x05, place + (_wide(value) if is_text else struct.pack("<d", value)))
    sheet += _record(0x92)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    links = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    parts = {"xl/workbook.bin": book, "xl/worksheets/sheet1.bin": sheet, "xl/_rels/workbook.bin.rels": links}
    return write_zip(folder, name, parts)


def _record(kind: int, content: bytes = b"") -> bytes:
    return bytes([kind & 0x7F | 0x80, kind >> 7] if kind > 0x7F else [kind]) + bytes([len(content)]) + content


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def read_texts(tables, sheet: int = 0) -> list[list[str]]:
    found = tables.sheets[sheet]
    return [found.get_texts(place) for place in range(len(found))]
