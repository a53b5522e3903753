"""Which dataset a file is a release of: the one that is named, one named after the file, or one that begins with it."""

from pathlib import Path

from django.utils.text import slugify

from fiftysteps.accounts.models import Nature
from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.models import Dataset
from fiftysteps.evidence.origins import Origin


def name_dataset(file: str) -> str:
    """Return the slug of the dataset that a file of this name is of."""
    # A fetched file is named for its day; the dataset is the same on every day.
    name = file.removesuffix(".gz").rsplit(".", 1)[0]
    parts = name.rsplit("-", 3)
    is_dated = len(parts) == 4 and all(part.isdigit() for part in parts[1:])
    return slugify(parts[0] if is_dated else name)[:80]


def find_dataset(slug: str, origin: Origin, path: Path, named: dict[str, Dataset]) -> Dataset:
    """Return the dataset of this name, or one that is not saved yet; `named` has those that were asked for before.

    Raises
    ------
    PersonError
        The dataset is new, and it is not said where the file comes from.
    """
    if slug not in named:
        named[slug] = Dataset.objects.filter(slug=slug).first() or _plan_dataset(slug, origin, path)
    return named[slug]


def check_boundaries_told(path: Path, origin: Origin) -> None:
    """Refuse boundaries of nobody: a map must name whose they are. Raises PersonError."""
    needed = {"--source": origin.source, "--licence": origin.licence}
    if missing := [option for option, value in needed.items() if not value]:
        raise PersonError(f"{path.name}: say whose boundaries these are: {', '.join(missing)}.")


def _plan_dataset(slug: str, origin: Origin, path: Path) -> Dataset:
    needed = {"--source": origin.source, "--licence": origin.licence, "--confidence": origin.confidence}
    if missing := [option for option, value in needed.items() if not value]:
        raise PersonError(
            f"{path.name}: there is no dataset {slug} yet. To begin it, say where the file comes from: "
            f"{', '.join(missing)}."
        )
    return Dataset(
        slug=slug,
        title=(origin.title or origin.source)[:300],
        nature=Nature.REAL,
        source_title=origin.source[:500],
        source_url=origin.url[:500],
        confidence=origin.confidence,
    )
