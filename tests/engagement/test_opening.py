import datetime

import pytest
from django.utils import timezone

from fiftysteps.engagement.models import ExerciseOption
from fiftysteps.engagement.opening import list_opening_faults
from tests.listening import DAY, make_consultation, make_draft, make_question

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 27)


def list_faults(**fields: object) -> list[str]:
    return list_opening_faults(make_draft(**fields), timezone.localdate())


def test_a_whole_exercise_lacks_nothing() -> None:
    assert list_faults() == []
    assert list_opening_faults(make_consultation(), timezone.localdate()) == []


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"purpose": " "}, "what it is for"),
        ({"privacy_notice": ""}, "privacy notice"),
        ({"dpia_screening": ""}, "screening for a data protection impact assessment"),
        ({"help_lines": ""}, "at least one help line"),
        ({"dpia_covers_opinions": True}, "outcome of the assessment that allows opinion groups"),
        ({"opens": None}, "the first and the last day"),
        ({"erase_on": None}, "on which day the answers are erased"),
        ({"for_children": True}, "way in for people under 16"),
        ({"opens": TODAY - 90 * DAY, "closes": TODAY - 60 * DAY}, "is past"),
        ({"erase_on": TODAY - DAY}, "before it closes"),
    ],
)
def test_each_thing_that_is_missing_is_a_sentence_of_its_own(fields: dict[str, object], part: str) -> None:
    faults = list_faults(**fields)
    assert len(faults) == 1
    assert part in faults[0]


def test_all_that_is_missing_is_said_at_once() -> None:
    assert len(list_faults(purpose="", privacy_notice="", dpia_screening="", help_lines="", opens=None)) == 5


def test_nobody_to_look_at_a_flag_is_a_fault() -> None:
    exercise = make_draft()
    exercise.safeguarding = None
    assert list_opening_faults(exercise, timezone.localdate()) == ["Say who looks at a safeguarding flag."]


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ({"code": "check"}, "is that of another page"),
        ({"code": "one", "kind": "one", "choices": ("Only",)}, "at least 2 answers, one on each line; there are 1"),
        ({"code": "say", "kind": "statements"}, "at least one statement"),
        ({"code": "after", "depends_on": "later", "depends_answers": "1"}, "is no earlier question"),
    ],
)
def test_a_faulty_question_is_named(question: dict[str, object], part: str) -> None:
    exercise = make_draft()
    make_question(exercise, **question)
    (fault,) = list_opening_faults(exercise, timezone.localdate())
    assert part in fault


@pytest.mark.parametrize(
    ("answers", "part"), [("", "say with which of its answers"), ("3", "answer 3 of “One”, which has 2")]
)
def test_a_condition_must_name_an_answer_that_there_is(answers: str, part: str) -> None:
    exercise = make_draft()
    make_question(exercise, code="one", kind="one", choices=("Yes", "No"))
    make_question(exercise, code="more", depends_on="one", depends_answers=answers)
    (fault,) = list_opening_faults(exercise, timezone.localdate())
    assert part in fault


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"can_change": ""}, "what can still change and what cannot"),
        ({"cannot_change": ""}, "what can still change and what cannot"),
        ({"dpia": ""}, "needs its data protection impact assessment"),
        ({"closes": TODAY + 10 * DAY, "opens": TODAY}, "open for 11 days"),
    ],
)
def test_a_consultation_needs_all_that_the_law_asks_besides(fields: dict[str, object], part: str) -> None:
    (fault,) = list_opening_faults(make_consultation(**fields), TODAY)
    assert part in fault


def test_a_reason_lets_a_consultation_be_shorter() -> None:
    exercise = make_consultation(opens=TODAY, closes=TODAY + 10 * DAY, why_shorter="The clinic closes in a month.")
    assert list_opening_faults(exercise, TODAY) == []


def test_options_are_needed_rejected_ones_among_them_and_one_that_is_not() -> None:
    exercise = make_consultation()
    ExerciseOption.objects.filter(exercise=exercise).update(is_rejected=False)
    assert "which options were rejected" in list_opening_faults(exercise, timezone.localdate())[0]
    ExerciseOption.objects.filter(exercise=exercise).update(is_rejected=True, reason="No.")
    assert "nothing left to decide" in list_opening_faults(exercise, timezone.localdate())[0]
    ExerciseOption.objects.filter(exercise=exercise).delete()
    assert "at least 2 options" in list_opening_faults(exercise, timezone.localdate())[0]
