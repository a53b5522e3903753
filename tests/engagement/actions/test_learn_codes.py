"""The machine suggests themes and codes in the background; people's decisions are never touched by it."""

import pytest

from fiftysteps.engagement.actions.code_response import Chosen, code_response
from fiftysteps.engagement.actions.learn_codes import (
    learn_codes,
    learn_where_due,
    make_run,
    make_suggestions,
    suggest_themes,
)
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
from tests.engagement.reading.test_themes import TOPICS, make_texts
from tests.listening import make_exercise, make_officer, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(slug="well")


@pytest.fixture
def said(exercise: Exercise) -> dict[int, str]:
    """What each response is about, by its number."""
    texts, topics = make_texts(each=25)
    return {send(exercise, text=text).pk: topic for text, topic in zip(texts, topics, strict=True)}


def code_some(exercise: Exercise, said: dict[int, str], count: int) -> dict[str, Code]:
    officer = make_officer()
    codes = {topic: Code.objects.get_or_create(exercise=exercise, name=topic)[0] for topic in TOPICS}
    waiting = [pk for pk in said if Response.objects.get(pk=pk).considered == "waiting"]
    for pk in waiting[:count]:
        code_response(officer, Response.objects.get(pk=pk), [Chosen(codes[said[pk]].pk)])
    return codes


def test_themes_are_suggested_with_responses_that_say_them(exercise, said) -> None:
    count = make_suggestions(exercise)
    rows = list(exercise.theme_suggestions.all())
    assert len(rows) == count > 0
    assert sum(row.size for row in rows) > 0.9 * len(said)
    assert all(said.keys() >= set(row.typical) for row in rows)


def test_looking_again_keeps_what_was_decided_and_suggests_it_no_more(exercise, said) -> None:
    make_suggestions(exercise)
    first = exercise.theme_suggestions.first()
    ThemeSuggestion.objects.filter(pk=first.pk).update(state="dropped")
    make_suggestions(exercise)
    assert exercise.theme_suggestions.filter(state="dropped").get() == first
    assert exercise.theme_suggestions.filter(label__iexact=first.label).count() == 1


def test_codes_are_suggested_for_what_waits_and_for_nothing_else(exercise, said) -> None:
    codes = code_some(exercise, said, 40)
    before = list(Coding.objects.values_list("pk", "response"))
    assert make_run(exercise) == CodeSuggestion.objects.count() > 0
    run = MachineRun.objects.get()
    assert (run.learned_from, run.looked_at) == (40, 60)
    assert set(run.order) <= set(CodeSuggestion.objects.values_list("response_id", flat=True)) | set(said)
    right = [each.code == codes[said[each.response_id]] for each in CodeSuggestion.objects.select_related("code")]
    assert sum(right) / len(right) > 0.9
    assert not CodeSuggestion.objects.filter(response__considered="coded").exists()
    assert list(Coding.objects.values_list("pk", "response")) == before


def test_what_it_thought_before_a_person_coded_is_kept(exercise, said) -> None:
    code_some(exercise, said, 40)
    make_run(exercise)
    first = CodeSuggestion.objects.order_by("pk").first()
    code_response(make_officer(), first.response, [])
    code_some(exercise, said, 20)
    make_run(exercise)
    kept = CodeSuggestion.objects.get(response=first.response, code=first.code)
    assert (kept.run, kept.probability) == (first.run, first.probability)


def test_from_few_codings_there_is_no_run(exercise, said) -> None:
    code_some(exercise, said, 10)
    assert (make_run(exercise), MachineRun.objects.count()) == (0, 0)


def test_it_learns_again_when_people_have_coded_a_quarter_more(exercise, said) -> None:
    assert learn_where_due() == 0
    code_some(exercise, said, 40)
    assert learn_where_due() == 1
    make_run(exercise)
    assert learn_where_due() == 0
    code_some(exercise, said, 19)
    assert learn_where_due() == 0
    code_some(exercise, said, 1)
    assert learn_where_due() == 1
    Exercise.objects.update(state=ExerciseState.CONSIDERED)
    assert learn_where_due() == 0


def test_both_are_jobs_of_the_background_worker(exercise, said) -> None:
    code_some(exercise, said, 30)
    assert suggest_themes.func(exercise.pk) == exercise.theme_suggestions.count()
    assert learn_codes.func(exercise.pk) == CodeSuggestion.objects.count()
