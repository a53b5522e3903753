"""Excess events and the attributable risk of data frames."""

from collections.abc import Sequence

from narwhals.typing import IntoDataFrameT
from numpy.typing import ArrayLike

from fiftysteps.stats.estimates import attributable, attributable_fractions, excesses
from fiftysteps.stats.estimates.attributable_fractions import check_fraction_options, find_fraction_faults
from fiftysteps.stats.frame.faulty_rows import refuse_rows
from fiftysteps.stats.frame.reading import Reader, read_groups
from fiftysteps.stats.frame.writing import (
    get_bound_columns,
    get_estimate_columns,
    name_bounds,
    name_estimate_columns,
    write_groups,
    write_rows,
)


def excess(
    df: IntoDataFrameT,
    *,
    observed: str,
    expected: str,
    by: str | Sequence[str] | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> IntoDataFrameT:
    """Estimate the excess of observed over expected events of each group of rows.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    observed, expected : str, keyword-only
        The columns of events that happened and that were expected: numbers from 0, summed over the rows of a group.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
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
        A level does not lie between 0 and 1.

    See Also
    --------
    fiftysteps.stats.excess : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> deaths = pl.DataFrame({"sex": ["f", "m"], "deaths": [45, 55], "expected": [38.5, 41.5]})
    >>> value, lower, upper, *_ = excess(deaths, observed="deaths", expected="expected").row(0)
    >>> print(f"{value:.0f} more than expected, likely between {lower:.0f} and {upper:.0f}")
    20 more than expected, likely between 1 and 42
    """
    reader = Reader(df)
    happened, due = reader.read_numbers(observed), reader.read_numbers(expected)
    groups = read_groups(reader, by, outputs=name_estimate_columns(confidence))
    reader.check()
    result = excesses.excess(groups.groups.sum(happened), groups.groups.sum(due), confidence=confidence)
    return write_groups(reader, groups, get_estimate_columns(result))


def attributable_risk(
    df: IntoDataFrameT,
    *,
    exposed_cases: str,
    exposed: str,
    unexposed_cases: str,
    unexposed: str,
    by: str | Sequence[str] | None = None,
    multiplier: float = 1.0,
    confidence: float | Sequence[float] = 0.95,
) -> IntoDataFrameT:
    """Estimate the population attributable risk and fraction of each group of rows.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    exposed_cases, exposed, unexposed_cases, unexposed : str, keyword-only
        The columns of cases among exposed people, of all exposed people, and of the same among those not exposed:
        numbers from 0, summed over the rows of a group.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
    multiplier : float, keyword-only
        Of the risk: 100,000 for cases per 100,000. It does not touch the fraction.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`, `value` (the risk), `lower_95`, `upper_95`, `fraction`,
        `fraction_lower_95`, `fraction_upper_95` (and so on for other levels), `method`, and `note`, which says why
        something is missing.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is negative or infinite, cases exceed their people, a label is
        missing. All faults are named with their column and row.
    ValueError
        A level does not lie between 0 and 1, or the multiplier is not positive.

    See Also
    --------
    fiftysteps.stats.attributable_risk : the same on arrays, with the formula and its sources.

    Examples
    --------
    >>> import polars as pl
    >>> town = pl.DataFrame({"ill_smokers": [150], "smokers": [1000], "ill_others": [210], "others": [3000]})
    >>> names = {"exposed_cases": "ill_smokers", "exposed": "smokers"}
    >>> names |= {"unexposed_cases": "ill_others", "unexposed": "others"}
    >>> row = attributable_risk(town, **names, multiplier=1_000).row(0, named=True)
    >>> print(f"{row['value']:.0f} in 1,000 people, which is {100 * row['fraction']:.0f}% of all cases")
    20 in 1,000 people, which is 22% of all cases
    """
    reader = Reader(df)
    columns = (exposed_cases, exposed, unexposed_cases, unexposed)
    a, n1, c, n0 = (reader.read_numbers(column) for column in columns)
    outputs = ["value", *name_bounds(confidence), "fraction", *name_bounds(confidence, "fraction_"), "method", "note"]
    groups = read_groups(reader, by, outputs=outputs)
    reader.refuse(exposed_cases, a > n1, lambda row: f"{a[row]:g} exceeds {exposed} of {n1[row]:g}")
    reader.refuse(unexposed_cases, c > n0, lambda row: f"{c[row]:g} exceeds {unexposed} of {n0[row]:g}")
    reader.check()
    sums = [groups.groups.sum(values) for values in (a, n1, c, n0)]
    result = attributable.attributable_risk(*sums, confidence=confidence, multiplier=multiplier)
    made: dict[str, ArrayLike] = {
        "value": result.value,
        **get_bound_columns(result.intervals),
        "fraction": result.fraction,
        **get_bound_columns(result.fraction_intervals, "fraction_"),
        "method": result.method,
        "note": result.reason,
    }
    return write_groups(reader, groups, made)


def attributable_fraction(
    df: IntoDataFrameT,
    *,
    prevalence: str,
    relative_risk: str,
    lower: str | None = None,
    upper: str | None = None,
    prevalence_lower: str | None = None,
    prevalence_upper: str | None = None,
    confidence: float = 0.95,
) -> IntoDataFrameT:
    """Add to each row Levin's population attributable fraction.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    prevalence : str, keyword-only
        The column of the part of people who are exposed, between 0 and 1.
    relative_risk : str, keyword-only
        The column of relative risks, from 0.
    lower, upper : str, keyword-only
        The columns of the relative risk's bounds.
    prevalence_lower, prevalence_upper : str, keyword-only
        The columns of the prevalence's bounds.
    confidence : float, keyword-only
        The level of the bounds, and so of the interval.

    Returns
    -------
    data frame of the same kind
        The caller's rows and columns, and `value`, with bounds `lower_95` and `upper_95` (or of another level),
        `method`, and `note`, which says why something is missing.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is negative or infinite, a prevalence is above 1, a bound lies
        on the wrong side of its value, or the frame has a column named like one to be added. All faults are named with
        their column and row.
    ValueError
        One of two bounds is left out, or the level does not lie between 0 and 1.

    See Also
    --------
    fiftysteps.stats.attributable_fraction : the same on arrays, with the formula and its sources.

    Examples
    --------
    >>> import polars as pl
    >>> town = pl.DataFrame({"smokers": [0.2], "risk": [3.0], "low": [2.0], "high": [4.5]})
    >>> names = {"prevalence": "smokers", "relative_risk": "risk", "lower": "low", "upper": "high"}
    >>> row = attributable_fraction(town, **names).row(0, named=True)
    >>> low, high = 100 * row["lower_95"], 100 * row["upper_95"]
    >>> print(f"{100 * row['value']:.0f}% of cases, likely between {low:.0f}% and {high:.0f}%")
    29% of cases, likely between 17% and 41%
    """
    check_fraction_options(lower, upper, prevalence_lower, prevalence_upper)
    given = {
        "prevalence": prevalence,
        "relative_risk": relative_risk,
        "lower": lower,
        "upper": upper,
        "prevalence_lower": prevalence_lower,
        "prevalence_upper": prevalence_upper,
    }
    columns = {name: column for name, column in given.items() if column is not None}
    reader = Reader(df)
    rows = {name: reader.read_numbers(column) for name, column in columns.items()}
    reader.refuse_names(["value", *(name_bounds(confidence) if lower is not None else ()), "method", "note"])
    refuse_rows(reader, columns, find_fraction_faults(rows))
    reader.check()
    inputs = {name: rows.get(name) for name in ("lower", "upper", "prevalence_lower", "prevalence_upper")}
    result = attributable_fractions.attributable_fraction(
        rows["prevalence"], rows["relative_risk"], confidence=confidence, **inputs
    )
    made: dict[str, ArrayLike] = {
        "value": result.value,
        **get_bound_columns(result.intervals),
        "method": result.method,
        "note": result.reason,
    }
    return write_rows(reader, made)
