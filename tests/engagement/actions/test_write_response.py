import logging
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.write_response import ANOTHER
from fiftysteps.engagement.models import AboutYou, Answer, Contact, ExerciseState, Response, SafeguardingFlag
from fiftysteps.engagement.sealing import unseal
from tests.listening import make_draft, make_exercise, send

pytestmark = pytest.mark.django_db


def test_what_was_said_who_said_it_and_how_to_reach_them_are_kept_apart() -> None:
    response = send(
        make_exercise(), text="Benches", about={"age": "35-49", "religion": "none"}, email="ana@example.org"
    )
    assert response.answers.get().text == "Benches"
    assert (response.about.age, response.about.religion, response.about.sex) == ("35-49", "none", "")
    assert unseal(response.contact.sealed) == "ana@example.org"
    assert b"ana" not in bytes(response.contact.sealed)
    names = [field.name for field in Response._meta.concrete_fields]
    assert not {"text", "email", "ethnicity", "age"} & set(names)


def test_only_who_lives_here_and_answers_for_themselves_is_a_resident() -> None:
    exercise = make_exercise()
    assert send(exercise, capacities=("lives", "carer")).is_resident
    assert not send(exercise, capacities=("works",)).is_resident
    assert not send(exercise, capacities=("lives", "organisation"), organisation="A club").is_resident


def test_a_repeat_is_harmless_and_another_body_under_the_same_key_is_refused() -> None:
    exercise = make_exercise()
    first = send(exercise, code="AAAA", text="Benches")
    assert send(exercise, code="AAAA", text="Benches") == first
    with pytest.raises(PersonError) as error:
        send(exercise, code="AAAA", text="Trees")
    assert str(error.value) == ANOTHER
    assert Answer.objects.get().text == "Benches"


def test_nothing_is_kept_of_an_empty_form() -> None:
    with pytest.raises(PersonError, match="Nothing was answered yet"):
        send(make_exercise(), text="", about={"age": "35-49"})
    assert not Response.objects.exists()


def test_words_of_danger_raise_a_flag_in_the_same_transaction() -> None:
    response = send(make_exercise(), text="I want to die")
    flag = SafeguardingFlag.objects.get()
    assert (flag.response, flag.alarm, flag.seen) == (response, "self-harm", None)


def test_nothing_of_a_response_that_failed_half_way_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str) -> bytes:
        raise OSError("the disk is full")

    exercise = make_exercise()
    monkeypatch.setattr("fiftysteps.engagement.actions.write_response.seal", fail)
    with pytest.raises(OSError, match="disk"):
        send(exercise, about={"age": "16-24"}, email="ana@example.org")
    assert not any(model.objects.exists() for model in (Response, Answer, AboutYou, Contact))


def test_no_word_of_an_answer_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        send(make_exercise(), text="xylophone quince", about={"religion": "sikh"}, email="quince@example.org")
    said = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("django.db"))
    assert "xylophone" not in said
    assert "quince" not in said


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_with_one_key_are_one_response() -> None:
    # Without roles: what a migration wrote is gone once a test has committed.
    exercise = make_draft()
    exercise.state = ExerciseState.OPEN
    exercise.save()

    def send_once(_: int) -> int:
        try:
            return send(exercise, code="AAAA").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as pool:
        found = set(pool.map(send_once, range(50)))
    connection.close()
    assert len(found) == 1
    assert Response.objects.count() == Answer.objects.count() == 1
