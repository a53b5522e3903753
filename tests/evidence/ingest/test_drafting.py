"""A mapping drafted on a screen is the same that somebody would write by hand, and can be read as one."""

from pathlib import Path

import pytest

from fiftysteps.core.faults import Faults
from fiftysteps.evidence.ingest import parse_mapping, read_file
from fiftysteps.evidence.ingest.drafting import draft_mapping, write_mapping

TABLE = (
    "Damp homes in Newham\n"
    "\n"
    "GSS,Where,Year,Share,Remark\n"
    "E09000025,Newham,2021,12.5,\n"
    "E09000025,Newham,2022,13.5,first figure\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Damp homes.csv"
    path.write_text(TABLE)
    return path


def test_a_draft_says_what_each_column_is_called_holds_and_is_taken_for(file: Path) -> None:
    draft = draft_mapping(file)
    assert draft.header == 3
    assert [(one.letters, one.heading) for one in draft.columns] == [
        ("A", "GSS"),
        ("B", "Where"),
        ("C", "Year"),
        ("D", "Share"),
        ("E", "Remark"),
    ]
    assert (draft.columns[0].role, draft.columns[2].role) == ("area", "period")
    assert draft.columns[3].samples == ("12.5", "13.5")
    assert draft.rows[0] == (1, ("Damp homes in Newham", "", "", "", ""))


def test_the_row_of_the_heading_can_be_said(file: Path) -> None:
    draft = draft_mapping(file, header=4)
    assert (draft.header, draft.columns[1].heading) == (4, "Newham")
    assert draft_mapping(file, header=99).header == 3


def test_what_is_written_is_read_and_reads_the_file(file: Path) -> None:
    text = write_mapping(
        file.name,
        sheet="",
        header=[3],
        table="observations",
        roles={"A": "area", "B": "", "C": "period", "D": "value"},
        constants={"indicator": "damp: homes", "area": " "},
    )
    mapping = parse_mapping("a mapping", text)
    assert (mapping.id, mapping.header) == ("damp-homes", (3,))
    intake = read_file(file, mapping)
    assert intake.faults == ()
    rows = intake.rows.to_pylist()
    assert [(row["indicator"], row["area"], row["value"]) for row in rows] == [
        ("damp: homes", "E09000025", 12.5),
        ("damp: homes", "E09000025", 13.5),
    ]


def test_what_nobody_said_is_marked_and_found(file: Path) -> None:
    text = write_mapping(file.name, sheet="", header=[3], table="counts", roles={"D": "count"}, constants={})
    assert text.count("FILL-IN") == 3
    with pytest.raises(Faults, match="the period that the mapping gives.*FILL-IN"):
        read_file(file, parse_mapping("a mapping", text))
    with pytest.raises(Faults, match="nothing says where"):
        parse_mapping("a mapping", write_mapping("x.csv", sheet="", header=[1], table="counts", roles={}, constants={}))


def test_two_columns_of_one_role_stay_together() -> None:
    text = write_mapping(
        "x.csv", sheet="Sheet 1", header=[1, 2], table="observations", roles={"A": "group", "B": "group"}, constants={}
    )
    assert '  group: ["[A]", "[B]"]' in text
    assert 'sheets: ["Sheet 1"]' in text
    assert "header: [1, 2]" in text
