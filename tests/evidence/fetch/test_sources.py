"""What each source is asked, and what of its answers is kept."""

import csv
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Faults
from fiftysteps.evidence.fetch import SOURCES, Fetched, fetch_source, get_source
from fiftysteps.evidence.fetch.faults import RefusedError
from tests.evidence.fetch.loopback import Loopback, Reply

FINGERTIPS = b'Indicator ID,Indicator Name,Area Code,Time period,Value\n90366,"Life\nexpectancy",E09000025,2020,80.1\n'
DATASET = {
    "links": {"latest_version": {"href": "http://localhost:1/datasets/TS021/editions/2021/versions/3", "id": "3"}}
}
VERSION = {
    "downloads": {"csv": {"href": "https://download.ons.gov.uk/downloads/datasets/TS021/editions/2021/versions/3.csv"}}
}
ETHNICITY = b"Lower tier local authorities Code,Ethnic group Code,Observation\nE09000025,1,10\n"
CSL = {"type": "article-journal", "title": "Healthy lives", "DOI": "10.1136/bmj.g1687"}


def fetch(loopback: Loopback, folder: Path, name: str, *words: str) -> Fetched:
    return fetch_source(get_source(name), words, folder, network=loopback.network)


def make_json(value: object) -> Reply:
    return Reply(json.dumps(value).encode(), kind="application/json")


def test_fingertips_is_asked_for_all_data_of_indicators_below_england(loopback, tmp_path) -> None:
    loopback.play("fingertips.phe.org.uk", Reply(FINGERTIPS))

    fetched = fetch(loopback, tmp_path, "fingertips", "indicator=90366,93468", "area-type=502")

    (asked,) = loopback.asked
    assert asked.path == "/api/all_data/csv/by_indicator_id"
    assert asked.query == {"indicator_ids": "90366,93468", "child_area_type_id": "502", "parent_area_type_id": "15"}
    assert fetched.saved.path.read_bytes() == FINGERTIPS
    assert fetched.saved.record.rows == 1


def test_fingertips_is_asked_for_a_profile_below_another_type_of_area(loopback, tmp_path) -> None:
    loopback.play("fingertips.phe.org.uk", Reply(FINGERTIPS))

    fetch(loopback, tmp_path, "fingertips", "profile=143", "area-type=3", "parent-type=402")

    (asked,) = loopback.asked
    assert asked.path == "/api/all_data/csv/by_profile_id"
    assert asked.query == {"profile_id": "143", "child_area_type_id": "3", "parent_area_type_id": "402"}


def test_fingertips_metadata_are_asked_for_by_indicator_and_by_profile(loopback, tmp_path) -> None:
    loopback.play("fingertips.phe.org.uk", Reply(b"Indicator ID,Indicator,Definition\n1,a,b\n"))

    fetch(loopback, tmp_path, "fingertips-metadata", "indicator=90366")
    fetch(loopback, tmp_path, "fingertips-metadata", "profile=143")

    assert [asked.target for asked in loopback.asked] == [
        "/api/indicator_metadata/csv/by_indicator_id?indicator_ids=90366",
        "/api/indicator_metadata/csv/by_profile_id?profile_id=143",
    ]


def test_file_of_fingertips_itself_is_what_is_expected_of_it(shared_data) -> None:
    file = shared_data / "indicators" / "fingertips_indicators-CountyUA.data.csv"

    assert get_source("fingertips").expected.check(file, "text/csv") == 852


def make_rows(numbers: range, total: int, heading: str = "GEOGRAPHY_CODE,OBS_VALUE,RECORD_COUNT") -> Reply:
    rows = "".join(f'"E{number:08}",{number},{total}\n' for number in numbers)
    return Reply(f"{heading}\n{rows}".encode())


def test_nomis_is_asked_for_page_after_page_until_every_row_is_there(loopback, tmp_path) -> None:
    loopback.play("www.nomisweb.co.uk", make_rows(range(3), 7), make_rows(range(3, 6), 7), make_rows(range(6, 7), 7))

    fetched = fetch(loopback, tmp_path, "nomis", "dataset=NM_2021_1", "geography=TYPE154", "c_sex=0,1...2")

    assert [asked.path for asked in loopback.asked] == ["/api/v01/dataset/NM_2021_1.data.csv"] * 3
    assert loopback.asked[0].query == {"geography": "TYPE154", "c_sex": "0,1...2"}
    assert [asked.query.get("RecordOffset") for asked in loopback.asked] == [None, "3", "6"]
    with fetched.saved.path.open(newline="") as file:
        assert [row["OBS_VALUE"] for row in csv.DictReader(file)] == list("0123456")
    assert fetched.saved.record.rows == 7


