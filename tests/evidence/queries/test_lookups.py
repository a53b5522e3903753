"""Areas lie within others by the look-ups that were taken in, and people are conserved when areas change."""

import datetime
from pathlib import Path

import polars as pl
import pytest

from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.actions.take_in_files import take_in_files
from fiftysteps.evidence.ingest import parse_mapping
from fiftysteps.evidence.models import Area, AreaSuccession, Boundary
from fiftysteps.evidence.origins import Origin
from fiftysteps.evidence.queries.boundaries import get_boundaries
from fiftysteps.evidence.queries.lookup_files import get_lookup_files
from fiftysteps.evidence.queries.lookups import get_lookup, get_succession
from tests.builders import make_area
from tests.evidence.ingest.test_boundaries import make, write
from tests.evidence.ingest.test_lookups import CHANGES, CHILDREN, WARDS

pytestmark = pytest.mark.django_db
ORIGIN = Origin(source="Office for National Statistics", licence="OGL v3.0", confidence="high")
NEWHAM, LONDON, ENGLAND = "E09000025", "E12000007", "E92000001"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    return tmp_path


def take_in(folder: Path, text: str, name: str) -> list[str]:
    path = folder / name
    path.write_text(text, "utf-8")
    (taken,) = take_in_files([path], origin=ORIGIN)
    return list(taken.notes)


def get_pairs(of: str, to: str) -> set[tuple[str, str]]:
    return {(row["area"], row["within"]) for row in get_lookup(of, to).to_pylist()}


def test_areas_of_a_look_up_are_made_with_type_name_and_parent(folder) -> None:
    assert take_in(folder, WARDS, "wards.csv") == ["areas that are new here: 5"]
    area = Area.objects.get(code="E01003480")
    assert (area.name, area.type, area.parent.name, area.parent.parent.name) == (
        "Newham 033A",
        "lsoa",
        "Beckton",
        "Newham",
    )
    assert area.parent.parent.parent.name == "England"


def test_an_area_that_somebody_wrote_stays_as_it_is(folder) -> None:
    make_area(code=NEWHAM, name="London Borough of Newham")
    take_in(folder, WARDS, "wards.csv")
    assert Area.objects.get(code=NEWHAM).name == "London Borough of Newham"


def test_small_areas_lie_in_what_the_look_ups_say_straight_or_by_way_of_what_lies_between(folder) -> None:
    take_in(folder, WARDS, "wards.csv")
    take_in(folder, CHILDREN, "parts.csv")
    assert get_pairs("lsoa", "ward") == {("E01003480", "E05013904"), ("E01003481", "E05013904")}
    assert get_pairs("lsoa", "region") == {("E01003480", LONDON), ("E01003481", LONDON)}
    assert get_pairs("ward", "country") == {("E05013904", ENGLAND)}
    assert Area.objects.get(code=NEWHAM).parent.code == LONDON


def test_without_look_ups_the_area_table_says_what_lies_within_what() -> None:
    england = make_area(code=ENGLAND, name="England", type="country")
    newham = make_area(code=NEWHAM, parent=england)
    make_area(code="E05013904", name="Beckton", type="ward", parent=newham)
    assert get_pairs("ward", "borough") == {("E05013904", NEWHAM)}
    assert get_pairs("ward", "region") == set()


def test_what_identifies_the_look_ups_changes_with_them_and_not_otherwise(folder) -> None:
    before = get_lookup_files()
    assert get_lookup_files() == before
    take_in(folder, WARDS, "wards.csv")
    assert get_lookup_files() != before


def test_an_area_of_2011_names_those_of_2021_and_ends_on_census_day(folder) -> None:
    take_in(folder, CHANGES, "changes.csv")
    old, new = Area.objects.get(code="E01003501"), Area.objects.get(code="E01034001")
    assert set(AreaSuccession.objects.filter(old=old).values_list("new__code", flat=True)) == {"E01034001", "E01034002"}
    assert (old.valid_to, new.valid_from) == (datetime.date(2021, 3, 20), datetime.date(2021, 3, 21))
    assert Area.objects.get(code="E01003500").valid_to is None


