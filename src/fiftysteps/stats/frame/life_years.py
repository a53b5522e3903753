"""Years of life lost of data frames."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from narwhals.typing import IntoDataFrameT

from fiftysteps.stats.frame.ages import check_bands, read_ages
from fiftysteps.stats.frame.reading import FrameGroups, Reader, read_groups
from fiftysteps.stats.frame.writing import (
    get_bound_columns,
    get_estimate_columns,
    name_bounds,
    name_estimate_columns,
    write_groups,
)
from fiftysteps.stats.life import life_years
from fiftysteps.stats.results import Floats


def years_of_life_lost(
    df: IntoDataFrameT,
    *,
    deaths: str,
    population: str,
    age: str,
    by: str | Sequence[str] | None = None,
    to: float = 75,
    standard: str | None = None,
    multiplier: float = 100_000,
    confidence: float | Sequence[float] = 0.95,
) -> IntoDataFrameT:
    """Estimate the years of life that each group of rows lost before a given age, and their rate.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each group and age band, in any order. Read, never changed.
    deaths, population, age : str, keyword-only
        Columns as for `life_expectancy`; the bands may start at any age, and a last one that starts below `to` ends
        there.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
    to : float, keyword-only
        The age before which years count as lost.
    standard : str, keyword-only
        The column of the standard population of each row's band; with it the rate is standardised for age.
    multiplier : float, keyword-only
        100,000 for years lost per 100,000 people.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`; `years`, the years lost, with `years_lower_95` and `years_upper_95`
        (and so on for other levels); `value`, the rate per `multiplier`, with `lower_95` and `upper_95`; `method`, and
        `note`, which says why the rate is missing.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is negative or infinite, a label or a standard population is
        missing, a group's standard populations are all zero, the age bands are faulty as for `life_expectancy`, or `to`
        does not fit them. All faults are named with their column and row.
    ValueError
        A level does not lie between 0 and 1, or the multiplier is not positive.

    See Also
    --------
    fiftysteps.stats.years_of_life_lost : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> ages = pl.DataFrame({"age": ["0-49", "50-74", "75+"], "died": [4, 40, 90], "people": [9_000, 3_000, 800]})
    >>> result = years_of_life_lost(ages, deaths="died", population="people", age="age", multiplier=1_000)
    >>> print(f"{result['years'][0]:.0f} years were lost before 75: {result['value'][0]:.0f} per 1,000 people")
    700 years were lost before 75: 58 per 1,000 people
    """
    reader = Reader(df)
    died, people = reader.read_numbers(deaths), reader.read_numbers(population)
    weights = None if standard is None else reader.read_numbers(standard)
    ages = read_ages(reader, age)
    names = ["years", *name_bounds(confidence, "years_"), *name_estimate_columns(confidence)]
    groups = read_groups(reader, by, outputs=names)
    check_bands(reader, age, ages, groups, lambda bands: life_years.get_years_left(bands, to), to)
    if standard is not None and weights is not None:
        reader.refuse(standard, np.isnan(weights), lambda _: "the standard population is missing")
        _refuse_empty_standards(reader, standard, groups, np.where(ages.start < to, weights, 0))
    reader.check()
    result = life_years.years_of_life_lost(
        died,
        people,
        ages.start,
        groups.groups,
        to=to,
        standard=weights,
        multiplier=multiplier,
        confidence=confidence,
    )
    years = {"years": result.numerator, **get_bound_columns(result.years_intervals, "years_")}
    return write_groups(reader, groups, {**years, **get_estimate_columns(result)})


def _refuse_empty_standards(reader: Reader[Any], column: str, groups: FrameGroups, weights: Floats) -> None:
    empty = np.zeros(len(reader), dtype=bool)
    empty[groups.groups.first[groups.groups.sum(weights) == 0]] = True
    reader.refuse(column, empty, lambda _: "the standard populations of this row's group are all zero")
