"""A resident goes through the form without a script: every screen, every way back, and nothing lost."""

import pytest
from django.test import Client
from django.utils import timezone

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import Exercise, ExerciseState, HalfFilled, Response, Statement, Wording
from fiftysteps.engagement.receipts import read_code
from tests.builders import make_area
from tests.listening import DAY, make_consultation, make_exercise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
ABOUT = {"age": "35-49", "sex": "female"}


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(slug="well")


def walk(client: Client, **answers: object) -> str:
    """Go through the shortest form and send it; return the code on the receipt."""
    client.post("/say/well/")
    client.post("/say/well/words/", {"text": answers.get("text", "Benches")})
    client.post("/say/well/about-1/", {"capacities": answers.get("capacities", ["lives"])})
    client.post("/say/well/about-2/", answers.get("about", ABOUT))
    client.post("/say/well/about-3/", {"religion": "prefer-not"})
    client.post("/say/well/contact/", {"email": answers.get("email", "")})
    client.post("/say/well/check/")
    page = client.get("/say/well/sent/").content.decode()
    return page.split('class="say-code">')[1].split("<")[0]


def test_a_form_is_begun_filled_in_checked_and_sent(exercise: Exercise, client: Client) -> None:
    page = client.get("/say/well/").content.decode()
    assert "What would help you?" in page
    assert "Danger now: call 999" in page
    response = client.post("/say/well/")
    assert response["Location"] == "/say/well/words/"
    assert client.post("/say/well/words/", {"text": "Benches"})["Location"] == "/say/well/about-1/"
    assert client.post("/say/well/about-1/", {"capacities": ["lives"]})["Location"] == "/say/well/about-2/"
    assert client.post("/say/well/about-2/", ABOUT)["Location"] == "/say/well/about-3/"
    assert client.post("/say/well/about-3/", {})["Location"] == "/say/well/contact/"
    assert client.post("/say/well/contact/", {})["Location"] == "/say/well/check/"
    check = client.get("/say/well/check/").content.decode()
    assert "Benches" in check
    assert "35 to 49" in check
    assert client.post("/say/well/check/")["Location"] == "/say/well/sent/"
    sent = Response.objects.get()
    assert (sent.is_resident, sent.about.age, sent.answers.get().text) == (True, "35-49", "Benches")
    assert not HalfFilled.objects.exists()
    assert "Thank you" in client.get("/say/well/sent/").content.decode()


def test_sending_again_shows_the_same_receipt_and_keeps_one_response(exercise: Exercise, client: Client) -> None:
    code = walk(client)
    for _ in range(3):
        client.post("/say/well/check/")
    assert client.get("/say/well/check/")["Location"] == "/say/well/sent/"
    assert client.post("/say/well/words/", {"text": "Another"})["Location"] == "/say/well/sent/"
    assert code in client.get("/say/well/sent/").content.decode()
    assert Response.objects.count() == 1


def test_what_is_wrong_is_said_and_what_was_typed_stays(exercise: Exercise, client: Client) -> None:
    client.post("/say/well/")
    response = client.post("/say/well/about-1/", {})
    assert response.status_code == 400
    assert "<title>Error: Which of these are you?" in response.content.decode()
    assert response.content.decode().count("Choose at least one") == 2
    page = client.post("/say/well/contact/", {"email": "ana@"}).content.decode()
    assert 'value="ana@"' in page
    long = "a" * 10_001
    page = client.post("/say/well/words/", {"text": long}).content.decode()
    assert long in page


def test_a_form_is_taken_up_again_on_another_device(exercise: Exercise, client: Client) -> None:
    client.post("/say/well/")
    saved = client.post("/say/well/words/", {"text": "Half of what I want", "save": "1"}, follow=True).content.decode()
    code = saved.split('class="say-code">')[1].split("<")[0]
    other = Client()
    assert other.get("/say/well/words/").status_code == 404
    response = other.post("/say/well/back/", {"code": code.lower().replace("-", " ")})
    assert response["Location"] == "/say/well/about-1/"
    assert "Half of what I want" in other.get("/say/well/words/").content.decode()


