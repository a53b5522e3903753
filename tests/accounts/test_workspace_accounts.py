"""Accounts come only where they are asked for, and a printed password never reaches a real one."""

import pytest

from fiftysteps.accounts.models import Person, Role, User
from fiftysteps.config.load import load_workspace
from fiftysteps.core.faults import Faults
from tests.workspaces import WorkspaceFolder

pytestmark = pytest.mark.django_db
PASSWORD = "known to everyone"
ADDRESS = "amina@council.example"


@pytest.fixture
def workspace(tmp_path):
    return WorkspaceFolder(tmp_path / "workspace")


@pytest.fixture
def demonstration(settings):
    settings.DEMONSTRATION = True


def load(workspace, **options):
    load_workspace(workspace.folder, **options)


def test_people_have_no_accounts_unless_they_are_asked_for(workspace):
    load(workspace, demonstration_password=PASSWORD)
    assert Person.objects.get().user is None
    assert not User.objects.exists()


def test_the_demonstrations_accounts_have_its_password_and_its_mark(workspace, demonstration):
    load(workspace, demonstration_password=PASSWORD)
    user = User.objects.get()
    assert (user.email, user.role, user.is_demonstration, user.is_superuser) == (ADDRESS, "strategy-lead", True, False)
    assert user.get_full_name() == "Amina Begum"
    assert user.check_password(PASSWORD)
    assert Person.objects.get().user == user


def test_other_accounts_have_no_password(workspace):
    load(workspace, with_accounts=True)
    user = User.objects.get()
    assert not user.is_demonstration
    assert not user.has_usable_password()


def test_a_second_load_makes_no_second_account_and_leaves_the_password(workspace, demonstration):
    load(workspace, demonstration_password=PASSWORD)
    encoded = User.objects.get().password
    load(workspace, demonstration_password=PASSWORD)
    assert User.objects.get().password == encoded


def test_an_account_can_be_made_later(workspace):
    load(workspace)
    load(workspace, with_accounts=True)
    assert Person.objects.get().user == User.objects.get()


def test_a_file_may_change_after_the_account_was_made(workspace):
    load(workspace, with_accounts=True)
    workspace.replace("people.yaml", "title: Strategy lead", "title: Head of strategy")
    load(workspace, with_accounts=True)
    assert Person.objects.get().title == "Head of strategy"


def test_a_real_account_never_gets_the_demonstrations_password(workspace, demonstration):
    User.objects.create_user(ADDRESS, "a secret of her own", role=Role.ADMINISTRATOR)
    with pytest.raises(Faults) as caught:
        load(workspace, demonstration_password=PASSWORD)
    rule = '"email" is that of an account which the demonstration did not make'
    assert str(caught.value) == f"people.yaml, line 8: {rule}; got {ADDRESS}"
    assert User.objects.get().check_password("a secret of her own")
    assert not Person.objects.exists()


def test_a_real_account_is_linked_and_keeps_its_role(workspace):
    user = User.objects.create_user(ADDRESS, "a secret of her own", role=Role.ADMINISTRATOR)
    load(workspace, with_accounts=True)
    user.refresh_from_db()
    assert (user.role, Person.objects.get().user) == (Role.ADMINISTRATOR, user)


def test_who_has_gone_cannot_sign_in_and_who_comes_back_can(workspace, demonstration):
    text = workspace.read("people.yaml")
    load(workspace, demonstration_password=PASSWORD)
    workspace.remove("people.yaml")
    load(workspace, demonstration_password=PASSWORD)
    assert not User.objects.get().is_active
    workspace.write("people.yaml", text)
    load(workspace, demonstration_password="another one")
    user = User.objects.get()
    assert user.is_active
    assert user.check_password("another one")


def test_an_administrator_has_every_right(workspace, demonstration):
    workspace.replace("people.yaml", "role: strategy-lead", "role: administrator")
    load(workspace, demonstration_password=PASSWORD)
    assert User.objects.get().is_superuser
