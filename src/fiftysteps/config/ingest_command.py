"""`fiftysteps ingest`: take files in as data, or say what would come of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiftysteps.config.indicators_command import build_with_progress
from fiftysteps.config.indicators_command import describe as describe_built
from fiftysteps.config.profile_command import say_area
from fiftysteps.core.faults import Faults

if TYPE_CHECKING:
    from fiftysteps.evidence.actions.build_indicators import Built
    from fiftysteps.evidence.taken_in import TakenIn

# Of many names only some are told: the rest are counted.
NAMED = 8


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would be taken in and what is wrong; change nothing.")
@click.option("--build", is_flag=True, help="Then compute the indicators that are built from what changed.")
@click.option("--profile", "area", default="", help="Then say how this area, a GSS code, compares with its country.")
@click.option("--again", is_flag=True, help="Read also files that were taken in before and have not changed.")
@click.option("--mapping", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="How to read the file.")
@click.option("--dataset", default="", help="The dataset that the file is a release of (default: the file's name).")
@click.option("--title", default="", help="What a new dataset is called (default: its source).")
@click.option("--source", default="", help="Who published it, and as what. Needed for a new dataset.")
@click.option("--url", default="", help="Where it was published.")
@click.option("--licence", default="", help="Under which licence. Needed for a new dataset.")
@click.option(
    "--confidence",
    type=click.Choice(["high", "medium", "low"]),
    help="How sure we are of the source. Needed for a new dataset.",
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data directory (default: $FIFTYSTEPS_DATA, or ./var).",
)
def ingest(
    files: tuple[Path, ...],
    dry_run: bool,
    build: bool,
    area: str,
    again: bool,
    mapping: Path | None,
    dataset: str,
    title: str,
    source: str,
    url: str,
    licence: str,
    confidence: str | None,
    data: Path | None,
) -> None:
    """Take FILES in as data: all of them, or nothing where anything is wrong in any.

    Each becomes a release of a dataset; the release before it is kept. A file that was fetched knows where it comes
    from. A layout that is not known is answered with how to map it.

    \b
    Example:
      fiftysteps ingest var/fetched/fingertips/*.csv
      fiftysteps ingest census/*.csv.gz --build --profile E09000025
      fiftysteps ingest kpis.xlsx --mapping kpis.yaml --dry-run
      fiftysteps ingest counts.csv --source "Newham Council, school census" --licence "OGL v3.0" --confidence high
    """
    from fiftysteps.config.cli import set_up

    set_up(data, lean=True)
    from fiftysteps.config.noticing import prepare_whole, say_what_moved
    from fiftysteps.evidence.actions.take_in_files import take_in_files
    from fiftysteps.evidence.ingest import read_mapping
    from fiftysteps.evidence.origins import Origin

    prepare_whole()
    done = take_in_files(
        files,
        dataset=dataset,
        origin=Origin(title, source, url, licence, confidence or ""),
        mapping=read_mapping(mapping) if mapping else None,
        again=again,
        dry_run=dry_run,
    )
    for taken in done:
        click.echo("\n".join(describe(taken, is_dry=dry_run)))
    built = _build() if build and not dry_run else []
    click.echo("\n".join(line for each in built for line in describe_built(each)), nl=bool(built))
    is_new = not dry_run and not (all(taken.is_same for taken in done) and not any(each.rows for each in built))
    if is_new:
        say_what_moved()
    if faults := [fault for each in built for fault in each.faults]:
        raise Faults(faults)
    if area:
        lines = say_area(area) if is_new else [f"Nothing is new, so the profile of {area} is what it was."]
        click.echo("\n".join(lines))


def _build() -> "list[Built]":
    from fiftysteps.config.progress import show_progress

    with show_progress() as progress:
        return build_with_progress(progress)


def describe(taken: "TakenIn", *, is_dry: bool) -> Iterator[str]:
    """Yield what came, or would come, of one file, and everything that was left out of it."""
    kept = taken.table.removesuffix("s") if taken.rows == 1 else taken.table
    about = "; ".join(part for part in (taken.periods, taken.areas and f"areas {taken.areas}") if part)
    said = f"{taken.rows:,} {kept} ({about})" if about else f"{taken.rows:,} {kept}"
    yield f"{taken.file}: {said}, {_say_what_came(taken, is_dry=is_dry)}"
    for note in taken.notes:
        yield f"  {note}"
    if taken.undefined:
        named = ", ".join(taken.undefined[:NAMED])
        rest = f" and {len(taken.undefined) - NAMED} more" if len(taken.undefined) > NAMED else ""
        yield f"  No page shows these until somebody defines an indicator of this name: {named}{rest}"


def _say_what_came(taken: "TakenIn", *, is_dry: bool) -> str:
    if taken.is_same and not taken.dataset:
        return "held already"
    if taken.is_same:
        return f"the rows are those of {taken.dataset} already"
    if not taken.dataset:
        return "would be kept" if is_dry else "kept"
    kind = "the first" if taken.is_new else "a new"
    return f"{'would be' if is_dry else 'taken in as'} {kind} release of {taken.dataset}"
