"""The editor's site for what we heard and what we answered."""

from wagtail.admin.panels import FieldPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from fiftysteps.accounts.wagtail_hooks import PROVENANCE_PANEL
from fiftysteps.engagement.models import Insight, Reply
from fiftysteps.evidence.wagtail_hooks import get_evidence_panels


class InsightViewSet(SnippetViewSet):
    model = Insight
    icon = "comment"
    list_display = ("title", "exercise", "mentioned", "answered")
    panels = get_evidence_panels("exercise", "mentioned", "answered", "groups", "quotation")


class ReplyViewSet(SnippetViewSet):
    model = Reply
    icon = "mail"
    list_display = ("insight", "decision", "by", "date")
    list_filter = ("decision",)
    panels = (
        FieldPanel("insight"),
        FieldPanel("decision"),
        FieldPanel("text"),
        FieldPanel("by"),
        FieldPanel("date"),
        PROVENANCE_PANEL,
    )


class EngagementGroup(SnippetViewSetGroup):
    menu_label = "Listening"
    menu_icon = "comment"
    menu_order = 250
    items = (InsightViewSet, ReplyViewSet)


# Without a policy of its own, it would get that of the bare base, which nobody writes.
register_permission_policy(Insight, ModelPermissionPolicy(Insight))
register_snippet(EngagementGroup)
