"""Indirectly standardised ratios and rates of data frames."""

from collections.abc import Sequence

from narwhals.typing import IntoDataFrame, IntoDataFrameT

from fiftysteps.stats.estimates import indirect
from fiftysteps.stats.estimates.indirect import CountPer, find_uneven_totals
from fiftysteps.stats.frame.reading import FrameGroups, Reader, read_groups
from fiftysteps.stats.frame.writing import get_estimate_columns, name_estimate_columns, write_groups
from fiftysteps.stats.results import Floats


def indirectly_standardised_ratio(
    df: IntoDataFrameT,
    *,
    count: str,
    population: str,
    reference_count: str,
    reference_population: str,
    by: str | Sequence[str] | None = None,
    multiplier: float = 1.0,
    confidence: float | Sequence[float] = 0.95,
    count_per: CountPer = "row",
    missing_as_zero: bool = False,
) -> IntoDataFrameT:
    """Estimate the indirectly standardised ratio of each group of rows, with exact intervals below ten, else Byar's.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each band (of age, or of age and sex) of each group. Read, never changed.
    count : str, keyword-only
        The column of events: numbers from 0.
    population : str, keyword-only
        The column of people, or person-years at risk, of the row's band.
    reference_count, reference_population : str, keyword-only
        The columns of the events and people of the row's band in the reference, such as England: joined to each row by
        its band.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out. The column of the bands
        is none of them.
    multiplier : float, keyword-only
        1 for a ratio, 100 for one in per cent.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.
    count_per : {"row", "group"}, keyword-only
        "group" where only each group's total is known. Join the table of totals to the rows by the columns of `by`, so
        that every row of a group carries its total, and name that column as `count`.
    missing_as_zero : bool, keyword-only
        Whether a missing count, population or reference count is read as none.

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`, `value`, `lower_95`, `upper_95` (and so on for other levels),
        `method` ("exact Poisson" or "Byar"), and `note`, which says why a value is missing.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is negative or infinite, rows of one group carry different
        totals, a label is missing. All faults are named with their column and row.
    ValueError
        A level does not lie between 0 and 1, the multiplier is not positive, or `count_per` is unknown.

    See Also
    --------
    fiftysteps.stats.indirectly_standardised_ratio : the same on arrays, with the source of the method.

    Examples
    --------
    Children born with Down's syndrome in Michigan, first children only, by the mother's age in six bands, against all
    children (Fleiss JL (1981), Statistical Methods for Rates and Proportions, p. 249).

    >>> import polars as pl
    >>> children = pl.DataFrame({
    ...     "cases": [107, 141, 60, 40, 39, 25],
    ...     "births": [230_061, 329_449, 114_920, 39_487, 14_208, 3_052],
    ...     "all_cases": [136, 396, 411, 428, 628, 530],
    ...     "all_births": [319_933, 931_318, 786_511, 488_235, 237_863, 61_313],
    ... })
    >>> reference = {"reference_count": "all_cases", "reference_population": "all_births"}
    >>> result = indirectly_standardised_ratio(children, count="cases", population="births", **reference)
    >>> value, lower, upper, *_ = result.row(0)
    >>> print(f"{value:.2f}, likely between {lower:.2f} and {upper:.2f}")
    1.04, likely between 0.94 and 1.14
    """
    columns = (count, population, reference_count, reference_population)
    reader, (events, people, reference_events, reference_people), groups = _read(df, columns, by, confidence, count_per)
    result = indirect.indirectly_standardised_ratio(
        events,
        people,
        reference_events,
        reference_people,
        groups.groups,
        multiplier=multiplier,
        confidence=confidence,
        count_per=count_per,
        missing_as_zero=missing_as_zero,
    )
    return write_groups(reader, groups, get_estimate_columns(result))


def indirectly_standardised_rate(
    df: IntoDataFrameT,
    *,
    count: str,
    population: str,
    reference_count: str,
    reference_population: str,
    by: str | Sequence[str] | None = None,
    multiplier: float = 100_000,
    confidence: float | Sequence[float] = 0.95,
    count_per: CountPer = "row",
    missing_as_zero: bool = False,
) -> IntoDataFrameT:
    """Estimate the indirectly standardised rate of each group of rows, with exact intervals below ten, else Byar's.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each band of each group; a group needs every band of its reference. Read, never changed.
    count : str, keyword-only
        The column of events: numbers from 0.
    population : str, keyword-only
        The column of people, or person-years at risk, of the row's band.
    reference_count, reference_population : str, keyword-only
        The columns of the events and people of the row's band in the reference.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
    multiplier : float, keyword-only
        100,000 for a rate per 100,000.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.
    count_per : {"row", "group"}, keyword-only
        "group" where every row of a group carries its total.
    missing_as_zero : bool, keyword-only
        Whether a missing count, population or reference count is read as none.

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`, `value`, `lower_95`, `upper_95` (and so on for other levels),
        `method` ("exact Poisson" or "Byar"), and `note`, which says why a value is missing.

    Raises
    ------
    FrameFaults, ValueError
        As for `indirectly_standardised_ratio`.

    See Also
    --------
    fiftysteps.stats.indirectly_standardised_rate : the same on arrays, with the source of the method.

    Examples
    --------
    Children born with Down's syndrome in Michigan, first children only, by the mother's age in six bands, against all
    children (Fleiss JL (1981), Statistical Methods for Rates and Proportions, p. 249).

    >>> import polars as pl
    >>> children = pl.DataFrame({
    ...     "cases": [107, 141, 60, 40, 39, 25],
    ...     "births": [230_061, 329_449, 114_920, 39_487, 14_208, 3_052],
    ...     "all_cases": [136, 396, 411, 428, 628, 530],
    ...     "all_births": [319_933, 931_318, 786_511, 488_235, 237_863, 61_313],
    ... })
    >>> reference = {"reference_count": "all_cases", "reference_population": "all_births"}
    >>> result = indirectly_standardised_rate(children, count="cases", population="births", **reference)
    >>> value, lower, upper, *_ = result.row(0)
    >>> print(f"{value:.1f} per 100,000, likely between {lower:.1f} and {upper:.1f}")
    93.0 per 100,000, likely between 84.3 and 102.5
    """
    columns = (count, population, reference_count, reference_population)
    reader, (events, people, reference_events, reference_people), groups = _read(df, columns, by, confidence, count_per)
    result = indirect.indirectly_standardised_rate(
        events,
        people,
        reference_events,
        reference_people,
        groups.groups,
        multiplier=multiplier,
        confidence=confidence,
        count_per=count_per,
        missing_as_zero=missing_as_zero,
    )
    return write_groups(reader, groups, get_estimate_columns(result))


def _read[FrameT: IntoDataFrame](
    df: FrameT,
    columns: Sequence[str],
    by: str | Sequence[str] | None,
    confidence: float | Sequence[float],
    count_per: CountPer,
) -> tuple[Reader[FrameT], list[Floats], FrameGroups]:
    """Return the frame's reader, its four columns of numbers and its groups, or raise all faults of it."""
    reader = Reader(df)
    numbers = [reader.read_numbers(column) for column in columns]
    groups = read_groups(reader, by, outputs=name_estimate_columns(confidence))
    # With another fault the groups may be wrong, and what is said of their totals would be too.
    if count_per == "group" and not reader.faults:
        totals = numbers[0]
        uneven, expected = find_uneven_totals(groups.groups, totals)
        reader.refuse(
            columns[0], uneven, lambda row: f"{totals[row]:g} is not the total of its group, {expected[row]:g}"
        )
    reader.check()
    return reader, numbers, groups
