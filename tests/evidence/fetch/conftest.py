from collections.abc import Iterator

import pytest

from fiftysteps.evidence.fetch import retrying
from tests.evidence.fetch.loopback import Loopback, run_loopback


@pytest.fixture
def loopback() -> Iterator[Loopback]:
    """A server on this machine that plays the sources."""
    with run_loopback() as running:
        yield running


@pytest.fixture
def waits(monkeypatch) -> list[float]:
    """How long each wait between two attempts would have been; none of them is waited."""
    waited: list[float] = []
    monkeypatch.setattr(retrying, "pause", waited.append)
    return waited
