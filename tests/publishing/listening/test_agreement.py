"""A second person codes a sample; how far the two agree is that of a calculation by hand, and nothing else changes."""

import pytest
from django.test import Client

from fiftysteps.accounts.models import Role, User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.code_response import Chosen, code_response
from fiftysteps.engagement.actions.code_second import code_second, draw_second, find_second
from fiftysteps.engagement.models import Code, Coding, Exercise, Response, SecondReading
from fiftysteps.engagement.queries.agreement import get_agreement
from fiftysteps.engagement.queries.coding import get_codebook
from tests.builders import make_user
from tests.listening import make_exercise, make_officer, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(slug="well")


@pytest.fixture
def codes(exercise: Exercise) -> list[Code]:
    return [Code.objects.create(exercise=exercise, name=name) for name in ("Benches", "Buses")]


@pytest.fixture
def officer() -> User:
    return make_officer()


@pytest.fixture
def second() -> User:
    return make_officer()


def code_first(officer: User, exercise: Exercise, codes: list[Code], said: str) -> list[Response]:
    """Code a response for each sign: b is benches, u is buses, x is both, and a dash is none."""
    rows = [send(exercise, text=f"Response {at}") for at in range(len(said))]
    for row, sign in zip(rows, said, strict=True):
        code_response(officer, row, [Chosen(code.pk) for code in read(codes, sign)])
    return rows


def read(codes: list[Code], sign: str) -> list[Code]:
    return {"b": codes[:1], "u": codes[1:], "x": codes, "-": []}[sign]


def test_alpha_is_that_of_a_calculation_by_hand(exercise, codes, officer, second) -> None:
    rows = code_first(officer, exercise, codes, "bbbb--")
    assert draw_second(officer, exercise, 6) == 6
    for row, sign in zip(rows, "bbb---", strict=True):
        code_second(second, row.second_reading, [code.pk for code in read(codes, sign)])
    agreed = get_agreement(exercise)
    assert (agreed.drawn, agreed.done) == (6, 6)
    # Benches: 7 yes and 5 no in all, one unit of six differs. Observed 2/12, expected 2·7·5/(12·11).
    (alpha,) = agreed.codes
    assert (alpha.name, alpha.same, alpha.units, alpha.first, alpha.second) == ("Benches", 5, 6, 4, 3)
    assert alpha.value == pytest.approx(1 - (2 / 12) / (70 / 132))
    assert agreed.overall.value == pytest.approx(alpha.value)
    assert alpha.lower <= alpha.value <= alpha.upper
    assert alpha.reading == "Good enough for cautious conclusions."
    (difference,) = agreed.differences
    assert (difference.response, difference.first, difference.second, difference.both) == (
        rows[3].pk,
        ("Benches",),
        (),
        (),
    )


def test_over_all_codes_the_pairs_of_a_response_and_a_code_count(exercise, codes, officer, second) -> None:
    rows = code_first(officer, exercise, codes, "bux-")
    draw_second(officer, exercise, 4)
    for row, sign in zip(rows, "bub-", strict=True):
        code_second(second, row.second_reading, [code.pk for code in read(codes, sign)])
    overall = get_agreement(exercise).overall
    assert (overall.same, overall.units) == (7, 8)
    # Of 16 values 7 say yes: one pair of eight differs.
    assert overall.value == pytest.approx(1 - (2 / 16) / (2 * 7 * 9 / (16 * 15)))


def test_a_second_coding_changes_nothing_that_counts(exercise, codes, officer, second) -> None:
    (row,) = code_first(officer, exercise, codes, "b")
    draw_second(officer, exercise, 1)
    code_second(second, row.second_reading, [codes[1].pk])
    row.refresh_from_db()
    assert (row.considered, row.considered_by) == ("coded", officer)
    assert [(line.code.name, line.count) for line in get_codebook(exercise)] == [("Benches", 1), ("Buses", 0)]
    code_second(second, row.second_reading, [])
    assert not Coding.objects.filter(is_second=True).exists()
    assert SecondReading.objects.get().outcome == "read"


def test_nobody_codes_a_second_time_what_they_coded_first(exercise, codes, officer, second) -> None:
    (row,) = code_first(officer, exercise, codes, "b")
    draw_second(officer, exercise, 1)
    assert find_second(officer, exercise) is None
    assert find_second(second, exercise).pk == row.pk
    with pytest.raises(PersonError, match="You coded this first"):
        code_second(officer, row.second_reading, [])
    with pytest.raises(PersonError, match="not in use any more"):
        code_second(second, row.second_reading, [9999])
    with pytest.raises(PersonError, match="cannot be read"):
        code_second(second, row.second_reading, [codes[0].pk], unreadable=True)


def test_the_sample_is_drawn_by_chance_the_same_each_time_and_no_response_twice(exercise, codes, officer) -> None:
    rows = code_first(officer, exercise, codes, "b" * 12)
    send(exercise, text="This waits")
    assert draw_second(officer, exercise, 5) == 5
    first = set(SecondReading.objects.values_list("pk", flat=True))
    SecondReading.objects.all().delete()
    draw_second(officer, exercise, 5)
    assert set(SecondReading.objects.values_list("pk", flat=True)) == first != {row.pk for row in rows[:5]}
    assert draw_second(officer, exercise, 100) == 7
    with pytest.raises(PersonError, match="drawn already"):
        draw_second(officer, exercise, 1)
    for size in (0, 1_001):
        with pytest.raises(PersonError, match="between 1 and 1,000"):
            draw_second(officer, exercise, size)


def test_the_pages_lead_through_the_sample_and_show_where_two_differ(exercise, codes, officer, second) -> None:
    first, other = code_first(officer, exercise, codes, "bb")
    client = Client()
    client.force_login(second)
    assert "Nothing is coded twice yet." in client.get("/listening/well/agreement/").content.decode()
    for told in ("x", "", "0"):
        page = client.post("/listening/well/agreement/", {"size": told}, follow=True).content.decode()
        assert "Draw between 1 and 1,000 responses at once" in page
    client.post("/listening/well/agreement/", {"size": "2"})
    page = client.get(f"/listening/well/agreement/{first.pk}/").content.decode()
    assert "Response 0" in page
    assert " checked" not in page
    assert client.post(f"/listening/well/agreement/{first.pk}/", {}).status_code == 400
    following = client.post(f"/listening/well/agreement/{first.pk}/", {"code": [codes[0].pk]})
    assert following["Location"] == f"/listening/well/agreement/{other.pk}/"
    page = client.post(f"/listening/well/agreement/{other.pk}/", {"none": "1"}, follow=True).content.decode()
    assert "You have coded all of the sample that is yours." in page
    assert "The first alone: <strong>Benches</strong>" in page
    assert "1 of 2" in page


@pytest.mark.parametrize("role", [None, Role.BOARD_MEMBER, Role.PARTNER, Role.ORGANISER, Role.ANALYST])
def test_the_sample_is_not_for_everybody(exercise, codes, officer, role) -> None:
    (row,) = code_first(officer, exercise, codes, "b")
    draw_second(officer, exercise, 1)
    client = Client()
    if role:
        client.force_login(make_user(role=role))
    for path in ("/listening/well/agreement/", f"/listening/well/agreement/{row.pk}/"):
        assert client.get(path).status_code == (403 if role else 302)
        assert client.post(path, {"size": "1", "none": "1"}).status_code == (403 if role else 302)
    assert SecondReading.objects.get().outcome == "waiting"
