"""Whether openings and publications are held back today."""

import datetime

from fiftysteps.engagement.models import Hold


def find_hold(today: datetime.date) -> Hold | None:
    """Return the pre-election period that this day lies in, or nothing."""
    return Hold.objects.filter(starts__lte=today, ends__gte=today).first()
