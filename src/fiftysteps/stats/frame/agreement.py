"""The agreement of coders, from data frames."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from narwhals.typing import IntoDataFrameT
from numpy.typing import NDArray

from fiftysteps.stats.coding import agreement
from fiftysteps.stats.coding.codings import Measurement
from fiftysteps.stats.frame.reading import Reader, read_groups
from fiftysteps.stats.frame.writing import get_bound_columns, write_groups
from fiftysteps.stats.groups import get_groups


def krippendorff_alpha(
    df: IntoDataFrameT,
    *,
    unit: str,
    coder: str,
    code: str,
    measurement: Measurement | str = Measurement.NOMINAL,
    order: Sequence[object] | None = None,
    confidence: float | Sequence[float] = 0.95,
    repetitions: int = 1000,
    seed: int = agreement.DEFAULT_SEED,
) -> IntoDataFrameT:
    """Estimate how reliably coders give units the same codes: Krippendorff's alpha, with a bootstrap interval.

    Parameters
    ----------
    df : data frame of pandas, Polars, PyArrow or another library that Narwhals knows
        One row for each code given. Read, never changed.
    unit, coder : str, keyword-only
        The columns of what was coded and of who coded it: each pair at most once.
    code : str, keyword-only
        The column of codes: labels or numbers, missing where none was given.
    measurement : {"nominal", "ordinal", "interval", "ratio"}, keyword-only
        What the codes are. Labels can be nominal, or ordinal with their `order`.
    order : sequence, keyword-only
        The labels from the lowest to the highest, for ordinal labels.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.
    repetitions, seed : int, keyword-only
        Of the bootstrap.

    Returns
    -------
    data frame of the same kind
        One row: `value`, `lower_95`, `upper_95` (and so on for other levels), `units` (coded by two coders or more),
        `coders`, `codes`, `left_out` (codes of units that only one coder coded), `seed`, `method`, and `note`, which
        says why alpha or its interval is missing.

    Raises
    ------
    FrameFaults
        A column is not there, a unit or coder is missing, a coder coded a unit twice, a code is not a number where one
        is needed, infinite, negative where it is a ratio, or not in the order. All faults are named with their column
        and row.
    ValueError
        A level does not lie between 0 and 1, the measurement is unknown, there is no repetition or the seed is
        negative.

    See Also
    --------
    fiftysteps.stats.krippendorff_alpha : the same on arrays, with the source of the method.

    Examples
    --------
    >>> import polars as pl
    >>> given = pl.DataFrame(
    ...     {
    ...         "answer": [1, 2, 3, 4, 1, 2, 3, 4],
    ...         "who": ["Amina"] * 4 + ["Bogdan"] * 4,
    ...         "theme": ["homes", "air", "work", "air", "homes", "air", "work", "homes"],
    ...     }
    ... )
    >>> result = krippendorff_alpha(given, unit="answer", coder="who", code="theme")
    >>> print(f"alpha is {result['value'][0]:.2f} for {result['units'][0]} answers: too few to rely on")
    alpha is 0.67 for 4 answers: too few to rely on
    """
    kind = Measurement(measurement)
    reader = Reader(df)
    codes = _read_codes(reader, code, kind, order)
    units, coders = read_groups(reader, unit).groups, read_groups(reader, coder).groups
    if unit in reader.frame.columns and coder in reader.frame.columns:
        cell = units.codes * len(coders) + coders.codes
        first = get_groups(cell, len(cell))
        again = np.arange(len(cell)) != first.first[first.codes]
        reader.refuse(
            unit, again, lambda row: f"the coder of this row coded the unit in row {first.first[first.codes[row]]} too"
        )
    reader.check()
    matrix = np.full((len(coders), len(units)), np.nan if codes.dtype.kind == "f" else None, dtype=codes.dtype)
    matrix[coders.codes, units.codes] = codes
    result = agreement.krippendorff_alpha(
        matrix, measurement=kind, order=order, confidence=confidence, repetitions=repetitions, seed=seed
    )
    columns = {
        "value": result.value,
        **get_bound_columns(result.intervals),
        "units": result.units,
        "coders": result.coders,
        "codes": result.codes,
        "left_out": result.left_out,
        "seed": result.seed,
        "method": result.method,
        "note": result.interval_reason,
    }
    everything = read_groups(reader, None)
    return write_groups(reader, everything, {name: np.atleast_1d(np.asarray(value)) for name, value in columns.items()})


def _read_codes(reader: Reader[Any], code: str, kind: Measurement, order: Sequence[object] | None) -> NDArray[Any]:
    """Return the codes as numbers, or as Python values where they are labels, None where missing."""
    if not reader.has(code):
        return np.full(len(reader), np.nan)
    series = reader.frame[code]
    if order is None and (kind != Measurement.NOMINAL or series.dtype.is_numeric()):
        return reader.read_numbers(code, least=0 if kind == Measurement.RATIO else None)
    labels = reader.read_texts(code)
    labels[series.is_null().to_numpy()] = None
    if order is not None:
        strange = np.array([label is not None and label not in order for label in labels.tolist()], dtype=bool)
        reader.refuse(code, strange, lambda row: f"{labels[row]!r} has no place in the order")
    return labels
