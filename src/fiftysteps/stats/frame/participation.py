"""Who took part against who lives here, from data frames."""

from collections.abc import Sequence

from narwhals.typing import IntoDataFrameT

from fiftysteps.stats.frame.reading import Reader, read_groups
from fiftysteps.stats.frame.writing import get_estimate_columns, name_estimate_columns, write_groups
from fiftysteps.stats.turnout import participation

TOTALS = ("share", "census_share", "answered", "not_known")


def participation_ratio(
    df: IntoDataFrameT,
    *,
    count: str,
    population: str,
    category: str,
    by: str | Sequence[str] | None = None,
    unknown: Sequence[object] = (),
    confidence: float | Sequence[float] = 0.95,
) -> IntoDataFrameT:
    """Divide each category's share among people who took part by its share among people who live here.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        Read, never changed.
    count : str, keyword-only
        The column of people who took part: numbers from 0, summed over the rows of a category.
    population : str, keyword-only
        The column of people who live here, from the census, on the variable's own age base, summed likewise.
    category : str, keyword-only
        The column of categories, such as "Bangladeshi" or "65 and over".
    by : str or sequence of str, keyword-only
        The columns whose values tell the variables apart, such as variable or place: shares are taken within them.
    unknown : sequence, keyword-only
        The categories that are none of the census's, such as "Prefer not to say". They are counted apart.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.

    Returns
    -------
    data frame of the same kind
        One row for each category: the columns of `by`, that of `category`, `value` (the ratio), `lower_95`, `upper_95`
        (and so on), `method`, `note` (why a value is missing), `share`, `census_share`, `answered` and `not_known` (how
        many answered the variable, and how many are counted apart).

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is negative or infinite, a label is missing. All faults are
        named with their column and row.
    ValueError
        A level does not lie between 0 and 1.

    Notes
    -----
    People who chose themselves are no random sample: the interval is no margin of error of what they said.

    See Also
    --------
    fiftysteps.stats.participation_ratio : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> people = pl.DataFrame({"sex": ["f", "m", "not said"], "came": [140, 60, 8], "live": [50, 50, None]})
    >>> result = participation_ratio(people, count="came", population="live", category="sex", unknown=["not said"])
    >>> sex, ratio, lower, upper, *_ = result.row(1)
    >>> print(f"{sex}: {ratio:.1f} times their share, likely between {lower:.2f} and {upper:.2f}")
    m: 0.6 times their share, likely between 0.48 and 0.73
    """
    variables = [by] if isinstance(by, str) else list(by or ())
    reader = Reader(df)
    people = reader.read_numbers(count)
    residents = reader.read_numbers(population)
    categories = read_groups(reader, [*variables, category], outputs=[*name_estimate_columns(confidence), *TOTALS])
    reader.check()
    within = read_groups(reader, variables).groups
    first = categories.groups.first
    result = participation.participation_ratio(
        categories.groups.sum(people),
        categories.groups.sum(residents),
        groups=within.codes[first],
        unknown=[label in set(unknown) for label in categories.keys[category].to_list()],
        confidence=confidence,
    )
    totals = {name: getattr(result, name) for name in TOTALS}
    return write_groups(reader, categories, {**get_estimate_columns(result), **totals})
