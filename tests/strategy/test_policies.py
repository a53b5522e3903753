"""Who may do what, by role; the outsider is in every table."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from fiftysteps.accounts.models import Role
from fiftysteps.strategy.policies import can_see_drafts, can_waive_gap, check_can_see_drafts, check_can_waive_gap
from tests.builders import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("role", "may_waive", "may_see"),
    [
        (Role.ADMINISTRATOR, True, True),
        (Role.STRATEGY_LEAD, True, True),
        (Role.ANALYST, False, True),
        (Role.ENGAGEMENT_OFFICER, False, True),
        (Role.BOARD_MEMBER, False, False),
        (Role.PARTNER, False, False),
        (Role.ORGANISER, False, False),
    ],
)
def test_each_role_may_do_what_the_table_says(role: Role, may_waive: bool, may_see: bool) -> None:
    user = make_user(role=role)

    assert can_waive_gap(user) is may_waive
    assert can_see_drafts(user) is may_see


def test_a_visitor_without_an_account_may_neither_waive_nor_see_drafts() -> None:
    assert not can_waive_gap(AnonymousUser())
    assert not can_see_drafts(AnonymousUser())


def test_an_account_that_was_switched_off_may_nothing() -> None:
    user = make_user(role=Role.ADMINISTRATOR, is_active=False)

    assert not can_waive_gap(user)
    assert not can_see_drafts(user)


def test_refusals_are_sentences() -> None:
    with pytest.raises(PermissionDenied, match=r"^Only the strategy lead can let a gap stay open\.$"):
        check_can_waive_gap(AnonymousUser())
    with pytest.raises(PermissionDenied, match=r"^Only those who write the strategy can see what is in draft\.$"):
        check_can_see_drafts(AnonymousUser())