@pytest.mark.parametrize(
    ("people", "shares"),
    [({"E01034001": 300.0, "E01034002": 100.0}, [0.75, 0.25]), ({"E01034001": 300.0}, [0.5, 0.5]), (None, [0.5, 0.5])],
)
def test_an_area_that_was_split_is_shared_by_where_people_live(folder, people, shares) -> None:
    take_in(folder, CHANGES, "changes.csv")
    rows = get_succession("lsoa", "2011", "2021", people).to_pylist()
    assert [row["weight"] for row in rows if row["area"] == "E01003501"] == shares
    assert [row["weight"] for row in rows if row["area"] == "E01003500"] == [1.0]


def test_councils_that_a_file_names_are_made_with_what_replaced_them(folder) -> None:
    make_area(code="E06000060", name="Buckinghamshire")
    path = folder / "kpi.csv"
    path.write_text("Code,Name,Year,Share\nE07000004,Aylesbury Vale,2018,12.5\n", "utf-8")
    mapping = parse_mapping(
        "kpi.yaml",
        "id: kpi\ntable: observations\ncolumns: {area: Code, area_name: Name, period: Year, value: Share}\n"
        "constants: {indicator: damp}\n",
    )
    take_in_files([path], origin=ORIGIN, mapping=mapping)
    area = Area.objects.get(code="E07000004")
    assert (area.name, area.valid_to) == ("Aylesbury Vale", datetime.date(2020, 3, 31))
    assert [row.new.name for row in area.successions.all()] == ["Buckinghamshire"]


def test_boundaries_are_kept_with_their_source_and_written_anew(folder) -> None:
    path = write(folder, make())
    (taken,) = take_in_files([path], origin=ORIGIN)
    assert (taken.table, taken.rows) == ("boundaries", 1)
    take_in_files([path], origin=ORIGIN)
    boundary = Boundary.objects.get()
    assert (boundary.area.name, boundary.area.parent.code, boundary.licence) == ("Beckton", NEWHAM, "OGL v3.0")
    assert get_boundaries(["E05013904", NEWHAM]) == {"E05013904": boundary.geometry}


def test_boundaries_without_a_source_are_refused_with_what_to_say(folder) -> None:
    with pytest.raises(PersonError, match=r"wards.geojson: say whose boundaries these are: --source, --licence\."):
        take_in_files([write(folder, make())])
    assert not Boundary.objects.exists()


def test_a_dry_run_keeps_no_area_and_no_boundary(folder) -> None:
    take_in_files([write(folder, make())], origin=ORIGIN, dry_run=True)
    assert not Area.objects.exists()
    assert not Boundary.objects.exists()


@pytest.mark.slow
def test_newham_and_england_by_the_published_look_ups_and_no_person_is_lost(shared_data) -> None:
    files = ("lsoa21_ward24_lad24.csv.gz", "lsoa11_lsoa21.csv.gz", "lsoa21_icb24.csv.gz", "fingertips_areas.csv.gz")
    take_in_files([shared_data / "geography" / name for name in files], origin=ORIGIN)
    wards = pl.DataFrame(get_lookup("lsoa", "ward"))
    newham = Area.objects.get(code=NEWHAM)
    inside = wards.filter(pl.col("within").is_in([area.code for area in newham.children.filter(type="ward")]))
    assert (inside.height, inside["within"].n_unique()) == (185, 24)
    assert get_lookup("lsoa", "icb").num_rows == 33_755

    people = pl.read_csv(
        shared_data / "population" / "population20_lsoa11.csv.gz", columns=["lsoa11_code", "total_population"]
    )
    moved = people.join(pl.DataFrame(get_succession("lsoa", "2011", "2021")), left_on="lsoa11_code", right_on="area")
    total = (moved["total_population"] * moved["weight"]).sum()
    assert total == pytest.approx(people["total_population"].sum(), rel=1e-12)
