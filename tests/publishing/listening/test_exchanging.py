"""A codebook goes out and comes back; the words that go out are those that a reader sees."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fiftysteps.accounts.models import Role, User
from fiftysteps.engagement.actions.code_response import Chosen, code_response
from fiftysteps.engagement.actions.hide_personal import look_at_answers
from fiftysteps.engagement.exchange.shapes import ExchangedCode
from fiftysteps.engagement.exchange.writing import PROJECT, write_qdc
from fiftysteps.engagement.models import Code, Exercise
from tests.builders import make_user
from tests.listening import make_exercise, make_officer, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
PATH = "/listening/well/codes/"
KEY = "1ff58b12-6f6f-4b0c-8be5-bbdc91f5529{}"


@pytest.fixture
def exercise() -> Exercise:
    return make_exercise(slug="well")


@pytest.fixture
def officer() -> User:
    return make_officer()


@pytest.fixture
def client(officer: User) -> Client:
    client = Client()
    client.force_login(officer)
    return client


def take_in(client: Client, content: bytes) -> str:
    told = {"file": SimpleUploadedFile("codes.qdc", content)}
    return client.post(f"{PATH}take-in/", told, follow=True).content.decode()


def test_a_codebook_goes_out_and_taken_in_again_changes_nothing(exercise, client) -> None:
    homes = Code.objects.create(exercise=exercise, name="Homes", definition="All of it.", includes="Hostels")
    Code.objects.create(exercise=exercise, name="Damp", parent=homes)
    content = client.get(f"{PATH}codebook.qdc").content
    assert b"All of it.\n\nIncludes: Hostels" in content
    assert "0 codes are new, 0 changed, 2 are as they were." in take_in(client, content)
    homes.refresh_from_db()
    assert (homes.version, homes.definition, homes.includes) == (1, "All of it.", "Hostels")


def test_codes_of_another_program_are_added_and_changed_with_their_lineage(exercise, client) -> None:
    codes = (ExchangedCode(KEY.format(1), "Homes", "", True, (ExchangedCode(KEY.format(2), "Damp", "Wet walls"),)),)
    assert "2 codes are new, 0 changed, 0 are as they were." in take_in(client, write_qdc(codes))
    damp = Code.objects.get(name="Damp")
    assert (damp.parent.name, damp.definition, str(damp.key)) == ("Homes", "Wet walls", KEY.format(2))
    assert damp.changes.get().kind == "taken-in"
    moved = (ExchangedCode(KEY.format(2), "Damp and mould", "Wet walls"),)
    assert "0 codes are new, 1 changed, 0 are as they were." in take_in(client, write_qdc(moved))
    damp.refresh_from_db()
    assert (damp.name, damp.parent, damp.version) == ("Damp and mould", None, 2)
    assert Code.objects.filter(name="Homes").exists()


def test_of_a_file_with_a_fault_nothing_is_taken_in(exercise, client) -> None:
    Code.objects.create(exercise=exercise, name="Damp")
    Code.objects.create(exercise=exercise, name="Gone", state="dropped", key=KEY.format(3))
    codes = (
        ExchangedCode(KEY.format(1), "New"),
        ExchangedCode(KEY.format(2), "damp"),
        ExchangedCode(KEY.format(3), "Gone"),
    )
    page = take_in(client, write_qdc(codes))
    assert "“damp”: There is a code “damp” already." in page
    assert "“Gone”: it is not in use here any more: it was dropped." in page
    assert not Code.objects.filter(name="New").exists()
    assert "it is no XML" in take_in(client, b"nothing")
    assert "Choose a file" in client.post(f"{PATH}take-in/", follow=True).content.decode()


def test_a_project_has_what_a_reader_sees_with_its_codings_in_their_place(exercise, client, officer) -> None:
    code = Code.objects.create(exercise=exercise, name="Damp")
    response = send(exercise, text="I am Amina Begum.\r\nThe damp is bad, ring 07700 900123 about the damp.")
    look_at_answers()
    code_response(officer, response, [Chosen(code.pk, words="ring [phone] about the damp")])
    whole = send(exercise, text="Damp.")
    code_response(officer, whole, [Chosen(code.pk)])
    with zipfile.ZipFile(io.BytesIO(client.get(f"{PATH}project.qdpx").content)) as archive:
        root, names = ElementTree.fromstring(archive.read("project.qde")), {"q": PROJECT}
        said = []
        for source in root.iterfind("q:Sources/q:TextSource", names):
            text = archive.read(f"Sources/{source.get('guid')}.txt").decode()
            part = source.find("q:PlainTextSelection", names)
            said.append((text, text[int(part.get("startPosition")) : int(part.get("endPosition"))]))
    assert said == [
        ("I am [name].\nThe damp is bad, ring [phone] about the damp.", "ring [phone] about the damp"),
        ("Damp.", "Damp."),
    ]
    assert root.find("q:Users/q:User", names).get("name") == officer.public_name


@pytest.mark.parametrize("role", [None, Role.BOARD_MEMBER, Role.PARTNER, Role.ORGANISER, Role.ANALYST])
def test_neither_way_is_for_everybody(exercise, role) -> None:
    client = Client()
    if role:
        client.force_login(make_user(role=role))
    for name in ("codebook.qdc", "project.qdpx"):
        assert client.get(f"{PATH}{name}").status_code == (403 if role else 302)
    assert client.post(f"{PATH}take-in/").status_code == (403 if role else 302)
