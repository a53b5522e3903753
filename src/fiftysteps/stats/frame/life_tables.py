"""Life expectancy and healthy life expectancy of data frames."""

from collections.abc import Sequence

from narwhals.typing import IntoDataFrameT

from fiftysteps.stats.frame.ages import OPEN, check_bands, read_ages, write_ages
from fiftysteps.stats.frame.reading import Reader, read_groups
from fiftysteps.stats.frame.writing import name_estimate_columns
from fiftysteps.stats.life import healthy_life, life_tables
from fiftysteps.stats.life.ages import At, choose_ages


def life_expectancy(
    df: IntoDataFrameT,
    *,
    deaths: str,
    population: str,
    age: str,
    by: str | Sequence[str] | None = None,
    confidence: float | Sequence[float] = 0.95,
    at: At = "all",
) -> IntoDataFrameT:
    """Estimate the life expectancy of each group of rows from deaths and population by age band.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each group and age band, in any order. Read, never changed.
    deaths : str, keyword-only
        The column of deaths: numbers from 0.
    population : str, keyword-only
        The column of people, or person-years at risk.
    age : str, keyword-only
        The column of age bands: the ages at which they start as numbers, or labels such as "0", "<1", "Under 1", "1-4",
        "5 to 9", "85+" or "90 and over". Any bands will do, the last being open; all groups need the same ones.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.
    at : "all", float or sequence of float, keyword-only
        The ages whose expectancy is wanted, each the start of a band; 0 for life expectancy at birth.

    Returns
    -------
    data frame of the same kind
        One row for each group and age: the columns of `by`, `age` (a number: where the band starts), `value`,
        `lower_95`, `upper_95` (and so on for other levels), `method`, and `note`, which says why a value is missing.
        Where the 95% interval is wider than 20 years the value is missing and its bounds stay.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is negative or infinite, a label is missing, an age is missing
        or no age band; a group's bands come twice, or are not those of other groups; a
        label's band ends where the next does not start; no band starts at an age that `at` names. All faults are named
        with their column and row.
    ValueError
        A level does not lie between 0 and 1.

    See Also
    --------
    fiftysteps.stats.life_expectancy : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> ages = pl.DataFrame({"age": ["0-49", "50+"], "died": [20, 100], "people": [10_000, 2_500]})
    >>> result = life_expectancy(ages, deaths="died", population="people", age="age", at=0)
    >>> age, value, lower, upper, method, note = result.row(0)
    >>> print(f"A newborn child can expect {value:.1f} years, likely between {lower:.1f} and {upper:.1f}")
    A newborn child can expect 70.2 years, likely between 65.4 and 75.1
    """
    reader = Reader(df)
    died, people = reader.read_numbers(deaths), reader.read_numbers(population)
    ages = read_ages(reader, age)
    groups = read_groups(reader, by, outputs=["age", *name_estimate_columns(confidence)])
    check_bands(reader, age, ages, groups, lambda bands: choose_ages(bands, at), OPEN)
    reader.check()
    result = life_tables.life_expectancy(died, people, ages.start, groups.groups, confidence=confidence, at=at)
    return write_ages(reader, groups, result)


def healthy_life_expectancy(
    df: IntoDataFrameT,
    *,
    deaths: str,
    population: str,
    age: str,
    healthy: str,
    asked: str,
    by: str | Sequence[str] | None = None,
    confidence: float | Sequence[float] = 0.95,
    at: At = "all",
    variance: healthy_life.Variance = "prevalence",
) -> IntoDataFrameT:
    """Estimate the years in good health that each group of rows can expect, with Sullivan's method.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each group and age band, in any order. Read, never changed.
    deaths, population, age : str, keyword-only
        Columns as for `life_expectancy`.
    healthy : str, keyword-only
        The column of people in the band who said that their health was good.
    asked : str, keyword-only
        The column of people in the band who were asked. From shares s with standard errors se, make it s (1 - s) / se²,
        and `healthy` s times that.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.
    at : "all", float or sequence of float, keyword-only
        The ages whose expectancy is wanted, each the start of a band.
    variance : {"prevalence", "prevalence and mortality"}, keyword-only
        What the interval allows for: the sample of people asked, or the number of deaths too.

    Returns
    -------
    data frame of the same kind
        One row for each group and age: the columns of `by`, `age`, `value`, `lower_95`, `upper_95` (and so on for other
        levels), `method`, and `note`, which says why a value is missing.

    Raises
    ------
    FrameFaults
        More people are healthy than were asked, or any of the reasons of `life_expectancy`. All faults are named with
        their column and row.
    ValueError
        A level does not lie between 0 and 1, or `variance` is unknown.

    See Also
    --------
    fiftysteps.stats.healthy_life_expectancy : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> ages = pl.DataFrame({"age": ["0-49", "50+"], "died": [20, 100], "people": [10_000, 2_500]})
    >>> ages = ages.with_columns(healthy=pl.Series([180, 100]), asked=pl.Series([200, 200]))
    >>> result = healthy_life_expectancy(
    ...     ages, deaths="died", population="people", age="age", healthy="healthy", asked="asked", at=0
    ... )
    >>> age, value, lower, upper, method, note = result.row(0)
    >>> print(f"A newborn child can expect {value:.1f} healthy years, likely between {lower:.1f} and {upper:.1f}")
    A newborn child can expect 54.2 healthy years, likely between 51.6 and 56.7
    """
    reader = Reader(df)
    died, people = reader.read_numbers(deaths), reader.read_numbers(population)
    well, answered = reader.read_numbers(healthy), reader.read_numbers(asked)
    ages = read_ages(reader, age)
    groups = read_groups(reader, by, outputs=["age", *name_estimate_columns(confidence)])
    reader.refuse(healthy, well > answered, lambda row: f"{well[row]:g} exceeds {asked} of {answered[row]:g}")
    check_bands(reader, age, ages, groups, lambda bands: choose_ages(bands, at), OPEN)
    reader.check()
    result = healthy_life.healthy_life_expectancy(
        died, people, ages.start, well, answered, groups.groups, confidence=confidence, at=at, variance=variance
    )
    return write_ages(reader, groups, result)
