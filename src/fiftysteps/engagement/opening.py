"""What must stand before an exercise can open. Each fault is a sentence that says what to do; all of them at once."""

import datetime
from collections.abc import Iterator
from typing import Final

from fiftysteps.engagement.asking.steps import RESERVED
from fiftysteps.engagement.models import Exercise, Question, QuestionKind
from fiftysteps.engagement.models.exercise import LISTED

# No law gives a number of weeks. Six leaves a month between two holidays; whoever asks for less says why.
LEAST_DAYS: Final = 42
LEAST_OPTIONS: Final = 2
LEAST_CHOICES: Final = 2


def list_opening_faults(exercise: Exercise, today: datetime.date) -> list[str]:
    """Return what an exercise still lacks before it can open."""
    faults = [*_find_lacking(exercise), *_find_wrong_dates(exercise, today), *_find_faulty_questions(exercise)]
    if exercise.is_consultation:
        faults += _find_lacking_of_consultation(exercise)
    return faults


def _find_lacking(exercise: Exercise) -> Iterator[str]:
    if not exercise.purpose.strip():
        yield "Say what it is for and what will be done with the answers."
    if not exercise.privacy_notice.strip():
        yield "Write the privacy notice: nobody can agree to what they were not told."
    if not exercise.dpia_screening.strip():
        yield "Record the screening for a data protection impact assessment."
    if exercise.dpia_covers_opinions and not exercise.dpia.strip():
        yield "Write the outcome of the assessment that allows opinion groups by faith and ethnicity."
    if not exercise.list_help_lines():
        yield "Name at least one help line: some of those who write will be in distress."
    if exercise.safeguarding_id is None:
        yield "Say who looks at a safeguarding flag."
    if exercise.for_children and not (exercise.child_privacy_notice.strip() and exercise.child_consent.strip()):
        yield "The way in for people under 16 needs a privacy notice and a consent of their own."


def _find_wrong_dates(exercise: Exercise, today: datetime.date) -> Iterator[str]:
    if exercise.opens is None or exercise.closes is None:
        yield "Choose the first and the last day."
    elif exercise.closes < today:
        yield f"Its last day, {exercise.closes:%-d %B %Y}, is past."
    if exercise.erase_on is None:
        yield "Say on which day the answers are erased."
    elif exercise.closes is not None and exercise.erase_on <= exercise.closes:
        yield f"The answers would be erased on {exercise.erase_on:%-d %B %Y}, before it closes."


def _find_faulty_questions(exercise: Exercise) -> Iterator[str]:
    seen: dict[str, Question] = {}
    for question in exercise.questions.all():
        yield from _find_faults_of(question, seen)
        seen[question.code] = question


def _find_faults_of(question: Question, earlier: dict[str, Question]) -> Iterator[str]:
    named = f"Question “{question.text}”"
    choices = question.list_choices()
    if question.code in RESERVED:
        yield f"{named}: the code {question.code} is that of another page; choose a different one."
    if question.kind in LISTED and len(choices) < LEAST_CHOICES:
        yield f"{named}: write at least {LEAST_CHOICES} answers, one on each line; there are {len(choices)}."
    if question.kind == QuestionKind.STATEMENTS and not choices:
        yield f"{named}: write at least one statement to begin with."
    if question.depends_on:
        yield from _find_faulty_condition(question, earlier.get(question.depends_on), named)


def _find_faulty_condition(question: Question, other: Question | None, named: str) -> Iterator[str]:
    if other is None:
        yield f"{named} is asked only after “{question.depends_on}”, which is no earlier question."
        return
    numbers, lines = question.list_depends_answers(), len(other.list_choices())
    if not numbers:
        yield f"{named} is asked only after “{other.text}”: say with which of its answers."
    if wrong := [number for number in numbers if not 1 <= number <= lines and other.kind in LISTED]:
        yield f"{named} asks for answer {wrong[0]} of “{other.text}”, which has {lines}."


def _find_lacking_of_consultation(exercise: Exercise) -> Iterator[str]:
    options = list(exercise.options.all())
    if not exercise.can_change.strip() or not exercise.cannot_change.strip():
        yield "Say what can still change and what cannot, and why."
    if len(options) < LEAST_OPTIONS:
        yield f"Set out at least {LEAST_OPTIONS} options, rejected ones among them; there are {len(options)}."
    if options and not any(option.is_rejected for option in options):
        yield "Say which options were rejected, and why: whoever answers must know what was possible."
    if options and all(option.is_rejected for option in options):
        yield "Every option is rejected: there is nothing left to decide."
    if not exercise.dpia.strip():
        yield "A consultation needs its data protection impact assessment: write its outcome."
    if exercise.opens and exercise.closes:
        days = (exercise.closes - exercise.opens).days + 1
        if days < LEAST_DAYS and not exercise.why_shorter.strip():
            yield f"It is open for {days} days. Give people at least {LEAST_DAYS}, or say why it is shorter."
