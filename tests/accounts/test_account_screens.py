"""Accounts in the editor's site: made with a role, changed by role, never deleted."""

import pytest

from fiftysteps.accounts.models import AuditEntry, Role, User
from fiftysteps.config.roles import set_up_roles
from tests.builders import make_user

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough phrase"
ANA = {"email": "ana@council.example", "first_name": "Ana", "last_name": "Silva", "role": "analyst"}


@pytest.fixture
def administrator(client):
    set_up_roles()
    user = make_user(role=Role.ADMINISTRATOR, is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


def add(client, **changes):
    return client.post("/admin/users/new/", ANA | {"password1": PASSWORD, "password2": PASSWORD} | changes)


def get_rights(user: User) -> tuple[str, bool, list[str]]:
    user.refresh_from_db()
    return user.role, user.is_superuser, [group.name for group in user.groups.all()]


def test_new_account_gets_the_rights_of_its_role(client, administrator) -> None:
    assert add(client).status_code == 302

    user = User.objects.get(email="ana@council.example")
    assert get_rights(user) == ("analyst", False, ["analyst"])
    assert user.check_password(PASSWORD)
    entry = AuditEntry.objects.get(action="set-role", object_key=f"accounts.user:{user.pk}")
    assert entry.user == administrator


def test_new_account_needs_a_role(client, administrator) -> None:
    response = add(client, role="")

    assert response.status_code == 200
    assert "This field is required" in response.content.decode()
    assert not User.objects.filter(email="ana@council.example").exists()


def test_rights_cannot_be_given_one_by_one(client, administrator) -> None:
    add(client, is_superuser="on", groups=["1", "2"])

    assert get_rights(User.objects.get(email="ana@council.example")) == ("analyst", False, ["analyst"])


def test_changing_the_role_changes_the_rights_with_it(client, administrator) -> None:
    user = make_user(email="ana@council.example", role=Role.ANALYST)

    client.post(f"/admin/users/edit/{user.pk}/", ANA | {"role": "administrator", "is_active": "on"})
    assert get_rights(user) == ("administrator", True, ["administrator"])

    client.post(f"/admin/users/edit/{user.pk}/", ANA | {"role": "board-member", "is_active": "on"})
    assert get_rights(user) == ("board-member", False, ["board-member"])


def test_nobody_changes_their_own_role(client, administrator) -> None:
    form = ANA | {"email": administrator.email, "role": "partner"}

    assert client.post(f"/admin/users/edit/{administrator.pk}/", form).status_code == 302

    assert get_rights(administrator) == ("administrator", True, ["administrator"])
    assert administrator.first_name == "Ana"


def test_account_without_a_role_keeps_its_rights_when_it_edits_itself(client, administrator) -> None:
    User.objects.filter(pk=administrator.pk).update(role="")

    client.post(f"/admin/users/edit/{administrator.pk}/", ANA | {"email": administrator.email})

    assert get_rights(administrator)[:2] == ("", True)
    assert administrator.first_name == "Ana"


def test_account_is_made_inactive_and_not_deleted(client, administrator) -> None:
    user = make_user(email="ana@council.example", role=Role.ANALYST)

    response = client.post(f"/admin/users/delete/{user.pk}/", follow=True)
    assert "can be made inactive, but not deleted" in response.content.decode()

    client.post(f"/admin/users/edit/{user.pk}/", ANA)
    user.refresh_from_db()
    assert not user.is_active


@pytest.mark.parametrize("action", ["delete", "assign_role"])
def test_several_accounts_are_neither_deleted_nor_given_rights_at_once(client, administrator, action) -> None:
    user = make_user(email="ana@council.example", role=Role.ANALYST)

    response = client.post(f"/admin/bulk/accounts/user/{action}/?id={user.pk}", {"role": "1"}, follow=True)

    assert "Accounts are changed one by one" in response.content.decode()
    assert User.objects.filter(pk=user.pk).exists()


def test_several_accounts_are_made_inactive_at_once(client, administrator) -> None:
    user = make_user(email="ana@council.example", role=Role.ANALYST)

    client.post(f"/admin/bulk/accounts/user/set_active_state/?id={user.pk}", {"mark_as_active": "False"})

    user.refresh_from_db()
    assert not user.is_active
    assert AuditEntry.objects.filter(action="set-active", object_key=f"accounts.user:{user.pk}").exists()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_only_administrators_make_accounts(client, role) -> None:
    set_up_roles()
    user = make_user(role=role)
    user.groups.set([])
    client.force_login(user)

    assert add(client).status_code == 302
    assert not User.objects.filter(email="ana@council.example").exists()
