"""A resident who reads no English reads no English: every page of the form, in every language that it is asked in."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fiftysteps.engagement.models import Exercise, ExerciseState, Reply, Response, Wording
from tests.builders import ILLUSTRATIVE, make_organisation
from tests.catalogues import LANGUAGES, PLACEHOLDER, as_forms, list_marked, read_catalogue
from tests.listening import DAY, make_exercise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
# What the exercise itself says is its owner's to translate. Here it is said in digits, which are every language's.
SAID = "7"
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"code": "one", "kind": "one", "choices": ("1", "2"), "is_required": True},
    {"code": "many", "kind": "many", "choices": ("1", "2", "3"), "most": 2},
    {"code": "scale", "kind": "scale", "low": "1", "high": "5"},
    {"code": "rank", "kind": "ranking", "choices": ("1", "2", "3", "4", "5", "6"), "most": 5},
    {"code": "place", "kind": "place"},
    {"code": "votes", "kind": "statements", "choices": ("1", "2")},
)
SHOWN_ATTRIBUTES = {"aria-label", "title", "alt", "label", "placeholder"}
# The site's name, languages in their own words, the address that shows how one is written, and a receipt's code.
SAME_EVERYWHERE = re.compile(r"Fifty Steps|English|Română|name@example\.com|[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")


class Reader(HTMLParser):
    """What a page shows or reads out, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.texts.append(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value or "" for name, value in attrs if name in SHOWN_ATTRIBUTES]


def read_texts(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return [text for text in reader.texts if text]


def make_pattern(form: str) -> re.Pattern[str]:
    """Return what finds an English string: a single word where it stands alone, more of them anywhere."""
    pattern = ".+".join(re.escape(part) for part in PLACEHOLDER.split(form))
    return re.compile(rf"(?<!\w){pattern}(?!\w)" if " " in form else rf"^{pattern}$")


def list_english(language: str) -> list[re.Pattern[str]]:
    """Return what finds every marked string, but for those that are the same word in `language`."""
    catalogue = read_catalogue(language)
    same = {message.id for message in catalogue if message.id == message.string}
    return [make_pattern(form) for words in list_marked() if words not in same for form in as_forms(words)]


def find_english(page: str, patterns: list[re.Pattern[str]]) -> list[str]:
    return [text for text in read_texts(page) if any(pattern.search(text) for pattern in patterns)]


@pytest.fixture
def exercise() -> Exercise:
    """An exercise with every kind of question and every page, that says nothing in words."""
    names = ("title", "purpose", "privacy_notice", "child_privacy_notice", "child_consent", "help_lines")
    fields = dict.fromkeys((*names, "can_change", "cannot_change", "dpia"), SAID)
    questions = [question | {"text": SAID} for question in QUESTIONS]
    exercise = make_exercise(slug="well", for_children=True, questions=questions, **fields)
    exercise.questions.filter(code="words").update(text=SAID)
    Wording.objects.bulk_create(
        Wording(exercise=exercise, language=language, part="title", text=SAID) for language in LANGUAGES
    )
    return exercise


def get_all(client: Client, language: str) -> Iterator[tuple[str, str]]:
    """Go through every page of the form in a language, with every fault in it; yield each with its name."""
    query = f"?lang={language}"

    def get(path: str) -> tuple[str, str]:
        return path, client.get(f"/say/{path}{query}").content.decode()

    def post(path: str, told: dict[str, Any]) -> tuple[str, str]:
        return f"{path} {str(told)[:40]}", client.post(f"/say/{path}{query}", told, follow=True).content.decode()

    yield from (get(path) for path in ("well/", "well/children/", "well/decision/", "well/back/", "receipt/"))
    yield post("well/children/", {})
    yield post("well/back/", {"code": "1"})
    yield post("receipt/", {"code": "1"})
    yield post("well/", {})
    yield get("well/")
    yield post("well/words/", {"text": "1" * 10_001})
    yield post("well/words/", {"text": "", "save": "1"})
    yield post("well/one/", {})
    yield post("well/one/", {"value": "1"})
    yield post("well/about-1/", {})
    yield post("well/about-1/", {"capacities": ["organisation"]})
    yield post("well/organisation/", {})
    yield post("well/about-1/", {"capacities": ["lives"]})
    yield post("well/contact/", {"email": "1"})
    Exercise.objects.get(slug="well").questions.update(is_required=False)
    yield from fill_in(get, post)
    yield from send_and_come_back(client, get, post)


def fill_in(get: Any, post: Any) -> Iterator[tuple[str, str]]:
    yield post("well/one/", {})
    yield get("well/one/")
    yield post("well/many/", {"value": ["1", "2", "3"]})
    yield post("well/rank/", {"place_0": "1", "place_1": "1"})
    yield post("well/scale/", {"value": "4"})
    yield post("well/place/", {"text": "1" * 201})
    yield post("well/votes/", {"own": "1" * 141})
    yield post("well/about-2/", {"age": "35-49", "ward": "prefer-not"})
    yield post("well/about-3/", {"religion": "none"})
    yield from (get(f"well/{step}/") for step in ("about-2", "about-3", "contact", "saved"))


def send_and_come_back(client: Client, get: Any, post: Any) -> Iterator[tuple[str, str]]:
    yield get("well/check/")
    page = post("well/check/", {})
    yield page
    code = page[1].split('class="say-code">')[1].split("<")[0]
    yield post("receipt/", {"code": code})
    sent = Response.objects.get()
    answered = {"decision": "we-will", "text": SAID, "by": make_organisation(name=SAID), "date": sent.day}
    Reply.objects.create(**ILLUSTRATIVE, **answered).submissions.add(sent)
    yield post("receipt/", {"code": code})
    yield post("receipt/", {"code": code, "erase": "1"})
    Exercise.objects.update(for_children=False)
    yield get("well/children/")
    for change in ({"opens": timezone.localdate() + DAY}, {"state": ExerciseState.CLOSED}, {"closes": None}):
        Exercise.objects.update(**change)
        yield get("well/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_the_form_still_says_something_in_english(
    exercise: Exercise, client: Client, language: str, settings, tmp_path
) -> None:
    settings.DATA_DIR = tmp_path
    patterns = list_english(language)
    for name, page in get_all(client, language):
        assert f'<html lang="{language}"' in page, name
        assert (name, find_english(page, patterns)) == (name, [])


@pytest.mark.parametrize("language", ["bn", "ur"])
def test_no_page_in_another_script_has_a_latin_letter_but_in_names(
    exercise: Exercise, client: Client, language: str, settings, tmp_path
) -> None:
    """What nobody marked for translation is found by its letters."""
    settings.DATA_DIR = tmp_path
    for name, page in get_all(client, language):
        latin = [text for text in read_texts(page) if re.search("[A-Za-z]", SAME_EVERYWHERE.sub("", text))]
        assert (name, latin) == (name, [])


def test_english_that_is_left_is_found(exercise: Exercise, client: Client) -> None:
    patterns = list_english("ro")
    page = client.get("/say/well/").content.decode()
    found = " ".join(find_english(page, patterns))
    for words in ("Skip to the main content", "Privacy", "It takes about 3 minutes", "Open until", "Start"):
        assert words in found
    assert find_english('<nav aria-label="Languages">Limbi</nav>', patterns) == ["Languages"]
