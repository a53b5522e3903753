"""The editor's site for what we ask, what we heard and what we answered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from fiftysteps.accounts.wagtail_hooks import PROVENANCE_PANEL
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import Community, Exercise, Hold, Insight, Reply
from fiftysteps.engagement.policies import check_can_be_changed
from fiftysteps.engagement.queries.holds import find_hold
from fiftysteps.evidence.wagtail_hooks import get_evidence_panels


class ExerciseViewSet(SnippetViewSet):
    model = Exercise
    icon = "comment-add"
    list_display = ("title", "kind", "state", "opens", "closes")
    list_filter = ("kind", "state")
    search_fields = ("title",)
    panels = (
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("kind"),
        FieldPanel("purpose"),
        MultiFieldPanel(
            [FieldPanel("area"), FieldPanel("owner"), FieldPanel("minutes"), FieldPanel("opens"), FieldPanel("closes")],
            heading="Where, who and when",
        ),
        InlinePanel(
            "questions",
            heading="Questions",
            label="Question",
            help_text="One thing on each screen. Who answers is asked after them, the same in every exercise.",
        ),
        MultiFieldPanel(
            [
                FieldPanel("privacy_notice"),
                FieldPanel("dpia_screening"),
                FieldPanel("dpia"),
                FieldPanel("dpia_covers_opinions"),
                FieldPanel("erase_on"),
                FieldPanel("asks_contact"),
            ],
            heading="Privacy",
        ),
        MultiFieldPanel([FieldPanel("help_lines"), FieldPanel("safeguarding")], heading="Safeguarding"),
        MultiFieldPanel(
            [FieldPanel("for_children"), FieldPanel("child_privacy_notice"), FieldPanel("child_consent")],
            heading="People under 16",
        ),
        MultiFieldPanel(
            [FieldPanel("can_change"), FieldPanel("cannot_change"), FieldPanel("why_shorter")],
            heading="For a consultation: what is open",
        ),
        InlinePanel("options", heading="For a consultation: the options", label="Option"),
        InlinePanel("targets", heading="How many we set out to hear from", label="Target"),
        FieldPanel("crossings"),
        PROVENANCE_PANEL,
    )


class CommunityViewSet(SnippetViewSet):
    model = Community
    icon = "group"
    list_display = ("name", "variable", "category", "archived")
    list_filter = ("archived",)


class HoldViewSet(SnippetViewSet):
    model = Hold
    icon = "lock"
    list_display = ("__str__", "reason")


class InsightViewSet(SnippetViewSet):
    model = Insight
    icon = "comment"
    list_display = ("title", "exercise", "mentioned", "answered")
    panels = get_evidence_panels("held_in", "exercise", "mentioned", "answered", "groups", "quotation")


class ReplyViewSet(SnippetViewSet):
    model = Reply
    icon = "mail"
    list_display = ("__str__", "decision", "by", "date")
    list_filter = ("decision",)
    panels = (
        FieldPanel("insight"),
        FieldPanel("submissions"),
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
    items = (ExerciseViewSet, CommunityViewSet, HoldViewSet, InsightViewSet, ReplyViewSet)


# Without a policy of its own, it would get that of the bare base, which nobody writes.
register_permission_policy(Insight, ModelPermissionPolicy(Insight))
register_snippet(EngagementGroup)


@hooks.register("before_edit_snippet")
def refuse_to_change_what_people_were_told(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """An exercise that has opened is not changed any more: people answered what it asked then."""
    if not isinstance(instance, Exercise):
        return None
    try:
        check_can_be_changed(instance)
    except PersonError as error:
        messages.error(request, str(error))
        return redirect("listening-exercise", instance.slug)
    return None


@hooks.register("before_create_snippet")
def refuse_to_answer_before_an_election(request: HttpRequest, model: type) -> HttpResponse | None:
    """Replies are published as they are written, so in the time before an election none is."""
    hold = find_hold(timezone.localdate())
    if model is not Reply or hold is None:
        return None
    messages.error(request, hold.sentence)
    return redirect("wagtailadmin_home")


@hooks.register("before_edit_snippet")
def refuse_to_publish_before_an_election(request: HttpRequest, instance: Any) -> HttpResponse | None:
    """A theme can be written and saved as a draft; publishing it waits."""
    hold = find_hold(timezone.localdate())
    is_published = isinstance(instance, Reply) or (isinstance(instance, Insight) and "action-publish" in request.POST)
    if hold is None or not is_published:
        return None
    messages.error(request, hold.sentence)
    return redirect("wagtailadmin_home")
