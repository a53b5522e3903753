"""The command line: set up a workspace, load it, serve it, and ask what it lacks."""

import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

import click

from fiftysteps.config.fetch_command import fetch
from fiftysteps.config.indicators_command import indicators
from fiftysteps.config.ingest_command import ingest
from fiftysteps.config.profile_command import profile
from fiftysteps.config.references_command import references
from fiftysteps.core.errors import PersonError

# Only for the demonstration, printed by it, and refused by every site that is not one.
DEMONSTRATION_PASSWORD = "fifty-steps-demonstration"  # noqa: S105
DATA_HELP = "Where the database, the figures and the pictures are kept (default: $FIFTYSTEPS_DATA, or ./var)."
data_option = click.option("--data", type=click.Path(file_okay=False, path_type=Path), help=DATA_HELP)


class Command(click.Group):
    """Shows an error that a person can cause as the sentence it is, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except PersonError as error:
            click.echo(str(error), err=True)
            ctx.exit(1)


def set_up(data: Path | None, *, lean: bool = False, **environment: str) -> None:
    """Choose the data directory, make its keys if it has none, and start Django: `lean` for figures alone."""
    chosen = "fiftysteps.config.lean_settings" if lean else "fiftysteps.config.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", chosen)
    if data is not None:
        os.environ["FIFTYSTEPS_DATA"] = str(data)
    os.environ.update(environment)
    # The allocator that Arrow brings keeps what it was given, file after file: taking all public files in would need
    # over a gigabyte. The system's gives it back.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    import django

    from fiftysteps.config.secrets import make_keys

    folder = Path(os.environ.get("FIFTYSTEPS_DATA", "var")).resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        make_keys(folder)
    except OSError as error:
        raise PersonError(f"The data directory {folder} cannot be used: {error.strerror}.") from error
    # Thousands of classes are made, none of which becomes garbage: looking for it takes a quarter of the time.
    gc.disable()
    django.setup()
    gc.enable()


@click.group(cls=Command, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="fiftysteps")
def main() -> None:
    """Fifty Steps: from evidence, to steps, to delivery, to an answer for every resident who spoke.

    \b
    Example:
      fiftysteps init my-borough
      fiftysteps load my-borough
      fiftysteps serve
    """


main.add_command(fetch)
main.add_command(indicators)
main.add_command(ingest)
main.add_command(profile)
main.add_command(references)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Write a workspace to start from into FOLDER, which must not hold one yet.

    \b
    Example:
      fiftysteps init my-borough
    """
    from fiftysteps.config.init import init_workspace

    init_workspace(folder)
    click.echo(f"A workspace to start from is in {folder}. Edit its files, then run: fiftysteps load {folder}")


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--check", is_flag=True, help="Only say what is wrong; change nothing.")
@click.option("--replace", is_flag=True, help="Overwrite what was edited on the site since the last load.")
@data_option
def load(folder: Path, check: bool, replace: bool, data: Path | None) -> None:
    """Take the workspace in FOLDER into the database: all of it, or nothing where anything is wrong.

    Running it again does no harm: what has not changed stays as it is.

    \b
    Example:
      fiftysteps load my-borough
      fiftysteps load my-borough --check
    """
    set_up(data)
    from fiftysteps.config.load import check_workspace
    from fiftysteps.config.prepare import load_with_progress

    if check:
        check_workspace(folder)
        click.echo(f"Nothing is wrong in {folder}.")
        return
    load_with_progress(folder, replace=replace)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--workers", default=2, show_default=True, help="Number of web workers.")
@data_option
def serve(host: str, port: int, workers: int, data: Path | None) -> None:
    """Serve the site, with its background worker, until interrupted.

    \b
    Example:
      fiftysteps serve --port 8080
    """
    set_up(data)
    from fiftysteps.config.prepare import prepare_database, prepare_static
    from fiftysteps.config.serving import check_host, get_commands, run_together

    check_host(host)

    prepare_database()
    prepare_static()
    sys.exit(run_together(get_commands(host, port, workers)))


@main.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Lines to read, or an object for programs.",
)
@click.option("--draft", is_flag=True, help="Look at what is in draft, not at what is live.")
@data_option
def gaps(form: str, draft: bool, data: Path | None) -> None:
    """Say what the strategy still lacks. The exit status is 1 while a gap is open that nobody has waived.

    \b
    Example:
      fiftysteps gaps
      fiftysteps gaps --format json --draft
    """
    set_up(data)
    from fiftysteps.config.gap_output import get_gap_lines, get_gap_object
    from fiftysteps.strategy.gaps import get_gap_report

    report = get_gap_report(draft=draft)
    if form == "json":
        click.echo(json.dumps(get_gap_object(report), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(get_gap_lines(report)))
    sys.exit(1 if report.open else 0)


@main.command()
@click.argument("email")
@click.option("--role", required=True, help="administrator, strategy-lead, analyst, engagement-officer, …")
@click.option("--name", default="", help="The person's name, as pages show it.")
@data_option
def account(email: str, role: str, name: str, data: Path | None) -> None:
    """Make an account for EMAIL, or change its role, and ask for its password.

    \b
    Example:
      fiftysteps account ana@council.example --role strategy-lead --name "Ana Silva"
    """
    set_up(data)
    from fiftysteps.config.accounts import make_account
    from fiftysteps.config.prepare import prepare_database

    prepare_database()
    password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    make_account(email, role, password, name)
    click.echo(f"{email} can sign in as {role}.")


@main.command()
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    default=Path("demo/newham"),
    show_default=True,
    help="The demonstration's workspace.",
)
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--no-serve", is_flag=True, help="Load and stop.")
@click.option("--data", type=click.Path(path_type=Path), default=Path("var/demo"), show_default=True, help=DATA_HELP)
def demo(folder: Path, port: int, no_serve: bool, data: Path) -> None:
    """Load the demonstration and serve it on this machine alone, with one account for each role.

    \b
    Example:
      fiftysteps demo
      fiftysteps demo --no-serve
    """
    # A database of its own, whatever the environment names: fifty invented steps must not reach a Board's.
    set_up(data, FIFTYSTEPS_DATABASE="", FIFTYSTEPS_DEMONSTRATION="1", FIFTYSTEPS_ORIGIN=f"http://127.0.0.1:{port}")
    from fiftysteps.config.demonstration_listening import prepare_listening
    from fiftysteps.config.prepare import load_with_progress
    from fiftysteps.config.progress import show_progress
    from fiftysteps.config.serving import get_account_lines, get_commands, run_together

    load_with_progress(folder, demonstration_password=DEMONSTRATION_PASSWORD)
    with show_progress() as progress:
        prepare_listening(folder, progress)
    if no_serve:
        return
    click.echo("\n".join(get_account_lines(DEMONSTRATION_PASSWORD, port)))
    sys.exit(run_together(get_commands("127.0.0.1", port, workers=2)))
