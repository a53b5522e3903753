import pytest

from fiftysteps.evidence.ingest import UnknownLayout, parse_mapping, read_file
from fiftysteps.evidence.ingest.guessing import FILL_IN
from tests.core.tables.files import write_workbook
from tests.evidence.ingest.tables import get_column, write


def ask(path) -> UnknownLayout:
    with pytest.raises(UnknownLayout) as caught:
        read_file(path)
    return caught.value


def test_a_tidy_file_is_answered_with_a_mapping_that_works_as_it_is(tmp_path):
    path = write(tmp_path, "GSS code,Local authority name,Financial year,Indicator,Rate,Lower CI,Upper CI\n"
                           "E09000025,Newham,2020/21,Smoking,12.5,11,14\n")  # fmt: skip
    answer = ask(path)
    assert answer.roles == {
        "GSS code": "area",
        "Local authority name": "area_name",
        "Financial year": "period",
        "Indicator": "indicator",
        "Rate": "value",
        "Lower CI": "lower_95",
        "Upper CI": "upper_95",
    }
    intake = read_file(path, parse_mapping("m.yaml", answer.starter))
    assert intake.is_sound
    assert get_column(intake, "value") == [12.5]


def test_what_cannot_be_guessed_is_marked_and_works_when_it_is_filled_in(tmp_path):
    rows = [["Our KPIs"], [], ["Ward", "Smokers, %", "Smokers, %"], ["W1", 12.5, 1], ["W2", 11, 2]]
    path = write_workbook(tmp_path, "our kpis.xlsx", Sheet=rows)
    answer = ask(path)
    assert 'Its heading seems to stand in sheet "Sheet", row 3.' in str(answer)
    assert answer.starter == (
        'id: our-kpis\nfiles: ["our kpis.xlsx"]\nsheets: ["Sheet"]\ntable: observations\nheader: [3]\ncolumns:\n'
        '  area_name: "Ward"\n  value: "[B]"\nconstants:\n  indicator: "our kpis"\n  period: FILL-IN\n'
    )
    filled = answer.starter.replace(FILL_IN, "2021")
    assert get_column(read_file(path, parse_mapping("m.yaml", filled)), "value") == [12.5, 11]


def test_the_first_rows_are_shown_with_their_numbers_and_letters(tmp_path):
    path = write(tmp_path, "name,a rather long heading that goes on\n\nx,1\n")
    assert ask(path).preview == ("   A     B\n1  name  a rather long hea…\n3  x     1")


def test_a_table_of_figures_alone_gets_a_mapping_to_fill_in(tmp_path):
    starter = ask(write(tmp_path, "what,which\na,b\n")).starter
    assert "  value: FILL-IN\n" in starter
    assert "  area: FILL-IN\n" in starter


def test_counts_alone_are_taken_for_the_value(tmp_path):
    answer = ask(write(tmp_path, "code,year,number of people\nE09000025,2021,7\n"))
    assert answer.roles == {"code": "area", "year": "period", "number of people": "value"}


def test_a_hidden_sheet_is_not_taken_for_the_table(tmp_path):
    path = write_workbook(tmp_path, "a.xlsx", hidden=[["x", "y"]] * 9, Shown=[["name", "value"], ["a", 1]])
    assert 'sheets: ["Shown"]' in ask(path).starter


def test_headings_that_would_upset_yaml_are_quoted(tmp_path):
    path = write(tmp_path, 'code,year,"rate: ""x"" \\ # y"\nE09000025,2021,7\n')
    mapping = parse_mapping("m.yaml", ask(path).starter)
    assert get_column(read_file(path, mapping), "value") == [7]
