"""The concentration index and Theil's index of data frames."""

from collections.abc import Sequence

import numpy as np
from narwhals.typing import IntoDataFrameT
from numpy.typing import ArrayLike

from fiftysteps.stats.frame.reading import Reader, read_groups
from fiftysteps.stats.frame.writing import get_bound_columns, name_bounds, write_groups
from fiftysteps.stats.inequality import concentration, entropy


def concentration_index(
    df: IntoDataFrameT,
    *,
    value: str,
    rank: str,
    population: str | None = None,
    se: str | None = None,
    by: str | Sequence[str] | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> IntoDataFrameT:
    """Estimate the concentration index of each group of rows.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each person, or for each ranked quantile of people. Read, never changed.
    value : str, keyword-only
        The column of what may gather somewhere: numbers from 0.
    rank : str, keyword-only
        The column of how well off they are, from the worst off up: a decile or an income.
    population : str, keyword-only
        The column of people that a row stands for, or of survey weights; one each where it is left out.
    se : str, keyword-only
        The column of standard errors, where rows are quantiles of many people.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`, `value` (below zero where the value gathers among the worse off),
        `lower_95`, `upper_95` (and so on for other levels), `method`, and `note`, which says why something is missing.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is negative or infinite (a rank may be negative), a label is
        missing. All faults are named with their column and row.
    ValueError
        A level does not lie between 0 and 1.

    See Also
    --------
    fiftysteps.stats.concentration_index : the same on arrays, with the formula and its sources.

    Examples
    --------
    >>> import polars as pl
    >>> births = [29_939, 28_776, 26_528, 24_689, 19_739]
    >>> india = pl.DataFrame({"fifth": [1, 2, 3, 4, 5], "deaths": [154.7, 152.9, 119.5, 86.9, 54.3], "births": births})
    >>> result = concentration_index(india, value="deaths", rank="fifth", population="births")
    >>> print(f"{result['value'].item():.4f}: below zero, so children of the poor died more often")
    -0.1694: below zero, so children of the poor died more often
    """
    reader = Reader(df)
    values, ranks = reader.read_numbers(value), reader.read_numbers(rank, least=None)
    people = np.ones(len(reader)) if population is None else reader.read_numbers(population)
    errors = None if se is None else reader.read_numbers(se)
    groups = read_groups(reader, by, outputs=["value", *name_bounds(confidence), "method", "note"])
    reader.check()
    result = concentration.concentration_index(values, ranks, people, groups.groups, se=errors, confidence=confidence)
    made: dict[str, ArrayLike] = {
        "value": result.value,
        **get_bound_columns(result.intervals),
        "method": result.method,
        "note": result.reason,
    }
    return write_groups(reader, groups, made)


def theil(
    df: IntoDataFrameT,
    *,
    value: str,
    population: str | None = None,
    category: str | Sequence[str] | None = None,
    se: str | None = None,
    by: str | Sequence[str] | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> IntoDataFrameT:
    """Estimate Theil's index T of each group of rows, and its parts between and within categories.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    value : str, keyword-only
        The column of what is spread: numbers from 0.
    population : str, keyword-only
        The column of people that a row stands for; one each where it is left out.
    category : str or sequence of str, keyword-only
        The columns of categories over which the index is taken apart.
    se : str, keyword-only
        The column of standard errors of the values, which give an interval.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups, each of which gets an index; all rows are one group where it is left
        out.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1, of the interval.

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`, `value`, with `se` `lower_95` and `upper_95` (and so on for other
        levels), `between` and `within`, null where there is no category, `method`, and `note`, which says why something
        is missing.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is negative or infinite, a label or category is missing. All
        faults are named with their column and row.
    ValueError
        A level does not lie between 0 and 1.

    See Also
    --------
    fiftysteps.stats.theil : the same on arrays, with the formula and its sources.

    Examples
    --------
    >>> import polars as pl
    >>> wards = pl.DataFrame({"borough": ["East", "East", "West", "West"], "rate": [10, 30, 20, 60]})
    >>> row = theil(wards, value="rate", category="borough").row(0, named=True)
    >>> print(f"{100 * row['between'] / row['value']:.0f}% of the unevenness lies between the boroughs")
    30% of the unevenness lies between the boroughs
    """
    reader = Reader(df)
    values = reader.read_numbers(value)
    people = np.ones(len(reader)) if population is None else reader.read_numbers(population)
    errors = None if se is None else reader.read_numbers(se)
    outputs = ["value", *name_bounds(confidence), "between", "within", "method", "note"]
    groups = read_groups(reader, by, outputs=outputs)
    parts = None if category is None else read_groups(reader, category).groups
    reader.check()
    result = entropy.theil(values, people, groups.groups, category=parts, se=errors, confidence=confidence)
    made: dict[str, ArrayLike] = {
        "value": result.value,
        **get_bound_columns(result.intervals),
        "between": result.between,
        "within": result.within,
        "method": result.method,
        "note": result.reason,
    }
    return write_groups(reader, groups, made)
