"""Store rows and make them the current release of a dataset."""

from typing import Any

import pyarrow as pa

from fiftysteps.accounts.models import User
from fiftysteps.evidence.actions.register_release import Added, register_release
from fiftysteps.evidence.models import Dataset
from fiftysteps.evidence.store import TableName, write_table


def add_release(
    dataset: Dataset, table: TableName, columns: pa.Table, *, by: User | None = None, **facts: Any
) -> Added:
    """Store `columns` and make them the current release of `dataset`, as `register_release` does."""
    # The file is stored first: one that no release names does no harm, a release without its file would.
    return register_release(dataset, table, write_table(table, columns), by=by, **facts)
