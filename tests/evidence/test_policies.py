"""Who may do what with evidence, by role; the outsider is in every table."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from fiftysteps.accounts.models import Role
from fiftysteps.config.roles import set_up_roles
from fiftysteps.evidence.policies import (
    can_import_references,
    can_look_at_movements,
    check_can_import_references,
    check_can_look_at_movements,
)
from tests.builders import make_user

pytestmark = pytest.mark.django_db

# Who may import references, and who may say that what we say of a figure that moved still stands.
RIGHTS = [
    (Role.ADMINISTRATOR, True, True),
    (Role.STRATEGY_LEAD, True, False),
    (Role.ANALYST, True, True),
    (Role.ENGAGEMENT_OFFICER, False, False),
    (Role.BOARD_MEMBER, False, False),
    (Role.PARTNER, False, False),
    (Role.ORGANISER, False, False),
]
MAY_IMPORT = [(role, may_import) for role, may_import, _ in RIGHTS]


@pytest.mark.parametrize(("role", "may_import", "may_look"), RIGHTS)
def test_each_role_may_do_what_the_table_says(role: Role, may_import: bool, may_look: bool) -> None:
    user = make_user(role=role, is_superuser=role == Role.ADMINISTRATOR)
    set_up_roles()

    assert can_import_references(user) is may_import
    assert can_look_at_movements(user) is may_look


def test_a_visitor_without_an_account_may_neither_import_nor_look() -> None:
    assert not can_import_references(AnonymousUser())
    assert not can_look_at_movements(AnonymousUser())


def test_an_account_that_was_switched_off_may_nothing() -> None:
    user = make_user(role=Role.ADMINISTRATOR, is_superuser=True, is_active=False)
    assert not can_import_references(user)
    assert not can_look_at_movements(user)


def test_refusals_are_sentences() -> None:
    with pytest.raises(PermissionDenied, match=r"Only those who write references can import them\."):
        check_can_import_references(AnonymousUser())
    with pytest.raises(PermissionDenied, match=r"Only those who write findings can say whether what we say still"):
        check_can_look_at_movements(AnonymousUser())
