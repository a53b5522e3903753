"""One answer of a source over HTTP, with its redirects followed and its failures said in sentences.

urllib3 itself and not a layer above it: it is in the lock already, is maintained, and lets us connect to the number
that was checked while the certificate is checked against the name.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import Final
from urllib.parse import SplitResult, urljoin, urlsplit

from urllib3 import BaseHTTPResponse, HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError, SSLError

from fiftysteps.core.text import quote
from fiftysteps.evidence.fetch.faults import RefusedError, UnreachableError
from fiftysteps.evidence.fetch.limits import Limits
from fiftysteps.evidence.fetch.network import Network, Way

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
# A DOI goes over two or three; more than five is a circle.
MOST_REDIRECTS: Final = 5
NOT_MODIFIED: Final = 304
# Too many requests, and the server's own troubles: it may answer later.
TOO_MANY: Final = 429
TIMED_OUT: Final = 408
PIECE: Final = 64 * 1024


def get_user_agent() -> str:
    return f"fiftysteps/{version('fiftysteps')}"


@dataclass(frozen=True)
class Answer:
    """An answer whose body has not been read yet."""

    address: str
    response: BaseHTTPResponse

    @property
    def is_unchanged(self) -> bool:
        return self.response.status == NOT_MODIFIED

    def get_header(self, name: str) -> str:
        return self.response.headers.get(name, "")

    @property
    def length(self) -> int | None:
        """The number of bytes that are to come, where the source says it and they are not compressed."""
        said = self.get_header("Content-Length")
        return int(said) if said.isdecimal() and not self.get_header("Content-Encoding") else None

    def read_pieces(self) -> Iterator[bytes]:
        """Yield the body.

        Raises
        ------
        UnreachableError
            It ends before its end, or stays away too long.
        """
        try:
            yield from self.response.stream(PIECE, decode_content=True)
        except ReadTimeoutError as error:
            raise UnreachableError(f"{_get_host(self.address)} fell silent in the middle of its answer.") from error
        except (HTTPError, OSError) as error:
            raise UnreachableError(f"{_get_host(self.address)} broke off in the middle of its answer.") from error


@contextmanager
def open_answer(address: str, headers: Mapping[str, str], network: Network, limits: Limits) -> Iterator[Answer]:
    """Ask for `address` and give its answer, with status 200 or 304.

    Raises
    ------
    RefusedError, UnreachableError
        Anything else came, with what it was.
    """
    asked = {"User-Agent": get_user_agent(), "Accept-Encoding": "gzip", **headers}
    for _ in range(MOST_REDIRECTS + 1):
        pool, response = _ask(address, asked, network, limits)
        try:
            if response.status not in REDIRECTS:
                _check_status(address, response)
                yield Answer(address, response)
                return
            address = _get_next(address, response)
        finally:
            response.release_conn()
            pool.close()
    raise RefusedError(f"{_get_host(address)} sends on from address to address without an end.")


def _get_next(address: str, response: BaseHTTPResponse) -> str:
    location = response.headers.get("Location")
    if not location:
        raise RefusedError(f"{_get_host(address)} sends on without saying where.")
    try:
        return urljoin(address, location)
    except ValueError:
        raise RefusedError(f"{_get_host(address)} sends on to {quote(location)}, which is no address.") from None


def _ask(
    address: str, headers: Mapping[str, str], network: Network, limits: Limits
) -> tuple[HTTPConnectionPool, BaseHTTPResponse]:
    """Try the ways to the host one after the other until a connection stands."""
    fault: UnreachableError | None = None
    ways = network.find_ways(address)
    parts = urlsplit(address)
    for way in ways:
        pool = _open_pool(way, parts, network, limits)
        try:
            return pool, _send(pool, parts, headers)
        except (NewConnectionError, ConnectTimeoutError) as error:
            pool.close()
            fault = UnreachableError(f"{parts.hostname} could not be reached; is this machine on line?")
            fault.__cause__ = error
        except SSLError as error:
            pool.close()
            raise RefusedError(
                f"{parts.hostname} could not prove that it is {parts.hostname}: {_get_reason(error)}. "
                "Nothing is fetched without that."
            ) from error
        except HTTPError as error:
            pool.close()
            raise UnreachableError(f"{parts.hostname} was reached but did not answer.") from error
    raise fault or UnreachableError(f"{parts.hostname} has no address.")


def _send(pool: HTTPConnectionPool, parts: SplitResult, headers: Mapping[str, str]) -> BaseHTTPResponse:
    target = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
    host = parts.netloc.rpartition("@")[2]
    return pool.urlopen(
        "GET", target, headers={"Host": host, **headers}, redirect=False, retries=False, preload_content=False
    )


def _open_pool(way: Way, parts: SplitResult, network: Network, limits: Limits) -> HTTPConnectionPool:
    timeout = Timeout(connect=limits.connect, read=limits.read)
    if way.scheme == "http":
        return HTTPConnectionPool(way.number, way.port, timeout=timeout)
    return HTTPSConnectionPool(
        way.number,
        way.port,
        timeout=timeout,
        ssl_context=network.context,
        server_hostname=parts.hostname,
        assert_hostname=parts.hostname,
    )


def _check_status(address: str, response: BaseHTTPResponse) -> None:
    status, host = response.status, _get_host(address)
    if status in {200, NOT_MODIFIED}:
        return
    if status in {TIMED_OUT, TOO_MANY} or status >= 500:
        wait = get_wait(response.headers.get("Retry-After", ""))
        when = "" if wait is None else f", and wants to be asked again in {wait:,.0f} seconds"
        raise UnreachableError(f"{host} could not answer just now (status {status}){when}.", wait=wait)
    if status in {404, 410}:
        raise RefusedError(f"{host} has nothing under {quote(address)} (status {status}). Check what you asked for.")
    raise RefusedError(f"{host} refused {quote(address)} (status {status}). Check what you asked for.")


def get_wait(said: str) -> float | None:
    """Return the seconds that a Retry-After header asks for, which may name a moment instead."""
    if said.strip().isdecimal():
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
        return max(0.0, moment.timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _get_host(address: str) -> str:
    return urlsplit(address).hostname or address


def _get_reason(error: SSLError) -> str:
    cause = error.args[0] if error.args else error
    return str(getattr(cause, "verify_message", "") or "the connection could not be made safe")
