"""What points at a person is hidden from readers; the original stays, and who opens it is written down."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from fiftysteps.accounts.models import AuditEntry, Role, User
from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.actions.code_response import Chosen, code_response
from fiftysteps.engagement.actions.erase_response import erase_response
from fiftysteps.engagement.actions.hide_personal import (
    hide_words,
    look_at_answers,
    look_for_personal,
    look_where_due,
    release_span,
)
from fiftysteps.engagement.models import Code, Exercise, PersonalSpan
from fiftysteps.engagement.queries.exports import get_everything_held, write_open_answers
from fiftysteps.engagement.queries.suggestions import get_texts
from tests.builders import make_user
from tests.listening import make_exercise, make_officer, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
WORDS = "My name is Amina Begum, ring me on 07700 900123 about the damp."
HIDDEN = "My name is [name], ring me on [phone] about the damp."


@pytest.fixture
def officer() -> User:
    return make_officer()


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(slug="well")


def test_numbers_are_hidden_at_once_and_names_when_the_machine_has_looked(exercise) -> None:
    answer = send(exercise, text=WORDS).answers.get()
    assert answer.shown == "My name is Amina Begum, ring me on [phone] about the damp."
    assert look_where_due()
    assert look_at_answers() == 1
    answer.refresh_from_db()
    assert answer.shown == HIDDEN
    assert (answer.text, answer.written_in) == (WORDS, "en")
    assert not look_where_due()
    assert look_for_personal.func() == 0


def test_what_a_newer_version_sees_replaces_what_nobody_decided_on(exercise, officer) -> None:
    response = send(exercise, text=WORDS)
    look_at_answers()
    answer = response.answers.get()
    release_span(officer, answer.spans.get(kind="phone"))
    hide_words(officer, response, "damp", "address")
    type(answer).objects.update(looked_at_by=0)
    look_at_answers()
    answer.refresh_from_db()
    assert answer.shown == "My name is [name], ring me on 07700 900123 about the [address]."
    assert answer.spans.count() == 3


def test_words_are_hidden_wherever_they_stand_by_somebodys_name(exercise, officer) -> None:
    response = send(exercise, text="Rahima says so. Ask Rahima.")
    assert hide_words(officer, response, "Rahima", "name") == 2
    assert response.answers.get().shown == "[name] says so. Ask [name]."
    assert set(PersonalSpan.objects.values_list("by", flat=True)) == {officer.pk}
    for words in ("Nobody", "", "  "):
        with pytest.raises(PersonError, match="does not stand in this response"):
            hide_words(officer, response, words, "name")
    with pytest.raises(PersonError, match="Say what it is"):
        hide_words(officer, response, "Ask", "secret")


@pytest.mark.parametrize("role", [Role.BOARD_MEMBER, Role.PARTNER, Role.ORGANISER, Role.ANALYST])
def test_neither_hiding_nor_showing_is_for_everybody(exercise, role) -> None:
    response, outsider = send(exercise, text=WORDS), make_user(role=role)
    look_at_answers()
    with pytest.raises(PermissionDenied):
        hide_words(outsider, response, "damp", "name")
    with pytest.raises(PermissionDenied):
        release_span(outsider, PersonalSpan.objects.first())


def test_every_page_of_staff_the_machine_and_what_is_given_out_have_the_hidden_text(exercise, officer) -> None:
    code = Code.objects.create(exercise=exercise, name="Damp")
    response = send(exercise, text=WORDS)
    look_at_answers()
    client = Client()
    client.force_login(officer)
    for path in (f"responses/{response.pk}/", "responses/?show=all", f"coding/{response.pk}/", "codes/"):
        page = client.get(f"/listening/well/{path}").content.decode()
        assert "Amina" not in page, path
        assert "900123" not in page, path
    assert get_texts(exercise.responses.all()) == {response.pk: HIDDEN}
    assert "Amina" not in write_open_answers(exercise)
    # Words that were copied from what is shown are found in what was written.
    code_response(officer, response, [Chosen(code.pk, words="name is [name], ring me on [phone]")])
    coding = response.codings.select_related("answer").get()
    assert WORDS[coding.start : coding.end] == "name is Amina Begum, ring me on 07700 900123"
    assert coding.shown_words == "name is [name], ring me on [phone]"
    page = client.get(f"/listening/well/coding/{response.pk}/").content.decode()
    assert "Amina" not in page


def test_a_part_that_cuts_what_is_hidden_shows_nothing_of_it(exercise) -> None:
    answer = send(exercise, text=WORDS).answers.get()
    look_at_answers()
    answer.refresh_from_db()
    assert answer.show(WORDS.index("Begum"), WORDS.index("ring")) == "[name], "


def test_the_writer_gets_what_they_wrote(exercise) -> None:
    response = send(exercise, text=WORDS)
    look_at_answers()
    assert get_everything_held(response)["answers"][0]["words"] == WORDS


def test_the_original_is_opened_on_purpose_by_those_who_may_and_that_is_kept(exercise, officer) -> None:
    response = send(exercise, text=WORDS)
    look_at_answers()
    client = Client()
    client.force_login(officer)
    path = f"/listening/well/responses/{response.pk}/"
    assert not AuditEntry.objects.filter(action="open-original").exists()
    page = client.post(path, {"original": "1"}).content.decode()
    assert WORDS in page
    entry = AuditEntry.objects.get(action="open-original")
    assert (entry.user, entry.object_key) == (officer, f"engagement.response:{response.pk}")
    span = PersonalSpan.objects.get(kind="name")
    client.post(path, {"release": span.pk})
    assert "My name is Amina Begum, ring me on [phone]" in client.get(path).content.decode()
    client.post(path, {"hide": "Amina Begum", "kind": "name"})
    assert HIDDEN in client.get(path).content.decode()
    assert client.post(path, {"release": "x"}).status_code == 404


def test_who_may_read_and_not_open_is_refused(exercise, officer) -> None:
    response = send(exercise, text=WORDS)
    look_at_answers()
    reader = make_user()
    from django.contrib.auth.models import Permission

    reader.user_permissions.add(Permission.objects.get(codename="view_answer"))
    client = Client()
    client.force_login(reader)
    path = f"/listening/well/responses/{response.pk}/"
    page = client.get(path).content.decode()
    assert HIDDEN in page
    assert "Show what was written" not in page
    assert client.post(path, {"original": "1"}).status_code == 403
    assert client.post(path, {"release": PersonalSpan.objects.first().pk}).status_code == 403
    assert not AuditEntry.objects.filter(action="open-original").exists()


def test_erasing_a_response_takes_what_was_marked_in_it(exercise) -> None:
    response = send(exercise, text=WORDS)
    look_at_answers()
    erase_response(response)
    assert not PersonalSpan.objects.exists()
