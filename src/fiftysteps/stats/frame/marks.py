"""Columns that mark rows."""

from typing import Any

import numpy as np

from fiftysteps.stats.change.trend_points import Mask
from fiftysteps.stats.frame.reading import Reader


def read_marks(reader: Reader[Any], column: str | None) -> Mask:
    """Return a column of true and false, or of 1 and 0; missing is false. Without a column no row is marked."""
    if column is None:
        return np.zeros(len(reader), dtype=bool)
    values = reader.read_numbers(column, least=None)
    faulty = ~(np.isnan(values) | np.isinf(values) | (values == 0) | (values == 1))
    reader.refuse(column, faulty, lambda row: f"{values[row]:g} is neither true (1) nor false (0)")
    return np.asarray(values == 1)
