"""Who may do what in the evidence room. A check raises the sentence that the page shows."""

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from fiftysteps.accounts.models import User

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