def test_a_wrong_code_finds_nothing_and_says_so(exercise: Exercise, client: Client) -> None:
    response = client.post("/say/well/back/", {"code": "ABCD"})
    assert response.status_code == 400
    assert 'value="ABCD"' in response.content.decode()
    assert client.post("/say/receipt/", {"code": "ABCD-EFGH-JKMN"}).status_code == 400


def test_leaving_a_device_leaves_nothing_on_it(exercise: Exercise, client: Client) -> None:
    client.post("/say/well/")
    client.post("/say/well/words/", {"text": "Mine alone"})
    client.post("/say/well/leave/")
    assert client.get("/say/well/words/").status_code == 404


def test_a_changed_answer_leads_back_to_the_check(exercise: Exercise, client: Client) -> None:
    client.post("/say/well/")
    for step, told in (
        ("words", {"text": "A"}),
        ("about-1", {"capacities": ["lives"]}),
        ("about-2", {}),
        ("about-3", {}),
        ("contact", {}),
    ):
        client.post(f"/say/well/{step}/", told)
    assert 'name="change"' in client.get("/say/well/words/?change=1").content.decode()
    assert client.post("/say/well/words/", {"text": "B", "change": "1"})["Location"] == "/say/well/check/"
    # An organisation has a screen of its own, which was not seen yet.
    told = {"capacities": ["organisation"], "change": "1"}
    assert client.post("/say/well/about-1/", told)["Location"] == "/say/well/organisation/"
    client.post("/say/well/organisation/", {"name": "A club"})
    client.post("/say/well/check/")
    sent = Response.objects.get()
    assert (sent.organisation, sent.is_resident, hasattr(sent, "about")) == ("A club", False, False)


def test_a_question_is_asked_only_where_it_concerns_somebody(client: Client) -> None:
    questions = (
        {"code": "home", "kind": "one", "choices": ("Yes", "No")},
        {"code": "damp", "depends_on": "home", "depends_answers": "1"},
    )
    make_exercise(slug="well", questions=questions)
    client.post("/say/well/")
    client.post("/say/well/words/", {"text": "A"})
    assert client.post("/say/well/home/", {"value": "1"})["Location"] == "/say/well/damp/"
    client.post("/say/well/damp/", {"text": "Black mould"})
    assert client.post("/say/well/home/", {"value": "2"})["Location"] == "/say/well/about-1/"
    for step, told in (("about-1", {"capacities": ["lives"]}), ("about-2", {}), ("about-3", {}), ("contact", {})):
        client.post(f"/say/well/{step}/", told)
    client.post("/say/well/check/")
    # What was answered to a question that does not concern them any more is not sent.
    assert {answer.question.code for answer in Response.objects.get().answers.all()} == {"words", "home"}


