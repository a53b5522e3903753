"""The groups hold exactly the rights of the table."""

import pytest
from django.contrib.auth.models import Group

from fiftysteps.accounts.models import Role
from fiftysteps.config.roles import OUTSIDE, PAGE_RIGHTS, RIGHTS, set_up_roles
from tests.builders import make_user

pytestmark = pytest.mark.django_db


def get_rights(role: Role) -> set[str]:
    permissions = Group.objects.get(name=role).permissions.select_related("content_type")
    return {f"{permission.content_type.app_label}.{permission.codename}" for permission in permissions}


@pytest.mark.parametrize("role", Role)
def test_group_of_a_role_has_the_rights_of_the_table_and_no_other(role: Role) -> None:
    set_up_roles()

    wanted = {
        f"{model.split('.')[0]}.{verb}_{model.split('.')[1]}" for model, verbs in RIGHTS[role].items() for verb in verbs
    }
    is_inside = bool(wanted) and role not in OUTSIDE
    assert get_rights(role) == (wanted | {"wagtailadmin.access_admin"} if is_inside else wanted)


@pytest.mark.parametrize("role", Role)
def test_nobody_but_the_administrator_may_delete(role: Role) -> None:
    set_up_roles()

    assert not [right for right in get_rights(role) if ".delete_" in right]


def test_running_it_again_takes_away_what_is_not_in_the_table() -> None:
    set_up_roles()
    lead, partner = Group.objects.get(name=Role.STRATEGY_LEAD), Group.objects.get(name=Role.PARTNER)
    partner.permissions.set(lead.permissions.all())

    set_up_roles()

    assert get_rights(Role.PARTNER) == set()


def test_account_stands_in_the_group_of_its_role_alone() -> None:
    user = make_user(role=Role.ANALYST)
    user.groups.add(Group.objects.create(name="Editors of old"))

    set_up_roles()

    assert [group.name for group in user.groups.all()] == ["analyst"]


@pytest.mark.parametrize("role", [Role.STRATEGY_LEAD, Role.ANALYST])
def test_those_who_write_pages_may_do_it_below_the_root(role: Role) -> None:
    set_up_roles()
    set_up_roles()

    given = Group.objects.get(name=role).page_permissions.values_list("permission__codename", flat=True)
    assert sorted(given) == sorted(PAGE_RIGHTS[role])
