"""The map of opinions: the same votes the same groups, whoever counts, and nobody in a small number."""

import random
from dataclasses import asdict

import numpy as np
import pytest

from fiftysteps.engagement.models import Group, Response, Standing, Statement
from fiftysteps.engagement.opinions.ballots import Ballots, find_groups, get_voters, read_ballots
from fiftysteps.engagement.opinions.building import build_map
from fiftysteps.engagement.opinions.parts import LEAST_GROUP, MapParts, Tally
from fiftysteps.engagement.opinions.weighing import LEAST_WEIGHTED, weigh_statements
from fiftysteps.evidence.models import Area
from tests.opinions import FIRST, LINES, cast, draw_votes, get_line, make_asked, make_voted
from tests.stats.opinion.twins import find_adjusted_rand

pytestmark = pytest.mark.django_db


def build(question) -> MapParts:
    built = build_map(question)
    assert built is not None
    return built.parts


def get_texts(parts: MapParts, pks: tuple[int, ...]) -> set[str]:
    return {each.text for each in parts.statements if each.pk in pks}


def test_two_leanings_are_two_groups_with_what_they_stand_for() -> None:
    parts = build(make_voted())
    assert (parts.people, parts.votes, parts.grouped, parts.minimum_votes) == (110, 880, 110, 7)
    assert [(group.letter, group.people) for group in parts.groups] == [("A", 70), ("B", 40)]
    assert get_texts(parts, parts.all_agree) == {"Plant trees.", "Open a library."}
    assert get_texts(parts, parts.dividing) == set(LINES) - {"Plant trees.", "Open a library."}
    assert parts.all_disagree == ()
    first = {(get_texts(parts, (each.pk,)).pop(), each.stance) for each in parts.groups[0].apart}
    assert len(first) == 5
    stances = dict(zip(LINES, FIRST, strict=True))
    assert all((stance == "agree") == (stances[text] == 1) for text, stance in first)


def test_the_same_votes_give_the_same_map_in_whatever_order_they_are_read() -> None:
    ballots = read_ballots(make_voted())
    found = find_groups(ballots)
    for seed in range(4):
        order = list(range(len(ballots.vote)))
        random.Random(seed).shuffle(order)
        other = find_groups(Ballots(ballots.person[order], ballots.statement[order], ballots.vote[order]))
        assert other.group.tolist() == found.group.tolist()
        assert other.positions.tolist() == found.positions.tolist()
        assert other.statements.split == found.statements.split


def test_people_who_answer_in_another_order_give_the_same_numbers() -> None:
    votes = draw_votes(first=60, second=40)
    one, two = make_asked(slug="one"), make_asked(slug="two")
    cast(one, votes)
    cast(two, votes[::-1])
    kept = [asdict(build(question)) for question in (one, two)]
    for parts in kept:
        for each in parts["statements"]:
            each.pop("pk")
    assert kept[0]["statements"] == kept[1]["statements"]
    assert kept[0]["picture"] == kept[1]["picture"]
    assert kept[0]["placing"]["loadings"] == kept[1]["placing"]["loadings"]


def test_organisations_repeats_and_what_was_taken_down_do_not_count() -> None:
    question = make_voted()
    cast(question, [(1,) * 8] * 30, organisation="A club")
    cast(question, [(1,) * 8] * 30, standing=Standing.REPEAT)
    cast(question, [(1,) * 8] * 30, standing=Standing.ERASED)
    parts = build(question)
    assert parts.people == 110
    Statement.objects.filter(text="Close the road.").update(state=Statement.State.REFUSED, reason="Unkind.")
    assert "Close the road." not in {each.text for each in build(question).statements}


def test_whoever_is_counted_as_a_voter_is_in_the_votes_and_nobody_else() -> None:
    question = make_voted()
    cast(question, [(1,) * 8] * 3, organisation="A club")
    cast(question, [(1,) * 8] * 3, standing=Standing.REPEAT)
    cast(question, [()] * 3)
    only_removed = cast(question, [(1, *[None] * 7)] * 3)
    assert set(get_voters(question).values_list("pk", flat=True)) == set(read_ballots(question).people.tolist())
    Statement.objects.filter(text="Close the road.").update(state=Statement.State.REFUSED, reason="Unkind.")
    voters = set(get_voters(question).values_list("pk", flat=True))
    assert voters == set(read_ballots(question).people.tolist())
    assert not voters & {each.pk for each in only_removed}


def test_small_counts_are_hidden_and_what_would_give_them_back() -> None:
    question = make_asked()
    cast(question, draw_votes(first=40, second=30, noise=0))
    # Three of the first group pass on the road: the reader knows that forty voted.
    cast(question, [(0, *FIRST[1:])] * 3)
    parts = build(question)
    road = next(each for each in parts.statements if each.text == "Close the road.")
    first = road.groups[0]
    assert first.passed is None
    assert (first.agree, first.people) == (None, 43)
    shown = [count for tally in (road.everybody, *road.groups) for count in asdict(tally).values() if count]
    assert min(shown) > 7
    trees = next(each for each in parts.statements if each.text == "Plant trees.")
    assert trees.everybody == Tally(73, 0, 0, 73)


def test_there_is_no_group_in_which_somebody_could_be_found() -> None:
    question = make_asked()
    cast(question, draw_votes(first=60, second=0, noise=0.02))
    cast(question, draw_votes(first=0, second=4, noise=0))
    parts = build(question)
    assert all(group.people >= LEAST_GROUP for group in parts.groups)


