"""The page on which references are imported: who may, what it shows, and what it does only after a yes."""

import hashlib
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from fiftysteps.accounts.models import AuditEntry, Role
from fiftysteps.config.roles import set_up_roles
from fiftysteps.evidence import forms
from fiftysteps.evidence.models import Reference
from fiftysteps.evidence.views import import_references as view
from tests.builders import make_reference, make_user
from tests.evidence.citing.files import BIBTEX, POLYGLOT, RIS, make_ris
from tests.evidence.test_policies import MAY_IMPORT

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/references/import/"
CONFIRM = "/admin/references/import/confirm/"


def sign_in(client, role: Role):
    user = make_user(role=role, is_superuser=role == Role.ADMINISTRATOR)
    set_up_roles()
    client.force_login(user)
    return user


@pytest.fixture
def analyst(client):
    return sign_in(client, Role.ANALYST)


def upload(client, text: str | bytes = BIBTEX, name: str = "refs.bib"):
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, data)})


def confirm(client, text: str = BIBTEX):
    return client.post(CONFIRM, {"digest": hashlib.sha256(text.encode()).hexdigest()}, follow=True)


def get_text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize(("role", "may_import"), MAY_IMPORT)
def test_each_role_gets_as_far_as_the_table_says(client, role: Role, may_import: bool) -> None:
    sign_in(client, role)

    assert (client.get(ADDRESS).status_code == 200) is may_import
    assert (upload(client).status_code == 200) is may_import
    confirm(client)
    assert Reference.objects.exists() is may_import


def test_a_visitor_is_sent_to_sign_in(client) -> None:
    for response in (client.get(ADDRESS), upload(client), client.post(CONFIRM, {"digest": "x"})):
        assert response.status_code == 302
        assert response["Location"].startswith("/sign-in/")
    assert not Reference.objects.exists()


def test_the_page_itself_refuses_who_has_no_account(rf) -> None:
    request = rf.get(ADDRESS)
    request.user = AnonymousUser()

    with pytest.raises(PermissionDenied, match=r"Sign in to import references\."):
        view.choose(request)


def test_who_loses_the_right_between_the_two_steps_imports_nothing(client, analyst) -> None:
    upload(client)
    analyst.role = Role.PARTNER
    analyst.save()
    set_up_roles()

    confirm(client)

    assert not Reference.objects.exists()


@pytest.mark.parametrize(("role", "is_shown"), [(Role.ANALYST, True), (Role.ENGAGEMENT_OFFICER, False)])
def test_the_menu_shows_the_page_to_whom_it_does_not_refuse(client, role: Role, is_shown: bool) -> None:
    sign_in(client, role)
    assert (ADDRESS in client.get("/admin/").content.decode()) is is_shown


def test_a_file_is_shown_in_print_and_nothing_is_taken_in_before_the_yes(client, analyst) -> None:
    make_reference(slug="damp", title="Damp in rented homes", authors="Town of Example", year=2019)

    text = get_text(upload(client))

    assert "3 new references, each as a draft; 1 left out as there already." in text
    assert "van der Berg, J. <i>et al.</i> (2020)" in text or "van der Berg, J. et al. (2020)" in text
    assert "record 2 is held already: &quot;Damp in rented homes&quot; (damp)" in text
    assert "record 3, no author and no editor is named" in text
    assert Reference.objects.count() == 1


def test_after_the_yes_the_references_are_drafts_of_who_said_it(client, analyst) -> None:
    upload(client)

    response = confirm(client)

    assert response.redirect_chain == [("/admin/snippets/evidence/reference/", 302)]
    assert "4 references came in as drafts; 0 left out as there already." in get_text(response)
    assert Reference.objects.filter(live=False).count() == 4
    assert AuditEntry.objects.get(action="import-references").user == analyst


def test_a_yes_said_twice_imports_once(client, analyst) -> None:
    upload(client)
    confirm(client)

    text = get_text(confirm(client))

    assert "This is not the file that was looked at last. Choose it again." in text
    assert Reference.objects.count() == 4


def test_a_yes_to_a_file_that_is_not_the_last_imports_nothing(client, analyst) -> None:
    upload(client)
    upload(client, RIS, "refs.ris")

    assert "This is not the file that was looked at last." in get_text(confirm(client))
    assert "This is not the file that was looked at last." in get_text(client.post(CONFIRM, follow=True))
    assert not Reference.objects.exists()


def test_confirming_is_not_done_by_following_a_link(client, analyst) -> None:
    assert client.get(CONFIRM).status_code == 405


def test_a_file_of_which_all_is_held_offers_nothing_to_confirm(client, analyst) -> None:
    upload(client)
    confirm(client)

    text = get_text(upload(client))

    assert "0 new references" in text
    assert CONFIRM not in text


def test_every_fault_is_listed_and_what_it_quotes_is_escaped(client, analyst) -> None:
    response = upload(client, "@article{k, title = {}, doi = {x<script>alert(1)</script>y}, year = {1066}}")

    text = get_text(response)
    assert response.status_code == 400
    assert "Nothing was taken in." in text
    assert (
        "&quot;doi&quot; must be a DOI such as 10.1136/bmj.g1687; got x&lt;script&gt;alert(1)&lt;/script&gt;y" in text
    )
    assert "&quot;title&quot; is missing" in text
    assert "<script>alert(1)" not in text


def test_script_in_a_title_or_in_the_name_of_a_file_is_shown_as_words(client, analyst) -> None:
    ris = f"TY  - JOUR\nTI  - {POLYGLOT}\nER  - \n"
    text = get_text(upload(client, ris * 2, "<script>alert(1)<script>.ris"))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text

    text = get_text(confirm(client, ris * 2))
    assert "<script>alert(1)" not in text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"x" * 31, "The file is larger than 0 MB: import it by command, or cut it into parts."),
    ],
)
def test_what_is_no_file_to_read_is_a_sentence(client, analyst, monkeypatch, data: bytes, sentence: str) -> None:
    monkeypatch.setattr(forms, "LARGEST_UPLOAD", 30)

    response = upload(client, data)

    assert response.status_code == 400
    assert sentence in get_text(response)


def test_no_file_at_all_is_a_sentence(client, analyst) -> None:
    assert "Choose a file" in get_text(client.post(ADDRESS))


def test_of_many_references_and_of_many_faults_the_first_are_shown(client, analyst, monkeypatch) -> None:
    monkeypatch.setattr(view, "MOST_SHOWN", 2)

    assert "The first 2 are shown." in get_text(upload(client, make_ris(count=3), "refs.ris"))
    assert "And 1 more." in get_text(upload(client, "AU  - x\n" * 3 + make_ris(count=1), "refs.ris"))
