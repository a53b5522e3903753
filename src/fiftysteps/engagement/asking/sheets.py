"""An exercise as one person reads it: its texts in one language, kept so that the database is not asked again."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from django.conf import settings

from fiftysteps.engagement.models import Exercise, Question, Wording

# Of more open exercises at once, the texts of the others are read again.
_KEPT: Final = 64
ENGLISH: Final = "en-gb"
# A scale has as many points; the middle one is neither.
POINTS: Final = 5


@dataclass(frozen=True)
class Asked:
    """A question in one language. `choices` are its lines; their numbers, from 1, are what is kept."""

    pk: int
    code: str
    kind: str
    text: str
    hint: str = ""
    choices: tuple[str, ...] = ()
    most: int | None = None
    low: str = ""
    high: str = ""
    is_required: bool = False
    depends_on: str = ""
    depends_answers: tuple[int, ...] = ()

    def get_choice(self, number: int) -> str:
        return self.choices[number - 1] if 0 < number <= len(self.choices) else "?"


@dataclass(frozen=True)
class Sheet:
    """The texts of an exercise in `language`, and in which other languages it can be read."""

    language: str
    languages: tuple[str, ...]
    title: str
    purpose: str
    privacy_notice: str
    child_privacy_notice: str
    child_consent: str
    questions: tuple[Asked, ...]
    is_checked: bool = True

    def find(self, code: str) -> Asked | None:
        return next((each for each in self.questions if each.code == code), None)


def get_sheet(exercise: Exercise, language: str = ENGLISH) -> Sheet:
    """Return the texts of an exercise in a language, or in English where it has none in that."""
    return _get_sheet(exercise.pk, exercise.changed, language)


@lru_cache(_KEPT)
def _get_sheet(pk: int, changed: object, language: str) -> Sheet:
    exercise = Exercise.objects.get(pk=pk)
    wordings = list(Wording.objects.filter(exercise=pk))
    said = {each.part: each.text for each in wordings if each.language == language}
    spoken = {each.language for each in wordings}
    languages = (ENGLISH, *(code for code, _ in settings.LANGUAGES if code in spoken))
    questions = tuple(_translate(_ask(each), said) for each in exercise.questions.all())
    texts = {
        name: said.get(name, getattr(exercise, name))
        for name in ("title", "purpose", "privacy_notice", "child_privacy_notice", "child_consent")
    }
    is_checked = all(each.is_checked for each in wordings if each.language == language)
    return Sheet(language if said else ENGLISH, languages, questions=questions, is_checked=is_checked, **texts)


def _ask(question: Question) -> Asked:
    return Asked(
        pk=question.pk,
        code=question.code,
        kind=question.kind,
        text=question.text,
        hint=question.hint,
        choices=tuple(question.list_choices()),
        most=question.most,
        low=question.low,
        high=question.high,
        is_required=question.is_required,
        depends_on=question.depends_on,
        depends_answers=tuple(question.list_depends_answers()),
    )


def _translate(asked: Asked, said: dict[str, str]) -> Asked:
    texts = {name: said[part] for name in ("text", "hint", "low", "high") if (part := f"{asked.code}.{name}") in said}
    if lines := said.get(f"{asked.code}.choices"):
        choices = tuple(line.strip() for line in lines.splitlines() if line.strip())
        # A translation with another number of lines would change what an answer means.
        if len(choices) == len(asked.choices):
            texts["choices"] = choices  # type: ignore[assignment]
    return replace(asked, **texts)  # type: ignore[arg-type]
