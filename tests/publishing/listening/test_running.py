"""Run an exercise, consider what was sent, and reach who is missing: as staff do it, and never an outsider."""

import pytest
from django.test import Client
from django.utils import timezone

from fiftysteps.accounts.models import Person
from fiftysteps.engagement.models import (
    Code,
    Community,
    Exercise,
    ExerciseState,
    Group,
    Invitation,
    PublishedTurnout,
    ReachPlan,
    Response,
    SafeguardingFlag,
    Statement,
)
from tests.builders import ILLUSTRATIVE, make_insight
from tests.listening import DAY, make_consultation, make_draft, make_exercise, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
PAGES = (
    "/listening/",
    "/listening/flags/",
    "/listening/well/",
    "/listening/well/who/",
    "/listening/well/results/",
    "/listening/well/open-answers.csv",
    "/listening/well/invitations/",
    "/listening/well/statements/",
    "/listening/well/responses/",
    "/record/",
    "/record/well/form/",
    "/record/well/again/",
    "/record/well/letter/",
    "/record/well/session/",
)


@pytest.fixture
def exercise(db) -> Exercise:
    return make_exercise(slug="well")


@pytest.mark.parametrize("path", PAGES)
def test_an_outsider_sees_no_page_of_staff(exercise: Exercise, partner: Client, path: str) -> None:
    assert Client().get(path)["Location"].startswith("/sign-in/")
    assert partner.get(path).status_code == 403
    assert Client().post(path).status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_an_officer_sees_every_page(exercise: Exercise, officer: Client, path: str) -> None:
    send(exercise, text="Benches", organisation="A club", capacities=("organisation",))
    response = officer.get(path)
    assert response.status_code == (302 if path == "/record/well/again/" else 200)
    assert "no-store" in response["Cache-Control"] or "no-cache" in response["Cache-Control"]


def test_an_organiser_records_and_reads_nothing(exercise: Exercise, organiser: Client) -> None:
    response = send(exercise, text="Mine alone")
    for path in PAGES:
        assert organiser.get(path).status_code == (
            403 if path.startswith("/listening/") else 302 if path.endswith("again/") else 200
        )
    for path in (f"/listening/well/responses/{response.pk}/", "/listening/well/documents/1/"):
        assert organiser.get(path).status_code == 403


def test_a_draft_says_all_that_it_lacks_and_then_opens(officer: Client) -> None:
    exercise = make_draft(slug="well", purpose="", help_lines="")
    page = officer.get("/listening/well/").content.decode()
    assert "Say what it is for" in page
    assert "at least one help line" in page
    page = officer.post("/listening/well/move/", {"state": "open"}, follow=True).content.decode()
    assert "Say what it is for" in page
    exercise.refresh_from_db()
    assert exercise.state == ExerciseState.DRAFT
    exercise.purpose, exercise.help_lines = "To know.", "999"
    exercise.save()
    officer.post("/listening/well/move/", {"state": "open"})
    exercise.refresh_from_db()
    assert exercise.state == ExerciseState.OPEN


def test_an_exercise_goes_all_the_way_to_its_answer(officer: Client) -> None:
    exercise = make_exercise(slug="well")
    response = send(exercise, text="Benches")
    for state in ("closed", "considered"):
        officer.post("/listening/well/move/", {"state": state})
    exercise.refresh_from_db()
    assert exercise.state == ExerciseState.CLOSED
    theme = make_insight(held_in=exercise)
    code = Code.objects.create(exercise=exercise, name="Places to sit", insight=theme)
    officer.post(f"/listening/well/coding/{response.pk}/", {"code": [code.pk]})
    officer.post("/listening/well/move/", {"state": "considered"})
    assert (
        "Write what was decided"
        in officer.post("/listening/well/move/", {"state": "decided"}, follow=True).content.decode()
    )
    officer.post("/listening/well/move/", {"state": "decided", "decision": "Benches on two roads."})
    exercise.refresh_from_db()
    assert (exercise.state, exercise.decision) == (ExerciseState.DECIDED, "Benches on two roads.")
    page = officer.post("/listening/well/move/", {"state": "answered"}, follow=True).content.decode()
    assert "no answer yet" in page
    assert "Benches on two roads." in Client().get("/say/well/answers/").content.decode()


def test_a_repeat_needs_a_reason_and_can_be_counted_after_all(exercise: Exercise, officer: Client) -> None:
    response = send(exercise)
    path = f"/listening/well/responses/{response.pk}/"
    assert "Say why" in officer.post(path, {"standing": "repeat", "reason": ""}, follow=True).content.decode()
    officer.post(path, {"standing": "repeat", "reason": "She said so."})
    response.refresh_from_db()
    assert response.standing == "repeat"
    officer.post(path, {"standing": "counted", "reason": "It was her sister."})
    response.refresh_from_db()
    assert response.standing == "counted"
    # Nobody erases by a form of staff.
    officer.post(path, {"standing": "erased", "reason": "Away."})
    response.refresh_from_db()
    assert response.standing == "counted"


