"""Answers of another tool are kept as if they had been sent here: all of a file or nothing, and once."""

import gc
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from fiftysteps.accounts.models import AuditEntry, Role, User
from fiftysteps.config.roles import set_up_roles
from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Faults
from fiftysteps.engagement.actions import write_response as writing
from fiftysteps.engagement.actions.erase_response import erase_response
from fiftysteps.engagement.actions.import_responses import (
    CHANGED,
    Imported,
    import_responses,
    make_row_key,
    try_responses,
)
from fiftysteps.engagement.actions.write_response import ANOTHER, Coming, write_responses
from fiftysteps.engagement.asking.reading import Filled, Given, Voted
from fiftysteps.engagement.models import (
    AboutYou,
    Answer,
    Channel,
    Contact,
    Exercise,
    ExerciseState,
    Response,
    SafeguardingFlag,
    Statement,
)
from fiftysteps.engagement.receipts import get_key
from fiftysteps.engagement.sealing import unseal
from tests.builders import make_user
from tests.listening import make_exercise, make_officer, send
from tests.returned import QUESTIONS, make_mapping, read

pytestmark = pytest.mark.django_db
CODES = ("q:words", "a:age", "email", "capacity", "reference")
TEXT = (
    "Q,Age,E-mail,You,No.\nBenches,35-49,ana@example.org,I live here,1\nI want to die,,,I work or study here,2\n,,,,3\n"
)


@pytest.fixture
def officer() -> User:
    return make_officer()


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(questions=QUESTIONS)


def bring(user: User, exercise: Exercise, folder: Path, text: str = TEXT, codes: tuple[str, ...] = CODES) -> Imported:
    table = read(folder, text)
    return import_responses(user, exercise, table, make_mapping(exercise, table, codes), today=timezone.localdate())


def test_what_a_file_holds_is_kept_like_what_is_sent(officer: User, exercise: Exercise, tmp_path: Path) -> None:
    assert bring(officer, exercise, tmp_path) == Imported(added=2, held=0, empty=1)
    first, second = Response.objects.order_by("pk")
    assert (first.channel, first.day, first.entered_by) == (Channel.OTHER_TOOL, timezone.localdate(), officer)
    assert (first.is_resident, second.is_resident, first.reference) == (True, False, "1")
    assert (first.answers.get().text, first.about.age) == ("Benches", "35-49")
    assert unseal(first.contact.sealed) == "ana@example.org"
    assert (Contact.objects.count(), AboutYou.objects.count()) == (1, 1)
    flag = SafeguardingFlag.objects.get()
    assert (flag.response, flag.exercise, flag.alarm) == (second, exercise, "self-harm")


def test_one_entry_in_the_audit_trail_holds_no_word_of_anybody(
    officer: User, exercise: Exercise, tmp_path: Path
) -> None:
    AuditEntry.objects.all().delete()
    bring(officer, exercise, tmp_path)
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.action, entry.object_key) == (officer, "import-responses", exercise.key)
    assert len(entry.digest) == 64


def test_the_same_file_taken_in_twice_adds_nothing(officer: User, exercise: Exercise, tmp_path: Path) -> None:
    bring(officer, exercise, tmp_path)
    entries = AuditEntry.objects.count()
    assert bring(officer, exercise, tmp_path) == Imported(added=0, held=2, empty=1)
    assert Response.objects.count() == 2
    assert AuditEntry.objects.count() == entries


def test_a_trial_writes_nothing(officer: User, exercise: Exercise, tmp_path: Path) -> None:
    table = read(tmp_path, TEXT)
    mapping = make_mapping(exercise, table, CODES)
    tried = try_responses(officer, exercise, table, mapping, today=timezone.localdate())
    assert ([row.line for row in tried.new], tried.held, tried.outcome.empty) == ([2, 3], 0, 1)
    assert not Response.objects.exists()
    bring(officer, exercise, tmp_path)
    tried = try_responses(officer, exercise, table, mapping, today=timezone.localdate())
    assert (tried.new, tried.held) == ((), 2)


def test_a_fault_in_one_row_keeps_every_row_out(officer: User, exercise: Exercise, tmp_path: Path) -> None:
    with pytest.raises(Faults, match="“forty” is none of the answers"):
        bring(officer, exercise, tmp_path, TEXT + "Trees,forty,,,4\n")
    assert not Response.objects.exists()


