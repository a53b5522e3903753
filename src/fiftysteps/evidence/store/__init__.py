"""The one place that touches data files and query engines."""

from fiftysteps.evidence.store.files import StoredTable, TableName, get_folder, write_table
from fiftysteps.evidence.store.reading import (
    count_rows,
    list_divisions,
    read_columns,
    read_rows,
    sum_counts,
    summarise_observations,
)

__all__ = [
    "StoredTable",
    "TableName",
    "count_rows",
    "get_folder",
    "list_divisions",
    "read_columns",
    "read_rows",
    "sum_counts",
    "summarise_observations",
    "write_table",
]
