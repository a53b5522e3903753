"""Nothing said is lost: a worker that is killed in the middle of a sending takes nothing with it."""

import os
import socket
from pathlib import Path

import pytest

from tests.faults.killing import is_listening, kill_and_count, list_children


@pytest.mark.slow
def test_every_receipt_that_was_given_is_kept_when_workers_are_killed_at_random(tmp_path: Path) -> None:
    if not Path("/proc/self/task").is_dir():
        pytest.skip("This system does not say which processes a server has started.")
    found = kill_and_count(tmp_path, kills=25, seed=50)
    assert found.kills == 25
    assert found.receipts > 25
    assert (found.lost, found.half, found.doubled) == (0, 0, 0)


def test_a_process_that_is_gone_has_no_children() -> None:
    assert list_children(2**22 + 1) == []


def test_a_process_that_is_gone_listens_nowhere() -> None:
    if not Path("/proc/net/tcp").is_file():
        pytest.skip("This system does not say who listens.")
    assert not is_listening(2**22 + 1, 80)


def test_a_process_that_answers_at_a_port_is_found() -> None:
    if not Path("/proc/net/tcp").is_file():
        pytest.skip("This system does not say who listens.")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert is_listening(os.getpid(), port)
    assert not is_listening(os.getpid(), port)
