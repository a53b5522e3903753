"""Writing results as a frame of the caller's own kind."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import narwhals as nw
import numpy as np
from narwhals.typing import IntoDataFrame
from numpy.typing import ArrayLike

from fiftysteps.stats.frame.reading import FrameGroups, Reader
from fiftysteps.stats.inputs import check_confidence
from fiftysteps.stats.results import Estimate, Interval

type Columns = Mapping[str, ArrayLike]


def name_level(level: float) -> str:
    """Return a level of confidence as it stands in names of columns: 0.95 as "95", 0.998 as "99_8"."""
    return f"{100 * level:.10g}".replace(".", "_")


def name_bounds(confidence: float | Sequence[float], prefix: str = "") -> list[str]:
    """Return the names of the columns that hold the bounds, lower before upper, level by level."""
    levels = check_confidence(confidence)
    return [f"{prefix}{side}_{name_level(level)}" for level in levels for side in ("lower", "upper")]


def get_bound_columns(intervals: Mapping[float, Interval], prefix: str = "") -> dict[str, ArrayLike]:
    """Return the bounds by the names of their columns."""
    return {
        f"{prefix}{side}_{name_level(level)}": getattr(interval, side)
        for level, interval in intervals.items()
        for side in ("lower", "upper")
    }


def name_estimate_columns(confidence: float | Sequence[float]) -> list[str]:
    """Return the names of the columns of an estimate: value, bounds, method, note."""
    return ["value", *name_bounds(confidence), "method", "note"]


def get_estimate_columns(estimate: Estimate) -> dict[str, ArrayLike]:
    """Return an estimate by the names of its columns: value, bounds, method, note."""
    return {
        "value": estimate.value,
        **get_bound_columns(estimate.intervals),
        "method": estimate.method,
        "note": estimate.reason,
    }


def write_groups[FrameT: IntoDataFrame](reader: Reader[FrameT], groups: FrameGroups, columns: Columns) -> FrameT:
    """Return one row for each group: its labels, then `columns`, each of shape (g,)."""
    series = _get_series(reader, columns)
    if groups.keys.columns:
        return cast("FrameT", groups.keys.with_columns(*series).to_native())
    made = nw.from_dict({one.name: one for one in series}, backend=reader.frame.implementation)
    return cast("FrameT", made.to_native())


def write_rows[FrameT: IntoDataFrame](reader: Reader[FrameT], columns: Columns) -> FrameT:
    """Return the caller's rows and columns, with `columns`, each of shape (n,), added."""
    return reader.frame.with_columns(*_get_series(reader, columns)).to_native()


def _get_series(reader: Reader[Any], columns: Columns) -> list[nw.Series[Any]]:
    return [_build_series(reader, name, np.asanyarray(values)) for name, values in columns.items()]


def _build_series(reader: Reader[Any], name: str, values: Any) -> nw.Series[Any]:
    backend = reader.frame.implementation
    if values.dtype.kind in "UO":
        return nw.new_series(name, values.tolist(), nw.String, backend=backend)
    if np.ma.is_masked(values):
        # Pandas' plain whole numbers know no null: there the column holds floats.
        whole = nw.Float64 if backend.is_pandas_like() else nw.Int64
        return nw.new_series(name, values.tolist(), whole, backend=backend)
    values = np.asarray(values)
    series = nw.new_series(name, values, backend=backend)
    # What is missing is null where the library tells the two apart.
    return series.fill_nan(None) if values.dtype.kind == "f" else series
