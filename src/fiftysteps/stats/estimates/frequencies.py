"""Rows that are one band and one event frequency: how many events each of the persons counted in them had."""

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.groups import Codes, Groups, get_groups
from fiftysteps.stats.inputs import NAMED_FAULTS
from fiftysteps.stats.results import Floats

# Sums of the same numbers in another order differ in their last digits.
SAME = 1e-9


def is_frequency(frequency: Floats) -> NDArray[np.bool_]:
    """Return where a number is a whole one from 1, or missing."""
    return np.asarray(np.isnan(frequency) | ((frequency >= 1) & (frequency == np.floor(frequency))))


def sum_one_frequency(groups: Groups, frequency: Floats, values: Floats) -> Floats:
    """Return the sum of each group's rows that have the frequency of its first row, shape (g,)."""
    cells, lead = _get_cells(groups, frequency)
    return cells.sum(values)[lead]


def find_uneven(groups: Groups, frequency: Floats, values: Floats) -> tuple[list[int], list[str]]:
    """Find the event frequencies whose bands do not sum to what those of another frequency of the group do.

    Returns
    -------
    rows : list of int
        The first row of each such frequency of a group.
    sentences : list of str
        What is wrong with them, of many only of some.
    """
    cells, lead = _get_cells(groups, frequency)
    sums = cells.sum(values)
    owner = groups.codes[cells.first]
    expected = sums[lead][owner]
    # Comparing what is missing gives false: it makes its group missing later on.
    uneven = np.flatnonzero((np.abs(sums - expected) > SAME * expected) & ~groups.any(np.isnan(frequency))[owner])
    rows = cells.first[uneven].tolist()
    return rows, [
        f"the bands of event frequency {frequency[cells.first[cell]]:g} sum to {sums[cell]:.10g} and those of "
        f"{frequency[groups.first[owner[cell]]]:g} to {expected[cell]:.10g}; each frequency of a group needs every band"
        for cell in uneven[:NAMED_FAULTS].tolist()
    ]


def _get_cells(groups: Groups, frequency: Floats) -> tuple[Groups, Codes]:
    """Return the groups of rows by group and frequency, and for each group the number of the first of its own."""
    kinds = get_groups(np.nan_to_num(frequency), len(frequency))
    cells = get_groups(groups.codes * len(kinds) + kinds.codes, len(frequency))
    return cells, cells.codes[groups.first]
