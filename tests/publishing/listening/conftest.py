import pytest
from django.test import Client

from fiftysteps.accounts.models import Role, User
from fiftysteps.config.roles import set_up_roles
from tests.builders import make_user


def log_in(role: Role) -> Client:
    user = make_user(role=role)
    set_up_roles()
    client = Client()
    client.force_login(User.objects.get(pk=user.pk))
    return client


@pytest.fixture
def officer(db) -> Client:
    return log_in(Role.ENGAGEMENT_OFFICER)


@pytest.fixture
def organiser(db) -> Client:
    return log_in(Role.ORGANISER)


@pytest.fixture
def partner(db) -> Client:
    return log_in(Role.PARTNER)
