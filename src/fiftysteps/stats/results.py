"""What every method gives back: the estimate, its intervals, its inputs, how it was made and why a value is missing."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Words = NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Interval:
    """Lower and upper bounds, of the shape of the estimate they belong to; not a number where missing."""

    lower: Floats
    upper: Floats


@dataclass(frozen=True, eq=False)
class Estimate:
    """An estimate with its intervals.

    Attributes
    ----------
    value : ndarray of float
        The estimate, in units of `multiplier`; not a number where missing.
    intervals : mapping of float to Interval
        One interval for each level of confidence asked for, keyed by the level (0.95).
    method : ndarray of str
        The name of the interval's method, element by element; empty where missing.
    reason : ndarray of str
        Why an element is missing, as a sentence; empty where it is not.
    numerator, denominator : ndarray of float
        The inputs, broadcast to the shape of `value`.
    multiplier : float
        What one unit of `value` stands for: 100 makes a proportion a percentage.
    """

    value: Floats
    intervals: Mapping[float, Interval]
    method: Words
    reason: Words
    numerator: Floats
    denominator: Floats
    multiplier: float


@dataclass(frozen=True, eq=False)
class GroupedEstimate(Estimate):
    """An estimate for each group of rows. `numerator` and `denominator` are the group's own totals.

    Attributes
    ----------
    groups : ndarray
        The label of each group, in the order in which the groups first appear.
    """

    groups: NDArray[np.generic]
