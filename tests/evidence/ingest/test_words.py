import pytest

from fiftysteps.core.tables import read_tables
from fiftysteps.evidence.ingest import KnownAreas
from fiftysteps.evidence.ingest.areas import get_code_rule, is_total, make_plain
from fiftysteps.evidence.ingest.groups import read_age, read_sex
from tests.evidence.ingest.tables import NAMES


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("00_04", "0-4"),
        ("40 to 44", "40-44"),
        ("16-64 yrs", "16-64"),
        ("Aged 7", "7"),
        ("90+", "90+"),
        ("65 and over", "65+"),
        ("all ages", "All ages"),
        ("Under 18", "Under 18"),
    ],
)
def test_ages_have_one_spelling(text, age):
    assert read_age(text) == age


@pytest.mark.parametrize(
    ("text", "sex"), [("M", "Male"), ("women", "Female"), ("Both sexes", "Persons"), ("Trans", "Trans")]
)
def test_sexes_have_one_spelling_and_other_words_stay(text, sex):
    assert read_sex(text) == sex


@pytest.mark.parametrize("code", ["E09000025", "QMF", "A81002", "E84068", "TRAF", "00BB", "E38000068"])
def test_codes_of_areas_are_taken(code):
    assert get_code_rule(code) == ""


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("E0900025", "is not a code of the Government Statistical Service: those have a letter and eight digits"),
        ("E09O00025", "is not a code of the Government Statistical Service: those have a letter and eight digits"),
        ("Newham", 'is no code of an area: name the column with codes, or give codes for names under "words"'),
    ],
)
def test_slips_in_codes_and_names_are_no_codes(code, rule):
    assert get_code_rule(code) == rule


@pytest.mark.parametrize("text", ["Total", "GRAND TOTAL", "Sub-total", "Totals", "All areas", "Total, all wards"])
def test_words_of_totals_are_known(text):
    assert is_total(text)


def test_a_place_is_no_total():
    assert not is_total("Totnes")


@pytest.mark.parametrize(
    "name",
    ["Newham", "LB Newham", "London Borough of Newham", "newham", "Newham UA", "Newham Council"],
)
def test_names_are_compared_without_their_titles(name):
    assert KnownAreas(NAMES).get_name_rule("E09000025", name) == ""


def test_names_of_other_areas_are_told():
    rule = KnownAreas(NAMES).get_name_rule("E09000025", "Tower Hamlets")
    assert rule == 'the code E09000025 is that of "Newham", and the name says another area'


def test_a_name_that_is_all_title_stays():
    assert make_plain("City of London") != make_plain("County Durham") != ""
    assert make_plain("The City") == "the city"
    assert make_plain("Bristol, City of") == make_plain("City of Bristol")
    assert make_plain("Bath & North East Somerset") == make_plain("Bath and North East Somerset")


def test_a_code_is_found_for_a_name_that_one_area_has():
    areas = KnownAreas({**NAMES, "E1": "Richmond", "E2": "Richmond"})
    assert areas.find_code("london borough of newham") == "E09000025"
    assert areas.find_code("Richmond") == ""
    assert areas.find_code("Atlantis") == ""


def test_successors_of_the_caller_go_before_those_that_are_known():
    assert KnownAreas().get_successors("E07000004") == ("E06000060",)
    assert KnownAreas(successors={"E07000004": ("X1",)}).get_successors("E07000004") == ("X1",)
    assert KnownAreas().get_successors("E09000025") == ()


def test_every_authority_that_was_replaced_has_successors_among_those_of_today(shared_data):
    def get_codes(name, column):
        return set(get_texts(shared_data / name, column))

    today = get_codes("geography/lsoa21_ward24_lad24.csv.gz", "ltla24_code")
    before = get_codes("population/population20_ltla21.csv", "ltla21_code")
    before |= get_codes("population/ukc19_uk_population_2019_by_5yr_age.csv.gz", "code")
    authorities = {code for code in before if code.startswith(("E06", "E07", "E08", "E09"))}
    assert len(authorities) > 310
    gone = authorities - today
    assert gone
    for code in gone:
        assert set(KnownAreas().get_successors(code)) & today, code


def get_texts(path, column):
    (sheet,) = read_tables(path)
    at = sheet.get_texts(0).index(column)
    return sheet.columns[at].to_pylist()[1:]