def test_nothing_stays_of_a_file_that_failed_half_way(
    officer: User, exercise: Exercise, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(text: str) -> bytes:
        raise OSError("the disk is full")

    monkeypatch.setattr(writing, "BATCH", 1)
    monkeypatch.setattr(writing, "seal", fail)
    entries = AuditEntry.objects.count()
    with pytest.raises(OSError, match="disk"):
        bring(
            officer,
            exercise,
            tmp_path,
            TEXT.replace("Benches,35-49,ana@example.org", "Benches,35-49,") + "A,,a@b.uk,,4\n",
        )
    assert not any(model.objects.exists() for model in (Response, Answer, AboutYou, SafeguardingFlag))
    assert AuditEntry.objects.count() == entries


def test_a_later_file_adds_only_what_is_new(officer: User, exercise: Exercise, tmp_path: Path) -> None:
    bring(officer, exercise, tmp_path)
    assert bring(officer, exercise, tmp_path, TEXT + "Trees,,,,4\n") == Imported(added=1, held=2, empty=1)
    assert Response.objects.count() == 3


def test_a_number_with_other_answers_than_before_is_a_fault(officer: User, exercise: Exercise, tmp_path: Path) -> None:
    bring(officer, exercise, tmp_path)
    with pytest.raises(Faults, match="line 2: the number “1” was taken in before with other answers"):
        bring(officer, exercise, tmp_path, TEXT.replace("Benches", "Trees"))
    assert Response.objects.count() == 2


def test_the_number_of_a_paper_form_is_not_that_of_a_tool(officer: User, exercise: Exercise, tmp_path: Path) -> None:
    send(exercise, channel=Channel.PAPER, reference="1")
    assert bring(officer, exercise, tmp_path).added == 2


def test_the_same_row_matched_another_way_changes_nothing(officer: User, exercise: Exercise, tmp_path: Path) -> None:
    bring(officer, exercise, tmp_path)
    with pytest.raises(Faults, match=CHANGED):
        bring(officer, exercise, tmp_path, codes=("q:words", "", "email", "capacity", "reference"))
    assert AboutYou.objects.count() == 1


def test_what_was_erased_never_comes_back(officer: User, exercise: Exercise, tmp_path: Path) -> None:
    bring(officer, exercise, tmp_path)
    for response in Response.objects.all():
        erase_response(response)
    assert bring(officer, exercise, tmp_path).added == 0
    assert bring(officer, exercise, tmp_path, TEXT + "\n").added == 0
    assert not Answer.objects.exists()


def test_one_file_can_hold_the_answers_to_two_exercises(officer: User, exercise: Exercise, tmp_path: Path) -> None:
    other = make_exercise()
    bring(officer, exercise, tmp_path)
    assert bring(officer, other, tmp_path).added == 2
    table = read(tmp_path, TEXT)
    assert make_row_key(exercise, table, 2) != make_row_key(other, table, 2)


def test_two_rows_that_say_the_same_are_two_responses(officer: User, exercise: Exercise, tmp_path: Path) -> None:
    assert bring(officer, exercise, tmp_path, "Q\nBenches\nBenches\n", ("q:words",)).added == 2


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.ANALYST, Role.STRATEGY_LEAD, Role.PARTNER, Role.BOARD_MEMBER])
def test_who_may_not_read_what_people_wrote_brings_nothing_in(role: Role, exercise: Exercise, tmp_path: Path) -> None:
    user = make_user(role=role)
    set_up_roles()
    with pytest.raises(PermissionDenied):
        bring(User.objects.get(pk=user.pk), exercise, tmp_path)
    assert not Response.objects.exists()


@pytest.mark.parametrize("state", [ExerciseState.DRAFT, ExerciseState.CONSIDERED, ExerciseState.ANSWERED])
def test_an_exercise_that_takes_nothing_takes_no_file(state: ExerciseState, officer: User, tmp_path: Path) -> None:
    with pytest.raises(PersonError, match="nothing can be entered"):
        bring(officer, make_exercise(state=state), tmp_path)


def test_many_responses_are_written_as_one_is(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "BATCH", 2)
    question = exercise.questions.get(code="words")
    statement = Statement.objects.create(question=question, text="Cars out.", state=Statement.State.SHOWN)
    sent = [
        (
            Filled(given=(Given(question.pk, f"Words {at}"),), voted=(Voted(question.pk, {statement.pk: "agree"}),)),
            Coming(key=get_key(str(at)), channel=Channel.OTHER_TOOL, day=timezone.localdate()),
        )
        for at in range(5)
    ]
    assert writing.Written(5, 0) == write_responses(exercise, sent)
    assert writing.Written(0, 5) == write_responses(exercise, sent)
    assert (Answer.objects.count(), statement.votes.count()) == (5, 5)
    other = (Filled(given=(Given(question.pk, "Another"),)), sent[0][1])
    with pytest.raises(PersonError) as error:
        write_responses(exercise, [other, *sent[1:]])
    assert str(error.value) == ANOTHER


def test_the_same_answers_from_two_sides_at_once_are_refused_on_one(
    exercise: Exercise, monkeypatch: pytest.MonkeyPatch
) -> None:
    def collide(*arguments: object) -> None:
        raise IntegrityError("a key is held")

    monkeypatch.setattr(writing, "_write", collide)
    coming = Coming(key=get_key("1"), channel=Channel.OTHER_TOOL, day=timezone.localdate())
    with pytest.raises(PersonError, match="came in from elsewhere just now. Nothing was changed"):
        write_responses(exercise, [(Filled(), coming)])
    # What was paused for the sake of speed goes on, however it ended.
    assert gc.isenabled()
