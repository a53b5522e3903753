"""The other official comparisons of a data frame's rows."""

from collections.abc import Sequence

from narwhals.typing import IntoDataFrameT

from fiftysteps.stats.comparisons import comparing_otherwise
from fiftysteps.stats.comparisons.comparing import Polarity
from fiftysteps.stats.frame.comparing import (
    OUTPUTS,
    get_classes,
    get_comparison_columns,
    read_intervals,
)
from fiftysteps.stats.frame.reading import Reader, read_groups
from fiftysteps.stats.frame.writing import write_rows


def compare_overlap(
    df: IntoDataFrameT,
    *,
    lower: str,
    upper: str,
    benchmark_lower: str,
    benchmark_upper: str,
    polarity: Polarity | str,
    lower_outer: str | None = None,
    upper_outer: str | None = None,
    benchmark_lower_outer: str | None = None,
    benchmark_upper_outer: str | None = None,
) -> IntoDataFrameT:
    """Compare the estimate in each row with a benchmark by whether their intervals overlap.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    lower, upper : str, keyword-only
        The columns of the estimates' bounds, at 95%.
    benchmark_lower, benchmark_upper : str, keyword-only
        The columns of the benchmarks' bounds, at 95% and in the same units.
    polarity : {"higher", "lower", "none"}, keyword-only
        Which direction is better.
    lower_outer, upper_outer, benchmark_lower_outer, benchmark_upper_outer : str, keyword-only
        The columns of the bounds at 99.8%. Where all four are given there are five classes, otherwise three.

    Returns
    -------
    data frame of the same kind
        The caller's rows and columns, with `comparison` and `note` as `compare` gives them. Intervals that share a
        single point overlap: similar.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is infinite, a lower bound exceeds its upper bound, an
        interval at 99.8% is the narrower one, or the frame has a column named `comparison` or `note`.
    ValueError
        The polarity is unknown, or only some of the outer columns are named.

    See Also
    --------
    fiftysteps.stats.compare_overlap : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> wards = pl.DataFrame({"low": [39.3, 36.0], "high": [41.7, 38.9], "its_low": 33.1, "its_high": 36.6})
    >>> bounds = {"lower": "low", "upper": "high", "benchmark_lower": "its_low", "benchmark_upper": "its_high"}
    >>> compare_overlap(wards, **bounds, polarity="lower")["comparison"].to_list()
    ['worse', 'similar']
    """
    chosen = Polarity(polarity)
    if len({lower_outer is None, benchmark_lower_outer is None}) > 1:
        raise ValueError("lower_outer: name the columns of the bounds at 99.8% of rows and benchmarks, or of neither")
    reader = Reader(df)
    reader.refuse_names(OUTPUTS)
    ours = read_intervals(reader, [(lower, upper), (lower_outer, upper_outer)])
    outer = (benchmark_lower_outer, benchmark_upper_outer)
    theirs = read_intervals(reader, [(benchmark_lower, benchmark_upper), outer], "benchmark_")
    reader.check()
    result = comparing_otherwise.compare_overlap(ours, theirs, polarity=chosen, classes=get_classes(ours))
    return write_rows(reader, get_comparison_columns(result))


def compare_with_limits(
    df: IntoDataFrameT,
    *,
    value: str,
    lower: str,
    upper: str,
    polarity: Polarity | str,
    lower_outer: str | None = None,
    upper_outer: str | None = None,
) -> IntoDataFrameT:
    """Compare the value in each row with a benchmark by whether it lies inside the control limits round that.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    value : str, keyword-only
        The column of values.
    lower, upper : str, keyword-only
        The columns of the control limits round the benchmark, at 95%: those that `funnel_limits` adds with `at="data"`
        and the benchmark as `average`.
    polarity : {"higher", "lower", "none"}, keyword-only
        Which direction is better.
    lower_outer, upper_outer : str, keyword-only
        The columns of the limits at 99.8%. Where both are given there are five classes, otherwise three.

    Returns
    -------
    data frame of the same kind
        The caller's rows and columns, with `comparison` and `note` as `compare` gives them. The frame's own `note`, if
        `funnel_limits` made it, has to be dropped or renamed first. A value on a limit is similar.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is infinite, a lower limit exceeds its upper limit, limits at
        99.8% are the narrower ones, or the frame has a column named `comparison` or `note`.
    ValueError
        The polarity is unknown, or only one of the outer columns is named.

    See Also
    --------
    fiftysteps.stats.compare_with_limits : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> clinics = pl.DataFrame({"smoke": [25.0, 21.0], "low": [16.1, 15.5], "high": [23.9, 24.5]})
    >>> result = compare_with_limits(clinics, value="smoke", lower="low", upper="high", polarity="lower")
    >>> result["comparison"].to_list()
    ['worse', 'similar']
    """
    chosen = Polarity(polarity)
    reader = Reader(df)
    reader.refuse_names(OUTPUTS)
    values = reader.read_numbers(value, least=None)
    limits = read_intervals(reader, [(lower, upper), (lower_outer, upper_outer)])
    reader.check()
    result = comparing_otherwise.compare_with_limits(values, limits, polarity=chosen, classes=get_classes(limits))
    return write_rows(reader, get_comparison_columns(result))


def compare_quintiles(
    df: IntoDataFrameT,
    *,
    value: str,
    polarity: Polarity | str,
    by: str | Sequence[str] | None = None,
) -> IntoDataFrameT:
    """Compare the rows with each other by the fifth of the ranking that each is in.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    value : str, keyword-only
        The column of values.
    polarity : {"higher", "lower", "none"}, keyword-only
        Which direction is better.
    by : str or sequence of str, keyword-only
        The columns whose values make the rankings, such as sex and period; all rows are in one where it is left out.

    Returns
    -------
    data frame of the same kind
        The caller's rows and columns, and two more: `comparison` ("worst", "worse", "middle", "better", "best", or
        "lowest", "low", "middle", "high", "highest" where neither direction is better), missing where the value is or
        the ranking has fewer than five values, and `note`, which says why.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is infinite, a label is missing, or the frame has a column
        named `comparison` or `note`.
    ValueError
        The polarity is unknown.

    See Also
    --------
    fiftysteps.stats.compare_quintiles : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> wards = pl.DataFrame({"rate": [12.1, 15.4, 9.8, 30.2, 11.0]})
    >>> compare_quintiles(wards, value="rate", polarity="lower")["comparison"].to_list()
    ['middle', 'worse', 'best', 'worst', 'better']
    """
    chosen = Polarity(polarity)
    reader = Reader(df)
    reader.refuse_names(OUTPUTS)
    values = reader.read_numbers(value, least=None)
    groups = read_groups(reader, by)
    reader.check()
    result = comparing_otherwise.compare_quintiles(values, polarity=chosen, groups=groups.groups)
    return write_rows(reader, get_comparison_columns(result))
