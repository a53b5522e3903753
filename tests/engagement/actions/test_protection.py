"""Safeguarding, retention, erasure, and what is given out."""

import json

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from fiftysteps.accounts.models import AuditEntry
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.erase_response import erase_due, erase_response
from fiftysteps.engagement.actions.fill_form import begin_form
from fiftysteps.engagement.actions.look_at_flag import look_at_flag, tell_flags
from fiftysteps.engagement.actions.moderate_statement import moderate_statement
from fiftysteps.engagement.actions.tell_writers import tell_writers
from fiftysteps.engagement.models import (
    Answer,
    Arrival,
    Contact,
    Exercise,
    ExerciseState,
    HalfFilled,
    SafeguardingFlag,
    Statement,
)
from fiftysteps.engagement.queries.exports import get_everything_held, write_open_answers
from tests.builders import make_insight, make_user
from tests.listening import DAY, make_exercise, make_officer, send

pytestmark = pytest.mark.django_db


def test_the_recipient_is_told_once_by_a_message_that_holds_no_word_of_it() -> None:
    officer = make_officer(email="look@council.example")
    send(make_exercise(safeguarding=officer), text="I want to kill myself, says Ana of Plum Road")
    assert tell_flags() == 1
    assert tell_flags() == 0
    (message,) = mail.outbox
    assert message.to == ["look@council.example"]
    said = f"{message.subject} {message.body}".lower()
    assert "/listening/flags/" in said
    for word in ("kill", "ana", "plum", "harm", "suicide"):
        assert word not in said


