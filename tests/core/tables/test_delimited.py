import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.core.tables import Limits, read_tables
from fiftysteps.core.tables.regular import SMALLEST
from tests.core.tables.files import read_texts, write

WANTED = [["Area", "Count"], ["Région", "1"], ["Béziers", "2"]]
TEXT = "Area,Count\nRégion,1\nBéziers,2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_read_in_the_encodings_that_councils_use(tmp_path, encoding):
    tables = read_tables(write(tmp_path, "a.csv", TEXT, encoding))
    assert read_texts(tables) == WANTED


def test_another_encoding_than_utf_8_is_said(tmp_path):
    assert read_tables(write(tmp_path, "a.csv", TEXT, "cp1252")).notes == ("the text was read as Windows-1252",)
    assert read_tables(write(tmp_path, "a.csv", TEXT, "utf-16")).notes == ("the text was read as UTF-16",)


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_values_are_parted_by_comma_semicolon_tab_or_bar(tmp_path, sign):
    tables = read_tables(write(tmp_path, "a.txt", TEXT.replace(",", sign)))
    assert read_texts(tables) == WANTED


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_one(tmp_path, end):
    assert read_texts(read_tables(write(tmp_path, "a.csv", TEXT.replace("\n", end)))) == WANTED


def test_a_comma_within_titles_does_not_decide_the_sign_between_values(tmp_path):
    text = "Deaths, by area, 2020\n\nArea;Count\nA;1\nB;2\nC;3\n"
    assert read_texts(read_tables(write(tmp_path, "a.csv", text)))[1] == ["Area", "Count"]


def test_quoted_line_ends_stay_and_lines_are_counted_through_them(tmp_path):
    (sheet,) = read_tables(write(tmp_path, "a.csv", 'a,b\n"two\nlines",1\n\nx,2\n'))
    assert sheet.lines == (1, 2, 5)
    assert sheet.get_cell(1, 0).text == "two\nlines"
    assert str(sheet.get_cell(2, 1)) == "row 5, column B"


def test_rows_of_unequal_length_are_kept(tmp_path):
    text = "Title\na,b,c\n1,2\n1,2,3\nNote: all of it\n"
    assert read_texts(read_tables(write(tmp_path, "a.csv", text))) == [
        ["Title", "", ""],
        ["a", "b", "c"],
        ["1", "2", ""],
        ["1", "2", "3"],
        ["Note: all of it", "", ""],
    ]


def test_a_compressed_file_is_read_as_it_is(tmp_path):
    path = write(tmp_path, "a.csv.gz", gzip.compress(TEXT.encode()))
    assert read_texts(read_tables(path)) == WANTED


def test_text_that_calls_itself_a_workbook_is_read_and_said(tmp_path):
    tables = read_tables(write(tmp_path, "a.xls", "a\tb\n1\t2\n"))
    assert read_texts(tables) == [["a", "b"], ["1", "2"]]
    assert tables.notes == ('the name ends in ".xls", and the file is delimited text',)


def test_characters_that_no_page_can_show_become_spaces(tmp_path):
    tables = read_tables(write(tmp_path, "a.csv", "a,b\nx\x07y,2\n"))
    assert read_texts(tables) == [["a", "b"], ["x y", "2"]]
    assert tables.notes == ("values with characters that no page can show, which became spaces: 1",)


def test_formulas_are_texts(tmp_path):
    (sheet,) = read_tables(write(tmp_path, "a.csv", 'a,b\n"=SUM(A1:A9)",+1\n'))
    assert sheet.get_cell(1, 0).value == "=SUM(A1:A9)"


def make_long(row: str, lines: int = 9000) -> str:
    return "a,b,c\n" + row * lines


@pytest.mark.parametrize(
    "row",
    [
        "x1,2,3\n",
        "x1,2,3\r\n",
        '"x, 1",2,3\n',
        ",,\n",
        "é, 2 ,\n",
        'x"1,2,3\n',
        '"two\nlines",2,3\n',
        "x,2\n",
        "x\x07,2,3\n",
        "\u2028x,2,3\n",
        "x,2,3\r",
        ' "x",2,3\n',
    ],
)
def test_the_fast_way_gives_the_cells_that_the_careful_way_gives(tmp_path, row):
    text = make_long(row)
    fast = read_tables(write(tmp_path, "a.csv", text + "x" * SMALLEST + ",2,3\n"))
    careful = read_tables(write(tmp_path, "b.csv", (text + "x" * SMALLEST + ",2,3\n").encode("utf-16")))
    assert read_texts(fast) == read_texts(careful)
    assert list(fast.sheets[0].lines) == list(careful.sheets[0].lines)


@given(st.lists(st.lists(st.text(alphabet='ab ,"\n\r;é\t1', max_size=5), min_size=3, max_size=3), max_size=6))
def test_both_ways_agree_on_any_rows(tmp_path_factory, rows):
    import csv
    import io

    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([["h1", "h2", "h3"]] * 50 + rows + [["x" * SMALLEST, "y", "z"]])
    folder = tmp_path_factory.mktemp("both")
    fast = read_tables(write(folder, "a.csv", buffer.getvalue()))
    careful = read_tables(write(folder, "b.csv", buffer.getvalue(), "utf-16"))
    assert read_texts(fast) == read_texts(careful)


def test_blank_lines_and_columns_in_a_long_file_are_left_away_and_lines_counted(tmp_path):
    text = "a,b,\n" + ",,\n" + "x,y,\n" * 5000
    (sheet,) = read_tables(write(tmp_path, "a.csv", text))
    assert (len(sheet), sheet.width, sheet.lines[:3]) == (5001, 2, (1, 3, 4))
    assert sheet.find_row(2) is None


def test_a_chunk_wider_than_those_before_it_is_put_together_with_them(tmp_path):
    text = "a,b\n" + "x,y\n" * 210_000 + '1,2,"3"x\n'.replace("x", "")
    (sheet,) = read_tables(write(tmp_path, "a.csv", text), Limits())
    assert (len(sheet), sheet.width) == (210_002, 3)
    assert sheet.get_texts(210_001) == ["1", "2", "3"]
    assert sheet.get_texts(5) == ["x", "y", ""]
