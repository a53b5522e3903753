import gzip
import os
import random
import zipfile

import openpyxl
import pytest

from fiftysteps.core.faults import Faults
from fiftysteps.core.tables import Limits, process, read_tables
from tests.core.tables.files import OLE, change_zip, write, write_workbook, write_zip


def pack(data: bytes) -> bytes:
    # Without the time, which would give each worker of a test run another name for the test.
    return gzip.compress(data, mtime=0)


def get_fault(path, **limits) -> str:
    with pytest.raises(Faults) as caught:
        read_tables(path, Limits(**limits))
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"", "a.csv: the file is empty"),
        ("a.csv.gz", pack(b""), "a.csv.gz: the file is empty"),
        ("a.pdf", b"%PDF-1.7", "a.pdf: this is a PDF: ask its publisher for the table behind it, or copy the table into a workbook"),
        ("a.xlsx", b"<html><table>", "a.xlsx: this is a web page: open it in a spreadsheet program and save it as a workbook"),
        ("a.xml", b"<?xml version='1.0'?><a/>", "a.xml: this is XML, not a table: open it in a spreadsheet program and save it as a workbook"),
        ("a.json", b'{"a": 1}', "a.json: this is JSON, not a table: write it out as CSV, with one line for each row"),
        ("a.json", b"[\n 1]", "a.json: this is JSON, not a table: write it out as CSV, with one line for each row"),
        ("a.csv", b"a,b\n1,\x00\n", "a.csv, line 2: this is no table: it holds zero bytes, which no text holds"),
        ("a.csv", b"a,b\n1,\x81\n", "a.csv: the text is neither UTF-8, UTF-16 nor Windows-1252: save it again as UTF-8"),
        ("a.csv", b'a,b\n1,"2\n', "a.csv, line 2: a quotation mark is astray: put the whole value in quotation marks and double those inside it"),
        ("a.csv.gz", pack(b"a,b\n" * 9999)[:-30], "a.csv.gz: the compressed file is cut short or damaged: fetch it again"),
        ("a.csv.gz", pack(random.Random(1).randbytes(9000).hex().encode())[:1500], "a.csv.gz: the compressed file is cut short or damaged: fetch it again"),
        ("a.csv.gz", b"\x1f\x8b\x08garbage", "a.csv.gz: the compressed file is cut short or damaged: fetch it again"),
        ("a.gz", pack(pack(b"a")), "a.gz: the compressed file holds no text: unpack it, and take in what is inside"),
        ("a.xls", OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "a.xls: the file is protected by a password: save it without one"),
        ("a.doc", OLE + bytes(600), "a.doc: this is an Office file and no workbook: put its table into a workbook"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_a_sentence(tmp_path, name, content, sentence):
    assert get_fault(write(tmp_path, name, content)) == sentence


def test_a_workbook_of_the_old_kind_that_is_cut_short_is_refused(tmp_path):
    path = write(
        tmp_path, "a.xls", OLE + bytes(600) + "Workbook".encode("utf-16-le") + "_VBA_PROJECT".encode("utf-16-le")
    )
    assert "a.xls: the file is damaged or cut short" in get_fault(path)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"word/document.xml": "x"}, "this is a Word document: put its table into a workbook"),
        ({"a.csv": "x"}, "this is a zip file and no workbook: unpack it and take in the files; got a.csv"),
        (
            {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"},
            "this is a zip file and no workbook",
        ),
        ({"content.xml": "x"}, "the file is damaged or cut short"),
        ({"xl/workbook.bin": "x"}, "the file is damaged or cut short"),
    ],
)
def test_zips_that_are_no_workbooks_are_refused(tmp_path, parts, sentence):
    assert sentence in get_fault(write_zip(tmp_path, "a.xlsx", parts))


def test_a_workbook_that_is_cut_short_is_refused(tmp_path):
    whole = write_workbook(tmp_path, "a.xlsx", A=[["a"]]).read_bytes()
    assert "a.xlsx: the workbook is damaged or cut short" in get_fault(write(tmp_path, "a.xlsx", whole[:-200]))


def test_a_locked_part_of_a_zip_is_refused(tmp_path):
    path = write_workbook(tmp_path, "a.xlsx", A=[["a"]])
    data = bytearray(path.read_bytes())
    start = data.index(b"PK\x01\x02")
    data[start + 8] |= 1
    assert (
        get_fault(write(tmp_path, "a.xlsx", bytes(data)))
        == "a.xlsx: the file is protected by a password: save it without one"
    )


def test_entities_are_not_expanded(tmp_path):
    laughs = (
        '<!DOCTYPE a [<!ENTITY b "ha">' + "".join(f'<!ENTITY b{n} "{"&b;" * 10}">' for n in range(9)) + "]><a>&b8;</a>"
    )
    path = change_zip(write_workbook(tmp_path, "a.xlsx", A=[["a"]]), xl__sharedStrings_xml=laughs)
    assert "the workbook's XML defines entities, which no spreadsheet program writes" in get_fault(path)


def test_a_bomb_is_not_opened(tmp_path):
    path = change_zip(write_workbook(tmp_path, "a.xlsx", A=[["a"]]), xl__worksheets__sheet2_xml=bytes(30_000_000))
    assert "becomes far larger when it is unpacked than any table does" in get_fault(path)


