"""The demonstration, loaded once for all the tests of this folder and taken away after each."""

from pathlib import Path

import pytest

from fiftysteps.config.load import load_workspace

DEMO = Path(__file__).resolve().parents[2] / "demo" / "newham"


@pytest.fixture(scope="module")
def demonstration(django_db_setup, django_db_blocker):
    """Load the demonstration inside a transaction that is rolled back after the last test of the module."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield load_workspace(DEMO)
        transaction.set_rollback(True)