def test_where_all_say_the_same_there_are_no_groups_and_the_reason_is_said() -> None:
    question = make_asked()
    cast(question, [FIRST] * 30)
    parts = build(question)
    assert (parts.groups, parts.picture, parts.placing, parts.divisions) == ((), None, None, ())
    assert parts.reason == "Everybody who voted on a statement voted the same."
    assert parts.statements[0].everybody == Tally(30, 0, 0, 30)


def test_nobody_s_votes_make_no_map() -> None:
    assert build_map(make_asked()) is None


def test_groups_by_age_and_ward_are_shown_where_numbers_allow() -> None:
    question = make_asked()
    Area.objects.create(code="E05000001", name="Beckton", type="ward", parent=question.exercise.area)
    ages = [{"age": "16-24", "ward": "E05000001"}] * 40 + [{"age": "65-plus"}] * 27 + [{"age": "25-34"}] * 3
    cast(question, draw_votes(first=70, second=0, noise=0), about=ages)
    cast(question, draw_votes(first=0, second=40, noise=0), about=[{"age": "16-24"}] * 40)
    by_age, by_ward = build(question).divisions
    rows = {row.label: row for row in by_age.rows}
    assert rows["16 to 24"].groups == (40, 40)
    assert rows["25 to 34"].groups[0] is None
    assert rows["25 to 34"].people is None
    assert [(row.label, row.groups) for row in by_ward.rows] == [("Beckton", (40, 0))]
    assert "35 to 49" not in rows


def test_faith_and_ethnicity_are_kept_apart_and_only_where_the_assessment_allows_them() -> None:
    told = [{"religion": "hindu", "ethnicity": "roma"}] * 50
    names = []
    for slug, allowed in (("no", False), ("yes", True)):
        question = make_asked(slug=slug, dpia="Low risk.", dpia_covers_opinions=allowed)
        cast(question, draw_votes(first=50, second=0), about=told)
        cast(question, draw_votes(first=0, second=50))
        built = build_map(question)
        assert built is not None
        names.append([each.name for each in built.private])
        assert [each.name for each in built.parts.divisions] == ["age", "ward"]
        assert "Roma" not in str(asdict(built.parts))
    assert names == [[], ["religion", "ethnicity"]]


def test_without_what_one_hand_sent_it_is_said_how_far_the_map_would_be_another() -> None:
    question = make_voted()
    assert build(question).without is None
    stuffed = cast(question, [(1, 1, -1, -1, 1, 1, -1, 1)] * 45)
    group = Group.objects.create(exercise=question.exercise, kind=Group.Kind.SUSPECT, key="k", method="m")
    group.responses.set(stuffed)
    without = build(question).without
    assert without is not None
    assert (without.people, without.of, without.groups) == (45, 110, 2)
    # All agreed on trees; with them a third less.
    assert without.change == pytest.approx(45 / 155, abs=0.05)


def test_suspect_responses_that_did_not_vote_are_no_matter() -> None:
    question = make_voted()
    group = Group.objects.create(exercise=question.exercise, kind=Group.Kind.SUSPECT, key="k", method="m")
    group.responses.set(cast(question, [()] * 40))
    assert Response.objects.count() == 150
    assert build(question).without is None


def test_weighted_shares_are_those_by_hand_and_say_how_much_they_tell() -> None:
    question = make_asked()
    people = cast(question, [(1,)] * 30 + [(-1,)] * 10 + [(0,)] * 5)
    weights = {person.pk: 1.0 if at < 30 else 3.0 for at, person in enumerate(people[:-1])}
    ballots = read_ballots(question)
    pk = get_line(question.exercise, "Close the road.").pk
    found = weigh_statements(ballots, weights, [pk])[pk]
    assert found is not None
    assert (found.agree, found.disagree, found.people) == (30 / 72, 30 / 72, 44)
    assert found.effective == pytest.approx(72**2 / (30 + 14 * 9))
    assert weigh_statements(ballots, {}, [pk]) == {pk: None}
    few = dict(list(weights.items())[: LEAST_WEIGHTED - 1])
    assert weigh_statements(ballots, few, [pk]) == {pk: None}


def test_no_hexagon_of_the_picture_has_few_people_and_all_bear_their_group() -> None:
    question = make_voted(first=400, second=300)
    parts = build(question)
    assert parts.picture is not None
    found = find_groups(read_ballots(question))
    assert parts.picture.bands[0].lowest == 8
    assert {each.letter for each in parts.picture.bins} == {"A", "B"}
    assert max(each.band for each in parts.picture.bins) <= 5
    assert len({(each.q, each.r) for each in parts.picture.bins}) == len(parts.picture.bins)
    out = parts.picture.left_out
    assert out is None or out == 0 or out >= 8
    assert (out or 0) <= 0.1 * len(found.participants) + 1


def test_a_person_near_the_edge_of_two_hexagons_is_counted_once() -> None:
    from fiftysteps.engagement.opinions.drawing import draw

    question = make_voted(first=200, second=100)
    found = find_groups(read_ballots(question))
    picture = draw(found)
    assert picture is not None
    assert find_adjusted_rand(found.group.tolist(), [1] * 200 + [2] * 100) > 0.9
    highest = {band.number: band.highest for band in picture.bands}
    lowest = {band.number: band.lowest for band in picture.bands}
    drawn = len(found.participants) - (picture.left_out or 0)
    assert sum(lowest[each.band] for each in picture.bins) <= drawn
    assert sum(highest[each.band] for each in picture.bins) >= drawn - 7
    assert np.isfinite(found.positions).all()
