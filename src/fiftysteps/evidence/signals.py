"""What a finding said when it was published is what later releases are compared with."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import published

from fiftysteps.evidence.models import Finding


@receiver(published)
def see_published_finding(instance: Any, **kwargs: Any) -> None:
    if isinstance(instance, Finding):
        # Late: it reaches the statistics, which a command that publishes nothing need not wait for.
        from fiftysteps.evidence.actions.notice_movements import see_finding

        see_finding(instance)
