"""Who may do what, by role, and when; the outsider is in every table."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from fiftysteps.accounts.models import Role, User
from fiftysteps.config.roles import set_up_roles
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.models import ExerciseState, Hold
from fiftysteps.engagement.policies import (
    can_enter,
    can_import,
    can_run_exercises,
    can_see_private_opinions,
    can_see_turnout,
    check_can_be_changed,
    check_can_consider,
    check_can_enter,
    check_can_import,
    check_can_move,
    check_can_read_contacts,
    check_can_read_responses,
    check_can_run_exercises,
    check_can_see_turnout,
    check_is_taking,
    check_takes_entries,
)
from tests.builders import make_insight, make_reply, make_user
from tests.listening import DAY, make_draft, make_exercise, make_officer, send

pytestmark = pytest.mark.django_db


def make(role: Role) -> User:
    user = make_user(role=role)
    set_up_roles()
    return User.objects.get(pk=user.pk)


@pytest.mark.parametrize(
    ("role", "may_run", "may_enter", "may_see"),
    [
        (Role.ADMINISTRATOR, True, True, True),
        (Role.STRATEGY_LEAD, False, False, True),
        (Role.ANALYST, False, False, True),
        (Role.ENGAGEMENT_OFFICER, True, True, True),
        (Role.BOARD_MEMBER, False, False, False),
        (Role.PARTNER, False, False, False),
        (Role.ORGANISER, False, True, False),
    ],
)
def test_each_role_may_do_what_the_table_says(role: Role, may_run: bool, may_enter: bool, may_see: bool) -> None:
    user = make(role)
    if role == Role.ADMINISTRATOR:
        user.is_superuser = True
    assert (can_run_exercises(user), can_enter(user), can_see_turnout(user)) == (may_run, may_enter, may_see)


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.ENGAGEMENT_OFFICER, ""),
        (Role.ORGANISER, "Only those who consider the answers can read them."),
        (Role.ANALYST, "Only those who record what people say can do this."),
        (Role.PARTNER, "Only those who record what people say can do this."),
    ],
)
def test_who_brings_in_a_file_must_be_able_to_add_and_to_read(role: Role, sentence: str) -> None:
    user = make(role)
    assert can_import(user) is (not sentence)
    if sentence:
        with pytest.raises(PermissionDenied, match=sentence):
            check_can_import(user)
    else:
        check_can_import(user)
    assert not can_import(AnonymousUser())


@pytest.mark.parametrize(
    ("check", "sentence"),
    [
        (check_can_run_exercises, "Only those who run listening exercises can do this."),
        (check_can_enter, "Only those who record what people say can do this."),
        (check_can_read_responses, "Only those who consider the answers can read them."),
        (check_can_see_turnout, "Only those who listen to residents can see this before it is published."),
        (check_can_read_contacts, "Only those who answer residents can see how to reach them."),
    ],
)
def test_an_outsider_is_told_why(check, sentence: str) -> None:
    for outsider in (AnonymousUser(), make(Role.PARTNER)):
        with pytest.raises(PermissionDenied) as error:
            check(outsider)
        assert str(error.value) == sentence
    check(make(Role.ENGAGEMENT_OFFICER))


def test_an_organiser_adds_and_reads_nothing_that_others_wrote() -> None:
    organiser = make(Role.ORGANISER)
    for check in (check_can_read_responses, check_can_read_contacts):
        with pytest.raises(PermissionDenied):
            check(organiser)


@pytest.mark.parametrize(
    ("state", "opens", "closes", "sentence"),
    [
        (ExerciseState.OPEN, 1, 9, "This opens on"),
        (ExerciseState.OPEN, -9, -1, "This closed on"),
        (ExerciseState.CLOSED, -9, 9, "This closed on"),
        (ExerciseState.CLOSED, -9, None, "This is closed. Nothing more can be sent."),
    ],
)
def test_nothing_can_be_sent_before_the_first_day_or_after_the_last(state, opens, closes, sentence: str) -> None:
    today = timezone.localdate()
    exercise = make_draft()
    exercise.state, exercise.opens = state, today + opens * DAY
    exercise.closes = None if closes is None else today + closes * DAY
    with pytest.raises(PersonError, match=sentence):
        check_is_taking(exercise, today)
    exercise.state, exercise.opens, exercise.closes = ExerciseState.OPEN, today, today
    check_is_taking(exercise, today)


@pytest.mark.parametrize(
    ("state", "part"),
    [(ExerciseState.DRAFT, "has not opened yet"), (ExerciseState.CONSIDERED, "was considered already")],
)
def test_staff_enter_until_an_exercise_is_considered(state: ExerciseState, part: str) -> None:
    exercise = make_draft()
    exercise.state = state
    with pytest.raises(PersonError, match=part):
        check_takes_entries(exercise)
    exercise.state = ExerciseState.CLOSED
    check_takes_entries(exercise)


def test_an_exercise_goes_one_state_at_a_time() -> None:
    today = timezone.localdate()
    exercise = make_draft()
    with pytest.raises(PersonError) as error:
        check_can_move(exercise, ExerciseState.CONSIDERED, today)
    assert str(error.value) == f"“{exercise}” is draft: it cannot become considered from there."
    check_can_move(exercise, ExerciseState.OPEN, today)


def test_it_is_not_considered_while_one_response_waits() -> None:
    officer, exercise = make_officer(), make_exercise()
    response = send(exercise)
    exercise.state = ExerciseState.CLOSED
    with pytest.raises(PersonError, match="1 response waits to be considered by somebody"):
        check_can_move(exercise, ExerciseState.CONSIDERED, timezone.localdate())
    response.considered, response.considered_by = "read", officer
    response.save()
    check_can_move(exercise, ExerciseState.CONSIDERED, timezone.localdate())


def test_it_is_not_answered_while_a_theme_or_a_submission_has_no_reply() -> None:
    exercise = make_exercise(state=ExerciseState.DECIDED)
    insight = make_insight(held_in=exercise)
    submission = send(exercise, organisation="A club", capacities=("organisation",))
    with pytest.raises(PersonError, match="2 themes or submissions have no answer yet"):
        check_can_move(exercise, ExerciseState.ANSWERED, timezone.localdate())
    reply = make_reply(insight=insight)
    with pytest.raises(PersonError, match="1 theme or submission has no answer yet"):
        check_can_move(exercise, ExerciseState.ANSWERED, timezone.localdate())
    reply.submissions.add(submission)
    check_can_move(exercise, ExerciseState.ANSWERED, timezone.localdate())


def test_nothing_opens_before_an_election() -> None:
    today = timezone.localdate()
    Hold.objects.create(starts=today, ends=today + 10 * DAY)
    with pytest.raises(PersonError, match="Nothing is opened or published until .*: it is the time before an election"):
        check_can_move(make_draft(), ExerciseState.OPEN, today)
    check_can_move(make_draft(), ExerciseState.OPEN, today - DAY)


def test_what_people_were_told_cannot_be_changed_afterwards() -> None:
    check_can_be_changed(make_draft())
    with pytest.raises(PersonError, match="People have been told this already"):
        check_can_be_changed(make_exercise())


def test_nobody_considers_what_was_considered_already() -> None:
    officer, exercise = make_officer(), make_exercise()
    response = send(exercise)
    check_can_consider(officer, response)
    with pytest.raises(PermissionDenied, match="consider the answers"):
        check_can_consider(make(Role.ORGANISER), response)
    response.exercise.state = ExerciseState.DECIDED
    with pytest.raises(PermissionDenied, match="considered already"):
        check_can_consider(officer, response)


def test_a_hold_lasts_from_its_first_day_to_its_last() -> None:
    hold = Hold(starts=datetime.date(2027, 3, 1), ends=datetime.date(2027, 5, 6))
    assert str(hold) == "1 March 2027 to 6 May 2027"


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.ENGAGEMENT_OFFICER, True), (Role.ANALYST, False), (Role.STRATEGY_LEAD, False), (Role.PARTNER, False)],
)
def test_opinions_by_faith_are_for_those_who_may_read_who_people_are_where_the_assessment_allows_it(
    role: Role, may: bool
) -> None:
    user = make(role)
    allowed = make_draft(slug="allowed", dpia="Low.", dpia_covers_opinions=True)
    assert can_see_private_opinions(user, allowed) is may
    assert not can_see_private_opinions(user, make_draft(slug="not", dpia="Low."))
    assert not can_see_private_opinions(AnonymousUser(), allowed)
