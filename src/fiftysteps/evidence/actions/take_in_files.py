"""Take files in as releases of datasets: all of them, or none where anything is wrong in any."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa
from django.db import transaction

from fiftysteps.accounts.models import User
from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.tables import Limits
from fiftysteps.core.tables.limits import LIMITS
from fiftysteps.evidence.actions.register_release import register_release
from fiftysteps.evidence.actions.write_areas import write_areas
from fiftysteps.evidence.actions.write_boundaries import write_boundaries
from fiftysteps.evidence.area_finding import NewAreas, find_areas
from fiftysteps.evidence.ingest import Intake, KnownAreas, MappingShape, read_file
from fiftysteps.evidence.ingest.boundaries import BoundaryIntake, get_digest, is_boundary_file, read_boundaries
from fiftysteps.evidence.models import Boundary, Dataset, Indicator, Release
from fiftysteps.evidence.origins import Origin, complete_origin
from fiftysteps.evidence.planning import check_boundaries_told, find_dataset, name_dataset
from fiftysteps.evidence.queries.known_areas import get_known_areas
from fiftysteps.evidence.store import StoredTable, write_table
from fiftysteps.evidence.taken_in import NOT_READ, TakenIn, tell_boundaries, tell_same_boundaries
from fiftysteps.evidence.taking_in import build_rows, describe_areas, describe_periods

# Raise it when a file would be read as other rows than before: then files are read again that have not changed.
READING = 1


@dataclass(frozen=True)
class _Stored:
    """The rows of one file in the store, and what is known of them. They stand in memory no more."""

    dataset: Dataset
    intake: Intake
    stored: StoredTable
    undefined: tuple[str, ...]
    facts: dict[str, Any]
    areas: NewAreas


def take_in_files(
    paths: Sequence[Path],
    *,
    dataset: str = "",
    origin: Origin | None = None,
    mapping: MappingShape | None = None,
    by: User | None = None,
    again: bool = False,
    dry_run: bool = False,
    limits: Limits = LIMITS,
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
    again : bool, keyword-only
        Read also those files that were taken in already and have not changed.
    dry_run : bool, keyword-only
        Change nothing, and return what would come of it.
    limits : Limits, keyword-only
        How much of a file is read.

    Raises
    ------
    PersonError
        Every fault of every file, what a new dataset lacks, or that several files cannot be one dataset.
    """
    if dataset and len(paths) > 1:
        raise PersonError("Several files cannot be one dataset: take them in one by one, or leave --dataset out.")
    origins = {path: complete_origin(origin or Origin(), path) for path in paths}
    tables = [path for path in paths if not is_boundary_file(path)]
    # Files of one name in two forms are of one dataset, which is made once.
    named: dict[str, Dataset] = {}
    datasets = {path: find_dataset(dataset or name_dataset(path.name), origins[path], path, named) for path in tables}
    shapes = [path for path in paths if is_boundary_file(path)]
    same = (
        []
        if again
        else [tell_same_boundaries(path.name, count) for path in shapes if (count := _count_boundaries(path))]
    )
    new = [path for path in shapes if again or not _count_boundaries(path)]
    for path in new:
        check_boundaries_told(path, origins[path])
    outlines = [read_boundaries(path) for path in new]
    # Only when a file is read: of forty thousand names, most runs need none.
    areas: KnownAreas | None = None
    faults: list[Fault] = [fault for outline in outlines for fault in outline.faults]
    held: list[_Stored | TakenIn] = []
    for path in tables:
        fingerprint = _get_fingerprint(path, datasets[path], mapping)
        if not again and (found := _find_same(path, datasets[path], fingerprint)):
            held.append(found)
            continue
        # One file at a time: the rows of all of them together would not fit into the memory of a small machine.
        areas = areas or get_known_areas()
        intake = read_file(path, mapping, areas=areas, limits=limits)
        faults += intake.faults
        if not faults:
            held.append(_store(datasets[path], intake, origins[path], fingerprint, keep=not dry_run))
    if faults:
        raise Faults(faults)
    with transaction.atomic():
        done = [one if isinstance(one, TakenIn) else _register(one, by) for one in held]
        done += [*same, *_write_outlines(outlines, [origins[path] for path in new], by)]
        if dry_run:
            transaction.set_rollback(True)
    return done


