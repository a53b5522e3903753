"""A person has looked at a figure that moved, and says what that means for what is written about it."""

from django.db import transaction
from django.utils import timezone

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.models import Movement, SeenFigure, Standing
from fiftysteps.evidence.policies import check_can_look_at_movements


def look_at_movement(user: User, movement: Movement, *, seen: str, standing: Standing, reason: str) -> Movement:
    """Close `movement`: what its finding says now counts as seen.

    Parameters
    ----------
    user : User
        Who has looked.
    movement : Movement
        What they looked at.
    seen : str, keyword-only
        The movement's digest when they did.
    standing : Standing, keyword-only
        Whether what is written about it still stands.
    reason : str, keyword-only
        Why, in a sentence that everyone can read.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        Somebody else has looked at it already, or the figure moved again while the page was open.
    """
    check_can_look_at_movements(user)
    with transaction.atomic():
        current = Movement.objects.select_for_update().filter(pk=movement.pk, looked_at__isnull=True).first()
        if current is None:
            raise PersonError("Somebody has looked at this already, or the figure went back to what it was.")
        if current.digest != seen:
            raise PersonError("The figure moved again while this page was open. Look at it once more.")
        current.looked_at, current.looked_at_by = timezone.now(), user
        current.standing, current.reason = standing, reason
        current.save()
        SeenFigure.objects.filter(finding_id=current.finding_id).update(state=current.after, seen=timezone.now())
        record_audit(
            user, "look-at-movement", f"evidence.movement:{current.pk}", {"standing": standing, "reason": reason}
        )
    return current
