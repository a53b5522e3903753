"""Files of any make into sheets of cells: delimited text, workbooks and Parquet, within limits, never with a crash."""

from fiftysteps.core.tables.limits import Limits
from fiftysteps.core.tables.reading import read_tables
from fiftysteps.core.tables.sheet import Cell, Sheet, Tables

__all__ = ["Cell", "Limits", "Sheet", "Tables", "read_tables"]
