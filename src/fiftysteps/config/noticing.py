"""What needs the whole site, for commands that start with the figures alone, which takes a third of the time."""

import os
import subprocess
import sys

import click
from django.apps import apps

_PROGRAM = "from fiftysteps.config.noticing import run_apart; run_apart({name!r})"


def prepare_whole() -> None:
    """Bring the database to the shape that this version needs, of every room."""
    from fiftysteps.config.migrating import is_behind

    if is_behind():
        _run_whole("prepare")


def say_what_moved() -> None:
    """Notice which findings moved, and say so with the steps and pages that lean on them."""
    _run_whole("notice")


def _run_whole(name: str) -> None:
    """Do something where the whole site is loaded: here, or in a process of its own that loads the rest."""
    if apps.is_installed("fiftysteps.publishing"):
        _do(name)
        return
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "fiftysteps.config.settings"}
    program = _PROGRAM.format(name=name)
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)  # noqa: S603 - our own program


def run_apart(name: str) -> None:
    """Start the whole site and do one thing: the program of the process of its own."""
    from fiftysteps.config.cli import set_up

    set_up(None)
    _do(name)


def _do(name: str) -> None:
    from fiftysteps.config.prepare import prepare_database

    # Also before noticing: what leans on findings stands in the tables of rooms that the command did not look at.
    prepare_database()
    if name == "notice":
        from fiftysteps.config.moved_output import notice_and_say

        for line in notice_and_say():
            click.echo(line)
