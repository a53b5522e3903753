"""The editor's site for organisations and people, and what holds for everything that is archived, never deleted."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import Drafted, Organisation, Person, User

PROVENANCE_PANEL = MultiFieldPanel(
    [FieldPanel("nature"), FieldPanel("source_title"), FieldPanel("source_url"), FieldPanel("confidence")],
    heading="Where it comes from",
)


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    list_display = ("name", "type", "on_board", "archived")
    list_filter = ("type", "on_board", "archived")
    ordering = ("name",)
    panels = (
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("type"),
        FieldPanel("plain"),
        FieldPanel("on_board"),
        FieldPanel("archived"),
        InlinePanel("teams", panels=[FieldPanel("name"), FieldPanel("slug")], label="Team"),
        PROVENANCE_PANEL,
    )


class PersonViewSet(SnippetViewSet):
    model = Person
    icon = "user"
    list_display = ("name", "title", "archived")
    search_fields = ("name",)
    panels = (
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("title"),
        FieldPanel("archived"),
        PROVENANCE_PANEL,
    )


class PartnersGroup(SnippetViewSetGroup):
    menu_label = "Partners"
    menu_icon = "group"
    menu_order = 300
    items = (OrganisationViewSet, PersonViewSet)


register_snippet(PartnersGroup)


@hooks.register("before_delete_snippet")
def refuse_to_delete(request: HttpRequest, instances: list[Any]) -> HttpResponse:
    """Nothing of the thread is deleted: a draft's citations are no rows, so no foreign key would protect it."""
    messages.error(request, f"{instances[0]} can be archived or unpublished, but not deleted: a step may lean on it.")
    return redirect("wagtailadmin_home")


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def record_plain_snippet(request: HttpRequest, instance: Any) -> None:
    """Objects without revisions are recorded here; the others where their revision is saved."""
    if not isinstance(instance, Drafted) and isinstance(request.user, User):
        with transaction.atomic():
            record_audit(request.user, "save", f"{instance._meta.label_lower}:{instance.pk}", model_to_dict(instance))
