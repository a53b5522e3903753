"""What somebody answered, in words, before it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fiftysteps.engagement.about_you import BY_NAME, FIRST, PRIVATE, Variable
from fiftysteps.engagement.asking.choosing import list_statements
from fiftysteps.engagement.asking.sheets import POINTS, Asked, Sheet
from fiftysteps.engagement.asking.steps import ABOUT, CAPACITY, CHECK, CONTACT, ORGANISATION, Answers, Step
from fiftysteps.engagement.models import Exercise, QuestionKind, Vote
from fiftysteps.engagement.models.response import get_capacity_label
from fiftysteps.engagement.queries.wards import list_ward_choices


@dataclass(frozen=True)
class Row:
    """One screen's answer in words, and the screen where it can be changed. `lines` is empty where nothing was said."""

    slug: str
    label: str
    lines: tuple[str, ...]


def list_answers(exercise: Exercise, sheet: Sheet, steps: tuple[Step, ...], answers: Answers) -> list[Row]:
    """Return what was answered on each screen but the check."""
    wards = dict(list_ward_choices(exercise))
    return [_make_row(step, answers.get(step.slug) or {}, wards) for step in steps if step.slug != CHECK]


def _make_row(step: Step, kept: Mapping[str, Any], wards: Mapping[str, str]) -> Row:
    if step.question is not None:
        return Row(step.slug, step.question.text, tuple(say_answer(step.question, kept, wards)))
    if step.slug == CAPACITY:
        return Row(step.slug, _("You"), tuple(str(get_capacity_label(code)) for code in kept.get("capacities", ())))
    if step.slug == ORGANISATION:
        return Row(step.slug, _("Organisation"), (kept["name"],) if kept.get("name") else ())
    if step.slug == CONTACT:
        return Row(step.slug, _("E-mail address"), (kept["email"],) if kept.get("email") else ())
    label = _("About you") if step.slug == ABOUT else _("About you: private")
    variables = FIRST if step.slug == ABOUT else PRIVATE
    return Row(step.slug, label, tuple(_say_about(each, kept, wards) for each in variables if kept.get(each.name)))


def _say_about(variable: Variable, kept: Mapping[str, Any], wards: Mapping[str, str]) -> str:
    code = kept[variable.name]
    return wards.get(code) or BY_NAME[variable.name].get_label(code)


def say_answer(asked: Asked, kept: Mapping[str, Any], wards: Mapping[str, str]) -> list[str]:
    """Return an answer in words, a line for each thing that was chosen."""
    if asked.kind == QuestionKind.STATEMENTS:
        voted = {int(pk) for pk in kept.get("votes", ())}
        texts = {str(pk): text for pk, text in list_statements(asked, voted)}
        votes = [f"{Vote(vote).label}: {texts[pk]}" for pk, vote in kept.get("votes", {}).items() if pk in texts]
        return [*votes, *([kept["own"]] if kept.get("own") else [])]
    if asked.kind == QuestionKind.PLACE:
        value = kept.get("value") or ""
        pin = _("a pin on the map") if kept.get("pin") else ""
        return [text for text in (wards.get(value, value), kept.get("text", ""), pin) if text]
    if asked.kind == QuestionKind.SCALE:
        return [_("%(point)d of %(points)d") % {"point": point, "points": POINTS} for point in kept.get("value") or ()]
    chosen = [asked.get_choice(number) for number in kept.get("value") or ()]
    return chosen or [text for text in (kept.get("text", ""),) if text]
