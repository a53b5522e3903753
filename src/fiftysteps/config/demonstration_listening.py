"""The demonstration's exercises: one that ended, two that are open whenever it is tried, with those who answer."""

import datetime
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from django.utils import timezone
from django.utils.text import slugify

from fiftysteps.accounts.models import Organisation, Person, Role, User
from fiftysteps.config.demonstration import Invented, invent, read_planted, write_responses
from fiftysteps.config.demonstration_coding import begin_coding, write_codes
from fiftysteps.config.progress import Bars
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.count_statements import count_statements
from fiftysteps.engagement.actions.count_turnout import count_turnout
from fiftysteps.engagement.actions.look_for_groups import look_for_groups
from fiftysteps.engagement.actions.move_exercise import move_exercise
from fiftysteps.engagement.actions.plan_reach import plan_reach
from fiftysteps.engagement.actions.publish_opinions import publish_opinions
from fiftysteps.engagement.actions.publish_turnout import publish_turnout
from fiftysteps.engagement.actions.record_session import Met, record_session
from fiftysteps.engagement.actions.refresh_opinions import refresh_opinions
from fiftysteps.engagement.models import (
    Community,
    Exercise,
    ExerciseState,
    Insight,
    Invitation,
    ReachPlan,
    Response,
    SessionKind,
)
from fiftysteps.engagement.queries.opinions import list_asked

PLANTED: Final = "listening/planted.yaml"
# How long an open exercise has been open, and will be, whenever the demonstration is tried.
SINCE, UNTIL, KEPT = datetime.timedelta(days=30), datetime.timedelta(days=120), datetime.timedelta(days=500)
DECISION: Final = "The Board put what was heard into the fifty steps of its strategy (illustrative)."
NOTHING_SPECIAL: Final[Mapping[str, Any]] = {
    "campaign": {"responses": 0, "channel": "letter", "text": "", "changes": ["-"]},
    "stuffing": {"responses": 0, "minutes": 1, "texts": ["-"]},
    "duplicates": 0,
    "organisations": 0,
    "elsewhere": 10,
    "languages": {},
    "by_group": (),
    "mentioned": {},
}


def prepare_listening(folder: Path, progress: Bars) -> None:
    """Open the exercises and let invented residents answer, unless they have already."""
    planted = read_planted(folder.parent / PLANTED)
    officer = User.objects.filter(role=Role.ENGAGEMENT_OFFICER, is_demonstration=True).order_by("pk").first()
    if officer is None or Response.objects.exists():
        return
    insights = Insight.objects.filter(held_in__slug=planted["exercise"])
    planted["mentioned"] = {each.slug: each.mentioned for each in insights}
    planted["titles"] = {each.slug: f"{each.title}." for each in insights}
    Exercise.objects.filter(state=ExerciseState.DRAFT).update(safeguarding=officer)
    _hold_past(planted, officer, progress)
    for part in ("now", "decision"):
        _hold_now({**planted, **NOTHING_SPECIAL, **planted[part]}, officer, progress)
    _go_and_hear(planted, officer)
    for exercise in Exercise.objects.all():
        look_for_groups(exercise)
        count_turnout(exercise)
        for question in list_asked(exercise):
            refresh_opinions(question)
            count_statements(question)
    past = Exercise.objects.get(slug=planted["exercise"])
    publish_turnout(officer, past, today=past.closes or timezone.localdate())
    for question in list_asked(past):
        publish_opinions(officer, question, today=past.closes or timezone.localdate())


def _hold_past(planted: Mapping[str, Any], officer: User, progress: Bars) -> None:
    exercise = Exercise.objects.get(slug=planted["exercise"])
    if exercise.opens is None or exercise.closes is None:
        raise PersonError(f"The exercise “{exercise}” of the demonstration has no days.")
    move_exercise(officer, exercise, ExerciseState.OPEN, today=exercise.opens)
    _write(exercise, invent(exercise, planted), planted, officer, exercise.closes, progress)
    write_codes(exercise, officer)
    for state in (ExerciseState.CLOSED, ExerciseState.CONSIDERED, ExerciseState.DECIDED):
        move_exercise(officer, exercise, state, today=exercise.closes, decision=DECISION)


def _hold_now(planted: Mapping[str, Any], officer: User, progress: Bars) -> None:
    today = timezone.localdate()
    exercise = Exercise.objects.get(slug=planted["exercise"])
    exercise.opens, exercise.closes, exercise.erase_on = today - SINCE, today + UNTIL, today + UNTIL + KEPT
    exercise.save()
    move_exercise(officer, exercise, ExerciseState.OPEN, today=today)
    invented = invent(exercise, planted)
    _write(exercise, invented, planted, None, today, progress)
    if planted["mentioned"]:
        begin_coding(exercise, invented, planted["titles"], officer)


def _write(
    exercise: Exercise,
    invented: list[Invented],
    planted: Mapping[str, Any],
    by: User | None,
    last_day: datetime.date,
    progress: Bars,
) -> None:
    def tick(done: int, total: int) -> None:
        progress("Listening", done, total)

    write_responses(exercise, invented, seed=planted["seed"], by=by, last_day=last_day, tick=tick)


def _go_and_hear(planted: Mapping[str, Any], officer: User) -> None:
    """Hold the sessions of the open exercise, plan the next ones, and put up its links."""
    today = timezone.localdate()
    exercise = Exercise.objects.get(slug=planted["now"]["exercise"])
    known = {each.slug: each for each in Community.objects.all()}
    for plan in planted["plans"]:
        made = ReachPlan(
            community=known[plan["community"]],
            who=Person.objects.get(slug=plan["who"]),
            partner=Organisation.objects.get(slug=plan["partner"]),
            where=plan["where"],
            by_when=today + datetime.timedelta(days=plan["in_days"]),
        )
        plan_reach(officer, exercise, made)
    for number, each in enumerate(planted["sessions"]):
        met = Met(
            key=f"planted-session-{number}",
            kind=SessionKind(each["kind"]),
            title=each["title"],
            place=each["place"],
            held_on=today - datetime.timedelta(days=each["days_ago"]),
            present=each["present"],
            took_part=each["took_part"],
            language=each.get("language", ""),
            communities=tuple(known[slug] for slug in each["communities"]),
            counts=each["counts"],
            points=tuple(each["points"]),
        )
        record_session(officer, exercise, met, today=today)
    for name in planted["invitations"]:
        Invitation.objects.create(exercise=exercise, code=slugify(name), name=name)
