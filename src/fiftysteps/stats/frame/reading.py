"""Reading the columns that a function is told of, and keeping every fault until all have been looked at."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from narwhals.typing import IntoDataFrame
from numpy.typing import NDArray

from fiftysteps.stats.frame.coding import code_rows
from fiftysteps.stats.frame.faults import NAMED_ROWS, FrameFaults, name_rows
from fiftysteps.stats.groups import Groups, get_groups
from fiftysteps.stats.results import Floats

NOT_A_FRAME = (
    "this function takes an eager data frame of pandas, Polars, PyArrow or another library that Narwhals knows"
)


class Reader[FrameT: IntoDataFrame]:
    """A frame being read. Call the readers, then `check`, and only then use what they gave."""

    def __init__(self, data: FrameT) -> None:
        try:
            self.frame: nw.DataFrame[FrameT] = nw.from_native(data, eager_only=True)
        except TypeError as error:
            raise TypeError(f"{NOT_A_FRAME}, not {type(data).__name__}") from error
        self.faults: list[str] = []

    def __len__(self) -> int:
        return len(self.frame)

    def has(self, column: str) -> bool:
        """Return whether the column is there, and keep a fault where it is not."""
        if column in self.frame.columns:
            return True
        there = ", ".join(f'"{name}"' for name in self.frame.columns) or "none"
        self.faults.append(f'column "{column}": the frame has no such column; it has {there}')
        return False

    def read_numbers(self, column: str, *, least: float | None = 0) -> Floats:
        """Return a column as floats, not a number where missing. Text, infinity and values below `least` are faults."""
        if not self.has(column):
            return np.full(len(self), np.nan)
        series = self.frame[column]
        if not (series.dtype.is_numeric() or series.dtype == nw.Boolean):
            return self._refuse_text(column, series)
        values = series.cast(nw.Float64).to_numpy().astype(float, copy=False)
        # Most columns have no fault: their ends say so, and no row has to be looked at.
        if len(values) and values.min() >= (-np.inf if least is None else least) and np.isfinite(values).all():
            return values
        self.refuse(column, np.isinf(values), lambda row: f"{values[row]:g} is infinite")
        if least is not None:
            said = "negative" if least == 0 else f"below {least:g}"
            self.refuse(column, values < least, lambda row: f"{values[row]:g} is {said}")
        return values

    def read_texts(self, column: str) -> NDArray[np.object_]:
        """Return a column as Python values, None where missing."""
        if not self.has(column):
            return np.full(len(self), None, dtype=object)
        return np.array([*self.frame[column].to_list(), None], dtype=object)[:-1]

    def refuse(self, column: str, mask: NDArray[np.bool_], say: Callable[[int], str]) -> None:
        """Keep a fault for each row where `mask` is true, in the words of `say`."""
        faulty = np.flatnonzero(mask).tolist()
        self.faults += name_rows(column, faulty, [say(row) for row in faulty[:NAMED_ROWS]])

    def refuse_names(self, outputs: Iterable[str], columns: Iterable[str] | None = None) -> None:
        """Keep a fault for each of `columns`, or of all the frame's, that is named like a column of the result."""
        wanted = set(outputs)
        self.faults += [
            f'column "{column}": its name is that of a column of the result; rename it first'
            for column in (self.frame.columns if columns is None else columns)
            if column in wanted
        ]

    def check(self) -> None:
        """Raise every fault kept so far.

        Raises
        ------
        FrameFaults
            There is at least one.
        """
        if self.faults:
            raise FrameFaults(self.faults)

    def _refuse_text(self, column: str, series: nw.Series[Any]) -> Floats:
        values = series.to_list()
        texts = [(row, value) for row, value in enumerate(values) if value is not None and not _is_number(value)]
        if texts:
            said = [f"{value!r} is not a number" for _, value in texts[:NAMED_ROWS]]
            self.faults += name_rows(column, [row for row, _ in texts], said)
        else:
            self.faults.append(f'column "{column}": it holds numbers as text; convert them to a numeric column first')
        return np.full(len(self), np.nan)


def _is_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class FrameGroups:
    """The groups of a frame's rows, and the columns of their labels, one row for each group."""

    groups: Groups
    keys: nw.DataFrame[Any]


def read_groups(reader: Reader[Any], by: str | Sequence[str] | None, *, outputs: Sequence[str] = ()) -> FrameGroups:
    """Return the groups of the rows by one or several columns; all rows are one group where there are none.

    A missing label, and a column of `by` named like one of `outputs`, are faults.
    """
    columns = [by] if isinstance(by, str) else list(by or ())
    reader.refuse_names(outputs, columns)
    found = [column for column in columns if reader.has(column)]
    for column in found:
        reader.refuse(column, reader.frame[column].is_null().to_numpy(), lambda _: "the label is missing")
    keys = reader.frame.select(found)
    if not found or not len(reader):
        return FrameGroups(get_groups(None, len(reader)), keys)
    groups = code_rows(keys)
    return FrameGroups(groups, nw.maybe_reset_index(keys[groups.first]))