def test_what_the_zip_says_of_its_sizes_is_not_believed(tmp_path):
    path = change_zip(write_workbook(tmp_path, "a.xlsx", A=[["a"]]), big=bytes(2_000_000))
    with zipfile.ZipFile(path) as package:
        size = next(part.file_size for part in package.infolist() if part.filename == "big")
    data = path.read_bytes().replace(size.to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert "a.xlsx: the workbook is damaged or cut short" in get_fault(write(tmp_path, "a.xlsx", data))


def test_one_cell_in_the_last_place_does_not_end_our_process(tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = 1
    book.active["XFD1048576"] = 1
    book.save(tmp_path / "a.xlsx")
    assert get_fault(tmp_path / "a.xlsx") == (
        'a.xlsx, sheet "Sheet": the file needs more memory to be opened than the 1,500,000,000 bytes that it is given: look for cells far '
        "outside the table, delete them, and save it again"
    )


def test_a_stream_without_end_is_cut_off(tmp_path):
    path = write(tmp_path, "a.csv.gz", gzip.compress(b"a,b,c\n" * 400_000))
    assert get_fault(path, expanded_bytes=1_000_000, rows=300_000) == (
        "a.csv.gz: the file becomes larger than 1,000,000 bytes when it is unpacked"
    )


@pytest.mark.parametrize(
    ("text", "limits", "sentence"),
    [
        (
            "a\n" * 9,
            {"file_bytes": 5},
            "a.csv: the file is larger than 5 bytes, which is the most that is read; got 18",
        ),
        ("a,b\n" * 9, {"rows": 4}, "a.csv, line 5: a table may have at most 4 rows that hold anything"),
        ("a,b,c\n" * 9000, {"columns": 2}, "a.csv, line 1: a table may have at most 2 columns; got 3"),
        ("a" + "," * 16_000 + "\n", {}, "a.csv, line 1: a table may have at most 4,000 columns; got 16,001"),
        ("a,b\n" * 9, {"cells": 5}, "a.csv, line 3: a file may have at most 5 cells: take it in by parts"),
        ("a,b\nx,yyyyyyy\n", {"cell_length": 5}, "a.csv, line 2: a value is longer than 5 characters"),
        ("a,b\n" + "y" * 99, {"line_length": 50}, "a.csv, line 2: a line is longer than 50 characters"),
        ("a,b\nx," + "y" * 140_000, {}, "a.csv, line 2: a value is longer than 131,072 characters"),
    ],
)
def test_each_limit_has_a_sentence(tmp_path, text, limits, sentence):
    assert get_fault(write(tmp_path, "a.csv", text), **limits) == sentence


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"sheets": 1}, "a.xlsx: a workbook may have at most 1 sheets"),
        ({"parts": 3}, "a.xlsx: the workbook has more than 3 parts; got 10"),
        ({"rows": 1}, 'a.xlsx, sheet "A", row 2: a table may have at most 1 rows that hold anything'),
        ({"cells": 4}, 'a.xlsx, sheet "B", row 1: a file may have at most 4 cells: take it in by parts'),
    ],
)
def test_each_limit_of_a_workbook_has_a_sentence(tmp_path, limits, sentence):
    path = write_workbook(tmp_path, "a.xlsx", A=[["a", 1], ["b", 2]], B=[["c"]])
    assert get_fault(path, **limits) == sentence


def test_parquet_of_too_many_rows_is_refused_before_it_is_read(tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    pq.write_table(pa.table({"a": pa.nulls(50)}), tmp_path / "a.parquet")
    assert (
        get_fault(tmp_path / "a.parquet", rows=9)
        == "a.parquet: a table may have at most 9 rows that hold anything; got 50"
    )
    assert "damaged or cut short" in get_fault(write(tmp_path, "b.parquet", b"PAR1junkPAR1"))


def test_what_is_no_file_is_refused(tmp_path):
    assert get_fault(tmp_path / "none.csv") == "none.csv: there is no such file"
    assert get_fault(tmp_path) == f"{tmp_path.name}: this is not an ordinary file"


def test_a_file_that_may_not_be_read_is_refused(tmp_path, monkeypatch):
    path = write(tmp_path, "a.csv", "a")

    def refuse(*arguments, **options):
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(type(path), "open", refuse)
    assert get_fault(path) == "a.csv: the file cannot be read; got Permission denied"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"fault": "memory"}', "a.xlsx: the file needs more memory"),
        ('{"fault": "PasswordError", "words": ""}', "a.xlsx: the file is protected by a password: save it without one"),
        ('{"fault": "XmlError", "words": "bad"}', "a.xlsx: the file is damaged or cut short: open it in the program that made it and save it again; got bad"),
        ('{"half": ', "a.xlsx: the file needs more memory"),
    ],
)  # fmt: skip
def test_what_the_program_tells_becomes_a_sentence(tmp_path, monkeypatch, line, sentence):
    program = write(
        tmp_path,
        "program.py",
        f"import sys\nsys.stdout.write({line!r} + ({line!r}.endswith('}}') and chr(10) or ''))\n",
    )
    monkeypatch.setattr(process, "_PROGRAM", str(program))
    assert get_fault(write_workbook(tmp_path, "a.xlsx", A=[["a"]])).startswith(sentence)


def test_a_program_that_takes_too_long_is_ended_with_a_sentence(tmp_path, monkeypatch):
    program = write(tmp_path, "program.py", "import os, signal\nos.kill(os.getpid(), signal.SIGXCPU)\n")
    monkeypatch.setattr(process, "_PROGRAM", str(program))
    assert "takes longer than 120 seconds to read" in get_fault(write_workbook(tmp_path, "a.xlsx", A=[["a"]]))


def test_a_reader_that_is_not_installed_is_a_bug_and_no_fault_of_the_file(tmp_path, monkeypatch):
    line = '{"fault": "ModuleNotFoundError", "words": "no calamine"}'
    monkeypatch.setattr(process, "_PROGRAM", str(write(tmp_path, "program.py", f"print({line!r})\n")))
    with pytest.raises(ModuleNotFoundError, match="no calamine"):
        read_tables(write_workbook(tmp_path, "a.xlsx", A=[["a"]]))
