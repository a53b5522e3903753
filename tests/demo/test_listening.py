"""The demonstration's invented residents: what was planted among them is found, with the seed and with another."""

from pathlib import Path

import pytest
from django.utils import timezone

from fiftysteps.config.demonstration import invent, read_planted, write_responses
from fiftysteps.config.demonstration_listening import prepare_listening
from fiftysteps.config.progress import Bars
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.count_turnout import count_turnout
from fiftysteps.engagement.models import Exercise, Insight, Response
from fiftysteps.engagement.queries.turnout import get_turnout
from tests.builders import make_user
from tests.demo.conftest import DEMO

pytestmark = [pytest.mark.usefixtures("demonstration", "db"), pytest.mark.xdist_group("demonstration")]
PLANTED = DEMO.parent / "listening" / "planted.yaml"


@pytest.fixture
def listening() -> None:
    make_user(role="engagement-officer", is_demonstration=True, is_superuser=True)
    prepare_listening(DEMO, Bars())


def get_missing(part: dict) -> set[str]:
    return {f"{each['variable']}:{each['category']}" for each in part["missing"]}


def test_every_community_that_was_planted_as_missing_is_named_and_no_other(listening: None) -> None:
    planted = read_planted(PLANTED)
    for part in (planted, planted["now"]):
        exercise = Exercise.objects.get(slug=part["exercise"])
        named = {row.key for row in get_turnout(exercise).unheard}
        assert named == get_missing(part)


def test_with_another_seed_the_same_are_found(listening: None) -> None:
    planted = read_planted(PLANTED)
    exercise = Exercise.objects.get(slug=planted["exercise"])
    insights = Insight.objects.filter(held_in=exercise)
    planted["mentioned"] = {each.slug: each.mentioned for each in insights}
    planted["titles"] = {each.slug: each.title for each in insights}
    first = invent(exercise, planted)
    second = invent(exercise, planted, seed=7)
    assert [each.about for each in invent(exercise, planted)] == [each.about for each in first]
    assert [each.about for each in second] != [each.about for each in first]
    Response.objects.filter(exercise=exercise).update(standing="repeat")
    write_responses(exercise, second, seed=7, by=None, last_day=timezone.localdate())
    count_turnout(exercise, again=True)
    assert {row.key for row in get_turnout(exercise).unheard} == get_missing(planted)


def test_there_are_as_many_as_it_says_over_every_channel_all_marked_as_illustrative(listening: None) -> None:
    planted = read_planted(PLANTED)
    exercise = Exercise.objects.get(slug=planted["exercise"])
    sent = Response.objects.filter(exercise=exercise)
    assert sent.count() == planted["responses"] == 3_214
    assert set(sent.values_list("channel", flat=True)) == set(planted["channels"])
    assert {"bn", "ur", "ro"} <= set(sent.values_list("language", flat=True))
    assert set(Exercise.objects.values_list("nature", flat=True)) == {"illustrative"}
    assert sent.filter(considered="waiting").count() == 0


def test_each_theme_is_said_by_as_many_as_its_insight_says(listening: None) -> None:
    for insight in Insight.objects.filter(held_in__slug="big-conversation"):
        assert insight.responses.count() == insight.mentioned, insight


def test_loading_it_again_adds_nobody(listening: None) -> None:
    before = Response.objects.count()
    prepare_listening(DEMO, Bars())
    assert Response.objects.count() == before


def test_without_the_file_it_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(PersonError, match="nobody who answers"):
        read_planted(tmp_path / "none.yaml")
