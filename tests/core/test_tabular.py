import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.core.faults import Faults
from fiftysteps.core.tabular import read_table

COLUMNS = ("area", "value", "note")


def read(text):
    rows, faults = read_table("a.csv", text, COLUMNS, ("area", "value"))
    assert faults == []
    return [(row.line, row.values) for row in rows]


def get_faults(text):
    try:
        _, faults = read_table("a.csv", text, COLUMNS, ("area", "value"))
    except Faults as error:
        faults = error.faults
    return [str(fault) for fault in faults]


def test_rows_keep_their_line_after_empty_lines_and_quoted_line_ends():
    text = 'area,value,note\n\nA,1,"two\nlines"\n,,\nB,2,\n'
    assert read(text) == [
        (3, {"area": "A", "value": "1", "note": "two\nlines"}),
        (6, {"area": "B", "value": "2", "note": ""}),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_part_values(delimiter):
    text = "area,value\nA, 1 \n".replace(",", delimiter)
    assert read(text) == [(2, {"area": "A", "value": "1"})]


def test_a_column_that_need_not_be_there_may_be_missing():
    assert read("value,area\n1,A\n") == [(2, {"value": "1", "area": "A"})]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("", ["a.csv, line 1: the file is empty: its first row names the columns area, value, note"]),
        ("area,note\nA,x\n", ['a.csv, line 1: the column "value" is missing']),
        (
            "area,valeu\n",
            [
                'a.csv, line 1: "valeu" is not a column of this table (did you mean "value"?)',
                'a.csv, line 1: the column "value" is missing',
            ],
        ),
        ("area,value,area\n", ['a.csv, line 1: the column "area" stands here twice']),
        (
            "area,value\nA\nB,2\nC,3,4\n",
            [
                "a.csv, line 2: the row must have 2 values, as the first row has; got 1",
                "a.csv, line 4: the row must have 2 values, as the first row has; got 3",
            ],
        ),
        (
            'area,value\nA,1\nB,"2\nC,3\n',
            [
                "a.csv, line 3: a quotation mark is astray: put the whole value in quotation marks and double those "
                "inside it"
            ],
        ),
        (
            'area,value\nA,"1"2\n',
            [
                "a.csv, line 2: a quotation mark is astray: put the whole value in quotation marks and double those "
                "inside it"
            ],
        ),
        (f"area,value\nA,{'x' * 200_000}\n", ["a.csv, line 2: a value is longer than 131,072 characters"]),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, faults):
    assert get_faults(text) == faults


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_sentences(text):
    try:
        read_table("a.csv", text.replace("\r", "\n"), COLUMNS, ("area",))
    except Faults as error:
        assert str(error)
