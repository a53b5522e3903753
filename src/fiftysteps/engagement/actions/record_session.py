"""Write down a session: how many were there, who they were as counts, and what they said, in points."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import Organisation, User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.about_you import BY_NAME, get_codes
from fiftysteps.engagement.models import (
    Community,
    Exercise,
    ListeningSession,
    ReachPlan,
    SessionCount,
    SessionKind,
    SessionPoint,
)
from fiftysteps.engagement.models.response import LONGEST_ANSWER
from fiftysteps.engagement.policies import check_can_enter, check_takes_entries

MOST_POINTS: Final = 500
MOST_PRESENT: Final = 100_000


@dataclass(frozen=True)
class Met:
    """A session as somebody wrote it down. `counts` says for each variable how many are of each category."""

    key: str
    kind: SessionKind
    title: str
    place: str
    held_on: datetime.date
    present: int
    took_part: int
    language: str = ""
    host: Organisation | None = None
    communities: tuple[Community, ...] = ()
    counts: Mapping[str, Mapping[str, int]] | None = None
    points: tuple[str, ...] = ()


def record_session(user: User, exercise: Exercise, met: Met, *, today: datetime.date) -> ListeningSession:
    """Keep a session, once however often it is sent, and mark the plans that it fulfils.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        With a line for everything that is wrong; then nothing is kept.
    """
    check_can_enter(user)
    kept = ListeningSession.objects.filter(key=met.key, exercise=exercise).first()
    if kept is not None:
        return kept
    check_takes_entries(exercise)
    if faults := list(find_session_faults(met, today)):
        raise PersonError("\n".join(faults))
    with transaction.atomic():
        session, is_new = ListeningSession.objects.get_or_create(
            key=met.key,
            defaults={
                "exercise": exercise,
                "kind": met.kind,
                "title": met.title,
                "place": met.place,
                "held_on": met.held_on,
                "host": met.host,
                "language": met.language,
                "present": met.present,
                "took_part": met.took_part,
                "recorded_by": user,
            },
        )
        if is_new:
            _write_parts(session, met)
            record_audit(user, "record-session", f"engagement.listeningsession:{session.pk}")
    return session


def find_session_faults(met: Met, today: datetime.date) -> Iterable[str]:
    """Yield what is wrong with a session, each as a sentence."""
    if met.held_on > today:
        yield f"It was held on {met.held_on:%-d %B %Y}, which is still to come."
    if met.took_part > met.present:
        yield f"{met.took_part} people said something, but only {met.present} were there."
    if met.present > MOST_PRESENT:
        yield f"{met.present:,} people is more than any session has; write at most {MOST_PRESENT:,}."
    if len(met.points) > MOST_POINTS:
        yield f"There are {len(met.points)} points; write at most {MOST_POINTS}, or make it two sessions."
    for point in met.points:
        if len(point) > LONGEST_ANSWER:
            yield f"A point is {len(point):,} letters long; write at most {LONGEST_ANSWER:,}."
    for name, counts in (met.counts or {}).items():
        yield from _find_faults_of(name, counts, met.took_part)


def _find_faults_of(name: str, counts: Mapping[str, int], took_part: int) -> Iterable[str]:
    if name not in BY_NAME:
        yield f"Nobody asks about “{name}”."
        return
    if BY_NAME[name].categories:
        known = set(get_codes(name))
        for code in counts:
            if code not in known:
                yield f"{BY_NAME[name].short}: “{code}” is none of its answers."
    if (total := sum(counts.values())) > took_part:
        yield f"{BY_NAME[name].short}: {total} people are counted, but {took_part} said something."


def _write_parts(session: ListeningSession, met: Met) -> None:
    session.communities.set(met.communities)
    SessionCount.objects.bulk_create(
        SessionCount(session=session, variable=name, category=code, people=people)
        for name, counts in (met.counts or {}).items()
        for code, people in counts.items()
        if people
    )
    SessionPoint.objects.bulk_create(SessionPoint(session=session, text=point) for point in met.points)
    # The plan to go and hear a community is done by the session that was held with it.
    for community in met.communities:
        plan = ReachPlan.objects.filter(exercise=session.exercise, community=community, session__isnull=True).first()
        if plan is not None:
            plan.session = session
            plan.save(update_fields=("session",))
