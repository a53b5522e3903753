"""The groups of a frame's rows, numbered by what each library is quick at."""

from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.groups import RUNS_TRIED, Codes, Groups, get_groups, number_labels, spread_runs

# Of fewer rows it costs less to look up every one than to set about finding runs.
ROWS_WORTH_A_SEARCH = 20_000


def code_rows(keys: nw.DataFrame[Any]) -> Groups:
    """Return the groups of the rows by all columns together, labelled by their first rows' numbers.

    There is at least one column and one row. A missing label counts as one of its own.
    """
    starts = _find_starts(keys)
    kept = keys if starts is None else keys[starts]
    combined = get_groups(_number_column(kept[keys.columns[0]]), len(kept))
    for name in keys.columns[1:]:
        numbers = _number_column(kept[name])
        combined = get_groups(combined.codes * (int(numbers.max()) + 1) + numbers, len(kept))
    return spread_runs(starts, np.arange(len(keys)), combined.codes, combined.first)


def _find_starts(keys: nw.DataFrame[Any]) -> Codes | None:
    """Return the rows at which runs of equal labels begin, or None where runs are too short to be worth finding."""
    if len(keys) < ROWS_WORTH_A_SEARCH or _find_heads(keys[:RUNS_TRIED]).mean() > 0.5:
        return None
    return np.flatnonzero(_find_heads(keys))


def _find_heads(keys: nw.DataFrame[Any]) -> NDArray[np.bool_]:
    """Return where a row differs from the one above it."""
    changes = [(nw.col(name) != nw.col(name).shift(1)).fill_null(value=True) for name in keys.columns]
    head = keys.select(nw.any_horizontal(*changes, ignore_nulls=True).alias("head"))["head"]
    heads: NDArray[np.bool_] = head.to_numpy().astype(bool)
    heads[:1] = True
    return heads


def _number_column(series: nw.Series[Any]) -> Codes:
    """Return a number from 0 for each label of a column, equal where the labels are."""
    if not series.null_count():
        if series.dtype.is_integer():
            return get_groups(series.to_numpy(), len(series)).codes
        if series.dtype in {nw.String, nw.Categorical, nw.Enum}:
            return np.asarray(_get_dictionary_codes(series)).astype(np.int64)
    return number_labels(series.to_list())


def _get_dictionary_codes(series: nw.Series[Any]) -> Any:
    """Return the place of each text in the library's own dictionary, to which Narwhals knows no way."""
    if series.implementation.is_pandas_like():
        return series.to_native().factorize()[0]
    native: Any = series.cast(nw.Categorical).to_native()
    if series.implementation.is_polars():
        return native.to_physical().to_numpy()
    # Of the eager libraries that Narwhals knows PyArrow is left. Its pieces may have dictionaries of their own.
    return native.unify_dictionaries().combine_chunks().indices.to_numpy()