def test_nomis_is_asked_for_the_count_of_rows_where_columns_are_chosen(loopback, tmp_path) -> None:
    loopback.play("www.nomisweb.co.uk", make_rows(range(1), 1))

    fetch(loopback, tmp_path, "nomis", "NM_2021_1", "select=geography_code,obs_value")
    fetch(loopback, tmp_path, "nomis", "NM_2021_1", "select=obs_value,record_count")

    assert [asked.query["select"] for asked in loopback.asked] == [
        "geography_code,obs_value,record_count",
        "obs_value,record_count",
    ]


@pytest.mark.parametrize(
    ("replies", "sentence"),
    [
        ([make_rows(range(3), 7), make_rows(range(0), 7)], "gave 3 rows and then no more, where it has 7"),
        ([make_rows(range(3), 2)], "gave 3 rows, where it has 2"),
        ([make_rows(range(3), 4), make_rows(range(3, 6), 4)], "gave 6 rows, where it has 4"),
        ([make_rows(range(3), 4), make_rows(range(3, 4), 4, "A,OBS_VALUE,RECORD_COUNT")], "different headings"),
        ([Reply(b"OBS_VALUE,RECORD_COUNT\n1,many\n")], "does not say how many rows there are, but 'many'"),
        ([make_rows(range(0), 0)], "a heading and no row"),
    ],
)
def test_nomis_that_does_not_give_every_row_is_refused(loopback, tmp_path, replies, sentence) -> None:
    loopback.play("www.nomisweb.co.uk", *replies)

    with pytest.raises(RefusedError, match=sentence):
        fetch(loopback, tmp_path, "nomis", "NM_2021_1")
    assert list((tmp_path / "nomis").iterdir()) == []


def test_ons_is_asked_where_the_file_of_a_version_is(loopback, tmp_path) -> None:
    loopback.play("api.beta.ons.gov.uk", make_json(VERSION))
    loopback.play("download.ons.gov.uk", Reply(ETHNICITY))

    fetched = fetch(loopback, tmp_path, "ons", "dataset=TS021", "edition=2021", "version=3")

    assert [asked.path for asked in loopback.asked] == [
        "/v1/datasets/TS021/editions/2021/versions/3",
        "/downloads/datasets/TS021/editions/2021/versions/3.csv",
    ]
    assert fetched.saved.record.address == VERSION["downloads"]["csv"]["href"]


def test_ons_is_asked_which_version_is_the_newest_where_none_is_named(loopback, tmp_path) -> None:
    loopback.play("api.beta.ons.gov.uk", make_json(DATASET), make_json(VERSION))
    loopback.play("download.ons.gov.uk", Reply(ETHNICITY))

    fetch(loopback, tmp_path, "ons", "TS021")

    assert [asked.path for asked in loopback.asked][:2] == [
        "/v1/datasets/TS021",
        "/v1/datasets/TS021/editions/2021/versions/3",
    ]


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        ({"downloads": {"csv": {"href": "https://ons.gov.uk.example/x.csv"}}}, "which is not of ons.gov.uk"),
        ({"downloads": {"csv": {"href": "http://download.ons.gov.uk/x.csv"}}}, "Only https://"),
        ({"downloads": {"xls": {}}}, "does not say where its csv is"),
        ({"downloads": []}, "does not say where its csv is"),
        ([1], "is no object"),
    ],
)
def test_ons_that_leads_elsewhere_or_nowhere_is_refused(loopback, tmp_path, reply, sentence) -> None:
    loopback.play("api.beta.ons.gov.uk", make_json(reply))

    with pytest.raises(RefusedError, match=sentence):
        fetch(loopback, tmp_path, "ons", "TS021", "edition=2021", "version=3")


def test_ons_whose_newest_version_is_not_understood_is_refused(loopback, tmp_path) -> None:
    loopback.play("api.beta.ons.gov.uk", make_json({"links": {"latest_version": {"href": "https://x/versions/../9"}}}))

    with pytest.raises(RefusedError, match="is not understood"):
        fetch(loopback, tmp_path, "ons", "TS021")


def make_areas(codes: str, more: dict[str, object]) -> Reply:
    features = [{"type": "Feature", "properties": {"LSOA21CD": code}, "geometry": None} for code in codes]
    return Reply(
        json.dumps({"type": "FeatureCollection", "features": features, **more}).encode(), kind="application/geo+json"
    )


