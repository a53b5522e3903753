"""The demonstration's invented residents: what was planted among them is found, with the seed and with another."""

from pathlib import Path

import pytest
from django.utils import timezone

from fiftysteps.config.demonstration import Invented, invent, read_planted, write_responses
from fiftysteps.config.demonstration_listening import prepare_listening
from fiftysteps.config.progress import Bars
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.count_turnout import count_turnout
from fiftysteps.engagement.models import Exercise, Insight, PublishedOpinions, QuestionKind, Response
from fiftysteps.engagement.opinions.ballots import find_groups, read_ballots
from fiftysteps.engagement.queries.turnout import get_turnout
from fiftysteps.engagement.receipts import get_key
from tests.builders import make_user
from tests.demo.conftest import DEMO
from tests.stats.opinion.twins import find_adjusted_rand

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


def find_planted(exercise: Exercise, invented: list[Invented], seed: int) -> tuple[float, list[int]]:
    """How well the product's groups agree with the planted leanings, and how large they are."""
    leanings = {
        get_key(f"{exercise.slug} {seed} {at}"): each.leaning for at, each in enumerate(invented) if each.leaning
    }
    question = exercise.questions.get(kind=QuestionKind.STATEMENTS)
    found = find_groups(read_ballots(question))
    keys = dict(Response.objects.filter(exercise=exercise).values_list("pk", "key"))
    planted = [leanings[keys[pk]] for pk in found.participants.tolist()]
    assert len(planted) > 1_000
    return find_adjusted_rand(found.group.tolist(), planted), [group.size for group in found.groups]


def test_the_two_opinion_groups_that_were_planted_are_found_and_published(listening: None) -> None:
    planted = read_planted(PLANTED)
    exercise = Exercise.objects.get(slug=planted["exercise"])
    invented = invent_planted(exercise, planted)
    agreement, sizes = find_planted(exercise, invented, planted["seed"])
    assert agreement > 0.97
    published = PublishedOpinions.objects.get()
    assert published.question.exercise == exercise
    assert published.day == exercise.closes
    assert [group["people"] for group in published.shown["groups"]] == sizes
    assert sizes[0] / sum(sizes) == pytest.approx(planted["opinion"]["share_of_first"], abs=0.03)
    # What both are planted to agree with, what they differ on, and what they are of two minds about.
    pairs = list(zip(planted["opinion"]["first"], planted["opinion"]["second"], strict=True))
    lines = {each["pk"]: each["line"] for each in published.shown["statements"]}
    agreed, dividing = ({lines[pk] for pk in published.shown[name]} for name in ("all_agree", "dividing"))
    assert agreed == {line for line, pair in enumerate(pairs, start=1) if pair == (1, 1)}
    assert dividing == {line for line, pair in enumerate(pairs, start=1) if set(pair) == {1, -1}}
    assert published.shown["weighting"]["effective"] > 300


def test_with_another_seed_the_same_groups_are_found(listening: None) -> None:
    planted = read_planted(PLANTED)
    exercise = Exercise.objects.get(slug=planted["exercise"])
    invented = invent_planted(exercise, planted, seed=7)
    Response.objects.filter(exercise=exercise).update(standing="repeat")
    write_responses(exercise, invented, seed=7, by=None, last_day=timezone.localdate())
    agreement, sizes = find_planted(exercise, invented, 7)
    assert agreement > 0.97
    assert len(sizes) == 2


def invent_planted(exercise: Exercise, planted: dict, seed: int | None = None) -> list[Invented]:
    insights = Insight.objects.filter(held_in=exercise)
    planted["mentioned"] = {each.slug: each.mentioned for each in insights}
    planted["titles"] = {each.slug: f"{each.title}." for each in insights}
    return invent(exercise, planted, seed=seed)


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
