"""What a reader knows of counts that they were not told: bounds, and totals that counts add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.disclosure.rules import Mask
from fiftysteps.stats.results import Floats

# Beyond it the solver's tolerance is no longer small beside one person.
LARGEST_COUNT = 100_000_000


@dataclass(frozen=True)
class Total:
    """A published sum: that of the cells `parts`, less the cell `whole` where there is one, lies within bounds.

    Attributes
    ----------
    parts : tuple of int
        The places of the cells that are added.
    lowest, highest : float
        What the sum may be: twice the same for a total published exactly.
    whole : int or None
        The place of the cell that holds the total, where that is itself a cell; then both bounds are mostly 0.
    """

    parts: tuple[int, ...]
    lowest: float = 0.0
    highest: float = 0.0
    whole: int | None = None

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError("total: it has no parts")
        if not self.lowest <= self.highest:
            raise ValueError(f"total: its lowest value {self.lowest:g} exceeds its highest {self.highest:g}")


def publish_total(parts: Sequence[int], value: float) -> Total:
    """Return the total of cells whose sum is published.

    Parameters
    ----------
    parts : sequence of int
        The places of the cells, from 0.
    value : float
        Their sum, as it is published.

    Returns
    -------
    Total
        For `know`.

    Examples
    --------
    >>> total = publish_total([0, 1, 2], 8)
    >>> print(f"Cells {total.parts} add up to {total.lowest:.0f}.")
    Cells (0, 1, 2) add up to 8.
    """
    return Total(tuple(parts), value, value)


@dataclass(frozen=True, eq=False)
class Knowledge:
    """What a reader knows of n counts of people, each a whole number from 0.

    Attributes
    ----------
    lowest, highest : ndarray of float, shape (n,)
        The bounds of each count; equal where it is shown, infinite above where nothing is known.
    totals : tuple of Total
        What the counts add up to.
    names : tuple of str
        What each count is called in a sentence.
    hidden : ndarray of bool, shape (n,)
        Which counts must not be found out.
    own_values : ndarray of float, shape (n,)
        How many values the publisher's rule by itself leaves open; a reader who is left as many has found out nothing.

    Raises
    ------
    ValueError
        The lengths differ, bounds are negative, not whole or in the wrong order, or a total names a cell that is not
        there.
    """

    lowest: Floats
    highest: Floats
    totals: tuple[Total, ...]
    names: tuple[str, ...]
    hidden: Mask
    own_values: Floats

    def __post_init__(self) -> None:
        n = len(self.names)
        if any(len(one) != n for one in (self.lowest, self.highest, self.hidden, self.own_values)):
            raise ValueError("cells: bounds, names and what is hidden have different lengths")
        _check_bounds(self)
        places = {place for total in self.totals for place in _get_places(total)}
        if not places <= set(range(n)):
            raise ValueError(f"totals: there is no cell {min(places - set(range(n)))} among {n}")

    def get_matrix(self) -> Any:
        """Return the totals as a sparse matrix, shape (totals, n)."""
        return build_matrix(self.totals, len(self.names))


def know(
    lowest: ArrayLike,
    highest: ArrayLike,
    totals: Sequence[Total],
    *,
    names: Sequence[str] | None = None,
    hidden: ArrayLike | None = None,
) -> Knowledge:
    """Return what a reader knows of counts, for tables that are no plain cross of dimensions.

    Parameters
    ----------
    lowest : array_like of float, shape (n,)
        The least each count can be, as far as a reader knows: whole numbers from 0.
    highest : array_like of float, shape (n,)
        The most it can be: the same where the count is shown, infinite where nothing is known.
    totals : sequence of Total
        What the counts add up to.
    names : sequence of str, keyword-only
        A name for each count, for the sentences; "cell 0" and so on where it is left out.
    hidden : array_like of bool, shape (n,), keyword-only
        Which counts are to be protected; every count that is not shown where it is left out.

    Returns
    -------
    Knowledge
        What `attack` takes.

    Raises
    ------
    ValueError
        The bounds are no whole numbers, cross, or have not one for each count; a total names a count that is not there.

    Examples
    --------
    >>> reader = know([1, 1, 6], [4, 4, 6], [publish_total([0, 1, 2], 8)])
    >>> reader.names
    ('cell 0', 'cell 1', 'cell 2')
    """
    low, high = np.array(lowest, float), np.array(highest, float)
    named = tuple(names) if names is not None else tuple(f"cell {place}" for place in range(len(low)))
    is_hidden = low < high if hidden is None else np.array(hidden, bool)
    return Knowledge(low, high, tuple(totals), named, is_hidden, high - low + 1)


def build_matrix(totals: Sequence[Total], width: int) -> Any:
    """Return the totals as a sparse matrix with 1 at the parts and -1 at the whole."""
    from scipy.sparse import csr_array  # on first use: SciPy costs more than all the rest of this room

    places = [_get_places(total) for total in totals]
    signs = [[1.0] * len(total.parts) + [-1.0] * (total.whole is not None) for total in totals]
    rows = np.repeat(np.arange(len(totals)), [len(row) for row in places])
    columns: NDArray[np.int64] = np.array([place for row in places for place in row], np.int64)
    values = np.array([sign for row in signs for sign in row])
    return csr_array((values, (rows, columns)), shape=(len(totals), width))


def _get_places(total: Total) -> tuple[int, ...]:
    return total.parts if total.whole is None else (*total.parts, total.whole)


def _check_bounds(known: Knowledge) -> None:
    finite = known.highest[np.isfinite(known.highest)]
    both = np.concatenate([known.lowest, finite])
    if np.isnan(known.highest).any() or not np.isfinite(known.lowest).all() or (both != np.rint(both)).any():
        raise ValueError("cells: a bound is not a whole number")
    if (known.lowest < 0).any():
        raise ValueError("cells: a bound is negative")
    crossed = np.flatnonzero(known.lowest > known.highest)
    if crossed.size:
        raise ValueError(f"cells: what is known of {known.names[crossed[0]]} contradicts itself")
    if (both > LARGEST_COUNT).any():
        raise ValueError(f"cells: a count above {LARGEST_COUNT:,} is more than this can settle")
