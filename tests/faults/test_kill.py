"""Nothing said is lost: a worker that is killed in the middle of a sending takes nothing with it."""

from pathlib import Path

import pytest

from tests.faults.killing import kill_and_count, list_children


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
