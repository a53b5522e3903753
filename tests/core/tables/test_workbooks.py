import datetime
import io
import json

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fiftysteps.core.tables import child, read_tables
from tests.core.tables.files import change_zip, merge, read_texts, write_ods, write_workbook, write_xlsb


def test_a_cell_knows_its_kind_value_and_place(tmp_path):
    day, moment = datetime.date(2020, 1, 2), datetime.datetime(2020, 1, 2, 3, 4)  # noqa: DTZ001
    path = write_workbook(tmp_path, "a.xlsx", KPIs=[[None, "text ", 1, 2.5, day, moment, True, "'=1+1x"]])
    (sheet,) = read_tables(path)
    (row,) = sheet
    assert len(row) == 8
    assert [cell.kind for cell in row] == ["empty", "text", *["number"] * 2, *["date"] * 2, *["text"] * 2]
    assert [cell.value for cell in row] == [None, "text", 1, 2.5, day, moment, "TRUE", "'=1+1x"]
    assert str(row[3]) == "row 1, column D"


def test_a_table_that_starts_low_and_to_the_right_keeps_its_rows_and_columns(tmp_path):
    book = openpyxl.Workbook()
    book.active["C5"] = "x"
    book.save(tmp_path / "a.xlsx")
    (sheet,) = read_tables(tmp_path / "a.xlsx")
    assert str(next(iter(sheet))[2]) == "row 5, column C"
    assert sheet.get_texts(0) == ["", "", "x"]


def test_blank_rows_are_left_away_and_the_others_keep_their_numbers(tmp_path):
    (sheet,) = read_tables(write_workbook(tmp_path, "a.xlsx", A=[["a"], [None], ["", " "], ["b"]]))
    assert (sheet.lines, sheet.name) == ((1, 4), "A")


def test_hidden_sheets_are_read_and_named(tmp_path):
    tables = read_tables(write_workbook(tmp_path, "a.xlsx", A=[["a"]], hidden_one=[["b"]]))
    assert [(sheet.name, sheet.hidden) for sheet in tables] == [("A", False), ("hidden_one", True)]
    assert tables.notes == ('the workbook has hidden sheets, which are read like the others: "hidden_one"',)


def test_merged_cells_are_told(tmp_path):
    path = merge(write_workbook(tmp_path, "a.xlsx", A=[["a", None], ["b", "c"], [None, "d"]]), "A1:B1", "A2:A3")
    (sheet,) = read_tables(path)
    assert set(sheet.merged) == {(1, 1, 1, 2), (2, 1, 3, 1)}


