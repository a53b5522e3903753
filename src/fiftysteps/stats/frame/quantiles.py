"""Quantiles of data frames."""

from collections.abc import Sequence

import numpy as np
from narwhals.typing import IntoDataFrameT

from fiftysteps.stats.comparisons import quantiles as arrays
from fiftysteps.stats.frame.reading import Reader, read_groups
from fiftysteps.stats.frame.writing import write_rows

OUTPUT = "quantile"


def quantile(
    df: IntoDataFrameT,
    *,
    value: str,
    by: str | Sequence[str] | None = None,
    quantiles: int = 10,
    invert: bool = False,
) -> IntoDataFrameT:
    """Add the quantile of each row's value, 1 being the lowest values unless inverted.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    value : str, keyword-only
        The column of values to be ranked; they may be negative.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups within which values are ranked; all rows are one group where it is left
        out.
    quantiles : int, keyword-only
        How many quantiles: 10 for tenths.
    invert : bool, keyword-only
        Whether the highest values make quantile 1, as where 1 is to be the most deprived and a high score means
        deprived.

    Returns
    -------
    data frame of the same kind
        The caller's rows and columns, and `quantile`: whole numbers from 1, null where the value is missing and
        throughout a group in which fewer values than quantiles are known. Pandas' plain whole numbers know no null, so
        there a column with something missing holds floats.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a value is infinite, a label is missing, or the frame has a column
        named "quantile" already. All faults are named with their column and row.
    ValueError
        Fewer than two quantiles are asked for.

    See Also
    --------
    fiftysteps.stats.assign_quantiles : the same on arrays, with the formula.

    Examples
    --------
    >>> import polars as pl
    >>> scores = {"Beckton": 21.5, "Plaistow": 34.0, "Stratford": None, "Wall End": 30.1}
    >>> wards = pl.DataFrame({"ward": scores.keys(), "score": scores.values()})
    >>> for ward, score, number in quantile(wards, value="score", quantiles=3, invert=True).iter_rows():
    ...     print(ward, "has no score" if number is None else f"is in third {number} of 3")
    Beckton is in third 3 of 3
    Plaistow is in third 1 of 3
    Stratford has no score
    Wall End is in third 2 of 3
    """
    reader = Reader(df)
    values = reader.read_numbers(value, least=None)
    groups = read_groups(reader, by)
    reader.refuse_names([OUTPUT])
    reader.check()
    numbers = arrays.assign_quantiles(values, groups.groups, quantiles=quantiles, invert=invert)
    return write_rows(reader, {OUTPUT: np.ma.masked_equal(numbers, 0)})
