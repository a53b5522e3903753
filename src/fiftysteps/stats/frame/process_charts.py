"""Charts of statistical process control from data frames."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import numpy as np
from narwhals.typing import IntoDataFrameT

from fiftysteps.stats.change import process_charts
from fiftysteps.stats.change.spc_words import Improvement
from fiftysteps.stats.change.trend_points import Mask, find_repeats
from fiftysteps.stats.frame.marks import read_marks
from fiftysteps.stats.frame.periods import Periods, read_periods
from fiftysteps.stats.frame.reading import FrameGroups, Reader, read_groups
from fiftysteps.stats.frame.writing import write_rows

OUTPUTS = ("mean", "lower_limit", "upper_limit", "variation", "assurance", "rule", "median", "chart", "note")


def spc(
    df: IntoDataFrameT,
    *,
    value: str,
    period: str,
    by: str | Sequence[str] | None = None,
    improvement: Improvement | str = Improvement.NONE,
    target: str | float | None = None,
    rebase: object = None,
    trend: Literal[6, 7] = 7,
) -> IntoDataFrameT:
    """Chart each group's values (XmR) and find what is more than chance, as the NHS's Making Data Count does.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each group and period, in any order. Read, never changed.
    value : str, keyword-only
        The column of values. A missing value has no point, and its neighbours count as neighbours.
    period : str, keyword-only
        The column of periods: dates, whole numbers (years) or texts, as `recent_trend` reads them. They order the rows.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups, each with its own chart; all rows are one where it is left out.
    improvement : {"increase", "decrease", "none"}, keyword-only
        Which direction is an improvement.
    target : float or str, keyword-only
        What the values are meant to reach: a number, or a column of numbers.
    rebase : period, sequence of periods, or str, keyword-only
        Where the charts begin anew, with a mean and limits of their own: the periods, written as the column `period`
        writes them, or a column of marks (true or false). A group without a row for a period begins anew at its next.
    trend : {6, 7}, keyword-only
        How many points that rise or fall one after the other are a trend.

    Returns
    -------
    data frame of the same kind
        The caller's rows and columns with: `mean`, `lower_limit`, `upper_limit`; `variation` ("special cause
        improving", "special cause concerning", "special cause neither" where no direction is an improvement, "common
        cause"); `assurance` ("consistently hits", "consistently fails", "hit and miss"; empty without a target);
        `rule`, the special cause's name; `median`; `chart`, "xmr", or "run" for a segment of fewer than 13 points,
        which has a median in place of the mean and no limits; and `note`, which says why something is missing. The
        icons of a chart are those of its last row.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers; a value is infinite; a period is missing, in no known form or twice in
        its group; no row has a period at which to begin anew; a mark is neither true nor false; a label is missing; a
        column has the name of one to be added. All faults are named with their column and row.
    ValueError
        The improvement or the trend is unknown, or a target that is a number is infinite.

    See Also
    --------
    fiftysteps.stats.spc : the same on arrays, with the rules and their sources.

    Examples
    --------
    >>> import polars as pl
    >>> seen = pl.DataFrame({
    ...     "month": [f"2019-{month:02}" for month in range(1, 13)] + ["2020-01", "2020-02"],
    ...     "within_four_hours": [92, 91, 93, 92, 90, 92, 93, 91, 92, 93, 91, 92, 92, 84],
    ... })
    >>> chart = spc(seen, value="within_four_hours", period="month", improvement="increase", target=95)
    >>> last = chart.row(-1, named=True)
    >>> print(f"{last['month']}: {last['variation']}, {last['rule']}; the target: {last['assurance']}")
    2020-02: special cause concerning, below the lower limit; the target: consistently fails
    """
    reader = Reader(df)
    reader.refuse_names(OUTPUTS)
    values = reader.read_numbers(value, least=None)
    targets = reader.read_numbers(target, least=None) if isinstance(target, str) else target
    named, marked = _split_rebase(reader, rebase)
    marks = read_marks(reader, marked)
    faults = len(reader.faults)
    periods = read_periods(reader, period, beside=named, name="rebase")
    groups = read_groups(reader, by)
    if len(reader.faults) == faults:
        _refuse_repeats(reader, period, periods, groups)
        _refuse_strangers(reader, named, periods)
    reader.check()
    chart = process_charts.spc(
        values,
        period=periods.start,
        groups=groups.groups,
        improvement=improvement,
        target=targets,
        rebase=marks | _mark_starts(periods, groups),
        trend=trend,
    )
    found = {"note": chart.reason, **{name: getattr(chart, name) for name in OUTPUTS if name != "note"}}
    return write_rows(reader, {name: found[name] for name in OUTPUTS})


def _split_rebase(reader: Reader[Any], rebase: object) -> tuple[list[object], str | None]:
    """Return the periods at which to begin anew, and the column of marks, of which at most one is there."""
    if rebase is None:
        return [], None
    if isinstance(rebase, str):
        return ([], rebase) if rebase in reader.frame.columns else ([rebase], None)
    return (list(rebase), None) if isinstance(rebase, Iterable) else ([rebase], None)


def _refuse_repeats(reader: Reader[Any], column: str, periods: Periods, groups: FrameGroups) -> None:
    codes = groups.groups.codes
    repeats = find_repeats(periods.start, codes, np.lexsort((periods.start, codes)))
    labels = reader.read_texts(column)
    reader.refuse(column, repeats, lambda row: f"{labels[row]} stands more than once in its group")


def _refuse_strangers(reader: Reader[Any], named: Sequence[object], periods: Periods) -> None:
    there = np.isin(periods.beside, periods.start)
    reader.faults += [
        f"rebase: no row has the period {one}" for one, found in zip(named, there, strict=True) if not found
    ]


def _mark_starts(periods: Periods, groups: FrameGroups) -> Mask:
    """Return the first row of each group at or after each of the periods at which to begin anew."""
    order = np.lexsort((periods.start, groups.groups.codes))
    stretch = np.searchsorted(np.sort(periods.beside), periods.start[order], side="right")
    changes = np.zeros(len(order), dtype=bool)
    changes[order[1:]] = np.diff(stretch) != 0
    return changes
