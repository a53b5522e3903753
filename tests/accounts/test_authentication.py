"""The demonstration's accounts, whose password anyone can read, work in the demonstration alone."""

import pytest
from django.contrib.auth import authenticate

from tests.builders import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("is_demonstration", "serves_demonstration", "is_let_in"),
    [(True, True, True), (True, False, False), (False, False, True), (False, True, True)],
)
def test_demonstration_account_is_refused_anywhere_else(
    settings, is_demonstration: bool, serves_demonstration: bool, is_let_in: bool
) -> None:
    settings.DEMONSTRATION = serves_demonstration
    user = make_user(is_demonstration=is_demonstration)

    found = authenticate(None, username=user.email, password="a long password")

    assert (found == user) is is_let_in


def test_session_of_a_demonstration_account_ends_where_the_demonstration_is_not_served(settings, client) -> None:
    settings.DEMONSTRATION = True
    client.force_login(make_user(is_demonstration=True))
    settings.DEMONSTRATION = False

    assert "_auth_user_id" in client.session
    assert client.get("/admin/").status_code == 302


def test_superuser_made_by_the_manager_is_an_administrator() -> None:
    user = type(make_user()).objects.create_superuser("root@council.example", "a long password")

    assert (user.role, user.is_superuser, user.is_staff) == ("administrator", True, True)
