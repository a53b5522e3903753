"""Which screens somebody goes through, in which order: the questions that concern them, then who they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fiftysteps.engagement.asking.sheets import Asked, Sheet
from fiftysteps.engagement.models import Capacity, Exercise

CAPACITY: Final = "about-1"
ORGANISATION: Final = "organisation"
ABOUT: Final = "about-2"
PRIVATE: Final = "about-3"
CONTACT: Final = "contact"
CHECK: Final = "check"
# The screens that are every exercise's: a question cannot have such a code.
RESERVED: Final = (
    *(CAPACITY, ORGANISATION, ABOUT, PRIVATE, CONTACT, CHECK),
    *("children", "back", "saved", "sent", "leave", "decision", "paper", "who", "answers", "opinions"),
)

# What somebody has answered so far: for each screen, the values of its form.
type Answers = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One screen. `question` is none where the screen is every exercise's."""

    slug: str
    question: Asked | None = None


def list_steps(exercise: Exercise, sheet: Sheet, answers: Answers, *, is_child: bool = False) -> tuple[Step, ...]:
    """Return the screens of somebody who has answered this far."""
    steps = [Step(each.code, each) for each in sheet.questions if is_asked(each, answers)]
    steps.append(Step(CAPACITY))
    if is_for_organisation(answers):
        steps.append(Step(ORGANISATION))
    else:
        steps += [Step(ABOUT), Step(PRIVATE)]
    if exercise.asks_contact and not is_child:
        steps.append(Step(CONTACT))
    return (*steps, Step(CHECK))


def is_asked(question: Asked, answers: Answers) -> bool:
    """Whether a question concerns somebody: it depends on nothing, or on an answer that they gave."""
    if not question.depends_on:
        return True
    value = (answers.get(question.depends_on) or {}).get("value")
    given = value if isinstance(value, list) else [value]
    return any(number in given for number in question.depends_answers)


def is_for_organisation(answers: Answers) -> bool:
    return Capacity.ORGANISATION in (answers.get(CAPACITY) or {}).get("capacities", ())


def find_next(steps: tuple[Step, ...], answers: Answers, after: str = "") -> Step:
    """Return the screen that follows `after`, or without it the first that was not seen yet; the last is the check."""
    slugs = [step.slug for step in steps]
    if after in slugs:
        return steps[min(slugs.index(after) + 1, len(steps) - 1)]
    return next((step for step in steps if step.slug not in answers), steps[-1])
