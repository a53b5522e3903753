"""The stretches of a series that have a mean or median and limits of their own, and those."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.groups import Codes
from fiftysteps.stats.results import Floats

# Two consecutive values of a normal process differ by 2/sqrt(pi) = 1.128 standard deviations on average, and 3 / 1.128
# is 2.66; 3.267 is the same for the upper limit of the moving range itself (Nelson 1982).
LIMIT_FACTOR = 2.66
SCREEN_FACTOR = 3.267
# Rounding in a mean must not put a value on one side of it: numbers nearer than this, relative to the largest of their
# segment, are equal.
ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Segments:
    """Known values in the order of group and time, each with the number of its segment, both of shape (n,)."""

    value: Floats
    code: Codes

    @property
    def count(self) -> Codes:
        """How many values each segment has, shape (s,)."""
        return np.bincount(self.code)

    @property
    def first(self) -> Codes:
        """The place of each segment's first value, shape (s,)."""
        return np.cumsum(self.count) - self.count

    @property
    def neighbours(self) -> NDArray[np.bool_]:
        """Whether each value but the last has the next one in its segment, shape (n - 1,)."""
        return np.asarray(self.code[1:] == self.code[:-1])

    def mean(self, values: Floats, code: Codes) -> Floats:
        """Return the mean of `values` by `code` for each segment; not a number where it has none."""
        size = len(self.count)
        with np.errstate(invalid="ignore"):
            return np.bincount(code, weights=values, minlength=size) / np.bincount(code, minlength=size)

    def tolerance(self) -> Floats:
        """Return the distance within which numbers of a segment are equal, shape (s,)."""
        largest = np.zeros(len(self.count))
        np.maximum.at(largest, self.code, abs(self.value))
        return ROUNDING * largest


def get_means(segments: Segments) -> Floats:
    """Return the mean of each segment, shape (s,)."""
    # From the first value on, so that the mean of equal values is that value to the last digit.
    base = segments.value[segments.first]
    return base + segments.mean(segments.value - base[segments.code], segments.code)


def get_half_widths(segments: Segments) -> Floats:
    """Return how far the limits lie from the mean of each segment, shape (s,); not a number for a single value."""
    within = segments.neighbours
    moving = abs(np.diff(segments.value))[within]
    code = segments.code[1:][within]
    first = segments.mean(moving, code)
    # Equal values have no range to screen by.
    kept = (moving < SCREEN_FACTOR * first[code]) | (first[code] == 0)
    return LIMIT_FACTOR * segments.mean(moving[kept], code[kept])


def get_medians(segments: Segments) -> Floats:
    """Return the median of each segment, shape (s,)."""
    ordered = segments.value[np.lexsort((segments.value, segments.code))]
    low = segments.first + (segments.count - 1) // 2
    high = segments.first + segments.count // 2
    return np.asarray(ordered[low] + (ordered[high] - ordered[low]) / 2)
