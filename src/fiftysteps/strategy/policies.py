"""Who may do what in the strategy room. A check raises the sentence that the page shows."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from fiftysteps.accounts.models import Role, User

LEADS = frozenset({Role.ADMINISTRATOR, Role.STRATEGY_LEAD})
EDITORS = LEADS | {Role.ANALYST, Role.ENGAGEMENT_OFFICER}

type Visitor = User | AnonymousUser


def _has_role(user: Visitor, roles: frozenset[Role]) -> bool:
    return isinstance(user, User) and user.is_active and user.role in roles


def _is_allowed(check: Callable[[Visitor], None], user: Visitor) -> bool:
    try:
        check(user)
    except PermissionDenied:
        return False
    return True


def check_can_waive_gap(user: Visitor) -> None:
    if not _has_role(user, LEADS):
        raise PermissionDenied("Only the strategy lead can let a gap stay open.")


def can_waive_gap(user: Visitor) -> bool:
    return _is_allowed(check_can_waive_gap, user)


def check_can_see_drafts(user: Visitor) -> None:
    if not _has_role(user, EDITORS):
        raise PermissionDenied("Only those who write the strategy can see what is in draft.")


def can_see_drafts(user: Visitor) -> bool:
    return _is_allowed(check_can_see_drafts, user)