def test_formulas_that_nobody_worked_out_and_errors_are_said(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a", "=1+1", "#N/A"])
    book.save(tmp_path / "a.xlsx")
    assert read_tables(tmp_path / "a.xlsx").notes == (
        "cells that hold an error such as #DIV/0!, read as empty: 1",
        "formulas that no program has worked out, read as empty: 1 (open the workbook and save it)",
    )


def test_macros_and_links_to_other_workbooks_are_said_and_values_read(tmp_path):
    path = write_workbook(tmp_path, "a.xlsm", A=[["a", 1]])
    tables = read_tables(change_zip(path, xl__vbaProject_bin="x", xl__externalLinks__externalLink1_xml="<a/>"))
    assert read_texts(tables) == [["a", "1"]]
    assert tables.notes == (
        "the workbook has macros; they were not run, and only values are read",
        "the workbook has links to other workbooks; their last values are read, and nothing is fetched",
    )


def test_open_document_sheets_are_read(tmp_path):
    tables = read_tables(write_ods(tmp_path, "a.ods", [["Area", "Count"], ["A", "1"]]))
    assert [sheet.name for sheet in tables] == ["Kept"]
    assert read_texts(tables) == [["Area", "Count"], ["A", "1"]]


def test_old_workbooks_are_read(shared_data):
    tables = read_tables(shared_data / "messy" / "Pension_matrix_16_based.xls")
    assert [sheet.name for sheet in tables][1] == "Females 2016 NPPs"
    assert tables.sheets[1].get_texts(3)[:3] == ["", "2010", "2011"]


def test_charts_are_no_sheets(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a", 1])
    book.create_chartsheet("Chart")
    book.save(tmp_path / "a.xlsx")
    assert [sheet.name for sheet in read_tables(tmp_path / "a.xlsx")] == ["Sheet"]
    told = list(child.iterate_workbook(str(tmp_path / "a.xlsx")))
    assert [event.get("opening") for event in told] == ["Sheet", None, None]


def test_binary_workbooks_are_read(tmp_path):
    tables = read_tables(write_xlsb(tmp_path, "a.xlsb", [["Area", "Count"], ["Ward 1", 7.5]]))
    assert [sheet.name for sheet in tables] == ["Kept"]
    assert read_texts(tables) == [["Area", "Count"], ["Ward 1", "7.5"]]


def write_parquet(path, **columns):
    pq.write_table(pa.table(columns), path)
    return path


def test_parquet_is_read_with_its_names_as_the_first_row(tmp_path):
    day = datetime.date(2020, 1, 2)
    path = write_parquet(tmp_path / "a.parquet", area=["A", None], n=[1.5, 2.0], day=[day, None], flag=[True, False])
    (sheet,) = tables = read_tables(path)
    assert read_texts(tables) == [
        ["area", "n", "day", "flag"],
        ["A", "1.5", "2020-01-02", "TRUE"],
        ["", "2", "", "FALSE"],
    ]
    assert [cell.kind for cell in list(sheet)[1]] == ["text", "number", "date", "text"]


def test_lists_within_parquet_are_left_out_and_said(tmp_path):
    tables = read_tables(write_parquet(tmp_path / "a.parquet", a=["x"], many=[[1, 2]]))
    assert read_texts(tables) == [["a"], ["x"]]
    assert tables.notes == ('columns that hold lists or groups are left out: "many"',)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, (" ", "")),
        (False, ("t", "FALSE")),
        (datetime.date(2020, 1, 2), ("d", "2020-01-02")),
        (datetime.datetime(2020, 1, 2), ("d", "2020-01-02")),  # noqa: DTZ001
        (float("nan"), (" ", "")),
        (1e20, ("n", "1e+20")),
        (-3.0, ("n", "-3")),
        (datetime.time(3, 4), ("t", "03:04:00")),
        (datetime.timedelta(hours=30), ("t", "1 day, 6:00:00")),
        (b"caf\xc3\xa9", ("t", "café")),
        (datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC), ("d", "2020-01-02T00:00:00+00:00")),
    ],
)
def test_every_kind_of_value_becomes_a_text(value, cell):
    assert child.make_cell(value) == cell


def test_a_row_that_holds_nothing_is_not_told():
    assert child.make_row(7, [None, ""]) is None
    assert child.make_row(7, [True, 1, None]) == {"row": 7, "kinds": "tn", "cells": ["TRUE", "1"]}


def test_the_program_tells_every_row_and_that_it_came_to_the_end(tmp_path):
    out = io.StringIO()
    child.tell(out, "workbook", str(write_workbook(tmp_path, "a.xlsx", A=[["a", 1], [None]])))
    assert [json.loads(line) for line in out.getvalue().splitlines()] == [
        {"opening": "A"},
        {"sheet": "A", "hidden": False, "merged": []},
        {"row": 1, "kinds": "tn", "cells": ["a", "1"]},
        {"end": True},
    ]


def test_the_program_tells_every_row_of_parquet(tmp_path):
    out = io.StringIO()
    child.tell(
        out, "parquet", str(write_parquet(tmp_path / "a.parquet", a=["x", None], day=[datetime.date(2020, 1, 2), None]))
    )
    cells = [json.loads(line).get("cells") for line in out.getvalue().splitlines()]
    assert cells == [None, ["a", "day"], ["x", "2020-01-02"], None]


def test_the_program_tells_what_it_could_not_do(tmp_path, monkeypatch):
    out = io.StringIO()
    child.tell(out, "workbook", str(tmp_path / "none.xlsx"))
    assert json.loads(out.getvalue())["fault"] == "FileNotFoundError"

    def fail(path):
        yield {}
        raise MemoryError

    monkeypatch.setattr(child, "iterate_workbook", fail)
    out = io.StringIO()
    child.tell(out, "workbook", "")
    assert json.loads(out.getvalue().splitlines()[-1]) == {"fault": "memory"}


def test_the_program_bounds_itself_before_it_reads(monkeypatch, capsys, tmp_path):
    import resource

    set_to = {}
    monkeypatch.setattr(resource, "setrlimit", lambda kind, pair: set_to.update({kind: pair}))
    child.main("workbook", str(write_workbook(tmp_path, "a.xlsx", A=[["a"]])), 1000, 7)
    assert set_to[resource.RLIMIT_AS] == (1000, 1000)
    assert set_to[resource.RLIMIT_CPU] == (7, 7)
    assert '"end": true' in capsys.readouterr().out
