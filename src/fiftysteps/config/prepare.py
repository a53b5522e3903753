"""Bring database, styles and pictures to the state that the site needs, with progress on the terminal."""

import hashlib
from pathlib import Path

import click
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from wagtail.models import Locale

from fiftysteps.config.indicators_command import build_with_progress, describe
from fiftysteps.config.load import load_workspace
from fiftysteps.config.migrating import prepare_schema
from fiftysteps.config.moved_output import notice_and_say
from fiftysteps.config.progress import show_progress
from fiftysteps.config.roles import set_up_roles
from fiftysteps.core.faults import Faults
from fiftysteps.publishing.drawing import draw_story


def prepare_database() -> None:
    """Apply the migrations that are missing, set the roles' rights, and name the languages of pages."""
    prepare_schema()
    set_up_roles()
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


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
    """Load the workspace, compute its indicators, draw its charts and collect its styles, with a bar for each.

    Raises
    ------
    Faults
        With every fault of the files, nothing being changed; or, at the end, why an indicator could not be computed.
    """
    prepare_database()
    with show_progress() as progress:
        report = load_workspace(
            folder, replace=replace, demonstration_password=demonstration_password, progress=progress
        )
        set_up_roles()
        built = build_with_progress(progress)
        draw_story(progress)
    click.echo(str(report))
    for line in notice_and_say():
        click.echo(line)
    prepare_static()
    click.echo("\n".join(line for each in built for line in describe(each)), nl=bool(built))
    # After all else: the site stands, and only those indicators have no new figures.
    if faults := [fault for each in built for fault in each.faults]:
        raise Faults(faults)
