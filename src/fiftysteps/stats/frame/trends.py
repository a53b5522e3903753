"""Recent trends of data frames."""

from collections.abc import Sequence

from narwhals.typing import IntoDataFrameT

from fiftysteps.stats.change import trends
from fiftysteps.stats.change.trend_inputs import TrendKind, check_trend_arguments
from fiftysteps.stats.comparisons.comparing import Polarity
from fiftysteps.stats.frame.marks import read_marks
from fiftysteps.stats.frame.periods import read_periods
from fiftysteps.stats.frame.reading import Reader, read_groups
from fiftysteps.stats.frame.writing import write_groups
from fiftysteps.stats.results import Floats

OUTPUTS = ("trend", "direction", "statistic", "note")


def recent_trend(
    df: IntoDataFrameT,
    *,
    period: str,
    kind: TrendKind | str,
    value: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    se: str | None = None,
    count: str | None = None,
    denominator: str | None = None,
    by: str | Sequence[str] | None = None,
    polarity: Polarity | str = Polarity.NONE,
    carried_forward: str | None = None,
    break_before: str | None = None,
    older_divisor: bool = False,
) -> IntoDataFrameT:
    """Tell the recent trend of each group of rows from its last five independent points.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each group and period, in any order. Read, never changed.
    period : str, keyword-only
        The column of periods: dates, whole numbers (years), or texts such as 2019, 2019/20 (a financial year), 2018-20
        (three years together), 2016/17 - 18/19, 2020 Q1, 2020/21 Q1 (of the financial year) and 2020-01 (a month).
        Texts such as 2010-12 are years where all span the same number of them or some can be no month, months where
        some can be no span of years, and otherwise refused. Dates are counted in months where all fall on one day of
        the month, or on its last, and otherwise in days.
    kind : {"proportion", "other"}, keyword-only
        What the values are. Never ranks or deciles: they have no trend, and no kind.
    value : str, keyword-only
        The column of values. With proportions it is not needed; where it is given and missing, so is the point.
    lower, upper : str, keyword-only
        For the other kinds: the columns of each value's 95% interval.
    se : str, keyword-only
        For the other kinds, in place of the bounds: the column of each value's standard error.
    count, denominator : str, keyword-only
        For proportions: the columns of people with the characteristic, and of people among whom they were counted.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
    polarity : {"higher", "lower", "none"}, keyword-only
        Which direction is better.
    carried_forward : str, keyword-only
        The column of marks (true or false) of values that only repeat an earlier one. Such rows are left out.
    break_before : str, keyword-only
        The column of marks of the first row after a change of definition or source.
    older_divisor : bool, keyword-only
        True takes a standard error as the interval's width over 3.92, as the older service did, not over 2 z(0.975).

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`; `trend` ("increasing", "decreasing", "no significant change" or
        "cannot be calculated"); `direction` ("getting better" or "getting worse"; empty where there is no trend or no
        better direction); `statistic` (chi-square with one degree of freedom); and `note`, which says why a trend
        cannot be calculated.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers; a period is missing or in no known form; a count, denominator or
        standard error is negative; a count exceeds its denominator; a lower bound exceeds its upper; a mark is neither
        true nor false; a label is missing. All faults are named with their column and row.
    ValueError
        The kind or polarity is unknown, or a column that the kind needs is not named.

    See Also
    --------
    fiftysteps.stats.recent_trend : the same on arrays, with the rule and its source.

    Examples
    --------
    >>> import polars as pl
    >>> active = pl.DataFrame({
    ...     "year": ["2018/19", "2019/20", "2020/21", "2021/22", "2022/23"],
    ...     "active": [600, 630, 655, 690, 720],
    ...     "asked": [1000] * 5,
    ... })
    >>> result = recent_trend(
    ...     active, period="year", kind="proportion", count="active", denominator="asked", polarity="higher"
    ... )
    >>> trend, direction, statistic, note = result.row(0)
    >>> print(f"{trend} and {direction} (chi-square {statistic:.1f})")
    increasing and getting better (chi-square 40.1)
    """
    named = {"value": value, "lower": lower, "upper": upper, "se": se, "count": count, "denominator": denominator}
    columns = {name: column for name, column in named.items() if column is not None}
    kind = TrendKind(kind)
    check_trend_arguments(kind, list(columns))
    reader = Reader(df)
    periods = read_periods(reader, period)
    floor = {"count": 0.0, "denominator": 0.0, "se": 0.0}
    read = {name: reader.read_numbers(column, least=floor.get(name)) for name, column in columns.items()}
    marks = [read_marks(reader, carried_forward), read_marks(reader, break_before)]
    groups = read_groups(reader, by, outputs=OUTPUTS)
    _refuse_order(reader, columns, read, "count", "denominator")
    _refuse_order(reader, columns, read, "lower", "upper")
    reader.check()
    result = trends.recent_trend(
        periods.start,
        kind=kind,
        **read,
        groups=groups.groups,
        length=periods.length,
        carried_forward=marks[0],
        break_before=marks[1],
        polarity=polarity,
        older_divisor=older_divisor,
    )
    found = [result.trend, result.direction, result.statistic, result.reason]
    return write_groups(reader, groups, dict(zip(OUTPUTS, found, strict=True)))


def _refuse_order(
    reader: Reader[IntoDataFrameT], columns: dict[str, str], read: dict[str, Floats], low: str, high: str
) -> None:
    """Keep a fault for each row whose `low` exceeds its `high`, where both are among the columns."""
    if low in read and high in read:
        lows, highs = read[low], read[high]
        reader.refuse(
            columns[low], lows > highs, lambda row: f"{lows[row]:g} exceeds {columns[high]} of {highs[row]:g}"
        )
