"""Directly standardised rates of data frames."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from narwhals.typing import IntoDataFrameT

from fiftysteps.stats.estimates import direct
from fiftysteps.stats.estimates.frequencies import find_uneven, is_frequency
from fiftysteps.stats.frame.faults import name_rows
from fiftysteps.stats.frame.reading import FrameGroups, Reader, read_groups
from fiftysteps.stats.frame.writing import get_estimate_columns, name_estimate_columns, write_groups
from fiftysteps.stats.results import Floats


def directly_standardised_rate(
    df: IntoDataFrameT,
    *,
    count: str,
    population: str,
    standard: str,
    by: str | Sequence[str] | None = None,
    multiplier: float = 100_000,
    confidence: float | Sequence[float] = 0.95,
    event_frequency: str | None = None,
    missing_as_zero: bool = False,
) -> IntoDataFrameT:
    """Estimate the directly standardised rate of each group of rows with the interval of Dobson and others, on Byar's.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each band (of age, or of age and sex) of each group. Read, never changed.
    count : str, keyword-only
        The column of events: numbers from 0.
    population : str, keyword-only
        The column of people, or person-years at risk, of the row's band.
    standard : str, keyword-only
        The column of people of the row's band in the standard population.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out. The column of the bands
        is none of them.
    multiplier : float, keyword-only
        100,000 for a rate per 100,000.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.
    event_frequency : str, optional, keyword-only
        For events that one person can have more than once: the column of how many each person of the row had. Then
        there is one row for each band and frequency of each group, `count` is the number of **persons** who had that
        many events, and the population and standard population stand in each row of their band.
    missing_as_zero : bool, keyword-only
        Whether a missing count is read as none.

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`, `value`, `lower_95`, `upper_95` (and so on for other levels),
        `method`, and `note`, which says why a value is missing: fewer than ten events, a band without people, or a
        missing number.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is negative or infinite, an event frequency is not a whole
        number from 1, the frequencies of a group differ in their populations or standard populations, a label is
        missing. All faults are named with their column and row.
    ValueError
        A level does not lie between 0 and 1, or the multiplier is not positive.

    See Also
    --------
    fiftysteps.stats.directly_standardised_rate : the same on arrays, with the source of the method.

    Examples
    --------
    Children born with Down's syndrome in Michigan, first and second children, by the mother's age in six bands; the
    standard population is that of all children (Fleiss JL (1981), Statistical Methods for Rates and Proportions,
    p. 249).

    >>> import polars as pl
    >>> children = pl.DataFrame({
    ...     "child": ["first"] * 6 + ["second"] * 6,
    ...     "cases": [107, 141, 60, 40, 39, 25, 25, 150, 110, 84, 82, 39],
    ...     "births": [230_061, 329_449, 114_920, 39_487, 14_208, 3_052]
    ...     + [72_202, 326_701, 208_667, 83_228, 28_466, 5_375],
    ...     "all_births": [319_933, 931_318, 786_511, 488_235, 237_863, 61_313] * 2,
    ... })
    >>> result = directly_standardised_rate(
    ...     children, count="cases", population="births", standard="all_births", by="child"
    ... )
    >>> for child, value, lower, upper, *_ in result.iter_rows():
    ...     print(f"{child} children: {value:.1f} per 100,000, likely between {lower:.1f} and {upper:.1f}")
    first children: 92.3 per 100,000, likely between 80.3 and 105.2
    second children: 91.2 per 100,000, likely between 82.3 and 100.6
    """
    reader = Reader(df)
    events, people, weights = (reader.read_numbers(column) for column in (count, population, standard))
    frequency = None if event_frequency is None else _read_frequency(reader, event_frequency)
    groups = read_groups(reader, by, outputs=name_estimate_columns(confidence))
    if frequency is not None:
        _refuse_uneven(reader, groups, frequency, {population: people, standard: weights})
    reader.check()
    result = direct.directly_standardised_rate(
        events,
        people,
        weights,
        groups.groups,
        multiplier=multiplier,
        confidence=confidence,
        event_frequency=frequency,
        missing_as_zero=missing_as_zero,
    )
    return write_groups(reader, groups, get_estimate_columns(result))


def _read_frequency(reader: Reader[Any], column: str) -> Floats:
    frequency = reader.read_numbers(column, least=None)
    faulty = ~is_frequency(frequency) & ~np.isinf(frequency)
    reader.refuse(column, faulty, lambda row: f"{frequency[row]:g} is not a whole number from 1")
    return frequency


def _refuse_uneven(reader: Reader[Any], groups: FrameGroups, frequency: Floats, columns: dict[str, Floats]) -> None:
    # With another fault the groups or their sums may be wrong, and what is said of them would be too.
    if not reader.faults:
        for column, values in columns.items():
            reader.faults += name_rows(column, *find_uneven(groups.groups, frequency, values))
