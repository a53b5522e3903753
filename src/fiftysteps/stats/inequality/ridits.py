"""Where each row's people stand between the first and the last of their group."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.groups import Codes, Groups
from fiftysteps.stats.results import Floats


@dataclass(frozen=True, eq=False)
class Ranks:
    """Rows in the order of their rank within their groups, those of one rank in a block.

    Attributes
    ----------
    order : ndarray of int, shape (n,)
        The rows, group by group, from the lowest rank.
    block : ndarray of int, shape (n,)
        The number of each row's block.
    first : ndarray of int, shape (n,)
        The number of the first block of each row's group.
    """

    order: Codes
    block: Codes
    first: Codes

    def get_midpoints(self, shares: Floats) -> Floats:
        """Return how much lies below the middle of each row's block, shape (n,): with shares of people, the ridit.

        The shares of each group add up to 1.
        """
        sizes = np.bincount(self.block, weights=shares)
        below = np.cumsum(sizes) - sizes
        return below[self.block] - below[self.first] + sizes[self.block] / 2

    def find_repeated(self) -> NDArray[np.bool_]:
        """Return which rows have the rank of an earlier row of their group, shape (n,)."""
        repeated = np.zeros(len(self.order), dtype=bool)
        repeated[self.order] = np.diff(self.block[self.order], prepend=-1) == 0
        return repeated


def get_ranks(rank: Floats, groups: Groups) -> Ranks:
    """Return the rows in the order of their rank within their groups; a missing rank comes last, in its own block."""
    order = np.lexsort((rank, groups.codes))
    ranks, codes = rank[order], groups.codes[order]
    is_group_head = np.diff(codes, prepend=-1) != 0
    is_head = is_group_head | (np.append(np.nan, ranks[:-1]) != ranks)
    numbers = np.cumsum(is_head) - 1
    firsts = np.maximum.accumulate(np.where(is_group_head, numbers, 0))
    block, first = np.empty_like(order), np.empty_like(order)
    block[order], first[order] = numbers, firsts
    return Ranks(order, block, first)


def get_shares(amounts: Floats, groups: Groups) -> Floats:
    """Return each row's share of its group's total, shape (n,); nothing where the total is nothing."""
    totals = groups.sum(amounts)
    return amounts / np.where(totals > 0, totals, 1.0)[groups.codes]
