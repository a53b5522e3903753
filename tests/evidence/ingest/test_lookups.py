"""Look-ups of areas are known by the names of their columns, and what is wrong in them is told with its line."""

from pathlib import Path

import pytest

from fiftysteps.evidence.ingest import Intake, UnknownLayout, read_file

WARDS = """\
LSOA21CD,LSOA21NM,WD24CD,WD24NM,LAD24CD,LAD24NM,ObjectId
E01003480,Newham 033A,E05013904,Beckton,E09000025,Newham,1
E01003481,Newham 035B,E05013904,Beckton,E09000025,Newham,2
"""
CHANGES = """\
lsoa11_name,lsoa11_code,change_code,lsoa21_name,lsoa21_code
Newham 001A,E01003500,U,Newham 001A,E01003500
Newham 001B,E01003501,S,Newham 001F,E01034001
Newham 001B,E01003501,S,Newham 001G,E01034002
"""
CHILDREN = """\
Children,AreaCode,AreaName,AreaType
E09000025|E09000026,E12000007,London Region,Regions
"",E09000025,Newham,Districts
"",A81002,A surgery,GPs
"""


def read(folder: Path, text: str) -> Intake:
    path = folder / "areas.csv"
    path.write_text(text, "utf-8")
    return read_file(path)


def get_links(intake: Intake) -> set[tuple[object, ...]]:
    names = ("area", "within", "area_kind", "within_kind", "within_year", "weight")
    return {tuple(row[name] for name in names) for row in intake.rows.to_pylist()}


def test_each_pair_of_geographies_is_a_link_from_the_smaller_to_the_larger(tmp_path) -> None:
    intake = read(tmp_path, WARDS)
    assert (intake.table, intake.faults) == ("lookups", ())
    assert get_links(intake) == {
        ("E01003480", "E05013904", "lsoa", "ward", "2024", 1.0),
        ("E01003481", "E05013904", "lsoa", "ward", "2024", 1.0),
        ("E01003480", "E09000025", "lsoa", "borough", "2024", 1.0),
        ("E01003481", "E09000025", "lsoa", "borough", "2024", 1.0),
        ("E05013904", "E09000025", "ward", "borough", "2024", 1.0),
    }
    assert intake.names["E05013904"] == "Beckton"


def test_columns_in_another_order_say_the_same(tmp_path) -> None:
    turned = "\n".join(",".join(reversed(line.split(","))) for line in WARDS.splitlines())
    assert get_links(read(tmp_path, turned)) == get_links(read(tmp_path, WARDS))


def test_areas_of_two_years_are_what_became_of_them_and_shares_are_left_open(tmp_path) -> None:
    assert get_links(read(tmp_path, CHANGES)) == {
        ("E01003500", "E01003500", "lsoa", "lsoa", "2021", 1.0),
        ("E01003501", "E01034001", "lsoa", "lsoa", "2021", None),
        ("E01003501", "E01034002", "lsoa", "lsoa", "2021", None),
    }


def test_areas_that_list_their_parts_are_a_look_up_and_codes_of_others_are_counted(tmp_path) -> None:
    intake = read(tmp_path, CHILDREN)
    assert get_links(intake) == {
        ("E09000025", "E12000007", "borough", "region", "", 1.0),
        ("E09000026", "E12000007", "borough", "region", "", 1.0),
    }
    assert intake.notes == ("areas left out because their codes are of another system: 1",)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("E01003481", "E0100348", 'line 3, column A "LSOA21CD": is not a code of the Government Statistical Service'),
        ("E01003481", "", 'line 3, column A "LSOA21CD"'),
        ("E01003481", "E14000001", 'column A "LSOA21CD": is the code of no kind of area that is known here'),
        ("E01003481", "E09000001", 'column A "LSOA21CD": holds codes of several kinds of areas: borough, lsoa'),
    ],
)
def test_a_code_that_is_none_is_told_with_its_line_and_column(tmp_path, old: str, new: str, fault: str) -> None:
    faults = [str(one) for one in read(tmp_path, WARDS.replace(old, new)).faults]
    assert any(fault in one for one in faults), faults


def test_a_table_with_figures_beside_codes_is_no_look_up(tmp_path) -> None:
    with pytest.raises(UnknownLayout):
        read(tmp_path, "LSOA21CD,LAD24CD,people\nE01003480,E09000025,1500\nE01003481,E09000025,1600\n")
