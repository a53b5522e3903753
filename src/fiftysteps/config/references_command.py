"""`fiftysteps references`: references from the files of other programs."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fiftysteps.evidence.citing.matching import Sorted
    from fiftysteps.evidence.citing.reading import ReadFile

DATA_HELP = "The data directory (default: $FIFTYSTEPS_DATA, or ./var)."


@click.group()
def references() -> None:
    """Bring in references from a reference manager or a search.

    \b
    Example:
      fiftysteps references import library.bib --dry-run
    """


@references.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be taken in and what is wrong; take nothing in.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help=DATA_HELP)
def import_file(file: Path, dry_run: bool, data: Path | None) -> None:
    """Take the references of FILE in as drafts: all that are new, or none where anything is wrong.

    FILE is BibTeX, RIS or CSL-JSON. What is held already stays as it is, however it was edited since, so running it
    again does no harm.

    \b
    Example:
      fiftysteps references import library.bib --dry-run
      fiftysteps references import library.ris
    """
    from fiftysteps.config.cli import set_up

    set_up(data)
    from fiftysteps.config.prepare import prepare_database
    from fiftysteps.evidence.actions.import_references import import_references
    from fiftysteps.evidence.citing.matching import sort_out
    from fiftysteps.evidence.citing.read_references import read_references
    from fiftysteps.evidence.queries.held_references import get_held_references

    read = read_references(file.name, _read_bytes(file))
    prepare_database()
    found = sort_out(read, get_held_references()) if dry_run else import_references(None, read).found
    click.echo("\n".join(_get_lines(read, found, dry_run=dry_run)))


def _read_bytes(file: Path) -> bytes:
    from fiftysteps.core.faults import Fault, Faults
    from fiftysteps.evidence.citing.text import LARGEST_FILE

    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Faults([Fault(str(file), None, "the file cannot be read", error.strerror or "")]) from error


def _get_lines(read: "ReadFile", found: "Sorted", *, dry_run: bool) -> Iterator[str]:
    """Yield what a person should look at, and at the end what was done."""
    from fiftysteps.evidence.citing.matching import get_sentence

    yield from map(str, read.notes)
    yield from (str(get_sentence(read.file, duplicate)) for duplicate in found.duplicates)
    count, held = len(found.new), len(found.duplicates)
    done = "would be taken in" if dry_run else "taken in"
    yield f"{count:,} new reference{'s' * (count != 1)} {done} as drafts; {held:,} left out as there already."
    if count and not dry_run:
        yield "Before one is published, somebody says how strong its evidence is and looks at its kind."
