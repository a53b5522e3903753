"""Who may do what in the evidence room. A check raises the sentence that the page shows."""

import datetime

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.models import ReflectionSession

type Visitor = User | AnonymousUser


def check_can_import_references(user: Visitor) -> None:
    """Whoever may write one reference may bring in many."""
    if not user.has_perm("evidence.add_reference"):
        raise PermissionDenied("Only those who write references can import them.")


def can_import_references(user: Visitor) -> bool:
    try:
        check_can_import_references(user)
    except PermissionDenied:
        return False
    return True


def check_can_look_at_movements(user: Visitor) -> None:
    """Whoever may write a finding may say whether what it says still stands."""
    if not user.has_perm("evidence.change_finding"):
        raise PermissionDenied("Only those who write findings can say whether what we say still stands.")


def can_look_at_movements(user: Visitor) -> bool:
    try:
        check_can_look_at_movements(user)
    except PermissionDenied:
        return False
    return True


def check_can_take_in(user: Visitor) -> None:
    """Whoever looks after the data may take files in, and see where every release is from."""
    if not user.has_perm("evidence.add_release"):
        raise PermissionDenied("Only those who look after the data can take files in.")


def can_take_in(user: Visitor) -> bool:
    try:
        check_can_take_in(user)
    except PermissionDenied:
        return False
    return True


def check_can_hold_sessions(user: Visitor) -> None:
    """Whoever may write a reflection may invite a network, read what it says and gather it."""
    if not user.has_perm("evidence.add_reflection"):
        raise PermissionDenied("Only those who write reflections can hold sessions of networks.")


def check_is_open(session: ReflectionSession, today: datetime.date) -> None:
    """Points can be sent until the last day.

    Raises
    ------
    PersonError
        With the sentence that the page shows.
    """
    if today > session.closes:
        raise PersonError(f"This session closed on {session.closes:%-d %B %Y}. Nothing more can be sent.")
