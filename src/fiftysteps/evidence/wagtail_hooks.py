"""The editor's site for evidence."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from fiftysteps.accounts.wagtail_hooks import PROVENANCE_PANEL
from fiftysteps.evidence.models import Area, Duty, Evidence, Finding, Indicator, LocalLearning, Reference, Reflection
from fiftysteps.evidence.policies import can_import_references, can_take_in
from fiftysteps.evidence.views import import_references, releases, take_in

REVIEW_PANEL = MultiFieldPanel(
    [FieldPanel("date"), FieldPanel("review_by"), FieldPanel("superseded_by"), FieldPanel("archived")],
    heading="How long it holds",
)


def get_evidence_panels(*fields: str) -> tuple[Panel, ...]:
    """Return the panels of a kind of evidence: title and summary, its own fields, review, and provenance."""
    own = tuple(FieldPanel(name) for name in fields)
    return (FieldPanel("title"), FieldPanel("slug"), FieldPanel("summary"), *own, REVIEW_PANEL, PROVENANCE_PANEL)


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Nobody writes the bare base: a piece of evidence is always one of the kinds."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in {"view", "choose"} and super().user_has_permission(user, "view")


class EvidenceViewSet(SnippetViewSet):
    """All kinds together, for choosing what a step cites. Each kind is written in its own list."""

    model = Evidence
    icon = "doc-full"
    list_display = ("title", "kind", "review_by")
    list_filter = ("kind", "archived")
    inspect_view_enabled = True


class FindingViewSet(SnippetViewSet):
    model = Finding
    icon = "table"
    list_display = ("title", "indicator", "area", "period")
    list_filter = ("archived",)
    panels = get_evidence_panels("indicator", "area", "period", "group_type", "group", "comparator")


class ReferenceViewSet(SnippetViewSet):
    model = Reference
    icon = "openquote"
    list_display = ("title", "authors", "year", "strength", "review_by")
    list_filter = ("reference_kind", "strength", "archived")
    panels = get_evidence_panels(
        "authors", "year", "publisher", "reference_kind", "url", "doi", "strength", "recommends"
    )


class LocalLearningViewSet(SnippetViewSet):
    model = LocalLearning
    icon = "repeat"
    list_display = ("title", "when", "verdict")
    list_filter = ("verdict", "archived")
    panels = get_evidence_panels("when", "tried", "expected", "seen", "for_whom", "cost", "verdict", "transfer")


class ReflectionViewSet(SnippetViewSet):
    model = Reflection
    icon = "comment"
    list_display = ("title", "network", "date")
    panels = get_evidence_panels("network", "worked_well", "could_be_better", "next")


class IndicatorViewSet(SnippetViewSet):
    model = Indicator
    icon = "order"
    list_display = ("plain_name", "unit", "kind")
    list_filter = ("kind", "archived")
    panels = (
        FieldPanel("name"),
        FieldPanel("plain_name"),
        FieldPanel("slug"),
        FieldPanel("definition"),
        FieldPanel("numerator"),
        FieldPanel("denominator"),
        FieldPanel("unit"),
        FieldPanel("decimals"),
        FieldPanel("polarity"),
        FieldPanel("kind"),
        FieldPanel("method"),
        FieldPanel("standard_population"),
        FieldPanel("benchmark"),
        FieldPanel("disclosure_rule"),
        FieldPanel("caveats"),
        FieldPanel("archived"),
        PROVENANCE_PANEL,
    )


class AreaViewSet(SnippetViewSet):
    model = Area
    icon = "site"
    list_display = ("name", "code", "type")
    list_filter = ("type",)
    search_fields = ("name", "code")


class DutyViewSet(SnippetViewSet):
    model = Duty
    icon = "tick-inverse"
    list_display = ("title", "subject", "in_force_from", "in_force_to")
    list_filter = ("subject", "archived")
    panels = (
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("subject"),
        FieldPanel("number"),
        FieldPanel("asks"),
        MultiFieldPanel(
            [FieldPanel("law"), FieldPanel("provision"), FieldPanel("url"), FieldPanel("confidence")],
            heading="Where it stands",
        ),
        MultiFieldPanel([FieldPanel("in_force_from"), FieldPanel("in_force_to")], heading="When it is in force"),
        FieldPanel("note"),
        InlinePanel("proofs", heading="What shows that it is done", label="Proof"),
        FieldPanel("archived"),
    )


class ImportReferencesItem(MenuItem):
    """Shown to those whom the page would not refuse."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_import_references(request.user)


class TakeInItem(MenuItem):
    """Shown to those whom the page would not refuse."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_take_in(request.user)


class EvidenceGroup(SnippetViewSetGroup):
    menu_label = "Evidence"
    menu_icon = "doc-full-inverse"
    menu_order = 200
    items = (
        EvidenceViewSet,
        FindingViewSet,
        ReferenceViewSet,
        LocalLearningViewSet,
        ReflectionViewSet,
        IndicatorViewSet,
        AreaViewSet,
        DutyViewSet,
    )

    def get_submenu_items(self) -> list[MenuItem]:
        items: list[MenuItem] = super().get_submenu_items()
        last = max((item.order for item in items), default=0) + 1
        address = reverse_lazy("import-references")
        return [
            *items,
            ImportReferencesItem("Import references", address, icon_name="upload", order=last),
            TakeInItem("Data and files", reverse_lazy("releases"), icon_name="table", order=last + 1),
        ]


@hooks.register("register_admin_urls")
def register_import_of_references() -> list[URLPattern]:
    return [
        path("references/import/", import_references.choose, name="import-references"),
        path("references/import/confirm/", import_references.confirm, name="import-references-confirm"),
        path("releases/", releases.list_releases, name="releases"),
        path("releases/take-in/", take_in.choose, name="take-in"),
        path("releases/take-in/<str:key>/", take_in.look, name="take-in-look"),
    ]


register_permission_policy(Evidence, ReadOnlyPolicy(Evidence))
for kind in (Finding, Reference, LocalLearning, Reflection):
    # Without a policy of its own, a kind would get its base's.
    register_permission_policy(kind, ModelPermissionPolicy(kind))
register_snippet(EvidenceGroup)
