"""The stamp of the data: one name for the state of everything that figures are read from."""

import datetime
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone

from fiftysteps.evidence.models import Dataset, Release
from fiftysteps.evidence.observations import Observation

# Eight signs tell apart more states than a site ever has, and can be read out on the telephone.
SIGNS = 8


@dataclass(frozen=True)
class DataStamp:
    """A digest of the current releases, and the day on which the newest of them was taken in."""

    digest: str
    day: datetime.date


def get_data_stamp() -> DataStamp | None:
    """Return the stamp of the current releases, or None where no data are held. The same data have the same stamp."""
    current = list(Release.objects.filter(replaced_by__isnull=True).values_list("table", "sha256", "taken_in"))
    if not current:
        return None
    named = "\n".join(sorted(f"{table} {sha256}" for table, sha256, _ in current))
    newest = max(taken_in for _, _, taken_in in current)
    return DataStamp(hashlib.sha256(named.encode()).hexdigest()[:SIGNS], timezone.localdate(newest))


@dataclass(frozen=True)
class HeldDataset:
    """A dataset with its current releases, and how many came before them."""

    dataset: Dataset
    releases: tuple[Release, ...]
    before: int


def get_held_datasets() -> tuple[HeldDataset, ...]:
    """Return every dataset of which data are held, by title."""
    current: dict[int, list[Release]] = {}
    for release in Release.objects.filter(replaced_by__isnull=True).order_by("table"):
        current.setdefault(release.dataset_id, []).append(release)
    before = Count("releases", filter=Q(releases__replaced_by__isnull=False))
    datasets = Dataset.objects.filter(pk__in=current).select_related("source").annotate(before=before)
    return tuple(HeldDataset(dataset, tuple(current[dataset.pk]), dataset.before) for dataset in datasets)


def get_releases(observations: Iterable[Observation]) -> tuple[Release, ...]:
    """Return the current releases that some observations come from, by the title of their dataset."""
    slugs = {observation.dataset for observation in observations}
    current = Release.objects.filter(dataset__slug__in=slugs, table="observations", replaced_by__isnull=True)
    return tuple(current.select_related("dataset__source").order_by("dataset__title"))
