"""Who may do what with evidence, by role; the outsider is in every table."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from fiftysteps.accounts.models import Role
from fiftysteps.config.roles import set_up_roles
from fiftysteps.evidence.policies import can_import_references, check_can_import_references
from tests.builders import make_user

pytestmark = pytest.mark.django_db

MAY_IMPORT = [
    (Role.ADMINISTRATOR, True),
    (Role.STRATEGY_LEAD, True),
    (Role.ANALYST, True),
    (Role.ENGAGEMENT_OFFICER, False),
    (Role.BOARD_MEMBER, False),
    (Role.PARTNER, False),
    (Role.ORGANISER, False),
]


@pytest.mark.parametrize(("role", "may_import"), MAY_IMPORT)
def test_each_role_may_do_what_the_table_says(role: Role, may_import: bool) -> None:
    user = make_user(role=role, is_superuser=role == Role.ADMINISTRATOR)
    set_up_roles()

    assert can_import_references(user) is may_import


def test_a_visitor_without_an_account_may_not_import() -> None:
    assert not can_import_references(AnonymousUser())


def test_an_account_that_was_switched_off_may_nothing() -> None:
    user = make_user(role=Role.ADMINISTRATOR, is_superuser=True, is_active=False)
    assert not can_import_references(user)


def test_refusals_are_sentences() -> None:
    with pytest.raises(PermissionDenied, match=r"Only those who write references can import them\."):
        check_can_import_references(AnonymousUser())
