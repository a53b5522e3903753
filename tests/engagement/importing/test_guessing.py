"""What columns and values are taken for: a person looks at each guess, so none may look right and be wrong."""

from pathlib import Path

import pytest

from fiftysteps.engagement.importing.guessing import guess_answer, guess_targets
from fiftysteps.engagement.importing.table import read_table
from fiftysteps.engagement.importing.targets import Target, Use
from fiftysteps.engagement.models import Exercise
from tests.listening import make_exercise
from tests.returned import QUESTIONS, get_targets, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(questions=QUESTIONS)


@pytest.mark.parametrize(
    ("heading", "value", "code"),
    [
        ("What would help you?", "Benches", "q:words"),
        ("words", "Benches", "q:words"),
        ("Q1 - What would help you?", "Benches", "q:words"),
        ("What would help you most?", "Benches", "q:words"),
        ("Response", "Benches", "q:words"),
        ("IS YOUR HOME WARM", "Yes", "q:home"),
        ("What is your email address?", "ana@example.org", "email"),
        ("E-mail", "", "email"),
        ("May we e-mail you?", "Yes", ""),
        ("What is your name?", "Ana", ""),
        ("Name of organisation", "A club", "organisation"),
        ("Organisation type", "Charity", ""),
        ("Respondent type - Respondent type", "Individual", "capacity"),
        ("response_id", "880", "reference"),
        ("Respondent ID", "880", "reference"),
        ("Date submitted", "2026-01-02", "day"),
        ("Age group", "25-34", "a:age"),
        ("How old are you?", "30", "a:age"),
        ("Location - address", "Derby", ""),
        ("Gender", "Female", "a:sex"),
        ("Ethnicity", "Roma", "a:ethnicity"),
        ("Which ward do you live in?", "Boleyn", "a:ward"),
        ("What is your sexual orientation?", "Gay", "a:orientation"),
        ("Do you have a disability?", "No", "a:disability"),
        ("Language", "Urdu", "language"),
        ("position", "Yes", ""),
    ],
)
def test_a_column_is_taken_for_what_its_heading_says(
    heading: str, value: str, code: str, exercise: Exercise, tmp_path: Path
) -> None:
    table = read(tmp_path, f'"{heading}",Zzz\n{value},1\n')
    found = guess_targets(table, tuple(get_targets(exercise).values()))
    assert (found[0].code if 0 in found else "") == code


def test_two_columns_are_never_the_same_question_by_a_guess(exercise: Exercise, tmp_path: Path) -> None:
    table = read(tmp_path, "words,What would help you?,What matters?: a,What matters?\na,b,Homes,Food\n")
    found = guess_targets(table, tuple(get_targets(exercise).values()))
    assert [target.code for target in found.values()].count("q:words") == 1


AGES = Target("a:age", "Age", "", Use.ONE, (("16-24", "16 to 24"), ("25-34", "25 to 34"), ("65-plus", "65 and over")))
AGREED = Target(
    "q:a", "A", "", Use.ONE, (("1", "Strongly disagree"), ("2", "Disagree"), ("3", "Strongly agree"), ("4", "Agree"))
)
HOMES = Target("q:b", "B", "", Use.ONE, (("1", "Rented from the council"), ("2", "Limited"), ("3", "Not limited")))
SCALE = Target("q:c", "C", "", Use.ONE, (("1", "1: bad"), ("2", "2"), ("3", "3: good")))
WHO = Target("capacity", "", "", Use.MANY, (("lives", "I live here"), ("organisation", "I answer for an organisation")))
SEX = Target("a:sex", "", "", Use.ONE, (("female", "Female"), ("male", "Male"), ("prefer-not", "Prefer not to say")))


@pytest.mark.parametrize(
    ("value", "target", "code"),
    [
        ("25-34", AGES, "25-34"),
        ("25 – 34", AGES, "25-34"),
        ("65+", AGES, "65-plus"),
        ("15 to 24", AGES, ""),
        ("26-34", AGES, ""),
        ("strongly AGREE", AGREED, "3"),
        ("Strongly agreed", AGREED, "3"),
        ("1", AGREED, ""),
        ("not at all limited", HOMES, ""),
        ("limited.", HOMES, "2"),
        ("Rented from a council", HOMES, "1"),
        ("3", SCALE, "3"),
        ("Organisation", WHO, "organisation"),
        ("Individual", WHO, ""),
        ("female", SEX, "female"),
        ("Rather not say", SEX, "prefer-not"),
        ("F", SEX, ""),
        ("", SEX, ""),
        ("<script>alert(1)</script>", SEX, ""),
    ],
)
def test_a_value_is_taken_for_an_answer_only_where_it_says_the_same(value: str, target: Target, code: str) -> None:
    assert guess_answer(value, target) == code


def test_the_columns_of_real_tools_are_found(shared_data: Path, exercise: Exercise) -> None:
    folder, targets = shared_data / "engagement" / "themes", tuple(get_targets(exercise).values())

    def guess(name: str) -> dict[int, str]:
        return {place: target.code for place, target in guess_targets(read_table(folder / name), targets).items()}

    assert guess("responses_biomass_format.csv") == {1: "email", 2: "capacity"}
    assert guess("responses_lgr_format.csv") == {0: "capacity"}
    assert guess("synthetic_responses_with_topics.csv") == {1: "reference", 2: "q:words"}