def test_who_is_missing_becomes_a_plan_and_is_published_when_safe(exercise: Exercise, officer: Client) -> None:
    person = Person.objects.create(slug="leila", name="Leila", **ILLUSTRATIVE)
    community = Community.objects.create(slug="rough", name="People who sleep rough", note="A census counts homes.")
    plan = {"community": community.pk, "who": person.pk, "where": "Day centre", "by_when": timezone.localdate() - DAY}
    assert "is past" in officer.post("/listening/well/who/", plan).content.decode()
    officer.post("/listening/well/who/", {**plan, "by_when": timezone.localdate() + DAY})
    assert ReachPlan.objects.get().where == "Day centre"
    page = officer.get("/listening/well/who/").content.decode()
    assert "Day centre" in page
    assert "No number says how many live here" in page
    assert "residents took part so far" in officer.post("/listening/well/who/publish/", follow=True).content.decode()
    assert not PublishedTurnout.objects.exists()
    assert "not published yet" in Client().get("/say/well/who/").content.decode()
    for _ in range(100):
        send(exercise)
    officer.post("/listening/well/who/publish/")
    public = Client().get("/say/well/who/").content.decode()
    assert "Day centre" in public
    # Who goes is for staff alone.
    assert "Leila" not in public
    send(exercise)
    assert "101" not in Client().get("/say/well/who/").content.decode().split("<main")[1]


def test_a_link_for_each_place_and_how_many_came_by_it(exercise: Exercise, officer: Client) -> None:
    assert officer.post("/listening/well/invitations/", {"name": ""}).status_code == 400
    for _ in range(2):
        officer.post("/listening/well/invitations/", {"name": "Poster in the library"})
    assert sorted(Invitation.objects.values_list("code", flat=True)) == [
        "poster-in-the-library",
        "poster-in-the-library-2",
    ]
    resident = Client()
    page = resident.get("/say/well/?from=poster-in-the-library").content.decode()
    assert 'name="from" value="poster-in-the-library"' in page
    resident.post("/say/well/", {"from": "poster-in-the-library"})
    resident.post("/say/well/words/", {"text": "A"})
    resident.post("/say/well/check/")
    page = officer.get("/listening/well/invitations/").content.decode()
    assert "1 response came by it" in page
    assert "<svg" in page


def test_flags_are_looked_at_with_an_outcome(exercise: Exercise, officer: Client) -> None:
    send(exercise, text="I want to die")
    assert "1 safeguarding flag" in officer.get("/listening/").content.decode()
    flag = SafeguardingFlag.objects.get()
    page = officer.get("/listening/flags/").content.decode()
    assert "I want to die" not in page
    assert (
        "Say what was done"
        in officer.post("/listening/flags/", {"flag": flag.pk, "outcome": ""}, follow=True).content.decode()
    )
    officer.post("/listening/flags/", {"flag": flag.pk, "outcome": "Duty team told."})
    assert "Duty team told." in officer.get("/listening/flags/").content.decode()


def test_a_statement_is_looked_at_before_others_vote_on_it(officer: Client) -> None:
    exercise = make_exercise(slug="well", questions=({"code": "say", "kind": "statements", "choices": ("Cars out.",)},))
    own = Statement.objects.create(question=exercise.questions.get(code="say"), text="Benches everywhere.")
    assert "Benches everywhere." in officer.get("/listening/well/statements/").content.decode()
    page = officer.post(f"/listening/well/statements/{own.pk}/", {"reason": ""}, follow=True).content.decode()
    assert "Say why it is not shown" in page
    officer.post(f"/listening/well/statements/{own.pk}/", {"show": "1"})
    own.refresh_from_db()
    assert own.state == "shown"
    seed = Statement.objects.get(line=1)
    assert officer.post(f"/listening/well/statements/{seed.pk}/", {"reason": "No."}).status_code == 404


def test_letters_and_one_hand_are_looked_for_at_a_press(exercise: Exercise, officer: Client) -> None:
    letter = (
        "I am writing to ask the Board to close the streets by our schools to cars at the start and end of each day."
    )
    for number in range(5):
        send(exercise, text=f"{letter} {number}")
    page = officer.post("/listening/well/look/", follow=True).content.decode()
    assert "The same letter: 1 group" in page
    group = Group.objects.get()
    assert officer.get(f"/listening/well/responses/?group={group.pk}").content.decode().count("/responses/") >= 5


def test_results_stand_side_by_side_and_claim_no_margin(officer: Client) -> None:
    exercise = make_exercise(slug="well", questions=({"code": "one", "kind": "one", "choices": ("Red", "Blue")},))
    question = exercise.questions.get(code="one")
    for value in (1, 1, 2):
        send(exercise).answers.create(question=question, value=[value])
    send(exercise, organisation="A club", capacities=("organisation",)).answers.create(question=question, value=[2])
    page = officer.get("/listening/well/results/").content.decode()
    assert "3 people answered" in page
    assert "66.7%" in page
    assert "no margin of error is given" in page
    assert "No weighted shares are given" in page


def test_what_was_told_is_not_changed_in_the_editors_site(exercise: Exercise, officer: Client) -> None:
    edit = "/admin/snippets/engagement/exercise/edit/{}/"
    response = officer.get(edit.format(exercise.pk))
    assert response["Location"] == "/listening/well/"
    draft = make_consultation(slug="draft")
    assert officer.get(edit.format(draft.pk)).status_code == 200
    assert officer.get("/admin/snippets/engagement/exercise/add/").status_code == 200


def test_a_theme_lists_what_it_came_from_for_its_writer(exercise: Exercise, officer: Client) -> None:
    response = send(exercise, code="ABCDEFGHJKMN", text="Benches")
    theme = make_insight(held_in=exercise, title="Places to sit")
    code = Code.objects.create(exercise=exercise, name="Places to sit", insight=theme)
    officer.post(f"/listening/well/coding/{response.pk}/", {"code": [code.pk]})
    page = Client().post("/say/receipt/", {"code": "ABCD-EFGH-JKMN"}).content.decode()
    assert "A person has read and considered them." in page
    assert "Places to sit" in page
    assert "Nobody has answered this yet." in page
    assert Response.objects.get().considered == "coded"
