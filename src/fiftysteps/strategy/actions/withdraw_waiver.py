"""Take back the waiver of a gap, so that it counts as open again."""

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.strategy.models import GapWaiver
from fiftysteps.strategy.policies import check_can_waive_gap


def withdraw_waiver(user: User, waiver: GapWaiver) -> None:
    """Remove `waiver`; the digest of what it said stays in the audit trail.

    Raises
    ------
    PermissionDenied
        `user` may not waive gaps.
    """
    check_can_waive_gap(user)
    with transaction.atomic():
        said = {"reason": waiver.reason, "until": waiver.until, "by": waiver.by_id}
        record_audit(user, "withdraw-waiver", f"{waiver.rule}:{waiver.object_key}", said)
        waiver.delete()
