"""Frames of every kind that the tests try: the same rows in pandas, Polars and PyArrow."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa

KINDS: dict[str, Callable[..., Any]] = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "pyarrow": pa.table}


def build_frame(kind: str, columns: Mapping[str, Sequence[Any]]) -> Any:
    return KINDS[kind](dict(columns))


def get_columns(frame: Any) -> dict[str, list[Any]]:
    """The columns of a frame of any kind as lists."""
    return {name: nw.from_native(frame)[name].to_list() for name in nw.from_native(frame).columns}
