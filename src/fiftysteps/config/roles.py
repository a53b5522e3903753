"""What each role may do in the editor's site: one table, from which the groups are made."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import GroupPagePermission, Page

from fiftysteps.accounts.actions.set_role import put_in_group
from fiftysteps.accounts.models import Role, User

_WRITE = ("view", "add", "change")
_PUBLISH = (*_WRITE, "publish", "lock", "unlock")

# Model → the rights on it. Nobody may delete: evidence, organisations and people are archived.
RIGHTS: dict[Role, dict[str, tuple[str, ...]]] = {
    Role.ADMINISTRATOR: {},
    Role.STRATEGY_LEAD: {
        "strategy.strategy": _PUBLISH,
        "strategy.theme": _PUBLISH,
        "strategy.step": _PUBLISH,
        "strategy.framework": _PUBLISH,
        "accounts.organisation": _PUBLISH,
        "accounts.person": _WRITE,
        "wagtail_localize.translation": ("submit",),
        "evidence.evidence": ("view",),
        "evidence.finding": ("view",),
        "evidence.reference": _PUBLISH,
        "evidence.locallearning": _PUBLISH,
        "evidence.reflection": _PUBLISH,
        "evidence.duty": _WRITE,
        "evidence.indicator": _WRITE,
        "engagement.insight": ("view",),
        "engagement.reply": _WRITE,
        "engagement.exercise": ("view",),
        "engagement.turnout": ("view",),
        "engagement.hold": _WRITE,
    },
    Role.ANALYST: {
        "evidence.evidence": ("view",),
        "evidence.finding": _PUBLISH,
        "evidence.reference": _PUBLISH,
        "evidence.locallearning": _PUBLISH,
        "evidence.reflection": _PUBLISH,
        "evidence.duty": _WRITE,
        "evidence.release": ("add", "view"),
        "evidence.indicator": _WRITE,
        "evidence.area": ("view",),
        "strategy.step": ("view",),
        "engagement.exercise": ("view",),
        "engagement.turnout": ("view",),
    },
    Role.ENGAGEMENT_OFFICER: {
        "engagement.insight": _PUBLISH,
        "engagement.reply": _WRITE,
        "engagement.exercise": _WRITE,
        "engagement.community": _WRITE,
        "engagement.reachplan": _WRITE,
        "engagement.listeningsession": _WRITE,
        "engagement.response": _WRITE,
        "engagement.answer": ("view",),
        "engagement.aboutyou": ("view",),
        "engagement.contact": ("view",),
        "engagement.turnout": ("view",),
        "engagement.hold": _WRITE,
        "engagement.safeguardingflag": ("view", "change"),
        "engagement.original": ("view",),
        "evidence.evidence": ("view",),
        "evidence.reflection": _PUBLISH,
        "strategy.step": ("view",),
    },
    Role.BOARD_MEMBER: {},
    Role.PARTNER: {},
    # What an organiser records they hand in: they add, and read nothing that others wrote.
    Role.ORGANISER: {"engagement.response": ("add",), "engagement.listeningsession": ("add",)},
}

# Whose work is on the site's own pages, so that the editor's site is shut to them.
OUTSIDE: frozenset[Role] = frozenset({Role.ORGANISER})

# Who writes the narrative pages, the needs assessment among them.
PAGE_RIGHTS: dict[Role, tuple[str, ...]] = {
    Role.STRATEGY_LEAD: ("add_page", "change_page", "publish_page", "lock_page", "unlock_page"),
    Role.ANALYST: ("add_page", "change_page", "publish_page"),
}


@transaction.atomic
def set_up_roles() -> None:
    """Make one group for each role with exactly the rights of the table, and put every account into its group."""
    for role, rights in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=role.value)
        names = {f"{verb}_{model.split('.')[1]}" for model, verbs in rights.items() for verb in verbs}
        apps = {model.split(".")[0] for model in rights}
        permissions = list(Permission.objects.filter(codename__in=names, content_type__app_label__in=apps))
        if rights and role not in OUTSIDE:
            permissions.append(Permission.objects.get(codename="access_admin"))
        group.permissions.set(permissions)
        _set_page_rights(group, PAGE_RIGHTS.get(role, ()))
    for user in User.objects.all():
        put_in_group(user)


def _set_page_rights(group: Group, codenames: tuple[str, ...]) -> None:
    root = Page.objects.filter(depth=1).first()
    wanted = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
    GroupPagePermission.objects.filter(group=group).exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
