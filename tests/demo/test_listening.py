"""The demonstration's invented residents: what was planted among them is found, with the seed and with another."""

from pathlib import Path

import pytest
from django.utils import timezone

from fiftysteps.config.demonstration import Invented, invent, read_planted, write_responses
from fiftysteps.config.demonstration_listening import NOTHING_SPECIAL, prepare_listening
from fiftysteps.config.progress import Bars
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.count_turnout import count_turnout
from fiftysteps.engagement.models import Coding, Exercise, Insight, PublishedOpinions, QuestionKind, Response
from fiftysteps.engagement.opinions.ballots import find_groups, read_ballots
from fiftysteps.engagement.queries.coding import Progress, get_codebook, get_progress
from fiftysteps.engagement.queries.turnout import get_turnout
from fiftysteps.engagement.reading.coder import learn_and_guess
from fiftysteps.engagement.reading.themes import suggest_themes
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


def read_now() -> dict:
    planted = read_planted(PLANTED)
    planted["titles"] = {each.slug: f"{each.title}." for each in Insight.objects.all()}
    return {**planted, **NOTHING_SPECIAL, **planted["now"]}


@pytest.mark.parametrize("seed", [None, 7])
def test_every_theme_that_was_planted_is_among_the_first_suggestions(seed: int | None) -> None:
    planted = read_now()
    invented = invent(Exercise.objects.get(slug="stay-well"), planted, seed=seed)
    found = suggest_themes([each.text for each in invented])
    assert len(found.themes) <= 20
    # It is found where at least half of those who stand in one suggestion say it.
    shares = dict.fromkeys(planted["mentioned"], 0.0)
    for place in range(len(found.themes)):
        own = [each for each, at in zip(invented, found.assigned, strict=True) if at == place]
        for slug in shares:
            shares[slug] = max(shares[slug], sum(slug in each.themes for each in own) / len(own))
    assert min(shares.values()) >= 0.5, shares


@pytest.mark.parametrize("seed", [None, 7])
def test_after_two_hundred_codings_the_rest_is_mostly_suggested_right(seed: int | None, record_property) -> None:
    planted = read_now()
    invented = invent(Exercise.objects.get(slug="stay-well"), planted, seed=seed)
    codes = {slug: number for number, slug in enumerate(planted["mentioned"])}
    said = [{codes[slug] for slug in each.themes} for each in invented]
    guesses = learn_and_guess([each.text for each in invented], dict(enumerate(said[:200])))
    suggested = [set(guesses.suggest(at)) for at in range(200, len(said))]
    right = sum(len(own & told) for own, told in zip(suggested, said[200:], strict=True))
    micro_f1 = 2 * right / (sum(map(len, suggested)) + sum(map(len, said[200:])))
    record_property("micro_f1", round(micro_f1, 3))
    assert micro_f1 > 0.75


def test_the_open_exercise_has_a_codebook_and_what_the_machine_thinks(listening: None) -> None:
    exercise = Exercise.objects.get(slug="stay-well")
    assert min(line.count for line in get_codebook(exercise)) > 0
    assert get_progress(exercise).done == 80
    assert exercise.theme_suggestions.exists()
    assert exercise.machine_runs.get().learned_from == 80


def test_every_response_of_the_one_that_ended_is_accounted_for(listening: None) -> None:
    exercise = Exercise.objects.get(slug="big-conversation")
    assert get_progress(exercise) == Progress(waiting=0, whole=3_214)
    coded = set(Coding.objects.filter(response__exercise=exercise).values_list("response_id", flat=True))
    assert coded == set(exercise.responses.filter(considered="coded").values_list("pk", flat=True))
    for code in exercise.codes.all():
        assert code.codings.count() == code.insight.mentioned


def test_loading_it_again_adds_nobody(listening: None) -> None:
    before = Response.objects.count()
    prepare_listening(DEMO, Bars())
    assert Response.objects.count() == before


def test_without_the_file_it_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(PersonError, match="nobody who answers"):
        read_planted(tmp_path / "none.yaml")
