"""Make a file of the store the current release of a dataset; the release before it is kept."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.evidence.models import Dataset, Release
from fiftysteps.evidence.store import StoredTable, TableName


@dataclass(frozen=True)
class Added:
    """The current release, and the one that it replaced: none where it is the first, or where the rows are the same."""

    release: Release
    replaced: Release | None
    is_same: bool


def register_release(
    dataset: Dataset, table: TableName, stored: StoredTable, *, by: User | None = None, **facts: Any
) -> Added:
    """Make `stored` the current release of `dataset`, unless it is that already.

    Parameters
    ----------
    dataset : Dataset
        Whose release it is.
    table : str
        The table that the rows belong to.
    stored : StoredTable
        The file that holds them.
    by : User, keyword-only
        Who takes them in; nobody where a command does.
    **facts
        What is known of the file that they came from: fields of Release, such as `file` and `licence`.
    """
    with transaction.atomic():
        current = Release.objects.filter(dataset=dataset, table=table, replaced_by__isnull=True).first()
        if current is not None and current.sha256 == stored.sha256:
            if facts.get("fingerprint"):
                # Another file with the same rows: it need not be read again either.
                Release.objects.filter(pk=current.pk).update(fingerprint=facts["fingerprint"])
            return Added(current, None, is_same=True)
        # Until the old one is marked there is none to be current, so the new one comes in as if it were replaced.
        told = {"table": table, "rows": stored.rows, "replaced_by": current, "taken_in_by": by, **facts}
        release, _ = Release.objects.update_or_create(dataset=dataset, sha256=stored.sha256, defaults=told)
        if current is not None:
            Release.objects.filter(pk=current.pk).update(replaced_by=release)
            Release.objects.filter(pk=release.pk).update(replaced_by=None)
            release.replaced_by = None
        record_audit(by, "take-in-release", f"evidence.release:{release.pk}", stored.sha256)
    return Added(release, current, is_same=False)
