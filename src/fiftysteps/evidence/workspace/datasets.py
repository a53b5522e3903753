"""Datasets: collections of observations or population counts, with the file that holds the rows of each."""

from collections import defaultdict
from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Annotated

from fiftysteps.accounts.models import Confidence, Nature
from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import SourcedShape, check_source, fill_provenance
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.faults import Fault
from fiftysteps.core.shapes import MaybeWords, MaybeWordsOrYear, Slug, Words
from fiftysteps.core.text import suggest
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.evidence.models import Dataset
from fiftysteps.evidence.workspace.populations import POPULATIONS, PopulationShape


class DatasetShape(SourcedShape):
    id: Annotated[Slug, fits(Dataset, "slug")]
    title: Annotated[Words, fits(Dataset, "title")]
    period: Annotated[MaybeWordsOrYear, fits(Dataset, "period")] = ""
    note: MaybeWords = ""


WEAKEST_FIRST = (Confidence.LOW.value, Confidence.MEDIUM.value, Confidence.HIGH.value)
DATASETS = Section("dataset", ("datasets.yaml", "datasets/*.yaml"), DatasetShape, "datasets")


def get_dataset_id(file: str) -> str:
    return PurePosixPath(file).stem


def check_datasets(workspace: Workspace) -> None:
    """Every dataset has a file, and every file of observations or of counts a dataset."""
    files = {
        get_dataset_id(name): name
        for name in workspace.files
        if name.startswith(("observations/", "counts/", "populations/"))
    }
    for item in workspace.get(DATASETS):
        check_source(workspace, item)
        if item.value.id not in files:
            name = item.value.id
            rule = f"the dataset has no file: its rows stand in observations/{name}.csv or counts/{name}.csv"
            workspace.note(item.get_fault(rule, "id"))
    for file in workspace.files:
        name = get_dataset_id(file)
        if file.startswith(("observations/", "counts/")) and not workspace.is_known(name, DATASETS):
            rule = f"the file's name must be the id of a dataset{suggest(name, workspace.ids.get(DATASETS.name, {}))}"
            workspace.note(Fault(file, None, rule, name))


def write_datasets(workspace: Workspace, loading: Loading) -> None:
    """Write the catalogue of datasets. A file of population counts is a dataset too, whether or not it is listed."""
    items = list(workspace.get(DATASETS))
    listed = {item.value.id for item in items}
    rows: dict[str, list[PopulationShape]] = defaultdict(list)
    for row in workspace.get(POPULATIONS):
        rows[row.file].append(row.value)
    for file, counts in rows.items():
        if get_dataset_id(file) not in listed:
            items.append(Item(_describe_populations(get_dataset_id(file), counts), file, lambda place: 1))
    write_kind(loading, KIND, items)


def _describe_populations(name: str, rows: Collection[PopulationShape]) -> DatasetShape:
    """Return what the rows, which name their sources one by one, say of the whole file."""
    sources = {row.source for row in rows}
    levels = {row.confidence for row in rows}
    return DatasetShape(
        id=name,
        title=f"Population counts: {name.replace('-', ' ')}",
        nature=(Nature.ILLUSTRATIVE if "" in sources else Nature.REAL).value,
        source=sources.pop() if len(sources) == 1 else "",
        confidence=next((level for level in WEAKEST_FIRST if level in levels), ""),
    )


def _fill(loading: Loading, obj: Dataset, value: DatasetShape) -> None:
    fill_provenance(obj, value, loading.sources)
    obj.slug, obj.title, obj.period, obj.note = value.id, value.title, value.period, value.note
    obj.source = loading.find("sources", value.source)


def _retire(loading: Loading, obj: Dataset) -> None:
    """Take the dataset out of the catalogue with its releases; their files stay in the data directory."""
    # At once: one after the other, there would be two current releases for a moment, which a constraint forbids.
    obj.releases.all()._raw_delete(obj.releases.db)
    obj.delete()


KIND = Kind("datasets", Dataset, lambda item: item.value.id, lambda obj: obj.slug, _fill, _retire)
