"""Staff bring in the file of another tool: look at it, match it, try it, and take it in."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from fiftysteps.accounts.models import Role
from fiftysteps.config.roles import set_up_roles
from fiftysteps.engagement.importing.table import LARGEST_FILE
from fiftysteps.engagement.models import Exercise, ExerciseState, Response
from fiftysteps.evidence.inbox import find_file
from fiftysteps.publishing.views.listening import importing as view
from tests.builders import make_area, make_user
from tests.listening import DAY, make_exercise, make_officer
from tests.returned import QUESTIONS, make_workbook

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
ADDRESS, COLUMNS = "/listening/well/import/", "/listening/well/import/columns/"
TEXT = "What would help you?,Age group,Name\nBenches,35-49,Ana\nTrees,forty,Ben\n,,Cy\n"
POLYGLOT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def exercise() -> Exercise:
    place = make_area()
    make_area(code="E05013904", name="Beckton", type="ward", parent=place)
    return make_exercise(slug="well", area=place, questions=QUESTIONS)


@pytest.fixture
def officer(client: Client, exercise: Exercise) -> Client:
    client.force_login(make_officer())
    return client


def upload(client: Client, content: str | bytes = TEXT, name: str = "back.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})


def fill_in(page: str, **chosen: str) -> dict[str, str]:
    """What a browser would send of the form of columns and values, with some of it chosen anew."""
    form = page.partition('<form class="form" method="post"')[2].partition("</form>")[0]
    told = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        picked = re.search(r'value="([^"]*)" selected', options)
        told[name] = picked[1] if picked else ""
    day = re.search(r'name="day" value="([^"]*)"', form)
    told["day"] = day[1] if day else ""
    return {name: html.unescape(value) for name, value in (told | chosen).items() if name != "csrfmiddlewaretoken"}


def press(client: Client, button: str, page: str, **chosen: str) -> Any:
    return client.post(COLUMNS, fill_in(page, **chosen) | {button: "1"}, follow=True)


def say(response: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", response.content.decode()))


def test_a_file_is_looked_at_matched_tried_and_taken_in(officer: Client) -> None:
    assert "Bring in answers from another tool" in say(officer.get("/listening/well/"))
    assert officer.get(ADDRESS).status_code == 200
    assert upload(officer)["Location"] == COLUMNS
    page = officer.get(COLUMNS).content.decode()
    told = fill_in(page)
    assert (told["c0"], told["c1"], told["c2"]) == ("q:words", "a:age", "")
    assert (told["v1-a:age-0"], told["v1-a:age-1"]) == ("35-49", "")
    failed = press(officer, "try", page)
    assert failed.status_code == 400
    assert 'line 3, "Age group": “forty” is none of the answers' in say(failed)
    tried = press(officer, "try", failed.content.decode(), **{"v1-a:age-1": "-", "capacity": "lives"})
    said = say(tried)
    assert "2 responses would come in. Nothing has been taken in yet" in said
    assert "1 row without any answer is left out." in said
    assert "35 to 49" in said
    assert not Response.objects.exists()
    done = say(press(officer, "take", tried.content.decode()))
    assert "Responses: 2 came in. 1 without any answer was left out." in done
    assert list(Response.objects.values_list("is_resident", "channel")) == [(True, "other-tool")] * 2
    # The file is gone with its names, and taking it in again adds nothing.
    assert officer.get(COLUMNS, follow=True).redirect_chain == [(ADDRESS, 302)]
    upload(officer)
    again = press(officer, "try", officer.get(COLUMNS).content.decode(), **{"v1-a:age-1": "-", "capacity": "lives"})
    assert "Nothing would be added. " in re.sub(r"<[^>]*>", " ", say(again))
    assert 'name="take"' not in say(again)
    kept = fill_in(again.content.decode()) | {"take": "1"}
    assert "all 2 responses of this file were taken in before" in say(officer.post(COLUMNS, kept, follow=True))
    assert Response.objects.count() == 2


def test_only_what_was_tried_is_taken_in(officer: Client) -> None:
    upload(officer)
    page = officer.get(COLUMNS).content.decode()
    refused = press(officer, "take", page, **{"v1-a:age-1": "-"})
    assert view.NOT_TRIED in say(refused)
    tried = press(officer, "try", page, **{"v1-a:age-1": "-"}).content.decode()
    assert view.NOT_TRIED in say(press(officer, "take", tried, **{"v1-a:age-1": "65-plus"}))
    assert view.NOT_TRIED in say(press(officer, "take", tried, capacity="lives"))
    upload(officer, TEXT + "More,,\n")
    assert view.NOT_TRIED in say(press(officer, "take", tried))
    assert not Response.objects.exists()


def test_nobody_says_yes_to_a_guess_that_they_have_not_seen(officer: Client) -> None:
    upload(officer, "What would help you?,Warm\nBenches,Yes\n")
    page = officer.get(COLUMNS).content.decode()
    unseen = press(officer, "try", page, c1="q:home")
    assert view.LOOK_FIRST in say(unseen)
    assert fill_in(unseen.content.decode())["v1-q:home-0"] == "1"
    assert "1 response would come in" in say(press(officer, "try", unseen.content.decode()))


def test_what_was_chosen_stays_when_another_column_is_shown(officer: Client) -> None:
    upload(officer, "What would help you?,Age,Warm\nBenches,forty,Yes\n")
    page = officer.get(COLUMNS).content.decode()
    shown = press(officer, "match", page, **{"v1-a:age-0": "35-49", "c2": "q:home"}).content.decode()
    assert fill_in(shown)["v1-a:age-0"] == "35-49"
    # What a value was as an age says nothing of it as a sex.
    shown = press(officer, "match", shown, c1="a:sex").content.decode()
    assert fill_in(shown)["v1-a:sex-0"] == ""


def test_the_sheet_and_the_heading_can_be_chosen(officer: Client) -> None:
    sheets = {"Data": [["Words"], ["Benches"]], "Notes": [["Title", ""], ["Words", "Age"], ["Trees", "30"]]}
    upload(officer, make_workbook(sheets, hidden=["Notes"]), "back.xlsx")
    page = say(officer.get(COLUMNS))
    assert "Notes (hidden)" in page
    assert "Trees" not in page
    page = say(officer.get(COLUMNS, {"sheet": "Notes", "shown": "Data", "heading": "1"}))
    assert "Trees" in page
    page = say(officer.get(COLUMNS, {"sheet": "Notes", "shown": "Notes", "heading": "2"}))
    assert "A: Words" in page
    for heading in ("x", "1,2,3"):
        wrong = officer.get(COLUMNS, {"sheet": "Notes", "shown": "Notes", "heading": heading})
        assert wrong.status_code == 400
        assert "Give the number of a row" in say(wrong)
    wrong = officer.get(COLUMNS, {"sheet": "Other", "shown": "Data", "heading": "1"})
    assert "the file has no such sheet that holds anything; got Other" in say(wrong)
    assert "row 9: the heading is one row" in say(
        officer.get(COLUMNS, {"sheet": "Data", "shown": "Data", "heading": "9"})
    )


def test_fifty_faults_are_listed_and_the_rest_counted(officer: Client) -> None:
    upload(officer, "What would help you?,Day submitted\n" + "Benches,soon\n" * 60)
    page = officer.get(COLUMNS).content.decode()
    said = say(press(officer, "try", page, c1="day"))
    assert said.count("“soon” is no day") == 50
    assert "And 10 more." in said


@pytest.mark.parametrize("day", ["", "soon"])
def test_the_day_for_all_is_needed(day: str, officer: Client) -> None:
    upload(officer)
    wrong = press(officer, "try", officer.get(COLUMNS).content.decode(), day=day)
    assert wrong.status_code == 400
    assert "There is something to put right" in say(wrong)


def test_the_last_day_is_offered_for_all(client: Client) -> None:
    last = timezone.localdate() - 2 * DAY
    made = make_exercise(slug="well")
    Exercise.objects.filter(pk=made.pk).update(opens=last - 60 * DAY, closes=last, state=ExerciseState.CLOSED)
    client.force_login(make_officer())
    upload(client)
    assert f'value="{last:%Y-%m-%d}"' in client.get(COLUMNS).content.decode()


def test_script_in_a_heading_a_value_and_a_name_is_text(officer: Client) -> None:
    cell = '"' + POLYGLOT.replace('"', '""') + '"'
    upload(officer, f"What would help you?,{cell},Age\n{cell},{cell},{cell}\n", "<script>alert(3)<script>.csv")
    page = officer.get(COLUMNS).content.decode()
    failed = press(officer, "try", page).content.decode()
    assert "is none of the answers" in failed
    tried = press(officer, "try", failed, **{"v2-a:age-0": "-"}).content.decode()
    assert "would come in" in tried
    for text in (page, failed, tried):
        assert "<script>alert" not in text
        assert "<img src=x" not in text
        assert "&lt;script&gt;alert(1)" in text
    press(officer, "take", tried)
    assert Response.objects.get().answers.get().text == POLYGLOT


def test_a_formula_is_kept_as_the_text_that_it_is(officer: Client) -> None:
    upload(officer, "What would help you?\n@SUM(A1)\n=1+1\n")
    tried = press(officer, "try", officer.get(COLUMNS).content.decode()).content.decode()
    press(officer, "take", tried)
    assert [response.answers.get().text for response in Response.objects.order_by("pk")] == ["@SUM(A1)", "=1+1"]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "The file is empty"),
        (b"Q\n", "a.csv", "the file holds no responses"),
        (b"Q\nA\0\n", "a.csv", "it holds zero bytes"),
        (b"a" * (LARGEST_FILE + 1), "a.csv", "The file is larger than 10 MB: cut it into parts"),
        (b"Q\n" + b"A\n" * 50_000, "a.csv", "a table may have at most 50,000 rows"),
    ],
    ids=["empty", "heading", "nul", "large", "rows"],
)
def test_a_file_of_which_nothing_can_come_is_not_kept(
    content: bytes, name: str, sentence: str, officer: Client, folder: Path
) -> None:
    response = upload(officer, content, name)
    assert response.status_code == 400
    assert sentence in say(response)
    assert not [*folder.glob("inbox/*/*")]


def test_a_list_of_questions_is_answered_with_a_sentence(officer: Client, shared_data: Path) -> None:
    path = shared_data / "engagement" / "themes" / "qu_format_a_numeric.xlsx"
    response = upload(officer, path.read_bytes(), path.name)
    assert response.status_code == 400
    assert "this is a list of a survey's questions (a codebook), and holds no responses" in say(response)


def test_no_file_is_no_answer(officer: Client) -> None:
    response = officer.post(ADDRESS, {})
    assert response.status_code == 400
    assert "Choose a file" in say(response)


def test_another_file_takes_the_place_of_the_one_that_waits(officer: Client, folder: Path) -> None:
    upload(officer)
    upload(officer)
    assert len([*folder.glob("inbox/*/*")]) == 1


def test_a_file_is_seen_only_by_who_gave_it(officer: Client, folder: Path) -> None:
    upload(officer)
    other = Client()
    other.force_login(make_officer())
    assert other.get(COLUMNS, follow=True).redirect_chain == [(ADDRESS, 302)]
    key = next(folder.glob("inbox/*")).name
    assert find_file(key)
    assert key not in officer.get(COLUMNS).content.decode()


@pytest.mark.parametrize("address", [ADDRESS, COLUMNS])
def test_a_visitor_is_asked_to_sign_in(address: str, exercise: Exercise, client: Client) -> None:
    assert client.get(address)["Location"].startswith("/sign-in/")
    assert client.post(address)["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("address", [ADDRESS, COLUMNS])
@pytest.mark.parametrize("role", [Role.ORGANISER, Role.ANALYST, Role.STRATEGY_LEAD, Role.PARTNER, Role.BOARD_MEMBER])
def test_nobody_else_may(role: Role, address: str, exercise: Exercise, client: Client) -> None:
    user = make_user(role=role)
    set_up_roles()
    client.force_login(user)
    assert client.get(address).status_code == client.post(address).status_code == 403
    assert upload(client).status_code == 403


def test_who_may_not_is_offered_no_way_in(exercise: Exercise, client: Client) -> None:
    user = make_user(role=Role.ANALYST)
    set_up_roles()
    client.force_login(user)
    assert ADDRESS not in client.get("/listening/well/").content.decode()


@pytest.mark.parametrize("state", [ExerciseState.DRAFT, ExerciseState.CONSIDERED])
def test_an_exercise_that_takes_nothing_has_no_such_page(state: ExerciseState, client: Client) -> None:
    make_exercise(slug="well", state=state)
    client.force_login(make_officer())
    assert client.get(ADDRESS).status_code == client.get(COLUMNS).status_code == 404
    assert ADDRESS not in client.get("/listening/well/").content.decode()
