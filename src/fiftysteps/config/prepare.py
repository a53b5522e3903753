"""Bring database, styles and pictures to the state that the site needs, with progress on the terminal."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from fiftysteps.config.load import load_workspace
from fiftysteps.config.moved_output import notice_and_say
from fiftysteps.config.roles import set_up_roles
from fiftysteps.publishing.drawing import draw_story


class Bars:
    """One progress bar for each label that the work reports, drawn one after the other."""

    def __init__(self) -> None:
        self._label = ""
        self._bar: Any = None
        self._done = 0

    def __call__(self, label: str, done: int, total: int) -> None:
        if label != self._label:
            self.close()
            self._label, self._done = label, 0
            self._bar = click.progressbar(length=total, label=f"{label:<24}", width=30, show_eta=False)
            self._bar.__enter__()
        self._bar.update(done - self._done)
        self._done = done

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


@contextmanager
def show_progress() -> Iterator[Bars]:
    bars = Bars()
    try:
        yield bars
    finally:
        bars.close()


def prepare_database() -> None:
    """Apply the migrations that are missing and set the roles' rights."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        click.echo("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
    set_up_roles()


def prepare_static() -> None:
    """Collect styles, fonts and scripts for serving, unless they are those collected last time."""
    stamp = settings.STATIC_ROOT / ".stamp"
    digest = _get_static_digest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return
    click.echo("Collecting styles and scripts …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(digest, encoding="ascii")


def _get_static_digest() -> str:
    digest = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def load_with_progress(folder: Path, *, replace: bool = False, demonstration_password: str | None = None) -> None:
    """Load the workspace, draw its charts and collect its styles, with a progress bar for each."""
    prepare_database()
    with show_progress() as progress:
        report = load_workspace(
            folder, replace=replace, demonstration_password=demonstration_password, progress=progress
        )
        set_up_roles()
        draw_story(progress)
    click.echo(str(report))
    for line in notice_and_say():
        click.echo(line)
    prepare_static()
