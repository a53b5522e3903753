"""What a column of another tool's file can be: an answer to a question, who somebody is, or how the response came."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.conf import settings

from fiftysteps.engagement.about_you import PREFER_NOT, VARIABLES, Variable
from fiftysteps.engagement.asking.sheets import POINTS, Asked, Sheet
from fiftysteps.engagement.models import Capacity, Channel, QuestionKind

# The answer that stands for: do not keep this value.
LEFT_OUT: Final = "-"

type Pairs = tuple[tuple[str, str], ...]


class Use(StrEnum):
    """How the cells of a column are read."""

    WORDS = "words"
    ONE = "one"
    MANY = "many"
    EMAIL = "email"
    DAY = "day"
    SHORT = "short"


@dataclass(frozen=True)
class Target:
    """What a column can be. `choices` are its fixed answers with their words; `most` says how many of them can hold.

    `joins` says that several columns can be it, as tools write an answer of several parts into several columns.
    """

    code: str
    label: str
    group: str
    use: Use
    choices: Pairs = ()
    most: int | None = None
    longest: int | None = None
    joins: bool = False

    @property
    def is_answer(self) -> bool:
        return self.group == QUESTIONS


QUESTIONS: Final = "Questions"
ABOUT: Final = "Who they are"
COMING: Final = "How it came"


def list_targets(sheet: Sheet, wards: Pairs) -> tuple[Target, ...]:
    """Return everything that a column can be, in the order in which it is offered."""
    questions = [target for asked in sheet.questions for target in _list_of_question(asked, wards)]
    languages = tuple((code, str(name)) for code, name in settings.LANGUAGES)
    return (
        *questions,
        *(_make_about(variable, wards) for variable in VARIABLES),
        Target("capacity", "Which of these they are", ABOUT, Use.MANY, _say(Capacity.choices), joins=True),
        Target("organisation", "Name of the organisation", ABOUT, Use.SHORT, longest=200),
        Target("email", "E-mail address", ABOUT, Use.EMAIL),
        Target("day", "Day it came", COMING, Use.DAY),
        Target("reference", "Number of the response", COMING, Use.SHORT, longest=40),
        Target("channel", "How it came", COMING, Use.ONE, _say(Channel.choices)),
        Target("language", "Language", COMING, Use.ONE, languages),
    )


def _list_of_question(asked: Asked, wards: Pairs) -> list[Target]:
    code = f"q:{asked.code}"
    lines = tuple((str(number), text) for number, text in enumerate(asked.choices, start=1))
    match asked.kind:
        case QuestionKind.TEXT:
            return [Target(code, asked.text, QUESTIONS, Use.WORDS)]
        case QuestionKind.ONE:
            return [Target(code, asked.text, QUESTIONS, Use.ONE, lines)]
        case QuestionKind.SCALE:
            return [Target(code, asked.text, QUESTIONS, Use.ONE, _list_points(asked))]
        case QuestionKind.MANY | QuestionKind.RANKING:
            return [Target(code, asked.text, QUESTIONS, Use.MANY, lines, most=asked.most, joins=True)]
        case QuestionKind.PLACE:
            # What is longer than a place is no place; the form on line allows as much.
            words = Target(f"w:{asked.code}", f"{asked.text} (in words)", QUESTIONS, Use.SHORT, longest=200)
            return [Target(code, asked.text, QUESTIONS, Use.ONE, wards), words]
    # Votes on statements come with the statements of another tool, which nobody here was shown.
    return []


def _list_points(asked: Asked) -> Pairs:
    ends = {1: asked.low, POINTS: asked.high}
    points = range(1, POINTS + 1)
    return tuple((str(point), f"{point}: {ends[point]}" if ends.get(point) else str(point)) for point in points)


def _make_about(variable: Variable, wards: Pairs) -> Target:
    choices = tuple((each.code, str(each.label)) for each in variable.categories) or wards
    label = variable.get_label(PREFER_NOT)
    return Target(f"a:{variable.name}", variable.short, ABOUT, Use.ONE, (*choices, (PREFER_NOT, label)))


def _say(choices: Iterable[tuple[str, object]]) -> Pairs:
    return tuple((code, str(label)) for code, label in choices)
