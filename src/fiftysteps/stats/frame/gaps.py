"""Gaps between categories of people, and what became of them, of data frames."""

from collections.abc import Hashable, Sequence
from typing import Literal

from narwhals.typing import IntoDataFrameT
from numpy.typing import ArrayLike

from fiftysteps.stats.comparisons.comparing import Polarity
from fiftysteps.stats.frame.faulty_rows import refuse_rows
from fiftysteps.stats.frame.reading import Reader, read_groups
from fiftysteps.stats.frame.writing import get_bound_columns, name_bounds, write_groups, write_rows
from fiftysteps.stats.inequality import gap_changes
from fiftysteps.stats.inequality import gaps as arrays
from fiftysteps.stats.inequality.gap_changes import check_gap_change_options, find_pair_faults, name_pairs
from fiftysteps.stats.inequality.gaps import check_gap_options, find_gap_faults
from fiftysteps.stats.inputs import check_confidence

CHANGE_OUTPUTS = ("average_change", "gap_change", "outcome", "note")


def gap(
    df: IntoDataFrameT,
    *,
    value: str,
    category: str,
    between: tuple[Hashable, Hashable] | None = None,
    se: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    by: str | Sequence[str] | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> IntoDataFrameT:
    """Estimate the absolute and the relative gap between two categories in each group of rows.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each category of each group. Read, never changed.
    value : str, keyword-only
        The column of values.
    category : str, keyword-only
        The column of what each row is about, such as a deprivation decile, a sex or an ethnic group.
    between : tuple of two categories, keyword-only
        The gap is the first's value less the second's. Where it is left out and the categories are numbers, it lies
        between the lowest and the highest of them.
    se : str, keyword-only
        The column of standard errors.
    lower, upper : str, keyword-only
        The columns of bounds instead, at the one level of `confidence`.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1. With bounds it is one: theirs.

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`, `absolute_gap`, `absolute_gap_lower_95`, `absolute_gap_upper_95`,
        `relative_gap`, `relative_gap_lower_95`, `relative_gap_upper_95` (and so on for other levels; without standard
        errors or bounds there are no such columns), `method`, and `note`, which says why something is missing.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is infinite, a standard error negative, a bound on the wrong
        side of its value, a category missing or twice in a group, a label missing. All faults are named with their
        column and row.
    ValueError
        The options do not go together, or one of `between` is nowhere.

    See Also
    --------
    fiftysteps.stats.gap : the same on arrays, with the formula and its sources.

    Examples
    --------
    >>> import polars as pl
    >>> deaths = pl.DataFrame({"decile": [1, 5, 10], "rate": [410.0, 330.0, 250.0], "error": [12.0, 11.0, 10.0]})
    >>> row = gap(deaths, value="rate", category="decile", se="error").row(0, named=True)
    >>> low, high = row["absolute_gap_lower_95"], row["absolute_gap_upper_95"]
    >>> print(f"{row['absolute_gap']:.0f} more, likely between {low:.0f} and {high:.0f}")
    160 more, likely between 129 and 191
    >>> print(f"The rate of the most deprived is {row['relative_gap']:.2f} times that of the least.")
    The rate of the most deprived is 1.64 times that of the least.
    """
    levels = check_confidence(confidence)
    check_gap_options(se=se, lower=lower, upper=upper, levels=levels)
    reader = Reader(df)
    optional = (("se", se), ("lower", lower), ("upper", upper))
    columns = {"value": value} | {name: column for name, column in optional if column is not None}
    rows = {name: reader.read_numbers(column, least=0 if name == "se" else None) for name, column in columns.items()}
    categories = reader.read_texts(category)
    outputs = [*_name_outputs("absolute_gap", levels), *_name_outputs("relative_gap", levels), "method", "note"]
    groups = read_groups(reader, by, outputs=outputs)
    refuse_rows(reader, {**columns, "category": category}, find_gap_faults(rows, categories, groups.groups))
    reader.check()
    numbers = {name: one for name, one in rows.items() if name != "value"}
    result = arrays.gap(
        rows["value"],
        categories,
        groups.groups,
        between=between,
        confidence=confidence,
        **numbers,
    )
    made: dict[str, ArrayLike] = {
        "absolute_gap": result.absolute,
        **get_bound_columns(result.absolute_intervals, "absolute_gap_"),
        "relative_gap": result.relative,
        **get_bound_columns(result.relative_intervals, "relative_gap_"),
        "method": result.method,
        "note": result.reason,
    }
    return write_groups(reader, groups, made)


def _name_outputs(name: str, levels: Sequence[float]) -> list[str]:
    return [name, *name_bounds(levels, f"{name}_")]


def compare_gaps(
    df: IntoDataFrameT,
    *,
    average: tuple[str, str],
    gap: tuple[str, str],
    polarity: Polarity | str,
    average_lower: tuple[str, str] | None = None,
    average_upper: tuple[str, str] | None = None,
    gap_lower: tuple[str, str] | None = None,
    gap_upper: tuple[str, str] | None = None,
    scale: Literal["absolute", "relative"] = "absolute",
) -> IntoDataFrameT:
    """Add to each row what became of its average and its gap between two times.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each area or indicator. Read, never changed.
    average, gap : pair of str, keyword-only
        The columns of the average, and of the gap, before and after.
    polarity : {"higher", "lower"}, keyword-only
        Which direction of the average is better.
    average_lower, average_upper, gap_lower, gap_upper : pair of str, keyword-only
        The columns of their bounds before and after. Where they are named, only a clear change counts as one.
    scale : {"absolute", "relative"}, keyword-only
        Whether the gap is a difference or a ratio.

    Returns
    -------
    data frame of the same kind
        The caller's rows and columns, and `average_change` (improved, worsened, unchanged), `gap_change` (narrowed,
        widened, unchanged), `outcome`, such as "The average improved and the gap widened", and `note`, which says why
        an outcome is missing.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is infinite, a bound lies on the wrong side of its value, or
        the frame has a column named like one to be added. All faults are named with their column and row.
    ValueError
        The polarity or the scale will not do, or one of two bounds is left out.

    See Also
    --------
    fiftysteps.stats.compare_gaps : the same on arrays, with the formula and its source.

    Examples
    --------
    >>> import polars as pl
    >>> deaths = pl.DataFrame({"rate_2015": [420], "rate_2025": [380], "gap_2015": [150], "gap_2025": [190]})
    >>> names = {"average": ("rate_2015", "rate_2025"), "gap": ("gap_2015", "gap_2025")}
    >>> print(compare_gaps(deaths, **names, polarity="lower")["outcome"].item())
    The average improved and the gap widened
    """
    polarity = check_gap_change_options(polarity, scale)
    columns = name_pairs(
        average=average,
        average_lower=average_lower,
        average_upper=average_upper,
        gap=gap,
        gap_lower=gap_lower,
        gap_upper=gap_upper,
    )
    reader = Reader(df)
    rows = {name: reader.read_numbers(column, least=None) for name, column in columns.items()}
    reader.refuse_names(CHANGE_OUTPUTS)
    refuse_rows(reader, columns, find_pair_faults(rows))
    reader.check()

    def pair(name: str) -> tuple[ArrayLike, ArrayLike] | None:
        return (rows[f"{name} before"], rows[f"{name} after"]) if f"{name} before" in rows else None

    result = gap_changes.compare_gaps(
        (rows["average before"], rows["average after"]),
        (rows["gap before"], rows["gap after"]),
        polarity=polarity,
        average_lower=pair("average_lower"),
        average_upper=pair("average_upper"),
        gap_lower=pair("gap_lower"),
        gap_upper=pair("gap_upper"),
        scale=scale,
    )
    made = (result.average_change, result.gap_change, result.outcome, result.reason)
    return write_rows(reader, dict(zip(CHANGE_OUTPUTS, made, strict=True)))
