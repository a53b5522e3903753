"""The pages of opinion groups: for staff as they were made last, for everyone as they were published."""

import csv
import io

import pytest
from django.test import Client

from fiftysteps.accounts.models import Role
from fiftysteps.engagement.actions.refresh_opinions import refresh_opinions
from fiftysteps.engagement.models import OpinionMap, PublishedOpinions, Question, Statement
from tests.listening import make_exercise
from tests.opinions import LINES, cast, draw_votes, get_line, make_asked, make_voted
from tests.publishing.listening.conftest import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
STAFF, PUBLIC = "/listening/well/opinions/", "/say/well/opinions/"
NEAR = f"{PUBLIC}near/say/"


@pytest.fixture
def question() -> Question:
    question = make_voted()
    refresh_opinions(question)
    return question


@pytest.fixture
def published(question: Question, officer: Client) -> Question:
    officer.post(f"{STAFF}publish/", {"question": "say"})
    return question


def read(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    return " ".join(page.split("<main")[1].split())


@pytest.mark.parametrize("path", ["", "make/", "publish/"])
def test_an_outsider_sees_and_does_nothing(question: Question, partner: Client, organiser: Client, path: str) -> None:
    for client in (partner, organiser):
        assert (client.post if path else client.get)(STAFF + path, {"question": "say"}).status_code == 403
    assert Client().post(STAFF + path)["Location"].startswith("/sign-in/")
    assert not PublishedOpinions.objects.exists()


def test_an_analyst_sees_it_and_neither_makes_nor_publishes_it(question: Question) -> None:
    analyst = log_in(Role.ANALYST)
    page = read(analyst, STAFF)
    assert "Group A: 70 people" in page
    assert "Publish it" not in page
    assert analyst.post(f"{STAFF}publish/", {"question": "say"}).status_code == 403
    assert analyst.post(f"{STAFF}make/", {"question": "say"}).status_code == 403


def test_the_page_says_in_words_what_all_agree_on_what_divides_and_what_each_group_stands_for(
    question: Question, officer: Client
) -> None:
    page = read(officer, STAFF)
    agreed, rest = page.split("What divides</h3>")
    assert "Plant trees." in agreed
    assert "Open a library." in agreed
    assert "Close the road." not in agreed
    assert "Close the road." in rest
    assert "They agree more than the others that:" in rest
    assert "of the others" in rest
    assert "110 people cast 880 votes on 8 statements. All of them voted on 7 or more, and fall into 2 groups." in page
    # Words and tables first, the picture last.
    assert (
        page.index("Every statement</h3>") < page.index("The same as a picture</h3>") < page.index("How this was made")
    )
    assert "Nothing in it looks as if one hand had sent it many times." in page
    assert "No weighted shares are given. Nobody told all that is weighted by." in page
    assert "no-cache" in officer.get(STAFF)["Cache-Control"]


def test_a_button_makes_it_anew_only_once_enough_others_have_come(question: Question, officer: Client) -> None:
    page = officer.post(f"{STAFF}make/", {"question": "say"}, follow=True).content.decode()
    assert "Too few people have come since the last map" in page
    cast(question, draw_votes(first=20, second=0))
    assert "it can be made again" in read(officer, STAFF)
    assert "The map is made anew." in officer.post(f"{STAFF}make/", {"question": "say"}, follow=True).content.decode()
    assert OpinionMap.objects.get().people == 130
    assert officer.post(f"{STAFF}make/", {"question": "none"}).status_code == 404


def test_before_anybody_has_voted_the_page_says_when_there_will_be_one(officer: Client) -> None:
    make_asked()
    assert "There is no map yet. It is made once 20 people have voted" in read(officer, STAFF)
    make_exercise(slug="other")
    assert "asks nobody to agree or disagree" in read(officer, "/listening/other/opinions/")
    assert "Opinion groups" in read(officer, "/listening/well/")
    assert "Opinion groups" not in read(officer, "/listening/other/")


def test_faith_and_ethnicity_are_seen_by_those_who_may_read_who_people_are_and_by_nobody_else(officer: Client) -> None:
    question = make_asked(dpia="Low.", dpia_covers_opinions=True)
    cast(question, draw_votes(first=70, second=0), about=[{"religion": "sikh", "age": "16-24"}] * 70)
    cast(question, draw_votes(first=0, second=60), about=[{"religion": "hindu", "age": "65-plus"}] * 60)
    refresh_opinions(question)
    page = read(officer, STAFF)
    assert "By religion" in page
    assert "Sikh" in page
    analyst = read(log_in(Role.ANALYST), STAFF)
    assert "16 to 24" in analyst
    assert "Sikh" not in analyst
    officer.post(f"{STAFF}publish/", {"question": "say"})
    public = read(Client(), PUBLIC)
    assert "16 to 24" in public
    assert "Sikh" not in public


def test_everyone_sees_what_is_published_and_never_what_came_since(question: Question, officer: Client) -> None:
    assert "Nothing is published yet" in read(Client(), PUBLIC)
    assert Client().get(f"{PUBLIC}data.csv").status_code == 404
    assert Client().get(NEAR).status_code == 404
    for path in ("/say/well/answers/", "/say/well/who/"):
        assert PUBLIC not in read(Client(), path)
    response = officer.post(f"{STAFF}publish/", {"question": "say"})
    assert response["Location"] == PUBLIC
    cast(question, draw_votes(first=40, second=0))
    officer.post(f"{STAFF}make/", {"question": "say"})
    assert "150 people cast" in read(officer, STAFF)
    assert "110 people cast" in read(Client(), PUBLIC)
    assert "Two publications close together" in officer.post(
        f"{STAFF}publish/", {"question": "say"}, follow=True
    ).content.decode()  # fmt: skip
    for path in ("/say/well/answers/", "/say/well/who/"):
        assert PUBLIC in read(Client(), path)


def test_no_page_shows_what_is_needed_to_place_somebody(published: Question) -> None:
    placing = PublishedOpinions.objects.get().shown["placing"]
    page = read(Client(), PUBLIC) + Client().get(f"{PUBLIC}data.csv").content.decode() + read(Client(), NEAR)
    assert not [number for number in placing["mean"] if number and str(number) in page]


def test_a_statement_that_is_taken_down_is_on_no_page_any_more(published: Question) -> None:
    road = get_line(published.exercise, "Close the road.")
    assert "Close the road." in read(Client(), PUBLIC)
    road.state, road.reason = Statement.State.REFUSED, "Names somebody."
    road.save()
    for path in (PUBLIC, NEAR):
        assert "Close the road" not in read(Client(), path)
    assert "Close the road" not in Client().get(f"{PUBLIC}data.csv").content.decode()


def test_the_file_has_a_row_for_everybody_and_each_group_with_what_is_hidden_marked(officer: Client) -> None:
    question = make_asked()
    cast(question, [*draw_votes(first=60, second=50, noise=0), *[(0, -1, 1, -1, 1, -1, 1, -1)] * 3])
    Statement.objects.filter(text="Plant trees.").update(text="=Plant trees.")
    refresh_opinions(question)
    officer.post(f"{STAFF}publish/", {"question": "say"})
    response = Client().get(f"{PUBLIC}data.csv")
    rows = list(csv.DictReader(io.StringIO(response.content.decode())))
    assert len(rows) == 8 * 3
    assert {row["who"] for row in rows} == {"Everybody", "Group A", "Group B"}
    (road,) = (row for row in rows if row["statement"] == "Close the road." and row["who"] == "Group A")
    assert (road["pass"], road["voted"], road["marker"]) == ("", "63", "suppressed")
    (trees,) = (row for row in rows if row["who"] == "Everybody" and "Plant" in row["statement"])
    # What could start a formula does not.
    assert trees["statement"] == "'=Plant trees."
    assert (trees["agree"], trees["voted"], trees["marker"]) == ("113", "113", "")
    assert 'filename="well-opinions.csv"' in response["Content-Disposition"]


def vote(question: Question, votes: dict[str, str]) -> dict[str, str]:
    return {f"vote_{get_line(question.exercise, text).pk}": value for text, value in votes.items()}


def say_all(stances: tuple[int, ...]) -> dict[str, str]:
    return {text: "agree" if stance > 0 else "disagree" for text, stance in zip(LINES, stances, strict=True)}


def test_somebody_learns_which_group_they_are_near_and_on_what_they_differ(published: Question) -> None:
    client = Client()
    page = read(client, NEAR)
    assert page.count('type="radio"') == 8 * 3
    votes = say_all((1, -1, 1, -1, 1, -1, 1, -1)) | {"Raise the speed limit.": "agree"}
    response = client.post(NEAR, vote(published, votes))
    said = response.content.decode()
    assert response.status_code == 200
    assert "You are nearest to group A." in said
    assert "You: Agree. Most of the group: Disagree." in said
    assert "Raise the speed limit." in said
    assert "Close the road." not in said
    other = client.post(NEAR, vote(published, say_all((-1, 1, 1, 1, -1, 1, 1, 1)))).content.decode()
    assert "You are nearest to group B." in other
    assert "On nothing that you voted on do most of group B say the opposite." in other


def test_nothing_of_it_is_kept_or_stands_in_an_address(published: Question, caplog, django_assert_num_queries) -> None:
    client = Client()
    client.get(NEAR)
    data = vote(published, say_all((1, -1, 1, -1, 1, -1, 1, -1)))
    with django_assert_num_queries(3) as queries:
        response = client.post(NEAR, data)
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert "no-store" in response["Cache-Control"]
    assert set(client.cookies) <= {"csrftoken"}
    assert "vote_" not in caplog.text
    # Votes in an address are no votes.
    assert "You are nearest" not in client.get(NEAR, data).content.decode()


def test_a_form_from_elsewhere_is_refused(published: Question) -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(NEAR, vote(published, say_all((1,) * 8))).status_code == 403


def test_it_says_when_it_cannot_say(published: Question) -> None:
    few = Client().post(NEAR, vote(published, {"Close the road.": "agree", "Plant trees.": "pass"})).content.decode()
    assert "We cannot say which group you are near" in few
    assert "Votes needed: 7. Votes you cast: 2." in few
    between = Client().post(NEAR, vote(published, dict.fromkeys(LINES, "pass"))).content.decode()
    assert "You stand in between" in between
    faulty = Client().post(NEAR, vote(published, {"Close the road.": "perhaps"}))
    assert faulty.status_code == 400
    # Nothing chosen at all is too few, and no fault.
    assert "Votes you cast: 0." in Client().post(NEAR, {"csrf": ""}).content.decode()


@pytest.mark.parametrize(("language", "words"), [("bn", "দলের"), ("ur", "گروہ"), ("ro", "grup")])
def test_it_is_said_in_the_languages_of_residents(published: Question, language: str, words: str) -> None:
    page = Client().get(f"{NEAR}?lang={language}").content.decode()
    assert f'lang="{language}"' in page
    assert words in page
    said = Client().post(f"{NEAR}?lang={language}", vote(published, say_all((1, -1, 1, -1, 1, -1, 1, -1))))
    assert words in said.content.decode()
