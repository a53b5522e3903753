"""Saying what moved, from commands that did not load the whole site."""

import os
import subprocess
import sys

import click
from django.apps import apps

_PROGRAM = "from fiftysteps.config.noticing import run_apart; run_apart()"


def say_what_moved() -> None:
    """Notice which findings moved, and say so with the steps and pages that lean on them.

    Those are of rooms above the figures: where only the figures are loaded, a process of its own loads the rest.
    """
    if apps.is_installed("fiftysteps.publishing"):
        _say()
        return
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "fiftysteps.config.settings"}
    subprocess.run([sys.executable, "-c", _PROGRAM], env=environment, check=True)  # noqa: S603 - our own program


def run_apart() -> None:
    """Start the whole site and say what moved: the program of the process of its own."""
    from fiftysteps.config.cli import set_up

    set_up(None)
    _say()


def _say() -> None:
    from fiftysteps.config.moved_output import notice_and_say

    for line in notice_and_say():
        click.echo(line)