def _get_fingerprint(path: Path, dataset: Dataset, mapping: MappingShape | None) -> str:
    """Return a digest of everything that the rows of a file are made from."""
    with path.open("rb") as file:
        content = hashlib.file_digest(file, "sha256").hexdigest()
    how = mapping.model_dump(mode="json") if mapping else None
    said = (dataset.slug, dataset.source_title, dataset.source_url, dataset.confidence)
    return hashlib.sha256(json.dumps([READING, content, how, said], sort_keys=True).encode()).hexdigest()


def _find_same(path: Path, dataset: Dataset, fingerprint: str) -> TakenIn | None:
    """Return what was taken in of this very file before, if that is current."""
    # Of a dataset that is not saved yet there are none.
    current = Release.objects.filter(dataset__slug=dataset.slug, replaced_by__isnull=True)
    release = current.filter(fingerprint=fingerprint).first()
    if release is None:
        return None
    return TakenIn(
        file=path.name,
        table=release.table,
        rows=release.rows,
        notes=(NOT_READ,),
        dataset=dataset.slug,
        periods=release.period,
        areas=release.geography,
        undefined=(),
        is_new=False,
        is_same=True,
    )


def _store(dataset: Dataset, intake: Intake, origin: Origin, fingerprint: str, *, keep: bool) -> _Stored:
    rows = build_rows(intake, dataset)
    facts: dict[str, Any] = {"file": intake.file[:255], "layout": intake.layout, "fingerprint": fingerprint}
    facts |= {"period": describe_periods(rows), "geography": describe_areas(rows)}
    facts |= {"licence": origin.licence, "url": origin.url, "retrieved": origin.retrieved}
    stored = write_table(intake.table, rows, keep=keep)
    areas = find_areas(intake)
    return _Stored(dataset, replace(intake, rows=rows.slice(0, 0)), stored, _find_undefined(rows), facts, areas)


def _register(held: _Stored, by: User | None) -> TakenIn:
    intake, dataset = held.intake, held.dataset
    is_new = dataset.pk is None
    if is_new:
        dataset.save()
    new = write_areas(held.areas, by=by)
    added = register_release(dataset, intake.table, held.stored, by=by, **held.facts)
    return TakenIn(
        file=intake.file,
        table=intake.table,
        rows=held.stored.rows,
        notes=(*intake.notes, *((f"areas that are new here: {new:,}",) if new else ())),
        dataset=dataset.slug,
        periods=held.facts["period"],
        areas=held.facts["geography"],
        undefined=held.undefined,
        is_new=is_new,
        is_same=added.is_same,
    )


def _write_outlines(outlines: Sequence[BoundaryIntake], origins: Sequence[Origin], by: User | None) -> list[TakenIn]:
    write_boundaries(outlines, origins, by=by)
    kinds = [", ".join(sorted({code[:3] for code in outline.geometries})) for outline in outlines]
    return [
        tell_boundaries(outline.file, len(outline.geometries), kind)
        for outline, kind in zip(outlines, kinds, strict=True)
    ]


def _count_boundaries(path: Path) -> int:
    """Return how many boundaries are held of this very file."""
    return Boundary.objects.filter(sha256=get_digest(path)).count()


def _find_undefined(rows: pa.Table) -> tuple[str, ...]:
    """Return the indicators of the rows that nobody has defined: no page shows them until somebody does."""
    if "indicator" not in rows.column_names:
        return ()
    held = set(map(str, rows["indicator"].unique().to_pylist()))
    return tuple(sorted(held - set(Indicator.objects.filter(slug__in=held).values_list("slug", flat=True))))
