"""Proportions and crude rates of data frames."""

from collections.abc import Sequence

from narwhals.typing import IntoDataFrameT

from fiftysteps.stats.estimates import proportions, rates
from fiftysteps.stats.frame.reading import Reader, read_groups
from fiftysteps.stats.frame.writing import get_estimate_columns, name_estimate_columns, write_groups


def proportion(
    df: IntoDataFrameT,
    *,
    count: str,
    denominator: str,
    by: str | Sequence[str] | None = None,
    multiplier: float = 1.0,
    confidence: float | Sequence[float] = 0.95,
) -> IntoDataFrameT:
    """Estimate the proportion of each group of rows with Wilson's score interval.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    count : str, keyword-only
        The column of people with the characteristic: numbers from 0, summed over the rows of a group.
    denominator : str, keyword-only
        The column of people among whom they were counted, summed likewise.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
    multiplier : float, keyword-only
        1 for a proportion, 100 for a percentage.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`, `value`, `lower_95`, `upper_95` (and so on for other levels),
        `method`, and `note`, which says why a value is missing. A missing count or denominator makes its group missing.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is negative or infinite, a count exceeds its denominator, a
        label is missing. All faults are named with their column and row.
    ValueError
        A level does not lie between 0 and 1, or the multiplier is not positive.

    See Also
    --------
    fiftysteps.stats.proportion : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> smokers = pl.DataFrame({"ward": ["Beckton", "Plaistow"], "smokers": [81, 40], "asked": [263, 200]})
    >>> result = proportion(smokers, count="smokers", denominator="asked", by="ward", multiplier=100)
    >>> for ward, value, lower, upper, *_ in result.iter_rows():
    ...     print(f"{ward}: {value:.1f}%, likely between {lower:.1f}% and {upper:.1f}%")
    Beckton: 30.8%, likely between 25.5% and 36.6%
    Plaistow: 20.0%, likely between 15.0% and 26.1%
    """
    reader = Reader(df)
    numbers = reader.read_numbers(count)
    people = reader.read_numbers(denominator)
    groups = read_groups(reader, by, outputs=name_estimate_columns(confidence))
    reader.refuse(count, numbers > people, lambda row: f"{numbers[row]:g} exceeds {denominator} of {people[row]:g}")
    reader.check()
    result = proportions.proportion(
        groups.groups.sum(numbers), groups.groups.sum(people), confidence=confidence, multiplier=multiplier
    )
    return write_groups(reader, groups, get_estimate_columns(result))


def rate(
    df: IntoDataFrameT,
    *,
    count: str,
    population: str,
    by: str | Sequence[str] | None = None,
    multiplier: float = 100_000,
    confidence: float | Sequence[float] = 0.95,
) -> IntoDataFrameT:
    """Estimate the crude rate of each group of rows, with exact intervals for fewer than ten events, else Byar's.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    count : str, keyword-only
        The column of events: numbers from 0, summed over the rows of a group.
    population : str, keyword-only
        The column of people, or person-years at risk, summed likewise.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
    multiplier : float, keyword-only
        100,000 for a rate per 100,000.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`, `value`, `lower_95`, `upper_95` (and so on for other levels),
        `method` ("exact Poisson" or "Byar"), and `note`, which says why a value is missing.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is negative or infinite, a label is missing. All faults are
        named with their column and row.
    ValueError
        A level does not lie between 0 and 1, or the multiplier is not positive.

    See Also
    --------
    fiftysteps.stats.rate : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> falls = pl.DataFrame({"ward": ["Beckton", "Beckton"], "falls": [2, 3], "people": [400, 600]})
    >>> result = rate(falls, count="falls", population="people", by="ward", multiplier=1_000)
    >>> ward, value, lower, upper, method, note = result.row(0)
    >>> print(f"{ward}: {value:.1f} per 1,000, likely between {lower:.1f} and {upper:.1f} ({method})")
    Beckton: 5.0 per 1,000, likely between 1.6 and 11.7 (exact Poisson)
    """
    reader = Reader(df)
    events = reader.read_numbers(count)
    people = reader.read_numbers(population)
    groups = read_groups(reader, by, outputs=name_estimate_columns(confidence))
    reader.check()
    result = rates.rate(
        groups.groups.sum(events), groups.groups.sum(people), confidence=confidence, multiplier=multiplier
    )
    return write_groups(reader, groups, get_estimate_columns(result))
