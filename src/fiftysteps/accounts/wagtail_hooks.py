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
from fiftysteps.accounts.actions.set_role import set_role
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


@hooks.register("before_delete_user")
def refuse_to_delete_account(request: HttpRequest, user: User) -> HttpResponse:
    """The audit trail names accounts: one that is no longer needed is made inactive."""
    messages.error(request, f"{user} can be made inactive, but not deleted: the audit trail names it.")
    return redirect("wagtailusers_users:edit", user.pk)


@hooks.register("before_bulk_action")
def refuse_to_change_many_accounts(
    request: HttpRequest, action_type: str, objects: list[Any], action: Any
) -> HttpResponse | None:
    """Neither deleted together nor given rights past their roles."""
    if not (objects and isinstance(objects[0], User)) or action_type == "set_active_state":
        return None
    messages.error(request, "Accounts are changed one by one, by their role, and are not deleted.")
    return redirect("wagtailusers_users:index")


@hooks.register("after_bulk_action")
def record_active_state(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    if action_type != "set_active_state" or not isinstance(request.user, User):
        return
    with transaction.atomic():
        for user in User.objects.filter(pk__in=[user.pk for user in objects]):
            record_audit(request.user, "set-active", f"accounts.user:{user.pk}", {"active": user.is_active})


@hooks.register("after_create_user")
@hooks.register("after_edit_user")
def give_role(request: HttpRequest, user: User) -> None:
    """An account's rights are those of its role, whichever way it was saved."""
    # Who has no role yet and edits their own account, where it cannot be chosen, keeps what they have.
    if isinstance(request.user, User) and user.role:
        set_role(user, user.role, by=request.user)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def record_plain_snippet(request: HttpRequest, instance: Any) -> None:
    """Objects without revisions are recorded here; the others where their revision is saved."""
    if not isinstance(instance, Drafted) and isinstance(request.user, User):
        with transaction.atomic():
            record_audit(request.user, "save", f"{instance._meta.label_lower}:{instance.pk}", model_to_dict(instance))
