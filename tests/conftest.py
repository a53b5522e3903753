"""What every test has: no network, a folder of shared data if there is one, and a sentence on what could not be run."""

import ipaddress
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from tests.browser.demo_site import stop_serving
from tests.chromium import is_ci
from tests.migrated import copy_migrated, keep_migrated

# A shared machine is slow at times: time is measured by benchmarks. In CI the same examples are tried every time.
hypothesis.settings.register_profile("house", deadline=None, derandomize=is_ci())
hypothesis.settings.load_profile("house")

# One folder up, or two where the tests are run on a copy with planted mistakes.
SHARED_DATA = [folder / "shared" / "data" for folder in Path(__file__).resolve().parents[2:4]]
LOCAL_NAMES = {"", "localhost", socket.gethostname()}


# What a test asks for that touches the database; the mark `django_db` is the other way to it.
DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database: only that is run again on PostgreSQL."""
    for item in items:
        names = set(getattr(item, "fixturenames", ()))
        if names & DATABASE_FIXTURES or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the server of the browser tests. The process that started the workers ends last, and only it knows that."""
    if not hasattr(session.config, "workerinput"):
        stop_serving(Path(os.environ["FIFTYSTEPS_TESTS_FOLDER"]))


def is_local(host: object) -> bool:
    """Whether `host` is this machine: loopback by number or by name."""
    if host is None or host in LOCAL_NAMES:
        return True
    text = host.decode("ascii") if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(text.split("%")[0])
    except ValueError:
        return text in LOCAL_NAMES
    return address.is_loopback or address.is_unspecified


def check_local(host: object) -> None:
    if not is_local(host):
        raise RuntimeError(f"A test asked the network for {host!r}; tests reach this machine alone.")


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Refuse every connection and name look-up that leaves this machine."""
    real = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}
    real_lookup = socket.getaddrinfo

    def guard(name: str) -> Any:
        def guarded(self: socket.socket, *arguments: Any) -> Any:
            if self.family in {socket.AF_INET, socket.AF_INET6}:
                check_local(arguments[-1][0])
            return real[name](self, *arguments)

        return guarded

    def guarded_lookup(host: object, *arguments: Any, **options: Any) -> Any:
        check_local(host)
        return real_lookup(host, *arguments, **options)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        for name in real:
            patch.setattr(socket.socket, name, guard(name))
        patch.setattr(socket, "getaddrinfo", guarded_lookup)
        yield


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of public data beside the project, which is no part of it."""
    found = next((folder for folder in SHARED_DATA if folder.is_dir()), None)
    if found is None:
        pytest.skip("There is no folder shared/data beside the project.")
    return found


@pytest.fixture(autouse=True)
def no_brand_of_another_test() -> None:
    """A form's screens keep the brand for some seconds, which is longer than a test."""
    from fiftysteps.publishing.queries import places

    places._kept.clear()


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings: None, django_db_use_migrations: bool) -> bool:
    """Whether a migrated database stands ready, so that nothing needs to be made."""
    database = settings.DATABASES["default"]
    is_sqlite = database["ENGINE"].endswith("sqlite3")
    return is_sqlite and django_db_use_migrations and copy_migrated(Path(database["TEST"]["NAME"]))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        with django_db_blocker.unblock():
            keep_migrated()
