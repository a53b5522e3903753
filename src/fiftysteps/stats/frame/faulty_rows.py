"""The faults that array functions find, said of the columns that a frame's caller named."""

from collections.abc import Iterable, Mapping
from typing import Any

from fiftysteps.stats.frame.reading import Reader
from fiftysteps.stats.rows import RowFault


def refuse_rows(reader: Reader[Any], columns: Mapping[str, str], faults: Iterable[RowFault]) -> None:
    """Keep each fault under the column that stands for the argument."""
    for fault in faults:
        reader.refuse(columns[fault.name], fault.mask, fault.say)