def test_geography_is_asked_for_page_after_page_and_becomes_one_collection(loopback, tmp_path) -> None:
    loopback.play(
        "services1.arcgis.com",
        make_areas("ab", {"exceededTransferLimit": True}),
        make_areas("cd", {"properties": {"exceededTransferLimit": True}}),
        make_areas("é", {"properties": {}}),
    )

    fetched = fetch(loopback, tmp_path, "geography", "service=LSOA21_LU", "where=LAD24CD='E09000025'", "shapes=no")

    first = loopback.asked[0]
    assert first.path == "/ESMARspQHYMw9BZ9/arcgis/rest/services/LSOA21_LU/FeatureServer/0/query"
    assert first.query == {
        "where": "LAD24CD='E09000025'",
        "outFields": "*",
        "outSR": "4326",
        "returnGeometry": "false",
        "f": "geojson",
        "resultRecordCount": "1000",
        "resultOffset": "0",
    }
    assert [asked.query["resultOffset"] for asked in loopback.asked] == ["0", "2", "4"]
    found = json.loads(fetched.saved.path.read_text("utf-8"))
    assert found["type"] == "FeatureCollection"
    assert "".join(feature["properties"]["LSOA21CD"] for feature in found["features"]) == "abcdé"
    assert fetched.saved.path.suffix == ".geojson"
    assert fetched.sentence.endswith(" with 5 areas.")


@pytest.mark.parametrize(
    ("replies", "sentence"),
    [
        ([make_areas("", {})], "has no area for what was asked"),
        ([make_areas("ab", {"exceededTransferLimit": True}), make_areas("", {})], "gave 2 areas and then no more"),
        ([make_json({"error": {"code": 400, "message": "Invalid query"}})], "Invalid query"),
        ([make_json({"type": "FeatureCollection", "features": {}})], "no list of areas"),
        ([make_json({"type": "FeatureCollection", "features": [1]})], "no list of areas"),
        ([Reply(b'{"type": "FeatureCollection", "fea', kind="application/json")], "is not whole"),
    ],
)
def test_geography_that_gives_no_areas_is_refused(loopback, tmp_path, replies, sentence) -> None:
    loopback.play("services1.arcgis.com", *replies)

    with pytest.raises(RefusedError, match=sentence):
        fetch(loopback, tmp_path, "geography", "LSOA21_LU")
    assert list((tmp_path / "geography").iterdir()) == []


@pytest.mark.parametrize(("edition", "file"), [("2019", "File_7_-_All_IoD2019"), ("2025", "File_7_IoD2025")])
def test_indices_of_deprivation_are_the_seventh_file_of_their_edition(loopback, tmp_path, edition, file) -> None:
    heading = b"LSOA code,Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)\n"
    loopback.play("assets.publishing.service.gov.uk", Reply(heading + b"E01,1\n"))

    fetched = fetch(loopback, tmp_path, "deprivation", edition)

    assert loopback.asked[0].path.startswith("/media/")
    assert file in loopback.asked[0].path
    assert fetched.saved.path.name.startswith(f"{edition}-2")


def test_doi_is_asked_for_csl_json_and_sent_on(loopback, tmp_path) -> None:
    loopback.play("doi.org", Reply(status=302, headers={"Location": "https://api.crossref.org/v1/works/x/transform"}))
    loopback.play("api.crossref.org", Reply(json.dumps(CSL).encode(), kind="application/vnd.citationstyles.csl+json"))

    fetched = fetch(loopback, tmp_path, "doi", "10.1002/(SICI)1097-0258<1::AID#1>3.0.CO;2-X")

    assert loopback.asked[0].target == "/10.1002/(SICI)1097-0258%3C1::AID%231%3E3.0.CO;2-X"
    assert {asked.headers["Accept"] for asked in loopback.asked} == {"application/vnd.citationstyles.csl+json"}
    assert json.loads(fetched.saved.path.read_bytes()) == CSL
    assert fetched.sentence == f"Fetched {len(json.dumps(CSL))} bytes."
    assert fetched.saved.record.address == "https://doi.org/10.1002/(SICI)1097-0258%3C1::AID%231%3E3.0.CO;2-X"


def test_doi_whose_publisher_gives_a_web_page_instead_is_refused(loopback, tmp_path) -> None:
    loopback.play("doi.org", Reply(b"<!DOCTYPE html><title>Journal</title>", kind="text/html"))

    with pytest.raises(RefusedError, match="is a web page, where the description of a reference"):
        fetch(loopback, tmp_path, "doi", "10.1136/bmj.g1687")


