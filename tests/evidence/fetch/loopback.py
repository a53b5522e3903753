"""A server on this machine that plays every source: well, slowly, broken, sending on, overloaded or lying."""

import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fiftysteps.evidence.fetch.network import Network, Way, check_address, find_public_ways

CSV_KIND = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Reply:
    """What the server answers. `cut` sends so many bytes and hangs up; `silent` waits in the middle of the body."""

    body: bytes = b""
    status: int = 200
    kind: str = CSV_KIND
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    silent: float = 0
    chunked: bool = False
    hang_up: bool = False
    lengthless: bool = False


@dataclass(frozen=True)
class Asked:
    host: str
    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.target).query).items()}


class Loopback:
    """Replies by host, one after the other and the last one again and again, and what was asked."""

    def __init__(self, port: int, scheme: str = "http", context: ssl.SSLContext | None = None) -> None:
        self.port, self.scheme = port, scheme
        self.asked: list[Asked] = []
        self._replies: dict[str, list[Reply]] = defaultdict(list)
        # Without certificates of its own a context trusts nobody, and is made in no time.
        self.network = Network(self.find_ways, context or ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))

    def play(self, host: str, *replies: Reply) -> None:
        self._replies[host] = list(replies)

    def find_ways(self, address: str) -> Sequence[Way]:
        """Lead the hosts that are played here, and only to this machine; every other one goes the real way."""
        host = check_address(address).hostname or ""
        if host in self._replies:
            return [Way(self.scheme, "127.0.0.1", self.port)]
        return find_public_ways(address)

    def take(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        replies = self._replies[asked.host]
        return replies.pop(0) if len(replies) > 1 else replies[0]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    loopback: Loopback

    def do_GET(self) -> None:
        reply = self.loopback.take(Asked(self.headers["Host"], self.path, dict(self.headers.items())))
        self.close_connection = True
        if reply.hang_up:
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        self._send_length(reply)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self._send_body(reply)

    def _send_length(self, reply: Reply) -> None:
        if reply.chunked:
            self.send_header("Transfer-Encoding", "chunked")
        elif not reply.lengthless and reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body)))

    def _send_body(self, reply: Reply) -> None:
        body = reply.body if reply.cut is None else reply.body[: reply.cut]
        try:
            if reply.chunked:
                self.wfile.write(b"%x\r\n%s\r\n" % (len(body), body) + (b"" if reply.cut is not None else b"0\r\n\r\n"))
                return
            half = len(body) // 2
            self.wfile.write(body[:half])
            if reply.silent:
                self.wfile.flush()
                time.sleep(reply.silent)
            self.wfile.write(body[half:])
        except OSError:
            # The client hung up first, as it should where it has seen enough.
            return

    def log_message(self, *_: Any) -> None:
        """Say nothing on the terminal."""


@contextmanager
def run_loopback(
    server_context: ssl.SSLContext | None = None, client_context: ssl.SSLContext | None = None
) -> Iterator[Loopback]:
    handler = type("Played", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    if server_context is not None:
        server.socket = server_context.wrap_socket(server.socket, server_side=True)
    loopback = Loopback(server.server_port, "https" if server_context else "http", client_context)
    handler.loopback = loopback
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield loopback
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
