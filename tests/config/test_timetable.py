"""What an editor scheduled happens at its time."""

import datetime

import pytest
from django.utils import timezone

from fiftysteps.config.timetable import run_once
from fiftysteps.engagement.models import OpinionMap, Statement
from tests.builders import make_step
from tests.opinions import make_voted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("minutes", "is_live"), [(-1, True), (5, False)])
def test_a_publication_that_is_due_is_made_and_one_that_is_not_waits(minutes: int, is_live: bool) -> None:
    step = make_step(live=False)
    step.go_live_at = timezone.now() + datetime.timedelta(minutes=minutes)
    revision = step.save_revision()
    # As it was when the editor scheduled it, in good time.
    revision.approved_go_live_at = step.go_live_at
    revision.save()

    run_once()

    step.refresh_from_db()
    assert step.live is is_live


def test_opinion_groups_are_made_and_statements_counted_in_their_time() -> None:
    question = make_voted()

    run_once()

    assert OpinionMap.objects.get().question == question
    assert not Statement.objects.filter(priority__isnull=True).exists()
