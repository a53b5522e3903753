"""Weights of people in data frames."""

from collections.abc import Mapping
from typing import Any

import narwhals as nw
import numpy as np
from narwhals.typing import IntoDataFrameT

from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.reading import Reader
from fiftysteps.stats.frame.writing import write_rows
from fiftysteps.stats.groups import Codes
from fiftysteps.stats.turnout import raking
from fiftysteps.stats.turnout.raking_refusals import RakingRefused, find_faulty_margins, find_unfillable

WEIGHT = "weight"
# What a label gets that the margin does not name.
UNKNOWN = -1


def rake(
    df: IntoDataFrameT,
    *,
    margins: Mapping[str, Mapping[Any, float]],
    total: float | None = None,
    bounds: tuple[float, float] = raking.BOUNDS,
    tolerance: float = 1e-9,
    max_iterations: int = 1000,
    largest_design_effect: float = raking.LARGEST_DESIGN_EFFECT,
    largest_ratio: float = raking.LARGEST_RATIO,
) -> IntoDataFrameT:
    """Weight people so that every margin is met, with no weight outside bounds, or refuse and say why.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each person who lives here and took part. Read, never changed.
    margins : mapping of str to mapping, keyword-only
        By column: how many people of each category live here, or their shares: {"sex": {"f": 0.5, "m": 0.5}}.
    total : float, keyword-only
        What the weights sum to; the number of rows where it is left out.
    bounds : tuple of two floats, keyword-only
        The smallest and the largest weight allowed, the mean weight being 1.
    tolerance : float, keyword-only
        How far a category's weighted share may stay from the margin's.
    max_iterations : int, keyword-only
        After how many rounds to give up.
    largest_design_effect, largest_ratio : float, keyword-only
        The design effect, and the ratio of the largest to the smallest weight, above which weights are refused.

    Returns
    -------
    data frame of the same kind
        The caller's rows and columns with `weight` added.

    Raises
    ------
    FrameFaults
        A column is not there, there is a column "weight" already, a category is missing or not in the margin (with
        its row), and everything for which the array function refuses: empty categories, margins that disagree, weights
        beyond a limit.
    ValueError
        An option makes no sense, or there is no margin.

    See Also
    --------
    fiftysteps.stats.rake : the same on arrays, with the source of the method; its result reports design effect,
        effective sample size and rounds.
    fiftysteps.stats.design_effect : what the weights of a column cost.

    Examples
    --------
    >>> import polars as pl
    >>> people = pl.DataFrame({"sex": ["f"] * 6 + ["m"] * 4})
    >>> weighted = rake(people, margins={"sex": {"f": 0.5, "m": 0.5}})
    >>> print(f"A woman counts as {weighted['weight'][0]:.2f} people, a man as {weighted['weight'][9]:.2f}")
    A woman counts as 0.83 people, a man as 1.25
    """
    if not margins:
        raise ValueError("margins: name at least one column")
    reader = Reader(df)
    if WEIGHT in reader.frame.columns:
        reader.faults.append(
            f'column "{WEIGHT}": there is one already, and the weights would take its place; rename it'
        )
    if not len(reader):
        reader.faults.append("the frame has no rows: nobody took part")
    # The array function's sentences start with the variable's name.
    codes = {f'column "{column}"': _read_codes(reader, column, list(margin)) for column, margin in margins.items()}
    targets = {f'column "{column}"': np.array(list(margin.values()), float) for column, margin in margins.items()}
    names = {f'column "{column}"': list(margin) for column, margin in margins.items()}
    there = all(column in reader.frame.columns for column in margins) and len(reader) > 0
    reader.faults += find_faulty_margins(targets) or (find_unfillable(codes, targets, bounds, names) if there else [])
    reader.check()
    try:
        result = raking.rake(
            codes,
            targets,
            categories=names,
            total=total,
            bounds=bounds,
            tolerance=tolerance,
            max_iterations=max_iterations,
            largest_design_effect=largest_design_effect,
            largest_ratio=largest_ratio,
        )
    except RakingRefused as refused:
        raise FrameFaults(refused.reasons) from refused
    return write_rows(reader, {WEIGHT: result.weights})


def _read_codes(reader: Reader[Any], column: str, categories: list[Any]) -> Codes:
    """Return the place of each row's category, and keep a fault for each row whose category has none."""
    if not reader.has(column):
        return np.full(len(reader), UNKNOWN, dtype=np.int64)
    series = reader.frame[column]
    place = {category: number for number, category in enumerate(categories)}
    labels = series.drop_nulls().unique().to_list()
    if not labels:
        codes = np.full(len(reader), UNKNOWN, dtype=np.int64)
    else:
        numbers = [place.get(label, UNKNOWN) for label in labels]
        codes = series.replace_strict(labels, numbers, default=UNKNOWN, return_dtype=nw.Int64).to_numpy()
    reader.refuse(column, codes == UNKNOWN, lambda row: _say_unknown(series[row]))
    return np.asarray(codes, dtype=np.int64)


def _say_unknown(label: object) -> str:
    # Only what is missing is unequal to itself.
    if label is None or label != label:  # noqa: PLR0124
        return "the category is missing; leave the person out, or give the margin a category for it"
    return f"the margin has no category {label!r}"
