"""Comparisons of a data frame's rows with a benchmark's value."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from narwhals.typing import IntoDataFrameT
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.comparisons import comparing
from fiftysteps.stats.comparisons.comparing import Comparison, Polarity
from fiftysteps.stats.frame.reading import Reader
from fiftysteps.stats.frame.writing import write_rows
from fiftysteps.stats.results import Floats, Interval, Words

OUTPUTS = ("comparison", "note")
NO_VALUE = "The value is missing."


def compare(
    df: IntoDataFrameT,
    *,
    value: str,
    lower: str,
    upper: str,
    benchmark: str | float,
    polarity: Polarity | str,
    lower_outer: str | None = None,
    upper_outer: str | None = None,
) -> IntoDataFrameT:
    """Compare the estimate in each row with a benchmark's value by whether it lies inside the row's interval.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    value : str, keyword-only
        The column of estimates.
    lower, upper : str, keyword-only
        The columns of their bounds, at 95%.
    benchmark : str or float, keyword-only
        The column of benchmarks, or the benchmark of all rows, in the units of the estimates.
    polarity : {"higher", "lower", "none"}, keyword-only
        Which direction is better.
    lower_outer, upper_outer : str, keyword-only
        The columns of the bounds at 99.8%. Where both are given there are five classes, otherwise three.

    Returns
    -------
    data frame of the same kind
        The caller's rows and columns, and two more: `comparison` ("better", "similar", "worse", or "higher", "similar",
        "lower" where neither direction is better; with five classes "better 95%", "better 99.8%" and so on), missing
        where a number is, and `note`, which says why. A benchmark that equals a bound is similar.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is infinite, a lower bound exceeds its upper bound, a value
        lies outside its own interval, an interval at 99.8% is the narrower one, or the frame has a column named
        `comparison` or `note`. All faults are named with their column and row.
    ValueError
        The polarity is unknown, the benchmark given is infinite, or only one of the outer columns is named.

    See Also
    --------
    fiftysteps.stats.compare : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> wards = pl.DataFrame(
    ...     {"ward": ["Beckton", "Plaistow"], "rate": [40.5, 35.6], "low": [39.3, 34.0], "high": [41.7, 37.2]}
    ... )
    >>> result = compare(wards, value="rate", lower="low", upper="high", benchmark=36.6, polarity="lower")
    >>> for ward, said in result.select("ward", "comparison").iter_rows():
    ...     print(f"{ward}, against the borough's 36.6%: {said}")
    Beckton, against the borough's 36.6%: worse
    Plaistow, against the borough's 36.6%: similar
    """
    chosen = Polarity(polarity)
    reader = Reader(df)
    reader.refuse_names(OUTPUTS)
    values = reader.read_numbers(value, least=None)
    intervals = read_intervals(reader, [(lower, upper), (lower_outer, upper_outer)])
    inner = intervals[0.95]
    outside = (values < inner.lower) | (values > inner.upper)
    reader.refuse(
        value, outside, lambda row: f"{values[row]:g} lies outside {inner.lower[row]:g} to {inner.upper[row]:g}"
    )
    against = reader.read_numbers(benchmark, least=None) if isinstance(benchmark, str) else benchmark
    reader.check()
    result = comparing.compare(intervals, against, polarity=chosen, classes=get_classes(intervals))
    return write_rows(reader, get_comparison_columns(result, values))


def read_intervals(
    reader: Reader[Any], columns: Sequence[tuple[str | None, str | None]], prefix: str = ""
) -> dict[float, Interval]:
    """Return the intervals of each row by level, and keep the faults of bounds that make none.

    Parameters
    ----------
    columns : sequence of pairs of str
        The names of the bounds at 95%, then at 99.8%; the latter may be None.
    prefix : str
        What stands before `lower_outer` in the sentence of a refusal.

    Raises
    ------
    ValueError
        Only one of the outer columns is named.
    """
    (lower, upper), (low, high) = columns
    if (low is None) != (high is None):
        raise ValueError(f"{prefix}lower_outer: name both columns of the bounds at 99.8%, or neither")
    inner = _read_interval(reader, str(lower), str(upper))
    if low is None or high is None:
        return {0.95: inner}
    outer = _read_interval(reader, low, high)
    reader.refuse(low, outer.lower > inner.lower, lambda row: f"{outer.lower[row]:g} exceeds {lower}, the inner bound")
    reader.refuse(
        high, outer.upper < inner.upper, lambda row: f"{outer.upper[row]:g} is below {upper}, the inner bound"
    )
    return {0.95: inner, 0.998: outer}


def get_classes(intervals: dict[float, Interval]) -> Literal[3, 5]:
    """Return how many classes the intervals make."""
    return 5 if 0.998 in intervals else 3


def get_comparison_columns(result: Comparison, values: Floats | None = None) -> dict[str, ArrayLike]:
    """Return a comparison by the names of its columns, with None for a missing class and a missing value."""
    outcome, reason = np.broadcast_arrays(result.outcome, result.reason)
    if values is not None:
        reason = np.where(np.isnan(values), NO_VALUE, reason)
    return {"comparison": blank(np.where(reason == "", outcome, "")), "note": reason}


def blank(words: Words) -> NDArray[np.object_]:
    """Return words as Python strings, None where empty."""
    array = words.astype(np.object_)
    array[words == ""] = None
    return array


def _read_interval(reader: Reader[Any], lower: str, upper: str) -> Interval:
    low, high = reader.read_numbers(lower, least=None), reader.read_numbers(upper, least=None)
    reader.refuse(lower, low > high, lambda row: f"{low[row]:g} exceeds {upper} of {high[row]:g}")
    return Interval(low, high)
