"""The page for an event without a network: what is kept on the device, and what is sent once."""

import json

import pytest
from django.test import Client
from django.utils import timezone

from fiftysteps.accounts.models import User
from fiftysteps.engagement.models import Exercise, ExerciseState, ListeningSession
from tests.listening import make_exercise

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
SEND = "/record/offline/send/"


@pytest.fixture
def exercise(db) -> Exercise:
    return make_exercise(slug="well")


def write_down(**told: object) -> dict[str, object]:
    given = {
        "exercise": "well",
        "key": "one-session-on-a-phone",
        "kind": "outreach",
        "title": "A stall",
        "present": "40",
    }
    given |= {
        "place": "The market",
        "held_on": timezone.localdate(),
        "took_part": "12",
        "who": "",
        "points": "Benches.",
    }
    return {**given, **told}


def test_only_who_records_sees_the_page_and_gets_a_token(
    exercise: Exercise, organiser: Client, partner: Client
) -> None:
    page = organiser.get("/record/offline/").content.decode()
    assert 'rel="manifest"' in page
    assert "This page needs JavaScript" in page
    assert partner.get("/record/offline/").status_code == 403
    for path in ("/record/offline/", "/record/offline/token/"):
        assert Client().get(path).status_code == 302
    assert organiser.get("/record/offline/token/").json()["token"]


def test_a_session_is_kept_once_however_often_it_is_sent(exercise: Exercise, organiser: Client) -> None:
    first = organiser.post(SEND, write_down()).json()
    assert first == organiser.post(SEND, write_down()).json()
    session = ListeningSession.objects.get()
    assert (first["kept"], first["title"]) == (session.pk, "A stall")


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_kept(exercise: Exercise, organiser: Client) -> None:
    response = organiser.post(SEND, write_down(title="", present="many", exercise="none"))
    assert response.status_code == 400
    faults = response.json()["faults"]
    assert len(faults) == 3
    assert "Choose an exercise that is open" in faults[0]
    assert organiser.post(SEND, write_down(took_part="41")).json()["faults"] == [
        "41 people said something, but only 40 were there."
    ]
    exercise.state = ExerciseState.CONSIDERED
    exercise.save()
    assert organiser.post(SEND, write_down()).status_code == 400
    assert not ListeningSession.objects.exists()


def test_nobody_else_can_send(exercise: Exercise, partner: Client, organiser: Client) -> None:
    assert Client().post(SEND, write_down()).json() == {"sentence": "Sign in, then send."}
    assert partner.post(SEND, write_down()).status_code == 403
    assert organiser.get(SEND).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(role="organiser"))
    assert strict.post(SEND, write_down()).status_code == 403
    assert not ListeningSession.objects.exists()


def test_the_device_keeps_the_page_and_its_style_and_nothing_else() -> None:
    manifest = Client().get("/record/offline/manifest.webmanifest")
    assert manifest["Content-Type"] == "application/manifest+json"
    assert manifest.json()["scope"] == "/record/offline/"
    worker = Client().get("/record/offline/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    told = json.loads(worker.content.decode().split("const told = ")[1].split(";\n")[0])
    assert all(
        path.startswith("/static/fiftysteps/") or path in {"/record/offline/", "/brand.css"} for path in told["files"]
    )
