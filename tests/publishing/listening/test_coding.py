"""Staff code responses and keep a codebook on the site's own pages, without a script."""

import pytest
from django.test import Client

from fiftysteps.accounts.models import Role
from fiftysteps.engagement.models import (
    Code,
    CodeSuggestion,
    Coding,
    Exercise,
    ExerciseState,
    MachineRun,
    Response,
    ThemeSuggestion,
)
from tests.builders import make_user
from tests.listening import make_exercise, make_officer, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(slug="well")


@pytest.fixture
def officer() -> Client:
    client = Client()
    client.force_login(make_officer())
    return client


@pytest.fixture
def benches(exercise: Exercise) -> Code:
    return Code.objects.create(exercise=exercise, name="Places to sit", definition="Benches and walls.")


def suggest(exercise: Exercise, code: Code, *responses: Response, probability: float = 0.8) -> MachineRun:
    run = MachineRun.objects.create(exercise=exercise, method="a machine", learned_from=40, looked_at=len(responses))
    run.order = [response.pk for response in reversed(responses)]
    run.save()
    CodeSuggestion.objects.bulk_create(
        CodeSuggestion(run=run, response=response, code=code, probability=probability) for response in responses
    )
    return run


def test_coding_goes_from_one_waiting_response_to_the_next_until_none_waits(exercise, officer, benches) -> None:
    first, second = send(exercise, text="Benches"), send(exercise, text="Trees")
    assert officer.get("/listening/well/coding/")["Location"] == f"/listening/well/coding/{first.pk}/"
    page = officer.get(f"/listening/well/coding/{first.pk}/").content.decode()
    assert "Benches" in page
    assert "<kbd>1</kbd> Places to sit" in page
    assert "0 of 2 considered" in page
    told = {"code": [benches.pk], f"words-{benches.pk}": "Benches", f"tone-{benches.pk}": "good", "note": "Clear."}
    response = officer.post(f"/listening/well/coding/{first.pk}/", told)
    assert response["Location"] == f"/listening/well/coding/{second.pk}/"
    response = officer.post(f"/listening/well/coding/{second.pk}/", {"none": "1"}, follow=True)
    assert "Every response is considered." in response.content.decode()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.considered, first.considered_note, second.considered) == ("coded", "Clear.", "read")
    assert (Coding.objects.get().start, Coding.objects.get().tone) == (0, "good")
    again = officer.get(f"/listening/well/coding/{first.pk}/").content.decode()
    assert f'value="{benches.pk}" checked' in again
    assert 'value="Benches"' in again


def test_what_is_wrong_is_said_and_what_was_typed_stays(exercise, officer, benches) -> None:
    response = send(exercise, text="Benches")
    path = f"/listening/well/coding/{response.pk}/"
    assert "Choose a code" in officer.post(path, {}).content.decode()
    told = {"code": [benches.pk], f"words-{benches.pk}": "<b>chairs", "note": "Hm", "unreadable": ""}
    page = officer.post(path, told)
    assert page.status_code == 400
    assert "“&lt;b&gt;chairs” does not stand in this response word for word." in page.content.decode()
    assert 'value="&lt;b&gt;chairs"' in page.content.decode()
    assert 'value="Hm"' in page.content.decode()
    assert not Coding.objects.exists()


def test_a_new_code_comes_with_the_response_that_needs_it_or_not_at_all(exercise, officer, benches) -> None:
    response = send(exercise, text="Trees")
    path = f"/listening/well/coding/{response.pk}/"
    officer.post(path, {"new_code": "Shade", "code": [benches.pk], f"words-{benches.pk}": "nowhere"})
    assert not Code.objects.filter(name="Shade").exists()
    officer.post(path, {"new_code": "Shade"})
    assert Coding.objects.get().code.name == "Shade"


def test_a_response_that_cannot_be_read_says_why(exercise, officer, benches) -> None:
    response = send(exercise, text="%%%")
    officer.post(f"/listening/well/coding/{response.pk}/", {"unreadable": "The ink ran."})
    response.refresh_from_db()
    assert (response.considered, response.considered_note) == ("unreadable", "The ink ran.")


def test_undo_leads_back_to_the_response(exercise, officer, benches) -> None:
    response = send(exercise, text="Benches")
    send(exercise, text="Trees")
    officer.post(f"/listening/well/coding/{response.pk}/", {"code": [benches.pk]})
    undone = officer.post("/listening/well/coding/undo/")
    assert undone["Location"] == f"/listening/well/coding/{response.pk}/"
    response.refresh_from_db()
    assert response.considered == "waiting"
    assert "nothing of yours to undo" in officer.post("/listening/well/coding/undo/", follow=True).content.decode()


def test_what_the_machine_thinks_stands_first_and_where_it_is_least_sure_comes_next(exercise, officer, benches) -> None:
    Code.objects.create(exercise=exercise, name="A first code")
    one, two, three = (send(exercise, text=text) for text in ("Benches", "Seats", "Walls"))
    suggest(exercise, benches, one, two, three)
    page = officer.get(f"/listening/well/coding/{one.pk}/").content.decode()
    assert page.index("Places to sit") < page.index("A first code")
    assert "perhaps, 80%" in page
    following = officer.post(f"/listening/well/coding/{one.pk}/?order=least-sure", {"code": [benches.pk]})
    assert following["Location"] == f"/listening/well/coding/{three.pk}/?order=least-sure"
    assert Coding.objects.get().made_by == "a machine"


