"""Taking a file in, in the editor's site: who may, what is shown, and that nothing comes in before a yes."""

import os
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fiftysteps.accounts.models import AuditEntry, Role
from fiftysteps.config import timetable
from fiftysteps.config.roles import set_up_roles
from fiftysteps.core.errors import PersonError
from fiftysteps.evidence import forms, inbox
from fiftysteps.evidence.actions import take_in_by_hand
from fiftysteps.evidence.actions.notice_movements import see_finding
from fiftysteps.evidence.models import Movement, Release
from fiftysteps.evidence.queries.observations import get_observations
from fiftysteps.evidence.views import take_in as view
from tests.builders import make_area, make_finding, make_indicator, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/releases/take-in/"
TABLE = "Damp homes\n\nGSS,Year,Share\nE09000025,2021,12.5\n"
ORIGIN = {"dataset": "damp", "source": "Council, homes survey", "licence": "OGL", "confidence": "high"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def sign_in(client: Client, role: Role) -> Client:
    user = make_user(role=role)
    set_up_roles()
    client.force_login(user)
    return client


@pytest.fixture
def analyst(client: Client) -> Client:
    make_area()
    return sign_in(client, Role.ANALYST)


def upload(client: Client, text: str = TABLE, name: str = "damp.csv") -> str:
    response = client.post(ADDRESS, {"file": SimpleUploadedFile(name, text.encode())})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def take(client: Client, address: str, mapping: str) -> Any:
    """Try it, as the page asks, and then say yes."""
    client.post(address, ORIGIN | {"try": "1", "mapping": mapping})
    return client.post(address, ORIGIN | {"take": "1", "mapping": mapping}, follow=True)


def say(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def get_mapping(page: str) -> str:
    import html

    found = re.search(r'<textarea id="mapping"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found
    return html.unescape(found[1])


def test_a_file_is_looked_at_mapped_tried_and_taken_in(analyst: Client) -> None:
    address = upload(analyst)
    page = analyst.get(address).content.decode()
    assert "Its layout is not known" in page
    assert "Damp homes" in page
    chosen = {"draft": "1", "header": "3", "table": "observations", "constant-indicator": "damp"}
    chosen |= {"column-A": "area", "column-B": "period", "column-C": "value"}
    mapping = get_mapping(analyst.post(address, chosen).content.decode())
    assert 'indicator: "damp"' in mapping

    tried = say(analyst.post(address, ORIGIN | {"try": "1", "mapping": mapping}))
    assert "1 rows of observations" in tried
    assert "the first release of damp" in tried
    assert "<td>12.5</td>" in tried
    assert not Release.objects.exists()

    done = analyst.post(address, ORIGIN | {"take": "1", "mapping": mapping}, follow=True)
    assert "1 rows of damp came in." in say(done)
    assert [row.value for row in get_observations("damp")] == [12.5]
    release = Release.objects.get()
    assert (release.file, release.taken_in_by is not None) == ("damp.csv", True)
    assert analyst.get(address).status_code == 302


def test_faults_are_all_named_and_nothing_typed_is_lost(analyst: Client) -> None:
    address = upload(analyst, "GSS,Year,Share\nE09000025,2021,12.5x\nE09000025,20x1,3\n")
    mapping = "id: a\ntable: observations\nheader: [1]\ncolumns: {area: GSS, period: Year, value: Share}\nconstants: {indicator: damp}\n"
    response = analyst.post(address, ORIGIN | {"try": "1", "mapping": mapping})
    text = say(response)
    assert response.status_code == 400
    assert "12.5x" in text
    assert "20x1" in text
    assert "Council, homes survey" in text
    assert get_mapping(response.content.decode()).strip() == mapping.strip()


def test_a_mapping_that_is_none_and_an_origin_that_is_missing_are_said(analyst: Client) -> None:
    address = upload(analyst)
    assert "a mapping is written as keys" in say(analyst.post(address, ORIGIN | {"try": "1", "mapping": "- a"}))
    response = analyst.post(address, {"try": "1", "mapping": "", "dataset": "damp"})
    assert response.status_code == 400
    assert say(response).count("This field is required") >= 2


def test_what_moved_is_noticed_as_by_the_command(analyst: Client) -> None:
    finding = make_finding(slug="damp", indicator=make_indicator(slug="damp"))
    mapping = "id: a\ntable: observations\nheader: [3]\ncolumns: {area: GSS, period: Year, value: Share}\nconstants: {indicator: damp}\n"
    take(analyst, upload(analyst), mapping)
    see_finding(finding)
    moved = take(analyst, upload(analyst, TABLE.replace("12.5", "30.5")), mapping)
    assert '1 finding moved: <a href="/evidence/moved/">' in say(moved)
    assert Movement.objects.count() == 1
    assert AuditEntry.objects.filter(user__isnull=False, object_key__contains="movement").exists()


@pytest.mark.parametrize("role", [Role.ENGAGEMENT_OFFICER, Role.STRATEGY_LEAD, Role.PARTNER])
def test_only_those_who_look_after_the_data_see_it(client: Client, role: Role) -> None:
    sign_in(client, role)
    for address in ("/admin/releases/", ADDRESS, f"{ADDRESS}{'0' * 32}/"):
        assert client.get(address).status_code in {302, 403}
    response = client.post(ADDRESS, {"file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")})
    assert response.status_code in {302, 403}
    assert not re.search("take-in/[0-9a-f]{32}", response.get("Location", ""))


def test_a_file_that_is_too_large_or_no_table_is_refused(analyst: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "LARGEST_TABLE", 10)
    response = analyst.post(ADDRESS, {"file": SimpleUploadedFile("a.csv", b"a,b\n" * 10)})
    assert "take it in by command" in say(response)
    monkeypatch.undo()
    page = say(analyst.get(upload(analyst, "\x00\x01\x02", "a.xlsx")))
    assert "What is wrong" in page


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", ".hidden", "a\x00b.csv", "."])
def test_the_name_of_a_file_leads_nowhere(folder: Path, name: str) -> None:
    key = inbox.keep_file(SimpleUploadedFile("x", b"a"))
    inbox.drop_file(key)
    file = SimpleUploadedFile("x", b"a")
    file._name = name
    kept = inbox.find_file(inbox.keep_file(file))
    assert kept is not None
    assert kept.parent.parent == folder / "inbox"
    assert not kept.name.startswith(".")


@pytest.mark.parametrize("key", ["", "..", "../x", "0" * 31, "A" * 32])
def test_a_key_that_is_none_finds_nothing(key: str) -> None:
    assert inbox.find_file(key) is None


def test_a_file_waits_for_a_day(folder: Path) -> None:
    key = inbox.keep_file(SimpleUploadedFile("a.csv", b"a"))
    timetable.run_once()
    assert inbox.find_file(key)
    old = time.time() - inbox.KEPT_SECONDS - 60
    os.utime(folder / "inbox" / key, (old, old))
    timetable.run_once()
    assert inbox.find_file(key) is None


def test_every_release_is_listed_with_what_replaced_it(analyst: Client) -> None:
    mapping = "id: a\ntable: observations\nheader: [3]\ncolumns: {area: GSS, period: Year, value: Share}\nconstants: {indicator: damp}\n"
    for text in (TABLE, TABLE.replace("12.5", "30.5")):
        take(analyst, upload(analyst, text), mapping)
    page = say(analyst.get("/admin/releases/"))
    assert page.count("damp.csv") == 2
    assert "replaced on" in page
    assert "replaced the one of" in page
    assert "Council, homes survey" in page
    assert "damp.csv" not in say(analyst.get("/admin/releases/?dataset=other"))


def test_a_row_of_the_heading_that_is_no_number_is_said_and_a_count_of_nobody_is_shown(analyst: Client) -> None:
    address = upload(analyst, "GSS,Year,Births\nE09000025,2021,0\n")
    for header in ("9" * 5000, "first", "١"):
        response = analyst.post(address, {"draft": "1", "table": "counts", "header": header})
        assert response.status_code == 200
        assert "Give the number of a row" in say(response) or header == "١"
    mapping = (
        "id: a\ntable: counts\nheader: [1]\ncolumns: {area: GSS, period: Year, count: Births}\n"
        "constants: {measure: births}\n"
    )
    assert "<td>0.0</td>" in say(analyst.post(address, ORIGIN | {"try": "1", "mapping": mapping}))


def test_only_what_was_tried_can_be_taken_in(analyst: Client) -> None:
    address = upload(analyst)
    mapping = (
        "id: a\ntable: observations\nheader: [3]\ncolumns: {area: GSS, period: Year, value: Share}\n"
        "constants: {indicator: damp}\n"
    )
    assert "not what was tried last" in say(analyst.post(address, ORIGIN | {"take": "1", "mapping": mapping}))
    analyst.post(address, ORIGIN | {"try": "1", "mapping": mapping})
    other = ORIGIN | {"take": "1", "mapping": mapping, "dataset": "another"}
    assert "not what was tried last" in say(analyst.post(address, other))
    assert not Release.objects.exists()


def test_where_movements_cannot_be_noticed_nothing_is_taken_in(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: Any) -> None:
        raise PersonError("It broke.")

    monkeypatch.setattr(take_in_by_hand, "notice_movements", fail)
    mapping = (
        "id: a\ntable: observations\nheader: [3]\ncolumns: {area: GSS, period: Year, value: Share}\n"
        "constants: {indicator: damp}\n"
    )
    assert "It broke." in say(take(analyst, upload(analyst), mapping))
    assert not Release.objects.exists()


def test_a_file_that_a_request_cannot_read_is_left_to_the_command(
    analyst: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "LIMITS", replace(view.LIMITS, rows=1))
    page = say(analyst.get(upload(analyst)))
    assert "What is wrong" in page
    assert "fiftysteps ingest" in page
