"""The files of other tools as they come: each is read, or answered with a sentence."""

import gzip
from pathlib import Path

import pytest

from fiftysteps.core.faults import Faults
from fiftysteps.engagement.importing import table as tables
from fiftysteps.engagement.importing.table import CODEBOOK, Table, read_table
from tests.core.tables.files import merge, write_ods, write_workbook
from tests.returned import make_file, make_workbook, read

TEXT = "Q,Age\nWärmer homes,35-49\nBenches,65+\n"


def list_names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (TEXT.encode(), "a.csv"),
        (TEXT.encode("utf-8-sig"), "a.csv"),
        (TEXT.encode("utf-16"), "a.csv"),
        (TEXT.encode("utf-16-le"), "a.csv"),
        (TEXT.encode("cp1252"), "a.csv"),
        (TEXT.replace(",", ";").encode(), "a.csv"),
        (TEXT.replace(",", "\t").encode(), "a.tsv"),
        (TEXT.replace("\n", "\r\n").encode(), "a.csv"),
        (gzip.compress(TEXT.encode()), "a.csv.gz"),
        (TEXT.encode(), "a.xlsx"),
        (make_workbook({"Data": [["Q", "Age"], ["Wärmer homes", "35-49"], ["Benches", "65+"]]}), "a.xlsx"),
        (make_workbook({"Data": [["Q", "Age"], ["Wärmer homes", "35-49"], ["Benches", "65+"]]}), "a.csv"),
    ],
    ids=["utf-8", "mark", "utf-16", "utf-16-le", "cp1252", "semicolon", "tab", "crlf", "gzip", "wrong", "book", "name"],
)
def test_a_file_reads_the_same_however_it_is_written(content: bytes, name: str, tmp_path: Path) -> None:
    table = read(tmp_path, content, name)
    assert [(column.name, column.values) for column in table.columns] == [
        ("Q", ("Wärmer homes", "Benches")),
        ("Age", ("35-49", "65+")),
    ]
    assert (table.lines, table.heading) == ((2, 3), (1,))


def test_a_sheet_of_open_document_is_read(tmp_path: Path) -> None:
    table = read_table(write_ods(tmp_path, "a.ods", [["Q", "Age"], ["Benches", "65+"]]))
    assert (table.sheet, list_names(table), table.columns[0].values) == ("Kept", ["Q", "Age"], ("Benches",))


def test_a_merged_heading_stands_over_all_its_columns(tmp_path: Path) -> None:
    path = write_workbook(
        tmp_path, "a.xlsx", Data=[["What?", None, "Age"], ["Homes", "Food", "Response"], ["x", "x", 30]]
    )
    assert list_names(read_table(merge(path, "A1:B1"))) == ["What?: Homes", "What?: Food", "Age: Response"]


def test_a_value_may_go_over_several_lines_and_each_row_keeps_the_line_it_begins_on(tmp_path: Path) -> None:
    table = read(tmp_path, 'Q,Age\n"One\nTwo",16\n\nThree,17\n')
    assert table.columns[0].values == ("One\nTwo", "Three")
    assert table.lines == (2, 5)


@pytest.mark.parametrize(
    ("content", "heading", "names"),
    [
        ("Ident 1,Ident 2\nWhat is your name?,How old are you?\n,30\n", (1, 2),
         ["Ident 1: What is your name?", "Ident 2: How old are you?"]),
        ("Q1,Q2\nYes,Fine\nNo,Bad\n", (1,), ["Q1", "Q2"]),
        ("What matters?,,Age\nHomes,Food,Response\nHomes,,30\n", (1, 2),
         ["What matters?: Homes", "What matters?: Food", "Age: Response"]),
        ("The big survey,,\n\nQ,Age,Ward\nHomes,30,Boleyn\n", (3,), ["Q", "Age", "Ward"]),
        ("Q,Q,\nHomes,Food,Streets\n", (1,), ["Q (column A)", "Q (column B)", "column C"]),
        (",id,response\n0,880,Homes\n", (1,), ["column A", "id", "response"]),
    ],
    ids=["two rows", "codes", "joined", "title", "twice", "unnamed"],
)  # fmt: skip
def test_the_heading_is_found(content: str, heading: tuple[int, ...], names: list[str], tmp_path: Path) -> None:
    table = read(tmp_path, content)
    assert (table.heading, list_names(table)) == (heading, names)


def test_the_heading_is_where_somebody_says_it_is(tmp_path: Path) -> None:
    table = read(tmp_path, "Q1,Q2\nWhat?,How old\nHomes,30\n", heading=(2, 1))
    assert (table.heading, list_names(table), table.lines) == ((1, 2), ["Q1: What?", "Q2: How old"], (3,))


def test_rows_may_be_shorter_or_longer_than_the_heading(tmp_path: Path) -> None:
    table = read(tmp_path, "Q,Age\nHomes\nFood,30,more\n")
    assert list_names(table) == ["Q", "Age", "column C"]
    assert [column.values for column in table.columns] == [("Homes", "Food"), ("", "30"), ("", "more")]


