"""Which further counts to hide, so that those hidden before cannot be worked out."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fiftysteps.stats.disclosure.rules import Mask
from fiftysteps.stats.disclosure.solving import Programme, UnsettledError, solve_whole
from fiftysteps.stats.results import Floats

# Moving people between cells that are hidden anyway costs nearly nothing: enough that it is not done without need.
HIDDEN_COST = 0.001
# What a protected cell is worth beside the costs of hiding. At first only what is cheap is hidden, for many cells at
# once; cells left after the last are seen to one by one.
WORTHS = (1.0, 2.0, 3.0)
# A round for many cells is about as dear as so many for one: it is repeated while it settles more.
SETTLED_BY_ROUND = 10


@dataclass(eq=False)
class Pattern:
    """What is hidden so far, flat over all cells and totals, and how far each hidden count can be moved.

    Moving a count means another table of whole numbers with the same totals, differing only in hidden cells. As more is
    hidden, all tables found before stay possible, so a count once protected stays so.
    """

    truth: Floats
    lower: Floats
    upper: Floats
    hidden: Mask
    can_hide: Mask
    # Which counts have to reach both of their bounds; the others need a range of `width` values.
    ends: Mask
    width: Floats
    matrix: Any
    reached_low: Floats = field(init=False)
    reached_high: Floats = field(init=False)
    stuck: set[tuple[int, float]] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.reached_low, self.reached_high = self.truth.copy(), self.truth.copy()
        self.free = np.flatnonzero(self.hidden | self.can_hide)
        self.programme = self._build_programme()
        # A larger count tells more, but not in proportion: half of a total is not half as much news.
        self.weight = np.log1p(self.truth[self.free])

    def protect(self) -> None:
        """Hide what is needed until every hidden count can be moved as far as it must."""
        generator = np.random.default_rng(0)  # the same table always gets the same answer
        for worth in WORTHS:
            before = self._count_needs() + SETTLED_BY_ROUND
            while before - (now := self._count_needs()) >= SETTLED_BY_ROUND:
                before = now
                self._push_many(worth, generator)
        # Each turn reaches a value or finds that it cannot be reached, and neither is tried again.
        while (wish := self._get_wish()) is not None:
            if not self.reach(*wish):
                self.stuck.add(wish)

    def reach(self, place: int, value: float) -> bool:
        """Hide what is needed, at the least cost, for the count at `place` to be possibly `value`."""
        if not self.lower[place] <= value <= self.upper[place]:
            return False
        at, half = int(np.searchsorted(self.free, place)), len(self.free)
        lower, upper = np.zeros(2 * half), self.programme.upper.copy()
        moves = value - self.truth[place]
        upper[[at, at + half]] = 0
        lower[at if moves > 0 else at + half] = upper[at if moves > 0 else at + half] = abs(moves)
        return self._move(np.tile(self._get_cost(), 2), lower, upper)

    def hide_all(self) -> None:
        """Hide everything that may be hidden: the last resort."""
        self.hidden = self.hidden | self.can_hide

    def _build_programme(self) -> Programme:
        from scipy.sparse import hstack

        part = self.matrix[:, self.free]
        still = np.zeros(part.shape[0])
        room = np.concatenate([(self.upper - self.truth)[self.free], (self.truth - self.lower)[self.free]])
        return Programme(hstack([part, -part]).tocsr(), still, still, np.zeros(room.size), room)

    def _get_cost(self) -> Floats:
        return np.where(self.hidden[self.free], HIDDEN_COST, self.weight)

    def _get_needs(self) -> tuple[Mask, Mask, Mask]:
        """Return which counts must still reach their upper bound, their lower one, and a wider range."""
        hidden_ends = self.hidden & self.ends
        narrow = self.reached_high - self.reached_low < self.width - 1
        return (
            hidden_ends & (self.reached_high < self.upper),
            hidden_ends & (self.reached_low > self.lower),
            self.hidden & ~self.ends & narrow,
        )

    def _count_needs(self) -> int:
        return sum(int(need.sum()) for need in self._get_needs())

    def _get_wish(self) -> tuple[int, float] | None:
        """Return the next count to move and the value it should reach; the farthest first, as they help others most."""
        high, low, narrow = self._get_needs()
        for mask, goal in ((high, self.upper), (low, self.lower)):
            places = np.flatnonzero(mask)
            for place in places[np.argsort(-np.abs(goal - self.truth)[places], kind="stable")].tolist():
                if (place, float(goal[place])) not in self.stuck:
                    return place, float(goal[place])
        for place in np.flatnonzero(narrow).tolist():
            for value in self._get_wider(place):
                if (place, value) not in self.stuck:
                    return place, value
        return None

    def _get_wider(self, place: int) -> list[float]:
        low, high, width = self.reached_low[place], self.reached_high[place], self.width[place]
        return [float(value) for value in (low + width - 1, high - width + 1, high + 1, low - 1)]

    def _push_many(self, worth: float, generator: np.random.Generator) -> None:
        high, low, narrow = (need[self.free] for need in self._get_needs())
        up = generator.random(len(self.free)) < 0.5
        wanted = worth * ((high | narrow) & up) - worth * (low & ~up)
        cost = self._get_cost()
        upper = self.programme.upper.copy()
        # Without a bound, a cell that it pays to move would be moved without end.
        upper[: len(self.free)] = np.where(narrow, self.width[self.free] - 1, upper[: len(self.free)])
        self._move(np.concatenate([cost - wanted, cost + wanted]), np.zeros(upper.size), upper)

    def _move(self, cost: Floats, lower: Floats, upper: Floats) -> bool:
        programme = Programme(self.programme.matrix, self.programme.low, self.programme.high, lower, upper)
        try:
            moves = solve_whole(cost, programme, is_best_needed=False)
        except UnsettledError:
            return False
        if moves is None:
            return False
        there = self.truth.copy()
        there[self.free] += moves[: len(self.free)] - moves[len(self.free) :]
        self.hidden = self.hidden | (there != self.truth)
        self.reached_low = np.minimum(self.reached_low, there)
        self.reached_high = np.maximum(self.reached_high, there)
        return True