def test_every_kind_of_question_is_answered_and_read_back(client: Client) -> None:
    place = make_area()
    make_area(code="E05013904", name="Beckton", type="ward", parent=place)
    questions = (
        {"code": "one", "kind": "one", "choices": ("Red", "Blue")},
        {"code": "many", "kind": "many", "choices": ("Homes", "Streets", "Food"), "most": 2},
        {"code": "scale", "kind": "scale", "low": "bad", "high": "good"},
        {"code": "rank", "kind": "ranking", "choices": ("Homes", "Streets", "Food")},
        {"code": "place", "kind": "place"},
        {"code": "say", "kind": "statements", "choices": ("Cars out.", "Rents down.")},
    )
    make_exercise(slug="well", area=place, questions=questions)
    first, second = Statement.objects.order_by("line")
    client.post("/say/well/")
    assert "Choose at most 2" in client.post("/say/well/many/", {"value": ["1", "2", "3"]}).content.decode()
    doubled = client.post("/say/well/rank/", {"place_0": "2", "place_1": "2"})
    assert "this is in the list already" in doubled.content.decode()
    told = {
        "words": {"text": "A"},
        "one": {"value": "2"},
        "many": {"value": ["1", "3"]},
        "scale": {"value": "4"},
        "rank": {"place_0": "3", "place_1": "1"},
        "place": {"value": "E05013904", "text": "by the dock"},
        "say": {f"vote_{first.pk}": "agree", f"vote_{second.pk}": "pass", "own": "Benches everywhere."},
        "about-1": {"capacities": ["lives"]},
        "about-2": {"ward": "E05013904"},
        "about-3": {},
        "contact": {},
    }
    for step, answers in told.items():
        assert client.post(f"/say/well/{step}/", answers).status_code == 302, step
    check = client.get("/say/well/check/").content.decode()
    for words in ("Blue", "4 of 5", "Beckton", "by the dock", "Agree: Cars out.", "Benches everywhere."):
        assert words in check
    client.post("/say/well/check/")
    sent = Response.objects.get()
    kept = {answer.question.code: answer.value or answer.text for answer in sent.answers.all()}
    assert kept == {"words": "A", "one": [2], "many": [1, 3], "scale": [4], "rank": [3, 1], "place": "E05013904"}
    assert sent.answers.get(question__code="place").text == "by the dock"
    assert {vote.statement_id: vote.vote for vote in sent.votes.all()} == {first.pk: "agree", second.pk: "pass"}
    own = Statement.objects.get(line=None)
    assert (own.text, own.state, own.written_in) == ("Benches everywhere.", "waiting", sent)
    # What somebody added is shown to nobody before it was looked at.
    other = Client()
    other.post("/say/well/")
    assert "Benches everywhere" not in other.get("/say/well/say/").content.decode()


def test_a_required_question_is_asked_again_before_the_form_can_be_sent(client: Client) -> None:
    make_exercise(slug="well", questions=({"code": "must", "is_required": True},))
    client.post("/say/well/")
    client.post("/say/well/words/", {"text": "A"})
    assert client.post("/say/well/check/")["Location"] == "/say/well/must/"
    assert client.post("/say/well/must/", {}).status_code == 400


def test_nothing_said_is_not_sent(exercise: Exercise, client: Client) -> None:
    client.post("/say/well/")
    client.post("/say/well/about-1/", {"capacities": ["lives"]})
    response = client.post("/say/well/check/")
    assert response.status_code == 400
    assert "Nothing was answered yet" in response.content.decode()


def test_a_child_has_a_way_in_with_its_own_words_and_no_question_for_an_address(client: Client) -> None:
    given = {"for_children": True, "child_privacy_notice": "You do not have to.", "child_consent": "I want to answer."}
    make_exercise(slug="well", **given)
    assert "I am under 16" in client.get("/say/well/").content.decode()
    page = client.get("/say/well/children/").content.decode()
    assert "You do not have to." in page
    assert client.post("/say/well/children/", {}).status_code == 400
    assert client.post("/say/well/children/", {"agree": "yes"})["Location"] == "/say/well/words/"
    for step, told in (("words", {"text": "A"}), ("about-1", {"capacities": ["lives"]}), ("about-2", {})):
        client.post(f"/say/well/{step}/", told)
    assert client.post("/say/well/about-3/", {})["Location"] == "/say/well/check/"
    client.post("/say/well/check/")
    assert Response.objects.get().is_child


def test_there_is_no_way_in_for_children_where_none_was_made(exercise: Exercise, client: Client) -> None:
    assert "I am under 16" not in client.get("/say/well/").content.decode()
    assert "people of 16 and over" in client.get("/say/well/children/").content.decode()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"state": ExerciseState.CLOSED}, "Nothing more can be sent"),
        ({"opens": timezone.localdate() + DAY}, "This opens on"),
    ],
)
def test_out_of_its_time_nothing_can_be_begun_or_sent(
    exercise: Exercise, client: Client, change, sentence: str
) -> None:
    client.post("/say/well/")
    client.post("/say/well/words/", {"text": "A"})
    for name, value in change.items():
        setattr(exercise, name, value)
    exercise.save()
    for response in (
        client.get("/say/well/"),
        client.post("/say/well/"),
        client.get("/say/well/words/"),
        client.post("/say/well/check/"),
    ):
        assert sentence in response.content.decode()
    assert not Response.objects.exists()


