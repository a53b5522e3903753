"""The texts of an exercise in another language, written by hand beside the English."""

import pytest
from django.test import Client

from fiftysteps.engagement.models import Wording
from tests.builders import make_reply
from tests.listening import make_exercise, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
PATH = "/listening/well/words/ro/"


def test_texts_are_written_while_an_exercise_is_open_and_read_at_once(officer: Client) -> None:
    make_exercise(slug="well", questions=({"code": "one", "kind": "one", "choices": ("Red", "Blue")},))
    page = officer.get(PATH).content.decode()
    assert "What would help you?" in page
    told = {"part-title": "Ce v-ar ajuta?", "part-one.choices": "Roșu\nAlbastru", "part-nothing": "x"}
    assert "2 texts are kept" in officer.post(PATH, told, follow=True).content.decode()
    resident = Client().get("/say/well/?lang=ro").content.decode()
    assert "Ce v-ar ajuta?" in resident
    assert "say-note" in resident  # it still has to be checked by a person
    officer.post(PATH, {**told, "checked": "1"})
    assert "say-note" not in Client().get("/say/well/?lang=ro").content.decode()
    officer.post(PATH, {"part-title": "", "part-one.choices": ""})
    assert not Wording.objects.exists()


def test_a_list_with_another_number_of_lines_is_refused_and_nothing_is_lost(officer: Client) -> None:
    make_exercise(slug="well", questions=({"code": "one", "kind": "one", "choices": ("Red", "Blue")},))
    response = officer.post(PATH, {"part-title": "Titlu", "part-one.choices": "Roșu"})
    assert response.status_code == 400
    page = response.content.decode()
    assert "one: the list has 2 lines, and this has 1." in page
    assert "Titlu" in page
    assert not Wording.objects.exists()


def test_nobody_else_writes_them_and_other_languages_are_not_found(officer: Client, organiser: Client) -> None:
    make_exercise(slug="well")
    assert organiser.get(PATH).status_code == 403
    assert Client().get(PATH).status_code == 302
    for language in ("en-gb", "xx"):
        assert officer.get(f"/listening/well/words/{language}/").status_code == 404


def test_every_submission_of_an_organisation_stands_with_its_answer(officer: Client) -> None:
    exercise = make_exercise(slug="well")
    first = send(exercise, text="Ours", organisation="A club", capacities=("organisation",))
    second = send(exercise, text="Theirs", organisation="B club", capacities=("organisation",))
    reply = make_reply(insight=None, text="We will build both.")
    reply.submissions.set([first, second])
    page = Client().get("/say/well/answers/").content.decode()
    assert page.count("We will build both.") == 2
    assert "2 of 2 things that people and organisations said have an answer: 100 in 100" in page
    assert "A club" in page
    assert str(first) == f"Response {first.pk}: A club"
