"""Releases: the rows of each dataset as an immutable file, and which of them is current."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pyarrow as pa

from fiftysteps.accounts.models import Nature
from fiftysteps.accounts.workspace.loading import Loading
from fiftysteps.accounts.workspace.report import Outcome
from fiftysteps.core.workspace import Item, Workspace
from fiftysteps.evidence.actions.add_release import add_release
from fiftysteps.evidence.counts import COUNT_SCHEMA
from fiftysteps.evidence.models import Dataset
from fiftysteps.evidence.observations import (
    Observation,
    PopulationCount,
    make_observation_table,
    make_population_table,
)
from fiftysteps.evidence.store import TableName
from fiftysteps.evidence.workspace.counts import COUNTS
from fiftysteps.evidence.workspace.datasets import get_dataset_id
from fiftysteps.evidence.workspace.observations import OBSERVATIONS, ObservationShape
from fiftysteps.evidence.workspace.populations import POPULATIONS, PopulationShape

KIND = "releases"


def write_releases(workspace: Workspace, loading: Loading) -> None:
    """Write the rows of every dataset, as a new release where they differ from the current one."""
    counts = loading.counts.setdefault(KIND, Counter())
    for dataset, table, columns in _make_tables(workspace, loading):
        counts[_write_release(dataset, table, columns)] += 1
        loading.tick(KIND)


def _make_tables(workspace: Workspace, loading: Loading) -> Iterator[tuple[Dataset, TableName, pa.Table]]:
    observations = _group_by_file(workspace.get(OBSERVATIONS))
    # By file, not by row: a file without rows takes the rows of the release before it off the site.
    for file in workspace.files:
        if file.startswith("observations/"):
            dataset: Dataset = loading.get("datasets", get_dataset_id(file))
            rows = _make_observations(dataset, observations[file])
            yield dataset, "observations", make_observation_table(rows)
    counted = _group_by_file(workspace.get(COUNTS))
    for file in workspace.files:
        if file.startswith("counts/"):
            rows_of_counts = [row.model_dump() for row in counted[file]]
            yield (
                loading.get("datasets", get_dataset_id(file)),
                "counts",
                pa.Table.from_pylist(rows_of_counts, schema=COUNT_SCHEMA),
            )
    for file, counts in _group_by_file(workspace.get(POPULATIONS)).items():
        columns = make_population_table(_make_counts(loading, counts))
        yield loading.get("datasets", get_dataset_id(file)), "populations", columns


def _group_by_file[S](items: Iterable[Item[S]]) -> dict[str, list[S]]:
    by_file: dict[str, list[S]] = defaultdict(list)
    for item in items:
        by_file[item.file].append(item.value)
    return by_file


def _make_observations(dataset: Dataset, rows: Iterable[ObservationShape]) -> Iterator[Observation]:
    for row in rows:
        yield Observation(
            **row.model_dump(),
            nature=dataset.nature,
            source_title=dataset.source_title,
            source_url=dataset.source_url,
            confidence=dataset.confidence,
            dataset=dataset.slug,
        )


def _make_counts(loading: Loading, rows: Iterable[PopulationShape]) -> Iterator[PopulationCount]:
    for number, row in enumerate(rows):
        source = loading.sources.get(row.source)
        yield PopulationCount(
            area=row.area,
            dimension=row.dimension,
            group=row.group,
            sort=number if row.sort is None else row.sort,
            count=row.count,
            period=row.period,
            source_title=source.title if source else "",
            source_url=source.url if source else "",
            confidence=row.confidence,
            note=row.note,
            nature=(Nature.REAL if source else Nature.ILLUSTRATIVE).value,
        )


def _write_release(dataset: Dataset, table: TableName, columns: pa.Table) -> Outcome:
    added = add_release(dataset, table, columns)
    if added.is_same:
        return Outcome.SAME
    return Outcome.CREATED if added.replaced is None else Outcome.CHANGED
