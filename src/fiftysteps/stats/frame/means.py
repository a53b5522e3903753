"""Means of data frames."""

from collections.abc import Sequence

from narwhals.typing import IntoDataFrameT

from fiftysteps.stats.estimates import means
from fiftysteps.stats.frame.reading import Reader, read_groups
from fiftysteps.stats.frame.writing import get_estimate_columns, name_estimate_columns, write_groups


def mean(
    df: IntoDataFrameT,
    *,
    value: str,
    by: str | Sequence[str] | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> IntoDataFrameT:
    """Estimate the mean of each group of rows with Student's t interval.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    value : str, keyword-only
        The column of values, one for each row, in any unit; negative ones too.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`, `value`, `lower_95`, `upper_95` (and so on for other levels),
        `method`, and `note`, which says why a value is missing: a missing value makes its group missing, and so does
        having fewer than two.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is infinite, a label is missing. All faults are named with
        their column and row.
    ValueError
        A level does not lie between 0 and 1.

    See Also
    --------
    fiftysteps.stats.mean : the same on arrays, with the source of the method.

    Examples
    --------
    Hours of sleep that ten patients gained with a drug (Student 1908, Biometrika 6: 1-25).

    >>> import polars as pl
    >>> sleep = pl.DataFrame({"gained": [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]})
    >>> value, lower, upper, *_ = mean(sleep, value="gained").row(0)
    >>> print(f"{value:.2f} hours, likely between {lower:.2f} and {upper:.2f}")
    2.33 hours, likely between 0.90 and 3.76
    """
    reader = Reader(df)
    numbers = reader.read_numbers(value, least=None)
    groups = read_groups(reader, by, outputs=name_estimate_columns(confidence))
    reader.check()
    result = means.mean(numbers, groups.groups, confidence=confidence)
    return write_groups(reader, groups, get_estimate_columns(result))
