"""What became of the average and of the gap between two times."""

from collections.abc import Callable, Mapping
from itertools import product
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.comparisons.comparing import Polarity
from fiftysteps.stats.inequality.gap_comparing import TIMES, GapChange, build_change
from fiftysteps.stats.results import Floats
from fiftysteps.stats.rows import RowFault, check_rows, find_out_of_range

type Pair = tuple[ArrayLike, ArrayLike]


def compare_gaps(
    average: Pair,
    gap: Pair,
    *,
    polarity: Polarity | str,
    average_lower: Pair | None = None,
    average_upper: Pair | None = None,
    gap_lower: Pair | None = None,
    gap_upper: Pair | None = None,
    scale: Literal["absolute", "relative"] = "absolute",
) -> GapChange:
    """Say whether the average improved and whether the gap narrowed between two times.

    Parameters
    ----------
    average : pair of array_like of float, each of shape (...)
        The average of all people before and after. Not a number where missing.
    gap : pair of array_like of float, each of shape (...)
        The gap before and after: a difference, such as the slope index, or a ratio. All shapes are broadcast.
    polarity : {"higher", "lower"}, keyword-only
        Which direction of the average is better.
    average_lower, average_upper, gap_lower, gap_upper : pair of array_like of float, each of shape (...), keyword-only
        Their bounds before and after, all at one level of confidence. Where they are given, only a change whose
        interval does not hold zero counts as one; where they are left out, every change does.
    scale : {"absolute", "relative"}, keyword-only
        Whether the gap is a difference, which is nothing at 0, or a ratio, which is nothing at 1.

    Returns
    -------
    GapChange
        Of the broadcast shape. An outcome is missing where an average, a gap or a bound given for it is, or where a
        relative gap or its bound is zero or below.

    Raises
    ------
    ValueError
        The polarity is "none" or unknown, the scale is unknown, a number is infinite, one of two bounds is left out, a
        bound lies on the wrong side of its value, or the shapes do not fit together.

    Notes
    -----
    What narrows or widens is the size of the gap, whichever category is worse off: a gap that turns round counts by its
    size. Sizes are taken from zero for differences and from the logarithm of 1 for ratios. The interval of the change
    is made from those of the two times by squaring and adding their distances, as for a gap [1]_; the two times are
    taken to be independent.

    References
    ----------
    .. [1] Zou GY, Donner A (2008). Construction of confidence limits about effect measures: a general approach.
       Statistics in Medicine 27: 1693-1702.

    Examples
    --------
    Deaths per 100,000 fell from 420 to 380 while the gap between the most and the least deprived grew from 150 to 190
    (illustrative figures).

    >>> result = compare_gaps((420, 380), (150, 190), polarity="lower")
    >>> print(f"{result.outcome}.")
    The average improved and the gap widened.

    With these bounds the growth of the gap is not clear.

    >>> bounds = {"gap_lower": (110, 155), "gap_upper": (190, 225)}
    >>> print(f"{compare_gaps((420, 380), (150, 190), polarity='lower', **bounds).outcome}.")
    The average improved and the gap did not change.
    """
    polarity = check_gap_change_options(polarity, scale)
    named = name_pairs(
        average=average,
        average_lower=average_lower,
        average_upper=average_upper,
        gap=gap,
        gap_lower=gap_lower,
        gap_upper=gap_upper,
    )
    arrays = np.broadcast_arrays(*(np.asarray(values, dtype=float) for values in named.values()))
    numbers = dict(zip(named, arrays, strict=True))
    flat = {name: values.ravel() for name, values in numbers.items()}
    check_rows([*find_out_of_range(flat, flat), *find_pair_faults(flat)])
    return build_change(numbers, polarity, scale)


def check_gap_change_options(polarity: Polarity | str, scale: str) -> Polarity:
    """Return the polarity, or raise ValueError where it or the scale will not do."""
    polarity = Polarity(polarity)
    if polarity is Polarity.NONE:
        raise ValueError('polarity: say "higher" or "lower"; where neither is better, no average improves')
    if scale not in {"absolute", "relative"}:
        raise ValueError(f'scale: {scale!r} is neither "absolute" nor "relative"')
    return polarity


def name_pairs[T](**pairs: tuple[T, T] | None) -> dict[str, T]:
    """Return the two of each pair by its name and their time, as "gap_lower after".

    Raises
    ------
    ValueError
        Of two bounds one is left out.
    """
    for one in ("average", "gap"):
        if (pairs[f"{one}_lower"] is None) is not (pairs[f"{one}_upper"] is None):
            raise ValueError(f"{one}_lower: give both lower and upper bounds, or neither")
    given = {name: pair for name, pair in pairs.items() if pair is not None}
    return {f"{name} {when}": one for name, pair in given.items() for when, one in zip(TIMES, pair, strict=True)}


def find_pair_faults(rows: Mapping[str, Floats]) -> list[RowFault]:
    """Return the bounds that lie on the wrong side of their value."""
    faults = []
    for one, when in product(("average", "gap"), TIMES):
        if f"{one}_lower {when}" in rows:
            value, lower, upper = (rows[f"{name} {when}"] for name in (one, f"{one}_lower", f"{one}_upper"))
            faults += [
                RowFault(f"{one}_lower {when}", lower > value, _say("exceeds", lower, one, value)),
                RowFault(f"{one}_upper {when}", upper < value, _say("is below", upper, one, value)),
            ]
    return faults


def _say(what: str, bounds: Floats, name: str, values: Floats) -> Callable[[int], str]:
    return lambda i: f"{bounds[i]:g} {what} the {name} of {values[i]:g}"
