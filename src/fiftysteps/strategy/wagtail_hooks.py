"""The editor's site for strategies, themes, steps and frameworks."""

from django import forms
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from fiftysteps.accounts.wagtail_hooks import PROVENANCE_PANEL
from fiftysteps.strategy.models import Framework, Step, Strategy, Theme


def _inline(relation: str, label: str, *fields: str) -> InlinePanel:
    return InlinePanel(relation, panels=[FieldPanel(name) for name in fields], label=label)


class StrategyViewSet(SnippetViewSet):
    model = Strategy
    icon = "clipboard-list"
    list_display = ("title", "starts", "ends", "status")
    panels = (
        FieldPanel("title"),
        FieldPanel("short_title"),
        FieldPanel("subtitle"),
        FieldPanel("slug"),
        FieldPanel("vision"),
        FieldPanel("aims"),
        MultiFieldPanel(
            [FieldPanel("place"), FieldPanel("starts"), FieldPanel("ends"), FieldPanel("status"), FieldPanel("owner")],
            heading="For whom and when",
        ),
        FieldPanel("previous"),
        FieldPanel("note"),
        FieldPanel("completeness"),
        PROVENANCE_PANEL,
    )


class ThemeViewSet(SnippetViewSet):
    model = Theme
    icon = "folder-open-inverse"
    list_display = ("title", "strategy", "number")
    list_filter = ("strategy",)
    panels = (
        FieldPanel("strategy"),
        FieldPanel("number"),
        FieldPanel("title"),
        FieldPanel("slug"),
        FieldPanel("summary"),
        FieldPanel("mark"),
        FieldPanel("hue"),
        _inline("outcomes", "Outcome indicator", "indicator"),
        PROVENANCE_PANEL,
    )


class StepViewSet(SnippetViewSet):
    model = Step
    icon = "tick"
    list_display = ("__str__", "theme", "strategy")
    list_filter = ("strategy", "theme", "life_course")
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("strategy"),
                    FieldPanel("theme"),
                    FieldPanel("number"),
                    FieldPanel("title"),
                    FieldPanel("short_title"),
                    FieldPanel("summary"),
                    FieldPanel("for_whom"),
                    _inline("tasks", "Action", "text", "sort"),
                    FieldPanel("life_course"),
                    FieldPanel("wards", widget=forms.CheckboxSelectMultiple),
                ],
                heading="The step",
            ),
            ObjectList([_inline("citations", "Citation", "evidence", "role", "reason", "sort")], heading="Why"),
            ObjectList(
                [
                    FieldPanel("board_role"),
                    FieldPanel("team"),
                    _inline("roles", "Partner", "organisation", "role", "brings", "sort"),
                ],
                heading="Who",
            ),
            ObjectList(
                [
                    _inline(
                        "measures",
                        "Measure",
                        "kind",
                        "indicator",
                        "baseline",
                        "baseline_period",
                        "target",
                        "target_date",
                        "owner",
                        "note",
                        "sort",
                    )
                ],
                heading="How we will know",
            ),
            ObjectList(
                [FieldPanel("equity_objective"), FieldPanel("who_gains"), FieldPanel("who_might_lose")],
                heading="Fairness",
            ),
            ObjectList(
                [
                    _inline("alignments", "Alignment", "clause", "direction", "strength", "reason", "sort"),
                    _inline("lineage", "Earlier step", "previous", "how", "note"),
                    _inline("replies", "Reply to residents", "reply"),
                ],
                heading="What it answers",
            ),
            ObjectList([PROVENANCE_PANEL], heading="Where it comes from"),
        ]
    )


class FrameworkViewSet(SnippetViewSet):
    model = Framework
    icon = "list-ul"
    list_display = ("title", "version", "complete")
    panels = (
        FieldPanel("title"),
        FieldPanel("short_title"),
        FieldPanel("slug"),
        FieldPanel("version"),
        FieldPanel("owner"),
        FieldPanel("in_force_from"),
        FieldPanel("in_force_to"),
        FieldPanel("complete"),
        FieldPanel("note"),
        _inline("clauses", "Clause", "ref", "title", "parent_ref", "applies", "note", "sort"),
        PROVENANCE_PANEL,
    )


class StrategyGroup(SnippetViewSetGroup):
    menu_label = "Strategy"
    menu_icon = "clipboard-list"
    menu_order = 100
    items = (StepViewSet, ThemeViewSet, StrategyViewSet, FrameworkViewSet)


register_snippet(StrategyGroup)
