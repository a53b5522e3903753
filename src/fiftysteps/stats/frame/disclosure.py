"""Disclosure control of data frames: each row a cell of a table, the totals of which are published with it."""

from collections.abc import Sequence

from narwhals.typing import IntoDataFrameT

from fiftysteps.stats.disclosure import Rule, get_rule, round_table, suppress_table
from fiftysteps.stats.frame.cells import CellReader


def suppress(
    df: IntoDataFrameT,
    *,
    count: str,
    by: str | Sequence[str],
    rule: Rule | str = "default",
    population: str | None = None,
    hide_with: Sequence[str] = (),
    total: str = "Total",
) -> IntoDataFrameT:
    """Hide small counts, and further counts and totals, so that nobody can work the small ones out.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each cell, without rows of totals. Read, never changed.
    count : str, keyword-only
        The column of people: whole numbers from 0, none missing.
    by : str or sequence of str, keyword-only
        The columns of text whose labels make the table, one dimension each. A combination that has no row is taken to
        be known as empty.
    rule : Rule or str, keyword-only
        The rule, or its name: "default", "hiv_and_sti", "births_and_deaths" or "survey".
    population : str or None, keyword-only
        The column of the people among whom each was counted, for the rules that ask.
    hide_with : sequence of str, keyword-only
        Columns of numbers that would give a count back, such as rates, proportions, their bounds, and denominators.
        They are left out wherever the count is not shown as it is.
    total : str, keyword-only
        The label that stands for a total in the columns of `by`.

    Returns
    -------
    data frame of the same kind
        The caller's rows and columns, then a row for each total in every direction, with the other columns empty.
        `count` is as it may be shown, empty where hidden, and `status` is "shown", "hidden", "hidden to protect
        another" or "rounded". Where the rule rounds, totals are the sums of what is shown. Columns that are neither
        named here nor in `hide_with` come back as they are: leave out what tells of the counts.

    Raises
    ------
    FrameFaults
        A column is not there or not of its kind, a count is missing, negative or not whole, exceeds its base, a label
        is missing, a combination of labels has two rows, or a row has the label of totals. All faults are named with
        their column and row.
    ValueError
        No rule has this name, or the table is larger than can be protected.
    Disclosure
        No table was found that is safe.

    See Also
    --------
    fiftysteps.stats.disclosure.suppress_table : the same on arrays, with the method and its source.

    Examples
    --------
    >>> import polars as pl
    >>> cases = pl.DataFrame({"ward": ["Beckton", "Plaistow", "Canning"], "cases": [3, 60, 55]})
    >>> for ward, cases, status in suppress(cases, count="cases", by="ward", rule="hiv_and_sti").iter_rows():
    ...     print(f"{ward}: {status}" + ("" if cases is None else f", {cases:.0f}"))
    Beckton: hidden
    Plaistow: shown, 60
    Canning: hidden to protect another
    Total: shown, 118
    """
    reader = CellReader(df, count=count, by=by, hide_with=hide_with, total=total)
    asked = get_rule(rule)
    cells = reader.read(asked, population)
    if cells is None:
        return reader.write_nothing()
    table = suppress_table(cells.counts, rule=asked, population=cells.population, dimensions=cells.dimensions)
    return reader.write(cells, table)


def round_counts(
    df: IntoDataFrameT,
    *,
    count: str,
    by: str | Sequence[str],
    seed: int,
    base: int = 5,
    hide_with: Sequence[str] = (),
    total: str = "Total",
) -> IntoDataFrameT:
    """Round counts to multiples of a base so that the totals are the sums of what is shown.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each cell, without rows of totals. Read, never changed.
    count : str, keyword-only
        The column of counts: whole numbers from 0.
    by : str or sequence of str, keyword-only
        The columns whose values make the table, one dimension each.
    seed : int, keyword-only
        A secret number from 0, the same for the same table.
    base : int, keyword-only
        From 4 up.
    hide_with : sequence of str, keyword-only
        Columns to be emptied wherever the count is not shown as it is, because they would give it back.
    total : str, keyword-only
        The label of the rows of totals that are added.

    Returns
    -------
    data frame of the same kind
        As from `suppress`; every `status` is "rounded".

    Raises
    ------
    FrameFaults
        As in `suppress`.
    ValueError
        The base is under 4, the seed negative, or the table larger than can be protected.

    See Also
    --------
    fiftysteps.stats.disclosure.round_table : the same on arrays, with the method and its source.

    Examples
    --------
    >>> import polars as pl
    >>> cases = pl.DataFrame({"ward": ["Beckton", "Plaistow", "Canning"], "cases": [3, 60, 54]})
    >>> rounded = round_counts(cases, count="cases", by="ward", seed=20)["cases"]
    >>> print(f"The total is the sum of the wards: {rounded[3] == rounded[:3].sum()}.")
    The total is the sum of the wards: True.
    """
    reader = CellReader(df, count=count, by=by, hide_with=hide_with, total=total)
    cells = reader.read(None, None)
    if cells is None:
        return reader.write_nothing()
    return reader.write(cells, round_table(cells.counts, seed=seed, base=base, dimensions=cells.dimensions))