def test_product_names_itself_and_its_version_to_every_source(loopback, tmp_path) -> None:
    loopback.play("fingertips.phe.org.uk", Reply(FINGERTIPS))

    fetch(loopback, tmp_path, "fingertips", "indicator=1", "area-type=502")

    assert re.fullmatch(r"fiftysteps/\d+\.\d+\.\d+", loopback.asked[0].headers["User-Agent"])


@pytest.mark.parametrize("source", SOURCES.values(), ids=lambda source: source.name)
def test_every_source_has_a_licence_an_https_address_and_an_example_that_it_takes(source) -> None:
    assert source.licence
    assert urlsplit(source.base).scheme == "https"
    words = source.example.replace('"', "").split()
    assert words[:2] == ["fetch", source.name]
    assert source.read(words[2:])
    assert all(parameter.help[0].islower() for parameter in source.parameters if parameter.name != "doi")


@pytest.mark.parametrize(
    ("name", "words", "sentences"),
    [
        ("fingertips", [], ["area-type is missing", "one of indicator and profile is needed"]),
        ("fingertips", ["indicator=1", "profile=2", "area-type=3"], ["not more than one"]),
        ("fingertips", ["indicator=abc", "area-type=x y"], ["indicator is the number of an indicator", "got abc"]),
        ("fingertips", ["indicator=" + ",".join(["1"] * 101), "area-type=1"], ["up to 100 of them"]),
        (
            "fingertips",
            ["indicator=1", "area-type=1", "area_type=1"],
            ['area_type cannot be asked for (did you mean "area-type"?)'],
        ),
        ("fingertips", ["indicator=1", "2", "area-type=1"], ["indicator is given twice"]),
        ("nomis", ["dataset=../../x"], ["dataset is the name of a dataset"]),
        ("nomis", ["NM_1_1", "geography=a&uid=1"], ["geography is"]),
        ("nomis", ["NM_1_1", "sex=1&uid=0x1"], ["sex has a value that cannot stand in an address"]),
        ("nomis", ["NM_1_1", "RecordOffset=5"], ["recordoffset is set by fetch"]),
        ("ons", ["TS021", "edition=2021"], ["edition and version are given together"]),
        ("ons", ["TS021/../x"], ["dataset is"]),
        ("geography", ["a/../../b"], ["service is"]),
        ("deprivation", ["2015"], ["edition is one of 2019 and 2025; got 2015"]),
        ("doi", ["https://doi.org/10.1136/x"], ["doi is a DOI such as"]),
    ],
)
def test_what_a_source_cannot_be_asked_is_refused_with_every_fault(tmp_path, name, words, sentences) -> None:
    with pytest.raises(Faults) as raised:
        fetch_source(get_source(name), words, tmp_path)

    assert [sentence for sentence in sentences if sentence not in str(raised.value)] == []
    assert list(tmp_path.iterdir()) == []


def test_key_to_an_account_is_refused_and_not_repeated() -> None:
    with pytest.raises(Faults) as raised:
        get_source("nomis").read(["NM_1_1", "uid=0xsecret"])

    assert "uid is a key to an account" in str(raised.value)
    assert "0xsecret" not in str(raised.value)


def test_source_that_there_is_not_is_answered_with_those_that_there_are() -> None:
    with pytest.raises(PersonError, match=r'There is no source "fingertip" \(did you mean "fingertips"\?\)'):
        get_source("fingertip")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["2025"], "2025"),
        (["edition=2019"], "2019"),
    ],
)
def test_file_is_named_for_what_was_asked(words: list[str], name: str) -> None:
    source = get_source("deprivation")
    assert source.name_file(source.read(words)) == name


def test_different_questions_have_different_names_however_long_and_odd_they_are() -> None:
    source = get_source("nomis")
    questions = [
        "geography=a,b",
        "geography=a.b",
        "geography=a...b",
        f"geography={'x' * 200}",
        f"geography={'x' * 201}",
    ]
    names = [source.name_file(source.read(["NM_1_1", question])) for question in questions]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]{1,90}", name) for name in names)


def test_same_question_in_another_order_has_the_same_name() -> None:
    source = get_source("nomis")
    one = source.name_file(source.read(["NM_1_1", "sex=1", "age=2"]))

    assert one == source.name_file(source.read(["age=2", "sex=1", "dataset=NM_1_1"])) == "dataset-NM_1_1-age-2-sex-1"
