"""When the map of opinions is made, and when it may be published: in batches that give nobody away."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from fiftysteps.accounts.models import AuditEntry, Role
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.publish_opinions import LEAST_DAYS, publish_opinions
from fiftysteps.engagement.actions.refresh_opinions import (
    EVERY,
    LEAST_CHANGE,
    count_changed,
    refresh_all_opinions,
    refresh_opinions,
)
from fiftysteps.engagement.models import ExerciseState, Hold, OpinionMap, PublishedOpinions, Response, Standing
from fiftysteps.engagement.opinions.parts import LEAST_PEOPLE
from fiftysteps.engagement.queries.opinions import get_published, keep_shown
from tests.builders import make_user
from tests.listening import DAY, make_officer
from tests.opinions import cast, draw_votes, get_line, make_asked, make_voted

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 2)


def test_a_map_is_made_once_enough_people_have_voted() -> None:
    question = make_asked()
    cast(question, draw_votes(first=LEAST_PEOPLE // 2, second=LEAST_PEOPLE // 2 - 1))
    assert not refresh_opinions(question)
    cast(question, draw_votes(first=0, second=1))
    assert refresh_opinions(question)
    made = OpinionMap.objects.get()
    assert (made.people, made.result["people"], made.for_staff) == (20, 20, {"divisions": []})


def test_it_is_made_again_after_some_hours_and_when_enough_others_have_come() -> None:
    question, now = make_voted(), timezone.now()
    assert refresh_opinions(question, now=now)
    cast(question, draw_votes(first=LEAST_CHANGE - 1, second=0))
    later = now + EVERY
    assert not refresh_opinions(question, now=later)
    assert not refresh_opinions(question, now=later, at_once=True)
    cast(question, draw_votes(first=1, second=0))
    assert not refresh_opinions(question, now=later - datetime.timedelta(seconds=1))
    assert refresh_opinions(question, now=later)
    assert OpinionMap.objects.get().people == 130
    cast(question, draw_votes(first=LEAST_CHANGE, second=0))
    assert refresh_opinions(question, now=later, at_once=True)


def test_those_who_go_count_as_well_as_those_who_come() -> None:
    question = make_voted()
    refresh_opinions(question)
    made = OpinionMap.objects.get()
    assert count_changed(question, made) == 0
    first = list(Response.objects.order_by("pk").values_list("pk", flat=True)[:25])
    Response.objects.filter(pk__in=first[:5]).update(standing=Standing.REPEAT)
    cast(question, draw_votes(first=4, second=0))
    assert count_changed(question, made) == 9
    Response.objects.filter(pk__in=first).update(standing=Standing.REPEAT)
    assert refresh_opinions(question, at_once=True)
    assert OpinionMap.objects.get().people == 110 - 25 + 4


def test_only_exercises_that_are_open_or_closed_are_looked_at() -> None:
    question = make_voted()
    question.exercise.state = ExerciseState.CONSIDERED
    question.exercise.save()
    assert refresh_all_opinions() == 0
    question.exercise.state = ExerciseState.CLOSED
    question.exercise.save()
    assert (refresh_all_opinions(), refresh_all_opinions()) == (1, 0)
    assert get_line(question.exercise, "Close the road.").priority is not None


def test_a_person_publishes_it_and_the_trail_says_who() -> None:
    question, officer = make_voted(), make_officer()
    refresh_opinions(question)
    published = publish_opinions(officer, question, today=TODAY)
    assert published.shown == OpinionMap.objects.get().result
    assert get_published(question.exercise) == {question.pk: published}
    entry = AuditEntry.objects.filter(action="publish-opinions").get()
    assert entry.user == officer
    assert "Close the road" not in str(entry.__dict__)


def test_what_is_for_staff_alone_is_never_published() -> None:
    question = make_asked(dpia="Low.", dpia_covers_opinions=True)
    cast(question, draw_votes(first=60, second=50), about=[{"religion": "sikh", "ethnicity": "roma"}] * 110)
    refresh_opinions(question)
    made = OpinionMap.objects.get()
    assert "Sikh" in str(made.for_staff)
    assert "Sikh" not in str(publish_opinions(make_officer(), question, today=TODAY).shown)


def test_whoever_may_not_run_exercises_publishes_nothing() -> None:
    question = make_voted()
    refresh_opinions(question)
    with pytest.raises(PermissionDenied):
        publish_opinions(make_user(role=Role.PARTNER), question, today=TODAY)
    assert not PublishedOpinions.objects.exists()


def test_nothing_is_published_before_an_election() -> None:
    question = make_voted()
    refresh_opinions(question)
    Hold.objects.create(starts=TODAY, ends=TODAY + DAY)
    with pytest.raises(PersonError, match="Nothing is opened or published until"):
        publish_opinions(make_officer(), question, today=TODAY)


def test_too_few_people_no_groups_or_no_map_are_not_published() -> None:
    officer, question = make_officer(), make_asked(slug="few")
    with pytest.raises(PersonError, match="no map of “Do you agree\\?” yet"):
        publish_opinions(officer, question, today=TODAY)
    cast(question, draw_votes(first=50, second=49))
    refresh_opinions(question)
    with pytest.raises(PersonError, match="99 people voted so far. Below 100"):
        publish_opinions(officer, question, today=TODAY)
    same = make_asked(slug="same")
    cast(same, [(1,) * 8] * 120)
    refresh_opinions(same)
    with pytest.raises(PersonError, match="No groups were found"):
        publish_opinions(officer, same, today=TODAY)


def test_two_publications_differ_by_a_week_and_by_enough_people() -> None:
    officer, question = make_officer(), make_voted()
    refresh_opinions(question)
    publish_opinions(officer, question, today=TODAY)
    cast(question, draw_votes(first=LEAST_CHANGE, second=0))
    refresh_opinions(question, at_once=True)
    with pytest.raises(PersonError, match="publish it again from 9 November 2026 on"):
        publish_opinions(officer, question, today=TODAY + (LEAST_DAYS - 1) * DAY)
    again = publish_opinions(officer, question, today=TODAY + LEAST_DAYS * DAY)
    assert (again.people, PublishedOpinions.objects.count()) == (130, 2)
    with pytest.raises(PersonError, match="published already"):
        publish_opinions(officer, question, today=TODAY + 30 * DAY)


def test_a_map_of_nearly_the_same_people_as_the_published_one_is_refused() -> None:
    officer, question = make_officer(), make_voted()
    refresh_opinions(question)
    published = publish_opinions(officer, question, today=TODAY)
    # Twenty came and went again: against the published map, few are others.
    came = cast(question, draw_votes(first=LEAST_CHANGE, second=0))
    refresh_opinions(question, at_once=True)
    Response.objects.filter(pk__in=[each.pk for each in came[3:]]).update(standing=Standing.REPEAT)
    made = OpinionMap.objects.get()
    assert count_changed(question, published, made) == 3
    with pytest.raises(PersonError, match="differs from what is published by 3 people"):
        publish_opinions(officer, question, today=TODAY + 30 * DAY)


def test_a_statement_that_is_taken_down_goes_at_once_from_what_is_published() -> None:
    officer, question = make_officer(), make_voted()
    refresh_opinions(question)
    published = publish_opinions(officer, question, today=TODAY)
    road = get_line(question.exercise, "Close the road.")
    assert road.pk in published.shown["dividing"]
    road.state, road.reason = "refused", "Names somebody."
    road.save()
    kept = keep_shown(published.shown)
    assert "Close the road" not in str(kept)
    assert road.pk not in kept["dividing"]
    assert road.pk not in {one["pk"] for group in kept["groups"] for one in group["apart"]}
