"""A session of a network: points are sent or written down, gathered into themes, and become a draft reflection."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import Nature, User
from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.models import (
    PointHeading,
    Reflection,
    ReflectionPoint,
    ReflectionSession,
    ReflectionTheme,
)
from fiftysteps.evidence.policies import check_can_hold_sessions, check_is_open

LONGEST_POINT: Final = 500
# More points than these nobody reads who gathers them by hand.
MOST_POINTS: Final = 30
MOST_IN_SESSION: Final = 2_000
# Points are words of people: after a year only what was gathered from them is kept.
KEPT_DAYS: Final = 365
# Letters of a receipt: enough to tell two apart.
RECEIPT: Final = 8


def open_session(user: User, session: ReflectionSession) -> ReflectionSession:
    """Save a new session, whose key is made with it.

    Raises
    ------
    PermissionDenied
        The user may not.
    """
    check_can_hold_sessions(user)
    with transaction.atomic():
        session.save()
        record_audit(user, "open-session", f"evidence.reflectionsession:{session.pk}")
    return session


def get_point_faults(points: Mapping[PointHeading, Sequence[str]]) -> list[tuple[str, str]]:
    """Return what is wrong with points, as pairs of the heading and a sentence; all at once."""
    faults = [
        (heading.value, f"A point is {len(text):,} letters long; write at most {LONGEST_POINT}, or make it two points")
        for heading, texts in points.items()
        for text in texts
        if len(text) > LONGEST_POINT
    ]
    count = sum(map(len, points.values()))
    if not count:
        faults.append((PointHeading.WORKED_WELL.value, "Write at least one point, in any of the three boxes"))
    if count > MOST_POINTS:
        faults.append((PointHeading.WORKED_WELL.value, f"There are {count} points; send at most {MOST_POINTS} at once"))
    return faults


def send_points(
    session: ReflectionSession,
    points: Mapping[PointHeading, Sequence[str]],
    *,
    today: datetime.date,
    sending: str,
    recorded_by: User | None = None,
) -> str:
    """Add points to a session, by invitation or, with `recorded_by`, as staff wrote them down in the room.

    `sending` is the key that the form was given when it was made: sent twice, its points are kept once.

    Returns
    -------
    str
        A receipt: nothing that says who sent them.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        The session is closed, or something is wrong with the points; then none is kept.
    """
    if recorded_by is not None:
        check_can_hold_sessions(recorded_by)
    else:
        check_is_open(session, today)
    if faults := get_point_faults(points):
        raise PersonError("\n".join(f"{sentence}." for _, sentence in faults))
    with transaction.atomic():
        ReflectionSession.objects.select_for_update().get(pk=session.pk)
        if session.points.filter(sending=sending).exists():
            return sending[:RECEIPT]
        if session.points.count() >= MOST_IN_SESSION:
            raise PersonError("This session has as many points as can be read. Please tell the person who invited you.")
        ReflectionPoint.objects.bulk_create(
            ReflectionPoint(
                session=session, heading=heading, text=text, sending=sending, is_recorded=recorded_by is not None
            )
            for heading, texts in points.items()
            for text in texts
        )
        if recorded_by is not None:
            record_audit(recorded_by, "record-points", f"evidence.reflectionsession:{session.pk}")
    return sending[:RECEIPT]


def sort_points(user: User, session: ReflectionSession, chosen: Mapping[int, str]) -> int:
    """Put points into themes by name; a theme that is not there is made, an empty name takes a point out of its theme.

    Returns
    -------
    int
        How many points changed.

    Raises
    ------
    PermissionDenied
        The user may not.
    """
    check_can_hold_sessions(user)
    changed = 0
    with transaction.atomic():
        points = session.points.select_related("theme").filter(pk__in=list(chosen))
        for point in points:
            name = " ".join(chosen[point.pk].split())[:200]
            if name == (point.theme.name if point.theme else ""):
                continue
            point.theme = _get_theme(session, point.heading, name) if name else None
            point.save(update_fields=("theme",))
            changed += 1
        session.themes.filter(points__isnull=True).delete()
        if changed:
            record_audit(user, "gather-points", f"evidence.reflectionsession:{session.pk}", changed)
    return changed


def _get_theme(session: ReflectionSession, heading: str, name: str) -> ReflectionTheme:
    found = session.themes.filter(heading=heading, name__iexact=name).first()
    return found or ReflectionTheme.objects.create(session=session, heading=heading, name=name)


def write_reflection(user: User, session: ReflectionSession, *, nature: Nature = Nature.REAL) -> Reflection:
    """Write a draft of a reflection from the themes of a session, in the order of how often each was said.

    It holds the themes' names, which whoever gathered them wrote, and never the words of a point. A draft that was made
    before is left as it is.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        There is a reflection already, or no theme under one of the first two headings.
    """
    check_can_hold_sessions(user)
    if session.reflection_id is not None:
        raise PersonError("A reflection was written from this session already. Change that one in the editor's site.")
    themes = {heading: _list_themes(session, heading) for heading in PointHeading}
    needed = (PointHeading.WORKED_WELL, PointHeading.COULD_BE_BETTER)
    if lacking := [f"“{heading.label}”" for heading in needed if not themes[heading]]:
        raise PersonError(f"There is no theme yet under {' and '.join(lacking)}: make one first.")
    with transaction.atomic():
        reflection = Reflection(
            slug=f"session-{session.pk}-{slugify(session.title)[:60]}",
            title=f"{session.network}: {session.title}"[:300],
            summary=f"What {session.network} said when it looked back on {session.title}.",
            date=session.held_on,
            network=session.network,
            nature=nature,
            source_title=f"Session of {session.network}, {session.held_on:%-d %B %Y}",
            confidence="medium",
            live=False,
            **{heading.value: _join(themes[heading]) for heading in PointHeading},
        )
        reflection.save()
        reflection.save_revision(user=user)
        session.reflection = reflection
        session.save(update_fields=("reflection",))
        record_audit(user, "write-reflection", f"evidence.reflection:{reflection.pk}")
    return reflection


def _list_themes(session: ReflectionSession, heading: PointHeading) -> list[str]:
    themes = session.themes.filter(heading=heading).prefetch_related("points")
    return [theme.name for theme in sorted(themes, key=lambda theme: -theme.points.count())]


def _join(names: Iterable[str]) -> str:
    return "\n".join(f"{name.rstrip('.')}." for name in names)


def erase_points(today: datetime.date) -> int:
    """Take away the words of the points of sessions that closed more than a year ago; return of how many sessions."""
    due = ReflectionSession.objects.filter(erased__isnull=True, closes__lt=today - datetime.timedelta(days=KEPT_DAYS))
    erased = 0
    for session in due:
        with transaction.atomic():
            session.points.all().delete()
            session.erased = timezone.now()
            session.save(update_fields=("erased",))
            record_audit(None, "erase-points", f"evidence.reflectionsession:{session.pk}")
        erased += 1
    return erased
