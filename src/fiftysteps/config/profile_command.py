"""`fiftysteps profile`: how an area compares with its country, measure by measure."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fiftysteps.core.errors import PersonError

if TYPE_CHECKING:
    from fiftysteps.evidence.queries.area_profile import AreaProfile


@click.command()
@click.argument("area")
@click.option("--csv", "file", type=click.Path(dir_okay=False, path_type=Path), help="Write the rows into this file.")
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="The data directory (default: $FIFTYSTEPS_DATA, or ./var).",
)
def profile(area: str, file: Path | None, data: Path | None) -> None:
    """Say how AREA, a GSS code, compares with its country: what is better, similar and worse.

    \b
    Example:
      fiftysteps profile E09000025
      fiftysteps profile E09000025 --csv newham.csv
    """
    from fiftysteps.config.cli import set_up

    set_up(data, lean=True)
    from fiftysteps.config.migrating import check_schema
    from fiftysteps.evidence.profile_output import get_csv, say_profile

    check_schema()
    if file is None:
        click.echo("\n".join(say_area(area)))
        return
    made = _get_profile(area)
    try:
        # Spreadsheets take a file without this mark for one of another alphabet.
        file.write_text(get_csv(made), encoding="utf-8-sig", newline="")
    except OSError as error:
        raise PersonError(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{say_profile(made)}\nThe rows are in {file}.")


def say_area(code: str) -> Iterator[str]:
    """Yield the profile of an area as lines to read."""
    from fiftysteps.evidence.profile_output import get_lines

    yield from get_lines(_get_profile(code))


def _get_profile(code: str) -> "AreaProfile":
    from fiftysteps.evidence.models import Area
    from fiftysteps.evidence.queries.area_profile import get_area_profile

    found = Area.objects.select_related("parent").filter(code=code).first()
    if found is None:
        raise PersonError(f"No area with the code {code!r} is held; take a look-up or a file with it in first.")
    return get_area_profile(found)