def test_a_form_that_was_sent_in_another_window_shows_its_receipt(
    exercise: Exercise, client: Client, monkeypatch
) -> None:
    client.post("/say/well/")
    client.post("/say/well/words/", {"text": "A"})

    def send_elsewhere(*args: object) -> None:
        raise PersonError("It is gone.")

    other = Client()
    other.cookies = client.cookies
    other.post("/say/well/check/")
    monkeypatch.setattr("fiftysteps.publishing.views.say.form.keep_step", send_elsewhere)
    assert client.post("/say/well/words/", {"text": "B"})["Location"] == "/say/well/sent/"


def test_where_nothing_is_asked_on_line_nothing_can_be_begun(client: Client) -> None:
    exercise = make_exercise(slug="well")
    exercise.questions.all().delete()
    exercise.save()
    response = client.post("/say/well/")
    assert response.status_code == 400
    assert "come and talk to us" in response.content.decode()


def test_a_draft_is_not_found(client: Client) -> None:
    make_consultation(slug="well")
    for path in ("/say/well/", "/say/well/decision/", "/say/well/who/", "/say/well/answers/"):
        assert client.get(path).status_code == 404


def test_a_form_in_another_language_stays_in_it(exercise: Exercise, client: Client) -> None:
    Wording.objects.create(exercise=exercise, language="ur", part="title", text="کیا مدد کرے گا؟")
    Wording.objects.create(exercise=exercise, language="ur", part="words.text", text="سوال")
    exercise.save()
    page = client.get("/say/well/?lang=ur").content.decode()
    assert '<html lang="ur" dir="rtl">' in page
    assert "کیا مدد کرے گا؟" in page
    response = client.post("/say/well/?lang=ur")
    assert response["Location"] == "/say/well/words/?lang=ur"
    page = client.get("/say/well/words/").content.decode()
    assert "سوال" in page
    assert '<html lang="ur" dir="rtl">' in page
    assert client.get("/say/well/?lang=xx").content.decode().startswith('<!doctype html>\n<html lang="en-gb">')


def test_a_translation_with_another_number_of_lines_is_not_used(client: Client) -> None:
    exercise = make_exercise(slug="well", questions=({"code": "one", "kind": "one", "choices": ("Red", "Blue")},))
    Wording.objects.create(exercise=exercise, language="ro", part="one.choices", text="Roșu")
    Wording.objects.create(exercise=exercise, language="ro", part="title", text="Titlu")
    exercise.save()
    client.post("/say/well/?lang=ro")
    assert "Blue" in client.get("/say/well/one/").content.decode()


def test_the_code_stands_in_no_address_and_no_page_but_the_writers_own(exercise: Exercise, client: Client) -> None:
    code = walk(client)
    assert read_code(code)
    outsider = Client()
    for path in ("/say/", "/say/well/", "/say/well/answers/", "/say/well/sent/"):
        assert code not in outsider.get(path).content.decode()
    cookie = client.cookies["form"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/say/well/")


def test_pages_of_a_form_are_kept_in_no_cache_and_in_no_index(exercise: Exercise, client: Client) -> None:
    response = client.get("/say/well/")
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()


def test_whoever_comes_back_with_the_code_sees_what_came_of_it_and_can_erase_it(
    exercise: Exercise, client: Client, settings, tmp_path
) -> None:
    settings.DATA_DIR = tmp_path
    code = walk(client, email="ana@example.org")
    page = client.post("/say/receipt/", {"code": code}).content.decode()
    assert "A person still has to read them." in page
    page = client.post("/say/receipt/", {"code": code, "erase": "1"}).content.decode()
    assert "Nobody can read them any more" in page
    sent = Response.objects.get()
    assert sent.standing == "erased"
    assert not sent.answers.exists()
    assert not hasattr(sent, "about")
    assert not hasattr(sent, "contact")
    assert (tmp_path / "erasures").read_text() == f"{sent.key}\n"
