"""`fiftysteps fetch`: data from their source into a dated file, without a database."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from fiftysteps.evidence.fetch import Network

# Apart from 1, which says that there is no file: a script may go on with an older one, or not.
STANDS_IN = 3
# A download grows by pieces; a bar that is drawn for each of them slows it down.
BAR_STEP = 1_000_000


@click.command()
@click.argument("source", required=False)
@click.argument("words", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--list", "list_", is_flag=True, help="List the sources, and what each can be asked for.")
@click.option("--offline", is_flag=True, help="Ask nobody: give the newest file that was saved for the same question.")
@click.option(
    "--to",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where files are kept (default: fetched, in the data directory).",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data directory (default: $FIFTYSTEPS_DATA, or ./var).",
)
@click.pass_context
def fetch(
    context: click.Context,
    source: str | None,
    words: tuple[str, ...],
    list_: bool,
    offline: bool,
    to: Path | None,
    data: Path | None,
) -> None:
    """Fetch data from SOURCE into a dated file, and print where it is.

    Nothing is taken into the database. The exit status is 0 where the file is what the source gives today, 3 where an
    older file stands in because the source is out of reach, and 1 where there is no file.

    \b
    Example:
      fiftysteps fetch --list
      fiftysteps fetch deprivation 2025
      fiftysteps fetch fingertips indicator=90366,93468 area-type=502
      fiftysteps fetch nomis dataset=NM_2021_1 geography=E09000025 measures=20100
    """
    from fiftysteps.evidence.fetch import get_source

    if list_:
        click.echo("\n".join(describe_sources()))
        return
    if source is None:
        raise click.UsageError("Say which source to fetch from. To see them all: fiftysteps fetch --list")
    folder = to or (data or Path(os.environ.get("FIFTYSTEPS_DATA", "var"))) / "fetched"
    sys.exit(_fetch(get_source(source), words, folder.resolve(), offline, context.obj))


def _fetch(source: Any, words: tuple[str, ...], folder: Path, offline: bool, network: "Network | None") -> int:
    """Fetch, and return the exit status. The path alone goes to standard output, for scripts."""
    from fiftysteps.evidence.fetch import State, fetch_source

    with show_progress(source.name) as progress:
        fetched = fetch_source(source, words, folder, offline=offline, network=network, tell=_tell, progress=progress)
    _tell(fetched.sentence)
    click.echo(fetched.saved.path)
    return STANDS_IN if fetched.state is State.STANDS_IN else 0


def _tell(sentence: str) -> None:
    click.echo(sentence, err=True)


class Bar:
    """A progress bar on the terminal, which pulses where the source does not say how much will come."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._bar: Any = None
        self._done = 0

    def __call__(self, done: int, total: int | None) -> None:
        if self._bar is None:
            self._bar = click.progressbar(
                None if total else iter(lambda: None, 1),
                length=total,
                label=f"Fetching {self._label}",
                file=sys.stderr,
                width=30,
                update_min_steps=BAR_STEP,
            )
            self._bar.__enter__()
        self._bar.update(max(0, done - self._done))
        self._done = max(done, self._done)

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


@contextmanager
def show_progress(label: str) -> Iterator[Bar]:
    bar = Bar(label)
    try:
        yield bar
    finally:
        bar.close()


def describe_sources() -> Iterator[str]:
    """Yield the sources with their licence, parameters and an example each."""
    from fiftysteps.evidence.fetch import SOURCES

    for source in SOURCES.values():
        yield f"{source.name}: {source.title}"
        yield f"  Licence: {source.licence}"
        for parameter in source.parameters:
            yield f"  {parameter.name}={'' if parameter.needed else ' (may be left out)'} {parameter.help}"
        if source.free:
            yield "  Any other NAME=VALUE is passed on."
        yield f"  Example: fiftysteps {source.example}"
        yield ""
