"""A person says what responses say; the codebook changes while they read, and nothing is left behind."""

import pytest
from django.core.exceptions import PermissionDenied

from fiftysteps.accounts.models import Role, User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.change_codebook import change_code, drop_code, make_code, merge_codes, split_code
from fiftysteps.engagement.actions.code_response import Chosen, code_response, undo_coding
from fiftysteps.engagement.actions.erase_response import erase_response
from fiftysteps.engagement.models import (
    Code,
    CodeState,
    CodeSuggestion,
    Coding,
    CodingAct,
    Considered,
    Exercise,
    ExerciseState,
    MachineRun,
    Response,
)
from tests.builders import make_insight, make_user
from tests.listening import make_exercise, make_officer, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return make_officer()


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(slug="well")


@pytest.fixture
def benches(officer: User, exercise: Exercise) -> Code:
    return make_code(officer, exercise, {"name": "Places to sit", "definition": "Benches, walls, seats."})


@pytest.fixture
def buses(officer: User, exercise: Exercise) -> Code:
    return make_code(officer, exercise, {"name": "Buses"})


def get_codes(response: Response) -> list[str]:
    return sorted(response.codings.filter(is_second=False).values_list("code__name", flat=True))


def test_what_somebody_understood_is_kept_with_their_name_the_words_and_the_tone(officer, exercise, benches) -> None:
    response = send(exercise, text="More  benches,\nplease, by the park.")
    code_response(officer, response, [Chosen(benches.pk, words="benches, please", tone="good")], note="Ask parks.")
    coding = response.codings.get()
    assert (coding.by, coding.made_by, coding.tone) == (officer, "", "good")
    assert coding.answer.text[coding.start : coding.end] == "benches,\nplease"
    assert (response.considered, response.considered_by, response.considered_note) == ("coded", officer, "Ask parks.")


@pytest.mark.parametrize(
    ("unreadable", "expected"), [("", Considered.READ), ("In a language nobody here reads", Considered.UNREADABLE)]
)
def test_a_response_without_a_code_was_considered_or_cannot_be_read(officer, exercise, unreadable, expected) -> None:
    response = send(exercise, text="Hm.")
    code_response(officer, response, [], unreadable=unreadable)
    assert response.considered == expected
    assert response.considered_note == unreadable


def test_every_fault_is_said_at_once_and_nothing_is_kept(officer, exercise, benches, buses) -> None:
    response = send(exercise, text="Benches.")
    other = make_code(officer, make_exercise(slug="other"), {"name": "Elsewhere"})
    with pytest.raises(PersonError) as caught:
        code_response(
            officer,
            response,
            [Chosen(benches.pk, words="chairs"), Chosen(buses.pk, tone="loud"), Chosen(other.pk)],
        )
    assert str(caught.value).splitlines() == [
        "Places to sit: “chairs” does not stand in this response word for word.",
        "Buses: “loud” is no way of speaking of something.",
        "One of the codes is not in use any more: it was merged, split or dropped. Look again.",
    ]
    response.refresh_from_db()
    assert (response.considered, Coding.objects.count(), CodingAct.objects.count()) == ("waiting", 0, 0)


def test_what_cannot_be_read_has_no_codes(officer, exercise, benches) -> None:
    with pytest.raises(PersonError, match="take away one or the other"):
        code_response(officer, send(exercise, text="x"), [Chosen(benches.pk)], unreadable="smudged")


def test_a_code_that_was_suggested_says_by_what_and_how_sure(officer, exercise, benches, buses) -> None:
    response = send(exercise, text="Benches and buses")
    run = MachineRun.objects.create(exercise=exercise, method="linear, version 1", learned_from=40, looked_at=1)
    CodeSuggestion.objects.create(run=run, response=response, code=benches, probability=0.8)
    code_response(officer, response, [Chosen(benches.pk), Chosen(buses.pk)])
    found = dict(response.codings.values_list("code__name", "made_by"))
    assert found == {"Places to sit": "linear, version 1", "Buses": ""}
    assert response.codings.get(code=benches).probability == 0.8


def test_coding_again_keeps_whose_the_first_was(officer, exercise, benches, buses) -> None:
    response, other = send(exercise, text="Benches and buses"), make_officer()
    code_response(officer, response, [Chosen(benches.pk), Chosen(buses.pk)])
    code_response(other, response, [Chosen(benches.pk, tone="bad")])
    assert get_codes(response) == ["Places to sit"]
    assert response.codings.get().by == officer
    assert response.codings.get().tone == "bad"
    assert response.considered_by == other


def test_undo_puts_back_what_was_there_once(officer, exercise, benches, buses) -> None:
    response = send(exercise, text="Benches and buses")
    code_response(officer, response, [Chosen(benches.pk, words="Benches")])
    code_response(officer, response, [Chosen(buses.pk)])
    assert undo_coding(officer, exercise) == response
    response.refresh_from_db()
    assert get_codes(response) == ["Places to sit"]
    assert response.codings.get().start == 0
    undo_coding(officer, exercise)
    response.refresh_from_db()
    assert (response.considered, response.considered_by, get_codes(response)) == ("waiting", None, [])
    with pytest.raises(PersonError, match="nothing of yours to undo"):
        undo_coding(officer, exercise)


def test_what_somebody_else_has_coded_since_is_not_undone(officer, exercise, benches) -> None:
    response = send(exercise, text="Benches")
    code_response(officer, response, [])
    code_response(make_officer(), response, [Chosen(benches.pk)])
    with pytest.raises(PersonError, match="nothing of yours to undo"):
        undo_coding(officer, exercise)
    assert get_codes(response) == ["Places to sit"]


