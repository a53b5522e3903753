"""The form on paper: everything that is asked, in a PDF that is tagged, made once and from nothing of others."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.test import Client

from fiftysteps.engagement.about_you import VARIABLES
from fiftysteps.engagement.models import Capacity, Exercise, Statement, Wording
from fiftysteps.publishing import pdf
from fiftysteps.publishing.pdf import find_style, render_pdf
from tests.builders import make_area
from tests.listening import make_consultation, make_exercise

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("brand"),
    # A machine may have no font at all.
    pytest.mark.filterwarnings("ignore:No fonts configured"),
]
QUESTIONS = (
    {"code": "matters", "kind": "many", "text": "What matters?", "choices": ("Homes", "Air", "Work"), "most": 2},
    {
        "code": "wrong",
        "kind": "one",
        "text": "What is wrong?",
        "choices": ("Damp", "Cold"),
        "depends_on": "matters",
        "depends_answers": "1, 3",
    },
    {"code": "health", "kind": "scale", "text": "How is your health?", "low": "Very bad", "high": "Very good"},
    {"code": "rank", "kind": "ranking", "text": "Which first?", "choices": ("Parks", "Streets", "Food", "Fun")},
    {"code": "place", "kind": "place", "text": "Is there a place?", "hint": "Any place."},
    {"code": "say", "kind": "statements", "text": "Do you agree?", "choices": ("Cars out.", "Rents down.")},
)


@pytest.fixture(autouse=True)
def kept(settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "paper"


@pytest.fixture
def exercise() -> Exercise:
    place = make_area()
    make_area(code="E05013904", name="Beckton", type="ward", parent=place)
    return make_exercise(slug="well", area=place, questions=QUESTIONS, asks_contact=True)


def read(client: Client, address: str = "/say/well/paper/?as=html") -> str:
    """The page in words, with one space where the template has many."""
    page = client.get(address).content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_the_paper_is_a_pdf_to_look_at_that_says_what_it_is(exercise: Exercise, client: Client) -> None:
    response = client.get("/say/well/paper/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response["Content-Disposition"] == 'inline; filename="well-en-gb.pdf"'
    assert response.content.startswith(b"%PDF")


def test_the_pdf_is_tagged_named_and_says_its_language(exercise: Exercise, client: Client) -> None:
    page = client.get("/say/well/paper/?as=html").content.decode()
    made = render_pdf(page, find_style("paper"), is_compressed=False)
    for part in (b"/StructTreeRoot", b"/Lang (en-gb)", b"pdfuaid:part", b"/DisplayDocTitle true", b"/Alt (Square that"):
        assert part in made
    for tag in (b"/S /H1", b"/S /H2", b"/S /H3", b"/S /LI", b"/S /TH", b"/S /Figure"):
        assert tag in made
    assert b"/Title (" in made


def test_everything_that_is_asked_stands_on_paper_with_the_number_that_is_typed_for_it(
    exercise: Exercise, client: Client
) -> None:
    page = read(client)
    for question in QUESTIONS:
        assert question["text"] in page
    for words in (
        "1 Homes 2 Air 3 Work",
        "1 Damp 2 Cold",
        "1 Very bad 2 3 4 5 Very good",
        "1 Parks 2 Streets 3 Food 4 Fun First Second Third",
        "a Agree d Disagree p Pass Cars out. Rents down.",
        "Is there something else that others should vote on?",
        "Beckton Which part? What is the place called, or what is near it?",
        "Any place.",
    ):
        assert words in page


def test_paper_says_what_the_form_on_line_does_by_itself(exercise: Exercise, client: Client) -> None:
    page = read(client)
    assert "Only if you ticked “Homes” or “Work” above." in page
    assert "Tick at most 2." in page
    assert "Only if you ticked “I answer for an organisation” above." in page


def test_a_condition_on_a_scale_names_its_points(client: Client) -> None:
    scale = {"code": "health", "kind": "scale"}
    make_exercise(slug="well", questions=(scale, {"code": "why", "depends_on": "health", "depends_answers": "1 2"}))
    assert "Only if you ticked “1” or “2” above." in read(client)


def test_the_core_set_is_asked_with_every_answer_its_reason_and_the_right_to_refuse(
    exercise: Exercise, client: Client
) -> None:
    page = read(client)
    for capacity in Capacity:
        assert str(capacity.label) in page
    for variable in VARIABLES:
        part = page.split(f"{variable.question} {variable.why} ")[1]
        for number, category in enumerate(variable.categories, start=1):
            assert f"{number} {category.label}" in part
        if variable.categories:
            assert f"{len(variable.categories) + 1} Prefer not to say" in part
    assert "Write the name of your ward, or of what is near you. Prefer not to say" in page


def test_it_says_who_asks_until_when_what_becomes_of_it_and_where_else_to_answer(
    exercise: Exercise, client: Client, settings
) -> None:
    settings.ORIGIN = "https://healthier.example"
    page = read(client)
    for words in (
        "Fifty Steps",
        "To know what to do.",
        f"or to {exercise.owner}.",
        f"The last day is {exercise.closes:%-d %B %Y}.",
        "We keep your answers.",
        "Danger now: call 999",
        "Form code WELL EN-GB",
        "https://healthier.example/say/well/",
    ):
        assert words in page


def test_the_address_for_the_answer_stands_last_and_on_a_part_of_its_own(exercise: Exercise, client: Client) -> None:
    before, slip = read(client).split("Tear this sheet off.")
    assert "E-mail address" in slip
    assert "Form code WELL EN-GB" in slip
    assert "E-mail address" not in before
    assert "sexual orientation" in before


def test_where_no_address_is_asked_for_there_is_nothing_to_tear_off(client: Client) -> None:
    make_exercise(slug="well", asks_contact=False)
    assert "E-mail" not in read(client)


def test_a_list_of_wards_that_is_longer_than_the_form_is_left_out(client: Client) -> None:
    place = make_area()
    for number in range(41):
        make_area(code=f"E0500{number:04}", name=f"Ward {number}", type="ward", parent=place)
    make_exercise(slug="well", area=place)
    assert "Ward 7" not in read(client)


def test_what_was_hidden_and_what_residents_added_is_not_printed(exercise: Exercise, client: Client) -> None:
    Statement.objects.filter(line=1).update(state="hidden")
    question = exercise.questions.get(code="say")
    Statement.objects.create(question=question, text="Benches everywhere.", state=Statement.State.SHOWN)
    page = read(client)
    assert "Rents down." in page
    assert "Cars out." not in page
    assert "Benches everywhere." not in page


def test_a_consultation_prints_what_can_change_and_every_option(client: Client) -> None:
    exercise = make_consultation(slug="well")
    Exercise.objects.filter(pk=exercise.pk).update(state="open")
    page = read(client)
    for words in ("Which.", "The money.", "One", "What was looked at and rejected Two Too dear."):
        assert words in page


def test_a_draft_is_not_found_and_nothing_can_be_sent_to_the_paper(client: Client) -> None:
    make_consultation(slug="draft")
    assert client.get("/say/draft/paper/").status_code == 404
    assert client.get("/say/draft/paper/?as=html").status_code == 404
    make_exercise(slug="well")
    assert client.post("/say/well/paper/").status_code == 405


def test_a_paper_is_made_once_and_again_when_its_words_change(
    exercise: Exercise, client: Client, kept: Path, monkeypatch
) -> None:
    made = client.get("/say/well/paper/").content
    assert [path.suffix for path in kept.iterdir()] == [".pdf"]

    def refuse(*_args: object) -> bytes:
        raise AssertionError("It was made a second time.")

    monkeypatch.setattr(pdf, "render_pdf", refuse)
    assert client.get("/say/well/paper/").content == made
    exercise.title = "What else?"
    exercise.save()
    with pytest.raises(AssertionError, match="a second time"):
        client.get("/say/well/paper/")


def test_a_paper_in_urdu_runs_from_right_to_left(exercise: Exercise, client: Client) -> None:
    Wording.objects.create(exercise=exercise, language="ur", part="title", text="کیا مدد کرے گا؟")
    exercise.save()
    page = client.get("/say/well/paper/?lang=ur&as=html").content.decode()
    assert '<html lang="ur" dir="rtl">' in page
    assert "<h1>کیا مدد کرے گا؟</h1>" in page
    # What was not translated keeps its own direction.
    assert '<div dir="ltr"><p>We keep your answers.</p></div>' in page
    assert "WELL UR" in page
    response = client.get("/say/well/paper/?lang=ur")
    assert response["Content-Disposition"] == 'inline; filename="well-ur.pdf"'
    assert response.content.startswith(b"%PDF")


def test_where_there_is_no_translation_the_paper_is_in_english(exercise: Exercise, client: Client) -> None:
    page = client.get("/say/well/paper/?lang=ur&as=html").content.decode()
    assert '<html lang="en-gb">' in page


def test_the_first_page_leads_to_the_paper(exercise: Exercise, client: Client) -> None:
    assert '<a href="/say/well/paper/">On paper</a>' in client.get("/say/well/").content.decode()


def test_a_document_takes_only_the_files_that_it_was_told_of(tmp_path: Path) -> None:
    from fiftysteps.publishing.own_files import OwnFiles

    own, other = tmp_path / "own.woff2", tmp_path / "other.woff2"
    own.write_bytes(b"type")
    other.write_bytes(b"secret")
    files = OwnFiles({own.as_uri(): own})
    assert files(own.as_uri()).read() == b"type"
    for address in ("http://127.0.0.1/x.png", "https://example.org/", other.as_uri(), "data:text/plain,x"):
        with pytest.raises(ValueError, match="takes nothing from"):
            files(address)


def test_a_picture_from_elsewhere_is_left_out_of_a_document(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>hidden</text></svg>')
    page = f'<html lang="en"><title>A</title><p>Words<img alt="no" src="{secret.as_uri()}">'
    assert b"hidden" not in render_pdf(page, find_style("paper"), is_compressed=False)


def test_a_site_whose_style_is_not_built_has_no_type_to_give_out(monkeypatch) -> None:
    monkeypatch.setattr("django.contrib.staticfiles.finders.find", lambda _name: None)
    style = find_style("paper")
    assert (style.text, style.list_files()) == ("", {})
