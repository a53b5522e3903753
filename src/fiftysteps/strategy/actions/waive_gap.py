"""Let a gap stay open, by somebody, for a reason, until a day."""

import datetime

from django.db import transaction
from django.utils import timezone

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.strategy.models import GapWaiver
from fiftysteps.strategy.policies import check_can_waive_gap

# A year: a strategy is reviewed at least once a year, and so is what it lacks.
LONGEST_WAIVER = datetime.timedelta(days=366)


def get_waiver_faults(until: datetime.date, today: datetime.date) -> list[str]:
    """Return what is wrong with a waiver that ends on `until`; nothing where it may stand."""
    if until < today:
        return [f"{until:%-d %B %Y} is in the past"]
    if until > today + LONGEST_WAIVER:
        return [f"A waiver lasts {LONGEST_WAIVER.days} days at most, so until {today + LONGEST_WAIVER:%-d %B %Y}"]
    return []


def waive_gap(user: User, rule: str, object_key: str, *, reason: str, until: datetime.date) -> GapWaiver:
    """Record or renew the waiver of one gap. Raises PersonError where the user may not or the date will not do."""
    check_can_waive_gap(user)
    if faults := get_waiver_faults(until, timezone.localdate()):
        raise PersonError("; ".join(faults))
    with transaction.atomic():
        waiver, _ = GapWaiver.objects.update_or_create(
            rule=rule, object_key=object_key, defaults={"reason": reason, "until": until, "by": user}
        )
        record_audit(user, "waive-gap", f"{rule}:{object_key}", {"reason": reason, "until": until})
    return waiver
