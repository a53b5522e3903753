"""The invitation as somebody without an account sees it, and the pages of those who gather."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fiftysteps.accounts.models import Role
from fiftysteps.config.hiding import HideKeys
from fiftysteps.config.roles import set_up_roles
from fiftysteps.evidence.models import ReflectionSession
from tests.builders import make_organisation, make_user

KEY = "one-sending-of-a-form"
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]


@pytest.fixture
def session() -> ReflectionSession:
    today = timezone.localdate()
    return ReflectionSession.objects.create(
        network=make_organisation(name="Faith network"), title="the winter", held_on=today, closes=today
    )


@pytest.fixture
def officer(client: Client) -> Client:
    user = make_user(role=Role.ENGAGEMENT_OFFICER)
    set_up_roles()
    client.force_login(user)
    return client


def test_points_are_sent_without_an_account_and_thanked_for(session: ReflectionSession, client: Client) -> None:
    page = client.get(session.get_invitation_url())
    assert "noindex" in page.content.decode()
    assert "We do not ask who you are" in page.content.decode()
    told = {"sending": KEY, "worked_well": "Warm rooms\n\n  Soup  ", "next": "Start earlier"}
    response = client.post(session.get_invitation_url(), told, follow=True)
    assert response.redirect_chain[-1][0].endswith("/sent/")
    assert "Your receipt is" in response.content.decode()
    assert list(session.points.values_list("text", flat=True)) == ["Warm rooms", "Soup", "Start earlier"]


def test_what_is_wrong_is_named_and_nothing_typed_is_lost(session: ReflectionSession, client: Client) -> None:
    long = "a" * 501
    response = client.post(session.get_invitation_url(), {"sending": KEY, "worked_well": "Kept words", "next": long})
    text = response.content.decode()
    assert response.status_code == 400
    assert "501 letters long" in text
    assert "Kept words" in text
    assert long in text
    assert not session.points.exists()


def test_a_closed_session_says_so_and_a_wrong_key_is_not_found(session: ReflectionSession, client: Client) -> None:
    past = timezone.localdate() - datetime.timedelta(days=1)
    ReflectionSession.objects.update(held_on=past, closes=past)
    for response in (
        client.get(session.get_invitation_url()),
        client.post(session.get_invitation_url(), {"next": "Late"}),
    ):
        assert "Nothing more can be sent" in response.content.decode()
    assert not session.points.exists()
    assert client.get("/reflect/no-such-key/").status_code == 404


def test_a_session_is_opened_gathered_and_written_up(officer: Client, session: ReflectionSession) -> None:
    today = timezone.localdate()
    told = {"network": session.network_id, "title": "the spring", "held_on": today, "closes": today}
    response = officer.post("/reflect/sessions/", told, follow=True)
    made = ReflectionSession.objects.get(title="the spring")
    assert made.get_invitation_url() in response.content.decode()

    officer.post(
        made.get_absolute_url(),
        {"record": "1", "sending": KEY, "worked_well": "Warm rooms", "could_be_better": "Cold halls"},
    )
    warm, cold = made.points.all()
    page = officer.post(
        made.get_absolute_url(), {"sort": "1", f"point-{warm.pk}": "Warmth", f"point-{cold.pk}": "Halls"}, follow=True
    )
    assert "Warmth (1)" in page.content.decode()
    response = officer.post(f"{made.get_absolute_url()}write/")
    made.refresh_from_db()
    assert made.reflection.worked_well == "Warmth."
    assert str(made.reflection.pk) in response["Location"]
    again = officer.post(f"{made.get_absolute_url()}write/", follow=True)
    assert "written from this session already" in again.content.decode()


def test_a_session_that_closes_before_it_is_held_is_refused(officer: Client, session: ReflectionSession) -> None:
    told = {"network": session.network_id, "title": "odd", "held_on": "2026-11-02", "closes": "2026-11-01"}
    response = officer.post("/reflect/sessions/", told)
    assert response.status_code == 400
    assert "Choose the day of the session or a later one" in response.content.decode()


@pytest.mark.parametrize("role", [Role.PARTNER, Role.ORGANISER])
def test_others_see_no_points(session: ReflectionSession, client: Client, role: Any) -> None:
    assert client.get(session.get_absolute_url()).status_code == 302
    user = make_user(role=role)
    set_up_roles()
    client.force_login(user)
    for address in ("/reflect/sessions/", session.get_absolute_url()):
        assert client.get(address).status_code == 403
    assert client.post(f"{session.get_absolute_url()}write/").status_code == 403


def test_the_key_of_an_invitation_stands_in_no_log(session: ReflectionSession, client: Client, caplog: Any) -> None:
    caplog.handler.addFilter(HideKeys())
    client.post(session.get_invitation_url(), {"sending": KEY})
    client.get("/reflect/no-such-key/")
    client.get("/reflect/sessions/0/")
    assert session.key not in caplog.text
    assert "Bad Request: /reflect/…/" in caplog.text
    assert "no-such-key" not in caplog.text


def test_the_log_of_the_site_hides_keys() -> None:
    from fiftysteps.config import settings

    assert settings.LOGGING["handlers"]["console"]["filters"] == ["keys"]
    assert settings.LOGGING["filters"]["keys"]["()"] == f"{HideKeys.__module__}.{HideKeys.__name__}"
