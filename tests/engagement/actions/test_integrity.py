"""Letters, repeats and one hand: what is found is flagged, and a library or a care home is not."""

import datetime

import pytest
from django.core import signing
from django.test import RequestFactory
from django.utils import timezone

from fiftysteps.engagement.actions.look_for_groups import look_for_groups
from fiftysteps.engagement.integrity import pace
from fiftysteps.engagement.integrity.likeness import find_alike, squeeze
from fiftysteps.engagement.models import Arrival, Exercise, Group, Response
from tests.listening import make_exercise, send

pytestmark = pytest.mark.django_db
LETTER = (
    "I am writing to ask the Board to close the streets by our schools to cars at the start and the end of the day. "
    "Children breathe what comes out of engines that stand and wait."
)


def get_groups(exercise: Exercise, kind: str) -> list[set[int]]:
    groups = Group.objects.filter(exercise=exercise, kind=kind)
    return [set(group.responses.values_list("pk", flat=True)) for group in groups]


def test_the_same_letter_is_grouped_counted_and_its_method_recorded() -> None:
    exercise = make_exercise()
    letters = {
        send(exercise, text=f"{LETTER} {end}").pk for end in ("Ana", "Yours, Ben.", "Please listen!", "C", "Dee")
    }
    send(
        exercise, text="Close the streets by schools, I have said it for years and nobody has ever listened to me yet."
    )
    look_for_groups(exercise)
    assert get_groups(exercise, "letter") == [letters]
    assert "share 50% of their phrases" in Group.objects.get().method
    assert Response.objects.count() == 6


def test_four_letters_and_short_sentences_are_no_campaign() -> None:
    exercise = make_exercise()
    for number in range(4):
        send(exercise, text=f"{LETTER} {number}")
    for _ in range(10):
        send(exercise, text="More benches please.")
    look_for_groups(exercise)
    assert get_groups(exercise, "letter") == []


def arrive(exercise: Exercise, texts: list[str], *, network: str = "one", minutes: float = 0.5) -> set[int]:
    start, found = timezone.now() - datetime.timedelta(hours=5), set()
    for number, text in enumerate(texts):
        response = send(exercise, text=text)
        arrival = Arrival.objects.create(exercise=exercise, response=response, network=network)
        Arrival.objects.filter(pk=arrival.pk).update(at=start + datetime.timedelta(minutes=minutes * number))
        found.add(response.pk)
    return found


def test_one_hand_is_flagged_and_nothing_is_taken_away() -> None:
    exercise = make_exercise()
    stuffed = arrive(exercise, ["Parking first."] * 20 + ["Parking comes first"] * 15)
    look_for_groups(exercise)
    assert get_groups(exercise, "suspect") == [stuffed]
    assert Response.objects.filter(standing="counted").count() == 35


@pytest.mark.parametrize(
    ("texts", "minutes"),
    [
        ([f"Something of my own, number {number}" for number in range(60)], 0.5),  # a library
        (["The food is cold."] * 29, 0.5),  # a care home that agrees
        (["Parking first."] * 60, 61),  # all day long, one now and then
    ],
)
def test_a_house_that_many_share_is_not_flagged(texts: list[str], minutes: float) -> None:
    exercise = make_exercise()
    arrive(exercise, texts, minutes=minutes)
    look_for_groups(exercise)
    assert get_groups(exercise, "suspect") == []


def test_one_person_twice_is_found_by_words_and_answers_together() -> None:
    exercise = make_exercise()
    words, about = "A rail in the bath would let me stay at home.", {"age": "65-plus", "sex": "male"}
    twice = {send(exercise, text=words, about=about).pk, send(exercise, text=words.upper(), about=about).pk}
    send(exercise, text=words, about={"age": "16-24", "sex": "male"})
    send(exercise, text=words)
    send(exercise, text="Benches.", about=about)
    send(exercise, text="Benches.", about=about)
    look_for_groups(exercise)
    assert get_groups(exercise, "repeat") == [twice]


def test_looking_again_replaces_what_was_found() -> None:
    exercise = make_exercise()
    arrive(exercise, ["Parking first."] * 35)
    assert look_for_groups(exercise)["suspect"] == look_for_groups(exercise)["suspect"] == 1
    assert Group.objects.count() == 1


def test_likeness_needs_half_of_the_phrases() -> None:
    one, other = "a b c d e f g h i j", "a b c d e f g h x y"
    assert squeeze("Don’t, STOP!") == "don t stop"
    assert find_alike({1: one, 2: other}, least_words=5, least=2) == [{1, 2}]
    assert find_alike({1: one, 2: "a b c d e v w x y z"}, least_words=5, least=2) == []


@pytest.fixture
def busy(settings) -> Exercise:
    settings.MANY_FORMS = 3
    return make_exercise()


def test_only_a_network_from_which_very_many_just_came_is_busy(busy: Exercise) -> None:
    for _ in range(2):
        Arrival.objects.create(exercise=busy, network="one")
    assert not pace.is_busy(busy, "one")
    Arrival.objects.create(exercise=busy, network="one")
    assert pace.is_busy(busy, "one")
    assert not pace.is_busy(busy, "two")
    assert not pace.is_busy(make_exercise(), "one")
    Arrival.objects.update(at=timezone.now() - datetime.timedelta(minutes=61))
    assert not pace.is_busy(busy, "one")


def test_whoever_waits_may_send_and_so_may_a_browser_that_did_the_sum(monkeypatch: pytest.MonkeyPatch) -> None:
    challenge = pace.make_challenge("a key")
    assert not pace.has_met("a key", challenge.token, "")
    number = next(str(number) for number in range(10_000_000) if pace._fits(challenge.token, str(number)))
    assert pace.has_met("a key", challenge.token, number)
    assert not pace.has_met("another key", challenge.token, number)
    assert not pace.has_met("a key", "forged", number)
    monkeypatch.setattr(pace, "SECONDS", -1)
    assert pace.has_met("a key", challenge.token, "")


def test_an_old_challenge_is_of_no_use(monkeypatch: pytest.MonkeyPatch) -> None:
    token = pace.make_challenge("a key").token
    monkeypatch.setattr(pace, "OLDEST", -1)
    with pytest.raises(signing.SignatureExpired):
        signing.loads(token, salt=pace._SALT, max_age=-1)
    assert not pace.has_met("a key", token, "")


def test_a_sender_cannot_choose_where_it_comes_from(settings) -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2", REMOTE_ADDR="9.9.9.9")
    assert pace.get_address(request) == "9.9.9.9"
    settings.TRUSTED_PROXIES = 1
    assert pace.get_address(request) == "2.2.2.2"
    network = pace.get_network(request)
    assert "2.2.2.2" not in network
    assert len(network) == 32
