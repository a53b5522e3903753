"""From points to a reflection: who may, what is refused, and what is kept."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from fiftysteps.accounts.models import AuditEntry, Role, User
from fiftysteps.config import timetable
from fiftysteps.config.roles import set_up_roles
from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.actions.hold_session import (
    LONGEST_POINT,
    MOST_POINTS,
    erase_points,
    open_session,
    send_points,
    sort_points,
    write_reflection,
)
from fiftysteps.evidence.models import PointHeading, ReflectionPoint, ReflectionSession
from fiftysteps.evidence.models.session import make_key
from tests.builders import make_organisation, make_user

pytestmark = pytest.mark.django_db
HELD, CLOSES = datetime.date(2026, 11, 1), datetime.date(2026, 11, 30)
WELL, BETTER, NEXT = PointHeading.WORKED_WELL, PointHeading.COULD_BE_BETTER, PointHeading.NEXT


@pytest.fixture
def officer() -> User:
    user = make_user(role=Role.ENGAGEMENT_OFFICER)
    set_up_roles()
    return user


@pytest.fixture
def session(officer: User) -> ReflectionSession:
    network = make_organisation(slug="faith", name="Faith network")
    return open_session(officer, ReflectionSession(network=network, title="the winter", held_on=HELD, closes=CLOSES))


def send(session: ReflectionSession, **points: Any) -> str:
    return send_points(
        session, {PointHeading(name): texts for name, texts in points.items()}, today=HELD, sending=make_key()
    )


def test_each_session_has_a_key_of_its_own_that_nobody_guesses(officer: User, session: ReflectionSession) -> None:
    other = open_session(
        officer, ReflectionSession(network=session.network, title="the spring", held_on=HELD, closes=CLOSES)
    )
    assert len(session.key) >= 22
    assert session.key != other.key


def test_points_are_kept_under_their_headings_with_a_receipt_and_no_person(session: ReflectionSession) -> None:
    receipt = send(session, worked_well=["Warm rooms", "Soup"], next=["Start earlier"])
    points = list(session.points.values_list("heading", "text", "is_recorded"))
    assert points == [
        ("worked_well", "Warm rooms", False),
        ("worked_well", "Soup", False),
        ("next", "Start earlier", False),
    ]
    assert session.points.first().sending.startswith(receipt)
    assert session.points.values("sending").distinct().count() == 1
    assert not AuditEntry.objects.filter(action="record-points").exists()


def test_nothing_can_be_sent_after_the_last_day_but_staff_can_still_write_down(
    session: ReflectionSession, officer: User
) -> None:
    late = CLOSES + datetime.timedelta(days=1)
    send_points(session, {WELL: ["On the last day"]}, today=CLOSES, sending=make_key())
    with pytest.raises(PersonError, match="closed on 30 November 2026"):
        send_points(session, {WELL: ["Too late"]}, today=late, sending=make_key())
    send_points(session, {WELL: ["From my notes"]}, today=late, sending=make_key(), recorded_by=officer)
    assert [point.is_recorded for point in session.points.all()] == [False, True]


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ({}, "Write at least one point"),
        ({WELL: ["a" * (LONGEST_POINT + 1)], BETTER: ["b" * (LONGEST_POINT + 2)]}, "501 letters long.*\n.*502 letters"),
        ({WELL: ["a"] * (MOST_POINTS + 1)}, "There are 31 points; send at most 30"),
    ],
)
def test_what_is_wrong_is_said_at_once_and_nothing_is_kept(session: ReflectionSession, points: Any, said: str) -> None:
    with pytest.raises(PersonError, match=said):
        send_points(session, points, today=HELD, sending=make_key())
    assert not session.points.exists()


def test_points_go_into_themes_by_name_and_out_again(session: ReflectionSession, officer: User) -> None:
    send(session, worked_well=["Warm rooms", "Heating"], could_be_better=["Cold halls"])
    rooms, heating, halls = session.points.all()
    assert sort_points(officer, session, {rooms.pk: "Warmth", heating.pk: " warmth ", halls.pk: "Warmth"}) == 3
    assert [(theme.heading, theme.name, theme.points.count()) for theme in session.themes.all()] == [
        ("worked_well", "Warmth", 2),
        ("could_be_better", "Warmth", 1),
    ]
    assert sort_points(officer, session, {rooms.pk: "Warmth", halls.pk: ""}) == 1
    assert [theme.heading for theme in session.themes.all()] == ["worked_well"]


def test_points_of_another_session_are_left_alone(session: ReflectionSession, officer: User) -> None:
    other = open_session(
        officer, ReflectionSession(network=session.network, title="the spring", held_on=HELD, closes=CLOSES)
    )
    send(other, worked_well=["Not yours"])
    assert sort_points(officer, session, {ReflectionPoint.objects.get().pk: "Mine"}) == 0


def test_a_draft_reflection_has_the_themes_by_how_often_they_were_said_and_no_words_of_points(
    session: ReflectionSession, officer: User
) -> None:
    send(session, worked_well=["Secret soup", "Warm rooms", "Heating"], could_be_better=["Cold halls"])
    soup, rooms, heating, halls = session.points.all()
    with pytest.raises(PersonError, match="no theme yet under “What worked well” and “What could be better”"):
        write_reflection(officer, session)
    sort_points(officer, session, {soup.pk: "Food", rooms.pk: "Warmth", heating.pk: "Warmth", halls.pk: "Halls"})
    reflection = write_reflection(officer, session)
    assert (reflection.worked_well, reflection.could_be_better, reflection.next) == ("Warmth.\nFood.", "Halls.", "")
    assert not reflection.live
    assert reflection.network == session.network
    assert "Secret" not in str(reflection.__dict__)
    with pytest.raises(PersonError, match="written from this session already"):
        write_reflection(officer, session)


@pytest.mark.parametrize("role", [Role.PARTNER, Role.BOARD_MEMBER, Role.ORGANISER])
def test_only_those_who_write_reflections_hold_sessions(session: ReflectionSession, role: Role) -> None:
    other = make_user(role=role)
    set_up_roles()
    for action in (
        lambda: open_session(other, session),
        lambda: sort_points(other, session, {}),
        lambda: write_reflection(other, session),
        lambda: send_points(session, {WELL: ["a"]}, today=HELD, sending=make_key(), recorded_by=other),
    ):
        with pytest.raises(PermissionDenied, match="Only those who write reflections"):
            action()


def test_a_year_after_it_closed_the_words_go_and_the_themes_stay(session: ReflectionSession, officer: User) -> None:
    send(session, worked_well=["Warm rooms"])
    sort_points(officer, session, {session.points.get().pk: "Warmth"})
    last = CLOSES + datetime.timedelta(days=365)
    assert erase_points(last) == 0
    assert erase_points(last + datetime.timedelta(days=1)) == 1
    assert not ReflectionPoint.objects.exists()
    assert [theme.name for theme in session.themes.all()] == ["Warmth"]
    session.refresh_from_db()
    assert session.erased is not None
    assert erase_points(last + datetime.timedelta(days=2)) == 0


def test_the_timetable_erases(session: ReflectionSession) -> None:
    send(session, worked_well=["Warm rooms"])
    ReflectionSession.objects.update(held_on=datetime.date(2020, 1, 1), closes=datetime.date(2020, 1, 2))
    timetable.run_once()
    assert not ReflectionPoint.objects.exists()


def test_points_that_are_sent_twice_are_kept_once(session: ReflectionSession) -> None:
    first = send_points(session, {WELL: ["Soup"]}, today=HELD, sending="the-same-key-twice")
    again = send_points(session, {WELL: ["Soup"]}, today=HELD, sending="the-same-key-twice")
    assert first == again
    assert session.points.count() == 1
