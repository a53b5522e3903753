"""The web server and the background worker live and die together."""

import os
import signal
import sys
import threading
import time

import pytest

from fiftysteps.config.serving import get_account_lines, get_commands, run_together
from tests.builders import make_user

PATIENT = [sys.executable, "-c", "import time; time.sleep(60)"]


def test_one_that_fails_ends_the_other_and_gives_its_status() -> None:
    begun = time.monotonic()

    assert run_together([[sys.executable, "-c", "raise SystemExit(3)"], PATIENT]) == 3
    assert time.monotonic() - begun < 30


def test_one_that_ends_by_itself_is_a_failure_too() -> None:
    assert run_together([PATIENT, [sys.executable, "-c", "pass"]]) == 1


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM])
def test_an_interruption_ends_both_and_is_no_failure(name: signal.Signals) -> None:
    before = signal.getsignal(name)
    threading.Timer(1.0, os.kill, (os.getpid(), name)).start()

    assert run_together([PATIENT, PATIENT]) == 0
    assert signal.getsignal(name) == before


def test_the_web_server_listens_where_it_was_told() -> None:
    web, _, worker = get_commands("127.0.0.1", 8123, 3)

    assert web[web.index("--host") + 1] == "127.0.0.1"
    assert web[web.index("--port") + 1] == "8123"
    assert web[web.index("--workers") + 1] == "3"
    assert "db_worker" in worker


@pytest.mark.django_db
def test_the_demonstration_names_each_of_its_accounts_and_no_other() -> None:
    ours = make_user(is_demonstration=True)
    theirs = make_user()

    text = "\n".join(get_account_lines("a password", 8123))

    assert "http://127.0.0.1:8123/" in text
    assert ours.email in text
    assert theirs.email not in text