def test_a_page_of_suggestions_is_taken_at_once_by_name(exercise, officer, benches) -> None:
    one, two, three = (send(exercise, text=text) for text in ("Benches", "Seats", "Walls"))
    suggest(exercise, benches, one, two, three)
    page = officer.get(f"/listening/well/codes/{benches.pk}/").content.decode()
    assert page.count('name="response"') == 3
    told = {"response": [one.pk, two.pk, "x"]}
    page = officer.post(f"/listening/well/codes/{benches.pk}/suggested/", told, follow=True).content.decode()
    assert "2 responses have “Places to sit” now, by your name." in page
    assert page.count('name="response"') == 1
    one.refresh_from_db()
    three.refresh_from_db()
    assert (one.considered, one.considered_by.role, three.considered) == ("coded", "engagement-officer", "waiting")
    assert set(Coding.objects.values_list("made_by", "probability")) == {("a machine", 0.8)}


def test_the_codebook_is_added_to_changed_merged_split_and_dropped(exercise, officer, benches) -> None:
    path = "/listening/well/codes/"
    officer.post(path, {"name": "Buses", "definition": "Any bus.", "parent": benches.pk})
    buses = Code.objects.get(name="Buses")
    assert buses.parent == benches
    assert "There is a code “buses” already." in officer.post(path, {"name": "buses"}).content.decode()
    officer.post(f"{path}{buses.pk}/", {"name": "Buses and trams", "definition": "", "reason": "Wider"})
    page = officer.get(f"{path}{buses.pk}/").content.decode()
    assert "Changed to version 2: Buses and trams, because: Wider" in page
    page = officer.post(f"{path}{buses.pk}/", {"do": "split", "names": "Buses\nTrams"}, follow=True).content.decode()
    assert "“Buses and trams” became “Buses” and “Trams”." in page
    trams = Code.objects.get(name="Trams")
    assert "Choose the code" in officer.post(f"{path}{trams.pk}/", {"do": "merge"}).content.decode()
    officer.post(f"{path}{trams.pk}/", {"do": "merge", "into": benches.pk})
    page = officer.post(f"{path}{Code.objects.get(name='Buses').pk}/", {"do": "drop"}, follow=True).content.decode()
    assert "“Buses” is dropped." in page
    assert [code.name for code in Code.objects.filter(state="in-use")] == ["Places to sit"]
    assert "Merged into" in officer.get(f"{path}{trams.pk}/").content.decode()


def test_suggested_themes_are_taken_put_to_a_code_or_dropped(exercise, officer, benches) -> None:
    typical = send(exercise, text="A seat by the shops.")
    rows = [
        ThemeSuggestion.objects.create(
            exercise=exercise, number=n, label=label, size=9 - n, typical=[typical.pk], method="m", terms=[label]
        )
        for n, label in enumerate(("seats", "walls", "please"), start=1)
    ]
    path = "/listening/well/codes/suggested/"
    page = officer.get("/listening/well/codes/").content.decode()
    assert "A seat by the shops." in page
    officer.post(path, {"suggestion": rows[0].pk, "do": "take", "name": "Seats by shops"})
    officer.post(path, {"suggestion": rows[1].pk, "do": "merge", "into": benches.pk})
    officer.post(path, {"suggestion": rows[2].pk, "do": "drop"})
    states = list(ThemeSuggestion.objects.values_list("label", "state", "code__name"))
    assert states == [
        ("seats", "taken", "Seats by shops"),
        ("walls", "taken", "Places to sit"),
        ("please", "dropped", None),
    ]
    assert Code.objects.get(name="Seats by shops").changes.get().kind == "suggested"
    again = officer.post(path, {"suggestion": rows[2].pk, "do": "take"}, follow=True).content.decode()
    assert "was decided before" in again
    assert officer.post(path, {"suggestion": "9999", "do": "drop"}).status_code == 404


ADDRESSES = ("coding/", "codes/", "coding/{response}/", "codes/{code}/")
DOINGS = (
    "coding/undo/",
    "codes/suggest/",
    "codes/suggested/",
    "learn/",
    "codes/{code}/suggested/",
    "coding/{response}/",
)


@pytest.mark.parametrize("role", [None, Role.BOARD_MEMBER, Role.PARTNER, Role.ORGANISER, Role.ANALYST])
def test_what_people_wrote_and_its_codes_are_not_for_everybody(exercise, benches, role) -> None:
    names = {"response": send(exercise, text="Benches").pk, "code": benches.pk}
    client = Client()
    if role:
        client.force_login(make_user(role=role))
    for path in ADDRESSES:
        assert client.get(f"/listening/well/{path.format(**names)}").status_code == (403 if role else 302)
    for path in DOINGS:
        assert client.post(f"/listening/well/{path.format(**names)}").status_code == (403 if role else 302)
    assert not Coding.objects.exists()


def test_what_was_considered_can_be_read_and_not_changed(exercise, officer, benches) -> None:
    response = send(exercise, text="Benches")
    exercise.state = ExerciseState.CONSIDERED
    exercise.save()
    assert officer.get(f"/listening/well/codes/{benches.pk}/").status_code == 200
    assert officer.post(f"/listening/well/coding/{response.pk}/", {"none": "1"}).status_code == 403
    assert officer.post("/listening/well/codes/", {"name": "Late"}).status_code == 403


def test_only_a_button_changes_anything(exercise, officer, benches) -> None:
    for path in ("coding/undo/", "codes/suggest/", "codes/suggested/", "learn/", f"codes/{benches.pk}/suggested/"):
        assert officer.get(f"/listening/well/{path}").status_code == 405