def test_a_message_that_could_not_be_sent_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    send(make_exercise(), text="I want to die")

    def fail(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("fiftysteps.engagement.actions.look_at_flag.send_mail", fail)
    assert tell_flags() == 0
    monkeypatch.undo()
    assert tell_flags() == 1


def test_whoever_looks_says_what_was_done_and_the_clock_stops() -> None:
    officer = make_officer()
    send(make_exercise(), text="I want to die")
    flag = SafeguardingFlag.objects.get()
    with pytest.raises(PersonError, match="Say what was done"):
        look_at_flag(officer, flag, outcome=" ")
    with pytest.raises(PermissionDenied):
        look_at_flag(make_user(role="organiser"), flag, outcome="Rang.")
    look_at_flag(officer, flag, outcome="Passed on to the duty team.")
    assert (flag.seen_by, flag.outcome) == (officer, "Passed on to the duty team.")
    with pytest.raises(PersonError, match="looked at this already"):
        look_at_flag(officer, flag, outcome="Again.")
    entry = AuditEntry.objects.get(action="look-at-flag")
    assert "duty" not in json.dumps([entry.action, entry.object_key, entry.digest])


def test_answers_are_erased_on_the_day_that_was_promised(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    today = timezone.localdate()
    exercise = make_exercise()
    response = send(exercise, text="xylophone", about={"age": "16-24"}, email="ana@example.org")
    assert erase_due(exercise.erase_on - DAY) == 0
    assert erase_due(exercise.erase_on) == 1
    assert erase_due(exercise.erase_on) == 0
    response.refresh_from_db()
    assert (response.standing, response.digest, response.capacities) == ("erased", "", [])
    assert not Answer.objects.exists()
    assert response.key in (tmp_path / "erasures").read_text()
    assert today < exercise.erase_on


def test_a_form_that_was_begun_goes_after_two_weeks_and_where_things_came_from_too() -> None:
    exercise, today = make_exercise(), timezone.localdate()
    begin_form(exercise, today=today, language="en-gb")
    Arrival.objects.create(exercise=exercise, network="one")
    erase_due(today + 13 * DAY)
    assert (HalfFilled.objects.count(), Arrival.objects.count()) == (1, 1)
    erase_due(today + 16 * DAY)
    assert (HalfFilled.objects.count(), Arrival.objects.count()) == (0, 0)


def test_what_a_writer_added_for_others_goes_with_the_rest() -> None:
    exercise = make_exercise(questions=({"code": "say", "kind": "statements", "choices": ("Cars out.",)},))
    response = send(exercise)
    own = Statement.objects.create(question=exercise.questions.get(code="say"), text="I am Ana", written_in=response)
    erase_response(response)
    own.refresh_from_db()
    assert (own.text, own.state, own.written_in) == ("", "refused", None)


def test_everything_that_is_held_of_somebody_is_in_their_copy() -> None:
    exercise = make_exercise(questions=({"code": "one", "kind": "one", "choices": ("Red", "Blue")},))
    response = send(exercise, text="Benches", about={"religion": "sikh", "sex": "prefer-not"}, email="ana@example.org")
    Answer.objects.create(response=response, question=exercise.questions.get(code="one"), value=[2])
    response.themes.add(make_insight(held_in=exercise, title="Places to sit"))
    held = json.dumps(get_everything_held(response))
    for part in (
        "Benches",
        "Blue",
        "Sikh",
        "Prefer not to say",
        "ana@example.org",
        "Places to sit",
        "What would help you?",
    ):
        assert part in held


def test_what_may_be_given_holds_no_words_of_a_person_and_starts_no_formula() -> None:
    exercise = make_exercise(questions=({"code": "one", "kind": "one", "choices": ("=Red", "Blue")},))
    person = send(exercise, text="quince of Plum Road", about={"religion": "sikh"}, email="ana@example.org")
    Answer.objects.create(response=person, question=exercise.questions.get(code="one"), value=[1])
    send(exercise, text="=cmd() We see this daily", organisation="A club", capacities=("organisation",))
    text = write_open_answers(exercise)
    assert "A club" in text
    assert "'=cmd() We see this daily" in text
    assert "'=Red" in text
    for hidden in ("quince", "sikh", "Sikh", "ana@"):
        assert hidden not in text
    erase_response(person)
    assert len(write_open_answers(exercise).splitlines()) == 2


def test_a_statement_is_refused_only_with_a_reason_that_its_writer_reads() -> None:
    exercise = make_exercise(questions=({"code": "say", "kind": "statements", "choices": ("Cars out.",)},))
    own = Statement.objects.create(question=exercise.questions.get(code="say"), text="Benches everywhere.")
    officer = make_officer()
    with pytest.raises(PersonError, match="Say why it is not shown"):
        moderate_statement(officer, own, is_shown=False)
    moderate_statement(officer, own, is_shown=False, reason="It names somebody.")
    assert (own.state, own.reason) == ("refused", "It names somebody.")
    moderate_statement(officer, own, is_shown=True)
    assert (own.state, own.reason) == ("shown", "")
    with pytest.raises(PermissionDenied):
        moderate_statement(make_user(role="organiser"), own, is_shown=True)


def test_an_exercise_without_a_recipient_is_passed_over() -> None:
    send(make_exercise(), text="I want to die")
    Exercise.objects.update(safeguarding=None)
    assert tell_flags() == 0


def test_whoever_left_an_address_is_written_to_once_and_then_the_address_is_gone() -> None:
    exercise = make_exercise()
    send(exercise, text="xylophone", email="ana@example.org")
    assert tell_writers() == 0
    exercise.state = ExerciseState.ANSWERED
    exercise.save()
    assert tell_writers() == 1
    assert tell_writers() == 0
    (message,) = mail.outbox
    assert message.to == ["ana@example.org"]
    assert f"/say/{exercise.slug}/answers/" in message.body
    assert "xylophone" not in message.body
    assert not Contact.objects.exists()


def test_an_address_is_kept_while_the_provider_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    exercise = make_exercise(state=ExerciseState.OPEN)
    send(exercise, email="ana@example.org")
    exercise.state = ExerciseState.ANSWERED
    exercise.save()

    def fail(*args: object, **kwargs: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("fiftysteps.engagement.actions.tell_writers.send_mail", fail)
    assert tell_writers() == 0
    assert Contact.objects.count() == 1
