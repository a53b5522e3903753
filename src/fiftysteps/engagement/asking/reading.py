"""What somebody answered, in the shape in which it is kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fiftysteps.engagement.about_you import VARIABLES
from fiftysteps.engagement.asking.sheets import Asked, Sheet
from fiftysteps.engagement.asking.steps import ABOUT, CAPACITY, CONTACT, ORGANISATION, PRIVATE, Answers, is_asked
from fiftysteps.engagement.models import Capacity, QuestionKind


@dataclass(frozen=True)
class Given:
    """The answer to one question: words, numbers of lines in the order in which they were chosen, or a ward.

    `pin` is the latitude and longitude of a place that was pressed on the map.
    """

    question: int
    text: str = ""
    value: Any = None
    pin: list[float] | None = None


@dataclass(frozen=True)
class Voted:
    """What somebody said to the statements of one question, and the statement that they added."""

    question: int
    votes: Mapping[int, str]
    own: str = ""


@dataclass(frozen=True)
class Filled:
    """Everything that one person or organisation answered."""

    given: tuple[Given, ...] = ()
    voted: tuple[Voted, ...] = ()
    capacities: tuple[str, ...] = ()
    organisation: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    email: str = ""

    @property
    def is_resident(self) -> bool:
        """Whether somebody lives here and speaks for themselves: only then they enter who took part."""
        return Capacity.LIVES in self.capacities and Capacity.ORGANISATION not in self.capacities

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said: who somebody is, alone, is no response."""
        return not any(each.text or each.value for each in self.given) and not any(
            each.votes or each.own for each in self.voted
        )

    def list_texts(self) -> list[str]:
        """Return all that was written in somebody's own words."""
        return [text for text in (*(each.text for each in self.given), *(each.own for each in self.voted)) if text]


def read_answers(sheet: Sheet, answers: Answers, *, is_from_elsewhere: bool = False) -> Filled:
    """Return what was answered on each screen that concerns its writer; the others they may have left behind.

    What comes from elsewhere is kept whole: another tool may have asked a question of people of whom we would not.
    """
    concerns = [each for each in sheet.questions if is_from_elsewhere or is_asked(each, answers)]
    asked = [each for each in concerns if answers.get(each.code)]
    about = {**(answers.get(ABOUT) or {}), **(answers.get(PRIVATE) or {})}
    capacities = tuple((answers.get(CAPACITY) or {}).get("capacities", ()))
    is_for_organisation = Capacity.ORGANISATION in capacities
    return Filled(
        given=tuple(_read(each, answers[each.code]) for each in asked if each.kind != QuestionKind.STATEMENTS),
        voted=tuple(_read_votes(each, answers[each.code]) for each in asked if each.kind == QuestionKind.STATEMENTS),
        capacities=capacities,
        organisation=(answers.get(ORGANISATION) or {}).get("name", "") if is_for_organisation else "",
        about={}
        if is_for_organisation
        else {each.name: about[each.name] for each in VARIABLES if about.get(each.name)},
        email=(answers.get(CONTACT) or {}).get("email", ""),
    )


def _read(asked: Asked, told: Mapping[str, Any]) -> Given:
    return Given(asked.pk, told.get("text", ""), told.get("value") or None, told.get("pin") or None)


def _read_votes(asked: Asked, told: Mapping[str, Any]) -> Voted:
    votes = {int(pk): vote for pk, vote in told.get("votes", {}).items() if vote}
    return Voted(asked.pk, votes, told.get("own", ""))
