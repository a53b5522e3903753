"""Bring the database to the shape that this version needs, or say that it has not got it."""

import click
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from fiftysteps.core.errors import PersonError


def prepare_schema() -> None:
    """Apply the migrations that are missing."""
    if is_behind():
        click.echo("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)


def check_schema() -> None:
    """Refuse a database that is not of this version, where a command has not all that it takes to migrate it.

    Raises
    ------
    PersonError
        Migrations are missing.
    """
    if is_behind():
        raise PersonError("The database is not of this version yet. Load or ingest something first: fiftysteps load")


def is_behind() -> bool:
    """Whether migrations are missing, of the rooms that are loaded."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