def test_the_themes_of_a_response_are_those_of_its_codes(officer, exercise, benches) -> None:
    benches.insight = make_insight(held_in=exercise, title="Places to sit")
    benches.save()
    response = send(exercise, text="Benches")
    code_response(officer, response, [Chosen(benches.pk)])
    assert list(response.themes.all()) == [benches.insight]
    undo_coding(officer, exercise)
    assert not response.themes.exists()


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.PARTNER, Role.ORGANISER, Role.ANALYST])
def test_coding_and_the_codebook_are_not_for_everybody(exercise, benches, role) -> None:
    outsider = make_user(role=role)
    with pytest.raises(PermissionDenied):
        code_response(outsider, send(exercise, text="x"), [])
    with pytest.raises(PermissionDenied):
        make_code(outsider, exercise, {"name": "x"})
    with pytest.raises(PermissionDenied):
        change_code(outsider, benches, {"name": "y"})
    with pytest.raises(PermissionDenied):
        merge_codes(outsider, [benches], benches)
    with pytest.raises(PermissionDenied):
        split_code(outsider, benches, ["a", "b"])
    with pytest.raises(PermissionDenied):
        drop_code(outsider, benches)


def test_codes_are_fixed_once_the_exercise_was_considered(officer, exercise, benches) -> None:
    exercise.state = ExerciseState.CONSIDERED
    exercise.save()
    benches.refresh_from_db()
    with pytest.raises(PermissionDenied, match="until it was considered"):
        make_code(officer, exercise, {"name": "Late"})


def test_a_code_that_is_changed_is_a_new_version_of_itself(officer, exercise, benches) -> None:
    change_code(officer, benches, {"name": "Seats", "definition": "Anything to sit on."}, reason="Wider")
    change_code(officer, benches, {"name": "Seats", "definition": "Anything to sit on."})
    assert (benches.name, benches.version) == ("Seats", 2)
    assert [(each.kind, each.version, each.name, each.reason) for each in benches.changes.all()] == [
        ("made", 1, "Places to sit", ""),
        ("changed", 2, "Seats", "Wider"),
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Write the name"),
        ("  ", "Write the name"),
        ("x" * 101, "has 101"),
        ("places TO sit", "a code “places TO sit” already"),
    ],
)
def test_a_code_has_a_name_of_its_own(officer, exercise, benches, name, sentence) -> None:
    with pytest.raises(PersonError, match=sentence):
        make_code(officer, exercise, {"name": name})


def test_a_code_cannot_stand_under_itself(officer, exercise, benches, buses) -> None:
    change_code(officer, buses, {"name": "Buses"}, parent=benches)
    with pytest.raises(PersonError, match="cannot stand under itself"):
        change_code(officer, benches, {"name": "Places to sit"}, parent=buses)


def test_merged_codes_keep_every_coding_once_and_their_lineage(officer, exercise, benches, buses) -> None:
    both, one = send(exercise, text="Both"), send(exercise, text="One")
    code_response(officer, both, [Chosen(benches.pk), Chosen(buses.pk)])
    code_response(officer, one, [Chosen(buses.pk)])
    assert merge_codes(officer, [buses], benches, reason="Same thing") == 2
    assert (get_codes(both), get_codes(one)) == (["Places to sit"], ["Places to sit"])
    buses.refresh_from_db()
    assert buses.state == CodeState.MERGED
    last = buses.changes.last()
    assert (last.kind, last.other, last.reason) == ("merged", benches, "Same thing")
    assert benches.changes.last().kind == "took"
    with pytest.raises(PersonError, match="nothing of yours to undo"):
        undo_coding(officer, exercise)
    with pytest.raises(PersonError, match="not in use any more"):
        merge_codes(officer, [buses], benches)
    with pytest.raises(PersonError, match="at least one other code"):
        merge_codes(officer, [benches], benches)


def test_what_was_coded_with_a_code_that_is_split_waits_again(officer, exercise, benches, buses) -> None:
    response, other = send(exercise, text="Benches and buses"), send(exercise, text="Buses")
    code_response(officer, response, [Chosen(benches.pk), Chosen(buses.pk)])
    code_response(officer, other, [Chosen(buses.pk)])
    made = split_code(officer, benches, ["Benches", "Walls to sit on"], reason="Two things")
    response.refresh_from_db()
    other.refresh_from_db()
    assert (response.considered, get_codes(response)) == ("waiting", ["Buses"])
    assert other.considered == "coded"
    assert [(code.name, code.changes.get().kind, code.changes.get().other) for code in made] == [
        ("Benches", "came", benches),
        ("Walls to sit on", "came", benches),
    ]
    with pytest.raises(PersonError, match="at least two"):
        split_code(officer, buses, ["One"])


def test_a_code_in_use_goes_only_with_a_reason_and_who_had_no_other_waits_again(
    officer, exercise, benches, buses
) -> None:
    both, one = send(exercise, text="Both"), send(exercise, text="One")
    code_response(officer, both, [Chosen(benches.pk), Chosen(buses.pk)])
    code_response(officer, one, [Chosen(buses.pk)])
    with pytest.raises(PersonError, match="2 responses have “Buses”. Say why"):
        drop_code(officer, buses)
    assert drop_code(officer, buses, reason="Not ours") == 2
    both.refresh_from_db()
    one.refresh_from_db()
    assert (both.considered, one.considered) == ("coded", "waiting")
    make_code(officer, exercise, {"name": "Buses"})


def test_erasing_a_response_takes_what_it_was_understood_to_say(officer, exercise, benches) -> None:
    response = send(exercise, text="Benches")
    code_response(officer, response, [Chosen(benches.pk)])
    erase_response(response)
    assert (Coding.objects.count(), CodingAct.objects.count()) == (0, 0)
    with pytest.raises(PersonError, match="taken back"):
        code_response(officer, response, [Chosen(benches.pk)])
