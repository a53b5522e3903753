"""Safeguarding: tell who looks at flags that there is one, and record who looked, when, and what was done."""

from typing import Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import SafeguardingFlag

SUBJECT: Final = "A response needs somebody to look at it now"


def tell_flags() -> int:
    """Write to the recipient of every flag that nobody was told of; what could not be sent is tried again.

    Neither what was written nor what it is about leaves the site: the message says where to look.

    Returns
    -------
    int
        How many were told.
    """
    told = 0
    for flag in SafeguardingFlag.objects.filter(told__isnull=True, seen__isnull=True).select_related("exercise"):
        recipient = flag.exercise.safeguarding
        if recipient is None:
            continue
        raised = f"{timezone.localtime(flag.raised):%H:%M on %-d %B}"
        body = f"Please sign in and look: {settings.ORIGIN}/listening/flags/\n\nIt was raised at {raised}."
        try:
            send_mail(SUBJECT, body, None, [recipient.email])
        except OSError:
            # The provider is down. The flag stands on the site, and this is tried again in a minute.
            continue
        flag.told = timezone.now()
        flag.save(update_fields=("told",))
        told += 1
    return told


def look_at_flag(user: User, flag: SafeguardingFlag, *, outcome: str) -> None:
    """Record that `user` has looked at a flag and what was done about it.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        Nothing says what was done, or somebody else has looked already.
    """
    if not user.has_perm("engagement.change_safeguardingflag"):
        raise PermissionDenied("Only those who look after safeguarding can do this.")
    if not outcome.strip():
        raise PersonError("Say what was done, even if nothing had to be.")
    with transaction.atomic():
        now = SafeguardingFlag.objects.select_for_update().get(pk=flag.pk)
        if now.seen is not None:
            raise PersonError(f"{now.seen_by} looked at this already.")
        now.seen, now.seen_by, now.outcome = timezone.now(), user, outcome.strip()
        now.save()
        record_audit(user, "look-at-flag", f"engagement.safeguardingflag:{now.pk}")
    flag.refresh_from_db()
