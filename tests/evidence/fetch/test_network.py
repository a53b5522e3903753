"""Which machines a fetch may reach."""

import ipaddress
import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import pytest

from fiftysteps.evidence.fetch import fetch_source, get_source, network
from fiftysteps.evidence.fetch.faults import RefusedError, UnreachableError
from fiftysteps.evidence.fetch.network import Network, Way, check_address, find_public_ways, is_public
from tests.evidence.fetch.loopback import Reply, run_loopback


@pytest.mark.parametrize(
    ("number", "public"),
    [
        ("151.101.1.1", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:151.101.1.1", True),
        ("2002:0a00:0001::1", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::9765:101", True),
        ("2001:0:1::1", False),
    ],
)
def test_a_number_is_public_when_it_leads_to_the_internet_and_no_further(number: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(number)) is public


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("http://www.nomisweb.co.uk/a", "Only https:// addresses"),
        ("ftp://www.nomisweb.co.uk/a", "Only https:// addresses"),
        ("file:///etc/passwd", "Only https:// addresses"),
        ("//www.nomisweb.co.uk/a", "Only https:// addresses"),
        ("https://www.nomisweb.co.uk:8443/a", "without a port"),
        ("https://me@www.nomisweb.co.uk/a", "a name to sign in"),
        ("https:///a", "a host and a path"),
        ("https://[::1/a", "is no address"),
        ("https://host:99999999/a", "is no address"),
    ],
)
def test_an_address_that_is_not_plain_https_is_refused(address: str, sentence: str) -> None:
    with pytest.raises(RefusedError, match=sentence):
        check_address(address)


def resolve_to(monkeypatch, *numbers: str) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443)) for number in numbers]
    monkeypatch.setattr(network.socket, "getaddrinfo", lambda *_, **__: found)


def test_a_public_host_is_reached_at_the_numbers_that_were_checked(monkeypatch) -> None:
    resolve_to(monkeypatch, "151.101.1.1", "151.101.1.1", "151.101.2.2")

    assert find_public_ways("https://www.nomisweb.co.uk/a") == [
        Way("https", "151.101.1.1", 443),
        Way("https", "151.101.2.2", 443),
    ]


@pytest.mark.parametrize("number", ["169.254.169.254", "10.0.0.1", "fe80::1%eth0"])
def test_a_host_with_one_private_number_among_public_ones_is_refused(monkeypatch, number: str) -> None:
    resolve_to(monkeypatch, "151.101.1.1", number)

    with pytest.raises(RefusedError, match="no public address"):
        find_public_ways("https://www.nomisweb.co.uk/a")


def test_loopback_is_refused_where_no_test_opens_it() -> None:
    with pytest.raises(RefusedError, match="127.0.0.1, which is no public address"):
        find_public_ways("https://127.0.0.1/a")


def test_a_name_that_cannot_be_looked_up_may_be_asked_for_later(monkeypatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(network.socket, "getaddrinfo", fail)

    with pytest.raises(UnreachableError, match="is this machine on line"):
        find_public_ways("https://www.nomisweb.co.uk/a")


def test_certificates_are_checked_with_the_name() -> None:
    context = Network().context

    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    """A certificate for the host of the indices of deprivation, which no authority vouches for, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("There is no openssl to make a certificate with.")
    folder = tmp_path_factory.mktemp("certificate")
    name = "assets.publishing.service.gov.uk"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", "key.pem", "-out", "cert.pem", "-days", "2", "-subj", f"/CN={name}"]
    command += ["-addext", f"subjectAltName=DNS:{name}"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=30)
    return folder / "cert.pem", folder / "key.pem"


def make_server_context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def test_a_certificate_that_nobody_vouches_for_is_refused_and_not_asked_again(tmp_path, certificate, waits) -> None:
    with run_loopback(make_server_context(certificate)) as loopback:
        loopback.play("assets.publishing.service.gov.uk", Reply(b"a,b\n1,2\n"))

        with pytest.raises(RefusedError, match="could not prove that it is assets.publishing.service.gov.uk: self"):
            fetch_source(get_source("deprivation"), ["2025"], tmp_path, network=loopback.network)

    assert loopback.asked == []
    assert waits == []


def test_a_certificate_is_checked_against_the_name_and_not_the_number(tmp_path, certificate) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    heading = b"Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),x\n1,2\n"
    with run_loopback(make_server_context(certificate), trusting) as loopback:
        loopback.play("assets.publishing.service.gov.uk", Reply(heading))
        assert fetch_source(
            get_source("deprivation"), ["2025"], tmp_path, network=loopback.network
        ).saved.path.is_file()

        loopback.play("doi.org", Reply(b"{}"))
        with pytest.raises(RefusedError, match="could not prove that it is doi.org"):
            fetch_source(get_source("doi"), ["10.1136/bmj.g1687"], tmp_path, network=loopback.network)
