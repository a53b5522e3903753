"""Take files in as releases of datasets: all of them, or none where anything is wrong in any."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.utils.text import slugify

from fiftysteps.accounts.models import Confidence, Nature, User
from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Fault, Faults
from fiftysteps.evidence.actions.add_release import add_release
from fiftysteps.evidence.ingest import Intake, KnownAreas, MappingShape, read_file
from fiftysteps.evidence.models import Area, Dataset, Indicator
from fiftysteps.evidence.taking_in import build_rows, describe_areas, describe_periods


@dataclass(frozen=True)
class Origin:
    """Where a file comes from, as its sidecar or the person who has it says. Empty where nobody said."""

    title: str = ""
    source: str = ""
    url: str = ""
    licence: str = ""
    confidence: str = ""
    retrieved: datetime.date | None = None


@dataclass(frozen=True)
class TakenIn:
    """What came of one file, or would come of it."""

    intake: Intake
    dataset: str
    periods: str
    areas: str
    undefined: tuple[str, ...]
    is_new: bool
    is_same: bool


def take_in_files(
    paths: Sequence[Path],
    *,
    dataset: str = "",
    origin: Origin | None = None,
    mapping: MappingShape | None = None,
    by: User | None = None,
    dry_run: bool = False,
) -> list[TakenIn]:
    """Take files in, each as a release of the dataset named, or of one that is named after the file.

    Parameters
    ----------
    paths : sequence of Path
        The files.
    dataset : str, keyword-only
        The slug of the dataset, where there is one file.
    origin : Origin, keyword-only
        What to say of a dataset that is new; a file that was fetched has it in its sidecar.
    mapping : MappingShape, keyword-only
        How to read files whose layout is not known.
    by : User, keyword-only
        Who takes them in.
    dry_run : bool, keyword-only
        Change nothing, and return what would come of it.

    Raises
    ------
    PersonError
        Every fault of every file, what a new dataset lacks, or that several files cannot be one dataset.
    """
    if dataset and len(paths) > 1:
        raise PersonError("Several files cannot be one dataset: take them in one by one, or leave --dataset out.")
    areas = KnownAreas(names=dict(Area.objects.values_list("code", "name")))
    intakes = [read_file(path, mapping, areas=areas) for path in paths]
    if faults := [fault for intake in intakes for fault in intake.faults]:
        raise Faults(faults)
    with transaction.atomic():
        done = [
            _take_in(path, intake, dataset or _name_dataset(path), origin or Origin(), by, keep=not dry_run)
            for path, intake in zip(paths, intakes, strict=True)
        ]
        if dry_run:
            transaction.set_rollback(True)
    return done


def _name_dataset(path: Path) -> str:
    # A fetched file is named for its day; the dataset is the same on every day.
    name = path.name.removesuffix(".gz").rsplit(".", 1)[0]
    parts = name.rsplit("-", 3)
    is_dated = len(parts) == 4 and all(part.isdigit() for part in parts[1:])
    return slugify(parts[0] if is_dated else name)[:80]


def _take_in(path: Path, intake: Intake, slug: str, told: Origin, by: User | None, *, keep: bool) -> TakenIn:
    origin = _complete(told, path)
    found = Dataset.objects.filter(slug=slug).first()
    dataset = found or _make_dataset(slug, origin, path)
    rows = build_rows(intake, dataset)
    periods, kinds = describe_periods(rows), describe_areas(rows)
    facts: dict[str, Any] = {"file": path.name[:255], "layout": intake.layout, "period": periods, "geography": kinds}
    facts |= {"licence": origin.licence, "url": origin.url, "retrieved": origin.retrieved}
    added = add_release(dataset, intake.table, rows, by=by, keep=keep, **facts)
    return TakenIn(intake, slug, periods, kinds, _find_undefined(rows), found is None, added.is_same)


def _complete(told: Origin, path: Path) -> Origin:
    """Return what is told with the gaps filled from the sidecar, if the file has one."""
    sidecar = path.with_name(f"{path.name}.json")
    if not sidecar.is_file():
        return told
    try:
        record = json.loads(sidecar.read_text("utf-8"))
        retrieved = datetime.datetime.fromisoformat(record["retrieved"]).date()
        title, licence, url = str(record["title"]), str(record["licence"]), str(record["address"])
    except (ValueError, KeyError, TypeError) as error:
        raise Faults([Fault(sidecar.name, None, "this sidecar cannot be read: fetch the file again")]) from error
    return Origin(
        told.title or title,
        told.source or title,
        told.url or url,
        told.licence or licence,
        told.confidence or Confidence.HIGH.value,
        told.retrieved or retrieved,
    )


def _make_dataset(slug: str, origin: Origin, path: Path) -> Dataset:
    needed = {"--source": origin.source, "--licence": origin.licence, "--confidence": origin.confidence}
    if missing := [option for option, value in needed.items() if not value]:
        raise PersonError(
            f"{path.name}: there is no dataset {slug} yet. To begin it, say where the file comes from: "
            f"{', '.join(missing)}."
        )
    return Dataset.objects.create(
        slug=slug,
        title=(origin.title or origin.source)[:300],
        nature=Nature.REAL,
        source_title=origin.source[:500],
        source_url=origin.url[:500],
        confidence=origin.confidence,
    )


def _find_undefined(rows: pa.Table) -> tuple[str, ...]:
    """Return the indicators of the rows that nobody has defined: no page shows them until somebody does."""
    if "indicator" not in rows.column_names:
        return ()
    held = set(map(str, rows["indicator"].unique().to_pylist()))
    return tuple(sorted(held - set(Indicator.objects.filter(slug__in=held).values_list("slug", flat=True))))
