"""Replies with the live steps that they shaped."""

from django.db.models import Prefetch, QuerySet

from fiftysteps.engagement.models import Reply
from fiftysteps.strategy.models import StepReply
from fiftysteps.strategy.queries.steps import is_shown


def get_replies() -> QuerySet[Reply]:
    """Return every reply to what is published, newest first; `live_steps` holds its links to live steps."""
    links = StepReply.objects.filter(is_shown("step__"))
    links = links.select_related("step__strategy").order_by("step__strategy", "step__number")
    replies = Reply.objects.filter(insight__live=True, insight__archived=False).select_related("insight", "by")
    return replies.prefetch_related(Prefetch("step_replies", links, to_attr="live_steps")).order_by("-date", "pk")
