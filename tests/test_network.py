"""The tests reach this machine and no other."""

import socket

import pytest

from tests.conftest import is_local


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("localhost", True),
        (b"localhost", True),
        (None, True),
        ("192.0.2.1", False),
        ("example.org", False),
        ("2001:db8::1", False),
    ],
)
def test_a_host_is_local_when_it_is_this_machine(host: object, local: bool) -> None:
    assert is_local(host) is local


def test_a_connection_to_another_machine_is_refused() -> None:
    with pytest.raises(RuntimeError, match="tests reach this machine alone"), socket.socket() as client:
        client.connect(("192.0.2.1", 80))


def test_another_machines_name_is_not_looked_up() -> None:
    with pytest.raises(RuntimeError, match="tests reach this machine alone"):
        socket.getaddrinfo("example.org", 80)
