"""Means with Student's t interval."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.estimates.number_columns import choose_reasons, lacks, name_rows, refuse, scale, scale_bounds
from fiftysteps.stats.groups import Groups, get_groups
from fiftysteps.stats.inputs import check_confidence
from fiftysteps.stats.results import Floats, GroupedEstimate, Interval

STUDENT = "Student's t"
NO_VALUE = "A value is missing."
FEW_VALUES = "There are fewer than two values, so that nothing is known of how they vary."


@dataclass(frozen=True, eq=False)
class Mean(GroupedEstimate):
    """The mean of each group's values. `numerator` is their sum, `denominator` their number.

    Attributes
    ----------
    deviation : ndarray of float, shape (g,)
        The standard deviation of each group's values, with one less than their number as divisor.
    """

    deviation: Floats


def mean(
    value: ArrayLike,
    groups: ArrayLike | Groups | None = None,
    *,
    confidence: float | Sequence[float] = 0.95,
) -> Mean:
    """Estimate means with Student's t interval.

    Parameters
    ----------
    value : array_like of float, shape (n,)
        One value for each row, in any unit; negative ones too. Not a number where missing.
    groups : array_like, shape (n,), or Groups, optional
        The label of each row's group. All rows are one group where it is left out.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.

    Returns
    -------
    Mean
        Of shape (g,), in the values' unit, in the order in which the groups first appear. Value and bounds are not a
        number, and `reason` says why, where a value of the group is missing or it has fewer than two. Values that are
        all the same give an interval without width.

    Raises
    ------
    ValueError
        A value is infinite, `value` has not one dimension, the labels do not fit it, a label is missing, or a level
        does not lie between 0 and 1.

    Notes
    -----
    The bounds are mean ± t s / sqrt(n), with s the standard deviation and t the quantile of Student's distribution with
    n - 1 degrees of freedom [1]_. The deviations are taken from the group's own mean in a second pass, because sums of
    squares lose their last digits where the mean is large.

    A missing value is never left out in silence: those who gave no answer may differ from those who did. Drop such
    rows first where that is right.

    References
    ----------
    .. [1] Student (1908). The probable error of a mean. Biometrika 6: 1-25.

    Examples
    --------
    Hours of sleep that ten patients gained with a drug ("laevo-hyoscyamine", [1]_).

    >>> gained = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    >>> result = mean(gained)
    >>> interval = result.intervals[0.95]
    >>> print(f"{result.value[0]:.2f} hours, likely between {interval.lower[0]:.2f} and {interval.upper[0]:.2f}")
    2.33 hours, likely between 0.90 and 3.76
    """
    levels = check_confidence(confidence)
    values = _get_values(value)
    held = get_groups(groups, len(values))
    number = held.count()
    sums = held.sum(values)
    reason = choose_reasons({NO_VALUE: lacks(held, values), FEW_VALUES: number < 2})
    known = reason == ""
    centre = sums / np.maximum(number, 1)
    spare = np.where(known, number - 1, 1)
    deviation = np.sqrt(np.where(known, held.sum((values - centre[held.codes]) ** 2), 0.0) / spare)
    bounds = {level: _get_bounds(centre, deviation / np.sqrt(np.maximum(number, 1)), spare, level) for level in levels}
    return Mean(
        value=scale(known, centre, 1.0),
        intervals=scale_bounds(known, bounds, 1.0),
        method=np.where(known, STUDENT, ""),
        reason=reason,
        numerator=sums,
        denominator=number.astype(float),
        multiplier=1.0,
        groups=held.labels,
        deviation=scale(known, deviation, 1.0),
    )


def _get_values(value: ArrayLike) -> Floats:
    values = np.asarray(value, dtype=float)
    if values.ndim != 1:
        raise ValueError(f"value: one dimension is needed, and these have {values.ndim}")
    refuse(name_rows("value", np.isinf(values), lambda row: f"{values[row]:g} is infinite"))
    return values


def _get_bounds(centre: Floats, error: Floats, spare: Floats, level: float) -> Interval:
    from scipy.special import stdtrit  # imported on first use: it costs more than all the rest of this room

    reach = stdtrit(spare, (1 + level) / 2) * error
    return Interval(centre - reach, centre + reach)
