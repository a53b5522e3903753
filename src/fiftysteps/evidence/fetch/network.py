"""Which machines may be reached: public ones, by HTTPS, with a certificate that is checked.

An address is looked up once and the connection is made to the very number that was checked. A second look-up by the
HTTP library could give another answer, and so lead a fetch into the network of whoever runs the site.
"""

import ipaddress
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import SplitResult, urlsplit

import certifi

from fiftysteps.core.text import quote
from fiftysteps.evidence.fetch.faults import RefusedError, UnreachableError

HTTPS_PORT: Final = 443
# Networks that carry the number of an IPv4 machine within an IPv6 number (RFC 6052 and RFC 8215).
TRANSLATED: Final = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))

type Number = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Way:
    """One checked number at which a host is reached."""

    scheme: str
    number: str
    port: int


type FindWays = Callable[[str], Sequence[Way]]


def find_public_ways(address: str) -> Sequence[Way]:
    """Return the numbers of the host of `address`.

    Raises
    ------
    RefusedError
        The address is not HTTPS, names a person or another port, or any of its numbers is not public.
    UnreachableError
        The name cannot be looked up.
    """
    parts = check_address(address)
    host = parts.hostname or ""
    try:
        found = socket.getaddrinfo(host, HTTPS_PORT, type=socket.SOCK_STREAM)
    except OSError as error:
        raise UnreachableError(f"The name {quote(host)} could not be looked up; is this machine on line?") from error
    numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    for number in numbers:
        if not is_public(ipaddress.ip_address(number.split("%")[0])):
            raise RefusedError(
                f"{quote(host)} leads to {number}, which is no public address; nothing is fetched from it."
            )
    return [Way("https", number, HTTPS_PORT) for number in numbers]


def check_address(address: str) -> SplitResult:
    """Return the parts of `address`, which must be HTTPS and no more than a host and a path."""
    try:
        parts = urlsplit(address)
        is_plain = parts.port in {None, HTTPS_PORT} and parts.username is None and bool(parts.hostname)
    except ValueError:
        raise RefusedError(f"{quote(address)} is no address.") from None
    if parts.scheme != "https":
        raise RefusedError(f"Only https:// addresses are fetched from; got {quote(address)}.")
    if not is_plain:
        raise RefusedError(
            f"An address is a host and a path, without a port or a name to sign in; got {quote(address)}."
        )
    return parts


def is_public(number: Number) -> bool:
    """Whether `number` belongs to a machine of the public internet, and to none behind it."""
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or _get_translated(number)
        if inner is not None:
            return is_public(inner)
        # A tunnel's end may be any machine.
        if number.teredo is not None:
            return False
    return number.is_global and not number.is_multicast


def _get_translated(number: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if any(number in network for network in TRANSLATED):
        return ipaddress.IPv4Address(int(number) & 0xFFFF_FFFF)
    return None


def make_context() -> ssl.SSLContext:
    """Return a context that checks certificates, by the machine's own authorities and by those of certifi.

    A council's network may have an authority of its own, and a small container may have none at all.
    """
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context


@dataclass(frozen=True)
class Network:
    """What may be reached, and how. Only tests make one that differs; no setting can."""

    find_ways: FindWays = find_public_ways
    context: ssl.SSLContext = field(default_factory=make_context)
