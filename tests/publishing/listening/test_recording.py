"""Paper, calls, letters and sessions: typed in by keyboard, kept once, and compared when typed twice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from fiftysteps.accounts.models import Person
from fiftysteps.engagement.models import (
    Attachment,
    Community,
    Exercise,
    ExerciseState,
    ListeningSession,
    ReachPlan,
    Response,
    SecondEntry,
    Statement,
)
from tests.builders import ILLUSTRATIVE
from tests.listening import DAY, make_exercise
from tests.publishing.listening.conftest import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
KEY = "one-typing-of-a-form"


@pytest.fixture
def exercise(db) -> Exercise:
    questions = (
        {"code": "many", "kind": "many", "choices": ("Homes", "Streets", "Food"), "most": 2},
        {"code": "say", "kind": "statements", "choices": ("Cars out.",)},
    )
    return make_exercise(slug="well", questions=questions)


def type_in(client: Client, **told: object) -> object:
    today = timezone.localdate()
    given = {"key": KEY, "channel": "paper", "day": today, "reference": "17", "q_words": "Benches", "q_many": "1 3"}
    given |= {"capacities": "1", "about_age": "6", "about_sex": "2", "about_religion": "9"}
    return client.post("/record/well/form/", {**given, **told})


def test_a_paper_form_is_typed_in_by_numbers(exercise: Exercise, organiser: Client) -> None:
    statement = Statement.objects.get()
    page = organiser.get("/record/well/form/").content.decode()
    assert "1 Homes · 2 Streets · 3 Food" in page
    assert f'value="{timezone.localdate():%Y-%m-%d}"' in page
    assert type_in(organiser, **{f"q_say_{statement.pk}": "D", "q_say_own": "Benches everywhere."}).status_code == 302
    kept = Response.objects.get()
    assert (kept.channel, kept.reference, kept.is_resident, kept.entered_by.role) == ("paper", "17", True, "organiser")
    assert (kept.about.age, kept.about.sex, kept.about.religion) == ("65-plus", "male", "prefer-not")
    assert kept.answers.get(question__code="many").value == [1, 3]
    assert kept.votes.get().vote == "disagree"
    # Sent twice by a double press, it is one.
    type_in(organiser, **{f"q_say_{statement.pk}": "D", "q_say_own": "Benches everywhere."})
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"q_many": "1 4"}, "“4” is none of the numbers 1 to 3"),
        ({"q_many": "1 2 3"}, "At most 2 can be chosen; there are 3"),
        ({"q_many": "1 1"}, "A number stands here twice"),
        ({"about_age": "9"}, "“9” is none of the numbers 1 to 7"),
        ({"about_age": "x"}, "“x” is none of the numbers"),
        ({"capacities": "1 7"}, "“7” is none of the numbers 1 to 6"),
        ({"q_words": "", "q_many": ""}, "Nothing was answered yet"),
        ({"day": timezone.localdate() + DAY}, "is still to come"),
        ({"day": "2020-01-01"}, "is before the first day"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(exercise: Exercise, organiser: Client, told, sentence: str) -> None:
    response = type_in(organiser, **told)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not Response.objects.exists()


def test_a_vote_is_one_of_three_letters(exercise: Exercise, organiser: Client) -> None:
    response = type_in(organiser, **{f"q_say_{Statement.objects.get().pk}": "x"})
    assert "none of a (agree), d (disagree) and p (pass)" in response.content.decode()


def test_the_same_key_with_another_form_is_refused(exercise: Exercise, organiser: Client) -> None:
    type_in(organiser)
    assert "sent before with other answers" in type_in(organiser, q_words="Trees").content.decode()
    assert Response.objects.count() == 1


def test_a_second_typing_is_compared_and_the_rate_is_said(
    exercise: Exercise, organiser: Client, officer: Client
) -> None:
    type_in(organiser)
    # Not by the same person.
    assert organiser.get("/record/well/again/").status_code == 302
    colleague = log_in("organiser")
    page = colleague.get("/record/well/again/").content.decode()
    assert "number <strong>17</strong>" in page
    assert "Benches" not in page.split("<form")[2]
    first = Response.objects.get()
    told = {"key": KEY, "channel": "paper", "day": timezone.localdate(), "q_words": "benches ", "q_many": "1 2"}
    told |= {"capacities": "1", "about_age": "6", "about_sex": "2", "about_religion": "9", "response": first.pk}
    page = colleague.post("/record/well/again/", told, follow=True).content.decode()
    assert "1 of 12 fields differ: Many." in page
    entry = SecondEntry.objects.get()
    assert (entry.fields, entry.different) == (12, 1)
    assert "1 of 12 fields differ: 8.3%" in officer.get("/listening/well/").content.decode()
    again = colleague.post("/record/well/again/", told)
    assert "typed in twice already" in again.content.decode()


def test_a_letter_is_kept_with_its_document_for_those_who_read(
    exercise: Exercise, organiser: Client, officer: Client, settings, tmp_path
) -> None:
    settings.DATA_DIR = tmp_path
    document = SimpleUploadedFile("../../their view.pdf", b"%PDF-1.7 <script>", "application/pdf")
    told = {"key": KEY, "organisation": "A club", "day": timezone.localdate(), "text": "", "document": document}
    organiser.post("/record/well/letter/", told)
    kept = Response.objects.get()
    assert (kept.channel, kept.organisation, kept.considered) == ("letter", "A club", "waiting")
    attachment = Attachment.objects.get()
    assert attachment.name == "their view.pdf"
    path = f"/listening/well/documents/{attachment.pk}/"
    assert organiser.get(path).status_code == 403
    response = officer.get(path)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == "application/octet-stream"
    assert b"".join(response.streaming_content) == b"%PDF-1.7 <script>"


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({}, "Write what it says, or attach the document"),
        ({"document": SimpleUploadedFile("run.exe", b"MZ")}, "“run.exe” cannot be kept"),
    ],
)
def test_a_letter_without_words_or_with_a_program_is_refused(
    exercise: Exercise, organiser: Client, told, sentence: str
) -> None:
    response = organiser.post("/record/well/letter/", {"key": KEY, "day": timezone.localdate(), **told})
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not Response.objects.exists()


def test_a_document_that_is_too_large_is_refused(exercise: Exercise, organiser: Client, monkeypatch) -> None:
    monkeypatch.setattr("fiftysteps.engagement.actions.enter_response.LARGEST_DOCUMENT", 3)
    document = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    response = organiser.post("/record/well/letter/", {"key": KEY, "day": timezone.localdate(), "document": document})
    assert "has 8 bytes; at most 3 are kept" in response.content.decode()
    assert not Response.objects.exists()


def hold(client: Client, **told: object) -> object:
    given = {
        "key": KEY,
        "kind": "focus-group",
        "title": "Mothers",
        "place": "The mosque",
        "present": "21",
        "took_part": "14",
    }
    given |= {
        "held_on": timezone.localdate(),
        "points": "Evenings.\n\n A woman who interprets. ",
        "who": "sex female: 14",
    }
    return client.post("/record/well/session/", {**given, **told})


def test_a_session_is_written_down_once_and_fulfils_its_plan(exercise: Exercise, organiser: Client) -> None:
    person = Person.objects.create(slug="leila", name="Leila", **ILLUSTRATIVE)
    community = Community.objects.create(
        slug="bangladeshi", name="Bangladeshi people", variable="ethnicity", category="bangladeshi"
    )
    plan = ReachPlan.objects.create(
        exercise=exercise, community=community, who=person, where="The mosque", by_when=timezone.localdate()
    )
    for _ in range(2):
        assert hold(organiser, communities=[community.pk]).status_code == 302
    session = ListeningSession.objects.get()
    assert list(session.points.values_list("text", flat=True)) == ["Evenings.", "A woman who interprets."]
    assert session.counts.get().people == 14
    plan.refresh_from_db()
    assert plan.session == session


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"took_part": "22"}, "22 people said something, but only 21 were there."),
        ({"held_on": timezone.localdate() + DAY}, "which is still to come"),
        ({"who": "sex female: 15"}, "Sex: 15 people are counted, but 14 said something."),
        ({"who": "sex woman: 3"}, "Sex: “woman” is none of its answers."),
        ({"who": "many women"}, "Line 1: “many women” is not like “age 65-plus: 9”"),
        ({"points": "a" * 10_001}, "A point is 10,001 letters long"),
        ({"points": "a\n" * 501}, "There are 501 points"),
        ({"present": "100001"}, "is more than any session has"),
        ({"title": ""}, "This field is required"),
    ],
)
def test_a_faulty_session_is_refused_whole(exercise: Exercise, organiser: Client, told, sentence: str) -> None:
    response = hold(organiser, **told)
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert not ListeningSession.objects.exists()


def test_nothing_is_recorded_once_an_exercise_is_considered(exercise: Exercise, organiser: Client) -> None:
    exercise.state = ExerciseState.CONSIDERED
    exercise.save()
    assert type_in(organiser).status_code == 404
    assert hold(organiser).status_code == 404
    assert "No exercise is open" in organiser.get("/record/").content.decode()