def test_a_hidden_sheet_is_read_only_when_somebody_chooses_it(tmp_path: Path) -> None:
    rows = [["Q"], ["Homes"]]
    book = make_workbook({"Raw": [["Q"], ["Secret"]], "Data": rows, "Empty": []}, hidden=["Raw"])
    table = read(tmp_path, book, "a.xlsx")
    assert (table.sheet, table.sheets) == ("Data", (("Raw", True), ("Data", False)))
    assert table.notes == ('the workbook has hidden sheets, each read only if somebody chooses it: "Raw"',)
    assert read(tmp_path, book, "a.xlsx", sheet="Raw").columns[0].values == ("Secret",)
    with pytest.raises(Faults, match="no such sheet"):
        read(tmp_path, book, "a.xlsx", sheet="Other")
    with pytest.raises(Faults, match="is hidden: show it"):
        read(tmp_path, make_workbook({"Raw": rows, "Seen": []}, hidden=["Raw"]), "a.xlsx")


def test_a_formula_is_never_worked_out(tmp_path: Path) -> None:
    table = read(
        tmp_path, make_workbook({"Data": [["Q", "Sum"], ["Homes", '=HYPERLINK("http://x.example")']]}), "a.xlsx"
    )
    assert list_names(table)[0] == "Q"
    assert table.columns[0].values == ("Homes",)
    assert not any("http" in value for column in table.columns for value in column.values)
    assert any("formula" in note for note in table.notes)
    assert read(tmp_path, "Q\n=1+1\n@SUM(A1)\n").columns[0].values == ("=1+1", "@SUM(A1)")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "the file is empty"),
        (b"\n\n , \n", "a.csv", "the file is empty"),
        (b"Q,Age\n", "a.csv", "below the heading there is no row: the file holds no responses"),
        (b"Q,Age\nHo\0mes,30\n", "a.csv", "it holds zero bytes, which no text holds"),
        (b'Q,Age\n"Homes,30\nFood,31\n', "a.csv", "a quotation mark is astray"),
        (b"%PDF-1.7", "a.csv", "this is a PDF"),
        (b'{"answers": []}', "a.json", "this is JSON, not a table"),
        (b",".join(b"q%d" % at for at in range(16_000)) + b"\n1\n", "a.csv", "a table may have at most 200 columns"),
        (b"PK\x03\x04 broken", "a.xlsx", ""),
        (make_workbook({"A": []}), "a.xlsx", "the file is empty"),
    ],
    ids=["empty", "blank", "heading", "nul", "quote", "pdf", "json", "wide", "zip", "no cells"],
)
def test_what_cannot_be_read_gets_a_sentence(content: bytes, name: str, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(Faults) as error:
        read(tmp_path, content, name)
    assert sentence in str(error.value)
    assert name in str(error.value)


def test_a_file_has_a_largest_size_and_a_largest_number_of_rows(tmp_path: Path) -> None:
    with pytest.raises(Faults, match="a table may have at most 50,000 rows"):
        read(tmp_path, "Q\n" + "Homes\n" * tables.MOST_ROWS)
    with pytest.raises(Faults, match="the file is larger than 10,000,000 bytes"):
        read(tmp_path, b"a" * (tables.LARGEST_FILE + 1))


@pytest.mark.parametrize("heading", [(9,), (1, 2, 3)])
def test_a_heading_that_cannot_be_is_refused(heading: tuple[int, ...], tmp_path: Path) -> None:
    with pytest.raises(Faults, match="the heading is one row that holds anything, or two"):
        read(tmp_path, "Q\nHomes\nFood\nStreets\n", heading=heading)


def test_a_list_of_questions_is_no_file_of_responses(tmp_path: Path) -> None:
    codebook = [["Open questions"], ["Column ID", "Number", "Title of the question"], ["I", 2, "What?"]]
    with pytest.raises(Faults, match="codebook") as error:
        read(tmp_path, make_workbook({"Open": codebook}), "a.xlsx")
    assert CODEBOOK in str(error.value)
    both = make_workbook({"Open": codebook, "Data": [["Q"], ["Homes"]]})
    assert read(tmp_path, both, "a.xlsx").sheet == "Data"


def test_files_of_real_tools_are_read(shared_data: Path) -> None:
    folder = shared_data / "engagement" / "themes"
    biomass = read_table(folder / "responses_biomass_format.csv")
    assert (biomass.heading, len(biomass.lines)) == ((1, 2), 5)
    assert biomass.columns[1].heading == "Ident 2: What is your email address?"
    assert len(read_table(folder / "responses_lgr_format.csv").columns) == 8
    topics = read_table(folder / "synthetic_responses_with_topics.csv")
    assert (list_names(topics)[:2], len(topics.lines)) == (["column A", "response_id"], 1_000)
    with pytest.raises(Faults) as error:
        read_table(folder / "qu_format_a_numeric.xlsx")
    assert CODEBOOK in str(error.value)


def test_the_digest_is_that_of_the_file(tmp_path: Path) -> None:
    first, second = make_file(tmp_path, TEXT, "a.csv"), make_file(tmp_path, TEXT, "b.csv")
    other = make_file(tmp_path, TEXT + "\n", "c.csv")
    assert read_table(first).digest == read_table(second).digest != read_table(other).digest
