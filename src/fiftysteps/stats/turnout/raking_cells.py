"""People collapsed to the distinct combinations of their categories, and weights fitted to margins on those."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.groups import WIDEST_TABLE, Codes, get_groups
from fiftysteps.stats.results import Floats

# Combinations of categories are numbered up to here, which a whole number of 64 bits holds, before they are renumbered.
LARGEST_NUMBER = 2**62
# Where margins contradict each other some factors grow without end. Far outside any bounds, this stops an overflow.
FARTHEST = 1e150


@dataclass(frozen=True, eq=False)
class Cells:
    """The distinct combinations of n people's categories by m variables.

    `people` of shape (c,) counts those of each cell, `members` of shape (m, c) are its categories, and `cell` of shape
    (n,) is the cell of each person.
    """

    people: Floats
    members: Sequence[NDArray[np.intp]]
    cell: Codes

    def total(self, variable: int, weights: Floats, categories: int) -> Floats:
        """Return the weighted number of people in each category of a variable."""
        counts = np.bincount(self.members[variable], weights=self.people * weights, minlength=categories)
        return counts.astype(np.float64)


@dataclass(frozen=True, eq=False)
class Fit:
    """Weights of cells with a mean of one, after how many rounds, and the largest difference left from a margin."""

    weights: Floats
    iterations: int
    largest_gap: float


def collapse(codes: Sequence[Codes], sizes: Sequence[int]) -> Cells:
    """Return the cells of people whose codes lie between 0 and each variable's size."""
    combined, possible = codes[0], sizes[0]
    for code, size in zip(codes[1:], sizes[1:], strict=True):
        if possible * size > LARGEST_NUMBER:
            combined, possible = _renumber(combined), len(combined)
        combined, possible = combined * size + code, possible * size
    if possible >= WIDEST_TABLE * len(combined):
        combined = _renumber(combined)
    groups = get_groups(combined, len(combined))
    members = [code[groups.first].astype(np.intp) for code in codes]
    return Cells(groups.count().astype(float), members, groups.codes)


def _renumber(numbers: Codes) -> Codes:
    """Return numbers below their own number that are equal where those given are."""
    return np.unique(numbers, return_inverse=True)[1]


def fit_weights(
    cells: Cells,
    shares: Sequence[Floats],
    *,
    bounds: tuple[float, float],
    tolerance: float,
    max_iterations: int,
) -> Fit:
    """Fit weights within bounds to the shares of each variable's categories.

    The factors are kept without bounds and only the weights have them: that is what makes the result the closest to
    equal weights, whatever the order of the variables.
    """
    n = float(cells.people.sum())
    targets = [share * n for share in shares]
    free = np.ones(len(cells.people))
    weights = free
    gap, iteration = _get_gap(cells, weights, targets), 0
    while gap > tolerance * n and iteration < max_iterations:
        iteration += 1
        for variable, target in enumerate(targets):
            reached = cells.total(variable, weights, len(target))
            # A category in which nobody is has a target of zero, or the fit would not have been tried.
            factor = target / np.where(reached > 0, reached, 1.0)
            free = np.clip(free * factor[cells.members[variable]], 1 / FARTHEST, FARTHEST)
            weights = np.clip(free, *bounds)
        gap = _get_gap(cells, weights, targets)
    return Fit(weights, iteration, gap / n)


def _get_gap(cells: Cells, weights: Floats, targets: Sequence[Floats]) -> float:
    return max(
        float(np.abs(cells.total(variable, weights, len(target)) - target).max())
        for variable, target in enumerate(targets)
    )
