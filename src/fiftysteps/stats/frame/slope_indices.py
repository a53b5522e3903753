"""The slope index and the relative index of inequality of data frames."""

from collections.abc import Sequence

from narwhals.typing import IntoDataFrameT
from numpy.typing import ArrayLike

from fiftysteps.stats.frame.faulty_rows import refuse_rows
from fiftysteps.stats.frame.reading import Reader, read_groups
from fiftysteps.stats.frame.writing import get_bound_columns, name_bounds, write_groups
from fiftysteps.stats.inequality import slope_indices as arrays
from fiftysteps.stats.inequality.ridits import get_ranks
from fiftysteps.stats.inequality.slope_estimating import SlopeIndex
from fiftysteps.stats.inequality.slope_fitting import Ratio
from fiftysteps.stats.inequality.slope_indices import SEED
from fiftysteps.stats.inequality.slope_inputs import check_uncertainty, find_slope_faults
from fiftysteps.stats.inequality.slope_scales import Transform, ValueKind


def slope_index(
    df: IntoDataFrameT,
    *,
    quantile: str,
    population: str,
    value: str,
    se: str | None = None,
    lower: str | None = None,
    upper: str | None = None,
    by: str | Sequence[str] | None = None,
    kind: ValueKind | str = ValueKind.OTHER,
    transform: Transform = False,
    multiplier: float = 1.0,
    confidence: float | Sequence[float] = 0.95,
    repetitions: int = 100_000,
    seed: int = SEED,
    rii: Ratio = "ends",
) -> IntoDataFrameT:
    """Estimate the slope index and the relative index of inequality of each group of rows.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each quantile of each group. Read, never changed.
    quantile : str, keyword-only
        The column of places in society, such as deprivation deciles, each once in a group. The index is the value at
        the end of the highest number less that at the end of the lowest.
    population : str, keyword-only
        The column of people in the quantile: numbers from 0.
    value : str, keyword-only
        The column of rates, of proportions between 0 and 1, or of other values.
    se : str, keyword-only
        The column of standard errors: of the logarithm of a rate, of the logit of a proportion, of another value
        itself.
    lower, upper : str, keyword-only
        The columns of bounds at 95% confidence, instead of standard errors.
    by : str or sequence of str, keyword-only
        The columns whose values make the groups; all rows are one group where it is left out.
    kind : {"rate", "proportion", "other"}, keyword-only
        What the values are.
    transform : bool or {"none", "log", "logit"}, keyword-only
        Whether the line is fitted to logarithms of rates or logits of proportions.
    multiplier : float, keyword-only
        By which the slope index is multiplied; a negative one turns it and the ratio round.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.
    repetitions, seed : int, keyword-only
        Draws of the simulation and its seed, where the values are transformed.
    rii : {"ends", "mean"}, keyword-only
        The relative index: the last end over the first, or the slope index over the mean.

    Returns
    -------
    data frame of the same kind
        One row for each group: the columns of `by`, `sii`, `sii_lower_95`, `sii_upper_95`, `rii`, `rii_lower_95`,
        `rii_upper_95` (and so on for other levels), `method` ("closed form", or the simulation with its seed), and
        `note`, which says why something is missing.

    Raises
    ------
    FrameFaults
        A column is not there or not of numbers, a number is infinite, or is negative where it cannot be, a proportion
        is above 1, a bound lies on the wrong side of its value, a quantile stands twice in a group, a label is missing.
        All faults are named with their column and row.
    ValueError
        There are neither standard errors nor bounds, or both; or an option is none of those above.

    See Also
    --------
    fiftysteps.stats.slope_index : the same on arrays, with the formula, its sources and its rules for what is missing.

    Examples
    --------
    >>> import polars as pl
    >>> fifths = {"fifth": [1, 2, 3, 4, 5], "people": [9_000, 11_000, 10_000, 8_000, 12_000]}
    >>> frame = pl.DataFrame({**fifths, "years": [76.2, 77.9, 79.8, 81.1, 83.0], "error": [0.5] * 5})
    >>> result = slope_index(frame, quantile="fifth", population="people", value="years", se="error")
    >>> row = result.row(0, named=True)
    >>> print(f"{row['sii']:.1f} years, likely between {row['sii_lower_95']:.1f} and {row['sii_upper_95']:.1f}")
    8.6 years, likely between 7.0 and 10.1
    """
    check_uncertainty(se=se, lower=lower, upper=upper)
    columns = {"value": value, "population": population, "quantile": quantile}
    columns |= {name: column for name, column in (("se", se), ("lower", lower), ("upper", upper)) if column}
    reader = Reader(df)
    outputs = ["sii", *name_bounds(confidence, "sii_"), "rii", *name_bounds(confidence, "rii_"), "method", "note"]
    free = {"quantile", *(("value", "lower", "upper") if kind == ValueKind.OTHER else ())}
    rows = {name: reader.read_numbers(column, least=None if name in free else 0) for name, column in columns.items()}
    groups = read_groups(reader, by, outputs=outputs)
    ranks = get_ranks(rows["quantile"], groups.groups)
    refuse_rows(reader, columns, find_slope_faults(rows, ValueKind(kind), ranks))
    reader.check()
    result = arrays.slope_index(
        rows["value"],
        rows["population"],
        rows["quantile"],
        groups.groups,
        se=rows.get("se"),
        lower=rows.get("lower"),
        upper=rows.get("upper"),
        kind=kind,
        transform=transform,
        multiplier=multiplier,
        confidence=confidence,
        repetitions=repetitions,
        seed=seed,
        rii=rii,
    )
    return write_groups(reader, groups, _get_columns(result))


def _get_columns(result: SlopeIndex) -> dict[str, ArrayLike]:
    return {
        "sii": result.sii,
        **get_bound_columns(result.sii_intervals, "sii_"),
        "rii": result.rii,
        **get_bound_columns(result.rii_intervals, "rii_"),
        "method": result.method,
        "note": result.reason,
    }
