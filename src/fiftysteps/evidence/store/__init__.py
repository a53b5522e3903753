"""The one place that touches data files and query engines."""

from fiftysteps.evidence.store.files import StoredTable, TableName, get_folder, write_table
from fiftysteps.evidence.store.reading import read_columns, read_rows, sum_counts

__all__ = ["StoredTable", "TableName", "get_folder", "read_columns", "read_rows", "sum_counts", "write_table"]
