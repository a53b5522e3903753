"""The search for what each hidden count can be, by programmes whose answers are tables that a reader could believe.

Every answer is a witness: the values that its cells take are possible, all of them, whatever it was asked for. So one
programme often settles many cells.
"""

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.disclosure.knowledge import Knowledge
from fiftysteps.stats.disclosure.rules import Mask
from fiftysteps.stats.disclosure.solving import Programme, UnsettledError, find_unbounded, solve_whole
from fiftysteps.stats.results import Floats

# "Three values or fewer" is what counts as pinned, so values are counted no further than this.
COUNTED_VALUES = 4
# Programmes that push many cells at once go on until so many in a row have settled none. One is as dear as one that
# settles a single cell, so it pays as long as it settles any.
IDLE_ROUNDS = 4
# Of a range with holes, so many values are tried one by one; what is not found by then is taken as impossible.
TRIED_VALUES = 40
CONTRADICTION = "What is published contradicts itself: no table of whole numbers fits it."


class Search:
    """What is known so far of the counts that a reader was not told.

    Attributes
    ----------
    free : ndarray of int, shape (m,)
        The places of the cells that are not fixed by their own bounds.
    reached_low, reached_high : ndarray of float, shape (m,)
        The lowest and highest value that a witness has.
    values : ndarray of float, shape (m, 4)
        Different values that witnesses have, no more than are counted; not a number where there are fewer.
    is_exact : bool
        Whether every end asked for was settled.
    """

    def __init__(self, known: Knowledge, *, ends: Mask | None = None) -> None:
        self.free = np.flatnonzero(known.lowest < known.highest)
        self.programme = _reduce(known, self.free)
        self.is_target = known.hidden[self.free]
        self.wanted = np.minimum(COUNTED_VALUES, known.own_values[self.free])
        self.ends = np.ones(len(self.free), bool) if ends is None else ends[self.free]
        self.values = np.full((len(self.free), COUNTED_VALUES), np.nan)
        self.is_exact = True
        self.low_end, self.high_end = self.programme.lower.copy(), self.programme.upper.copy()
        first = solve_whole(np.zeros(len(self.free)), self.programme)
        if first is None:
            raise ValueError(CONTRADICTION)
        self.first = self.reached_low = self.reached_high = first
        self._note(first)
        self.unbounded = find_unbounded(self.programme)
        # Room enough for any of the values that are counted, and never so much that the solver loses its footing.
        room = first.max(initial=0) + 2 * TRIED_VALUES
        self.capped = np.minimum(self.programme.upper, room)

    def run(self) -> None:
        """Settle every cell that is looked for."""
        generator = np.random.default_rng(0)  # only the way there depends on it, never the answer
        idle, places = 0, self._find_open()
        while places.size and idle < IDLE_ROUNDS:
            self._push(places, generator, is_within=idle % 2 == 1)
            before, places = places.size, self._find_open()
            idle = 0 if places.size < before else idle + 1
        for place in self._find_open().tolist():
            if self._is_open()[place]:
                self._settle(place)

    def count_values(self) -> NDArray[np.int64]:
        """Return how many values of each cell are known to be possible, counted no further than is of interest."""
        counts: NDArray[np.int64] = np.sum(~np.isnan(self.values), axis=1)
        return counts

    def _is_open(self) -> Mask:
        """Return which cells that are looked for have too few values so far, or an end that is not known."""
        low_known = self.reached_low <= self.low_end
        high_known = (self.reached_high >= self.high_end) | self.unbounded
        enough = self.count_values() >= self.wanted
        return np.asarray(self.is_target & ~(enough & (~self.ends | (low_known & high_known))))

    def _find_open(self) -> NDArray[np.int64]:
        return np.flatnonzero(self._is_open())

    def _push(self, places: NDArray[np.int64], generator: np.random.Generator, *, is_within: bool) -> None:
        """Push cells up and down at random; within, only some way towards their bounds, for other values to be seen."""
        up = generator.random(places.size) < 0.5
        cost = np.zeros(len(self.free))
        cost[places] = np.where(up, -1.0, 1.0)
        lower, upper = self.programme.lower, self.capped
        if is_within:  # the first witness stays possible, so that there is an answer
            share = generator.random((2, len(self.free)))
            lower = self.first - np.floor(share[0] * (self.first - lower + 1))
            upper = self.first + np.floor(share[1] * (upper - self.first + 1))
        self._try(cost, lower, upper)

    def _settle(self, place: int) -> None:
        cost = np.zeros(len(self.free))
        cost[place] = 1.0
        if self.ends[place]:
            self._find_ends(place, cost)
        else:
            self._try(-cost, self.programme.lower, self.capped)
            self._try(cost, self.programme.lower, self.capped)
        self._try_values(place)

    def _find_ends(self, place: int, cost: Floats) -> None:
        if self.reached_low[place] > self.low_end[place]:
            self.is_exact &= self._try(cost, self.programme.lower, self.programme.upper, is_end=True)
            self.low_end[place] = self.reached_low[place]
        if self.unbounded[place]:
            self._try(-cost, self.programme.lower, self.capped)
        elif self.reached_high[place] < self.high_end[place]:
            self.is_exact &= self._try(-cost, self.programme.lower, self.programme.upper, is_end=True)
            self.high_end[place] = self.reached_high[place]

    def _try_values(self, place: int) -> None:
        """Try the values between the ends one by one: a range may have holes, and a wide one hold two values only."""
        between = np.arange(self.reached_low[place] + 1, self.reached_high[place])
        for value in between[:TRIED_VALUES].tolist():
            if self.count_values()[place] >= self.wanted[place]:
                return
            if value not in self.values[place]:
                lower, upper = self.programme.lower.copy(), self.capped.copy()
                lower[place] = upper[place] = value
                self._try(np.zeros(len(self.free)), lower, upper)

    def _try(self, cost: Floats, lower: Floats, upper: Floats, *, is_end: bool = False) -> bool:
        """Note a witness within bounds, and return whether the programme was settled. An end has to be the best."""
        programme = Programme(self.programme.matrix, self.programme.low, self.programme.high, lower, upper)
        try:
            found = solve_whole(cost, programme, is_best_needed=is_end)
        except UnsettledError:
            return False
        if found is not None:
            self._note(found)
        return True

    def _note(self, witness: Floats) -> None:
        self.reached_low = np.minimum(self.reached_low, witness)
        self.reached_high = np.maximum(self.reached_high, witness)
        known = self.count_values()
        new = (known < COUNTED_VALUES) & ~(self.values == witness[:, None]).any(axis=1)
        self.values[new, known[new]] = witness[new]


def _reduce(known: Knowledge, free: NDArray[np.int64]) -> Programme:
    """Return the totals over the free cells alone, what is shown being taken off."""
    matrix = known.get_matrix()
    shown = known.lowest.copy()
    shown[free] = 0
    rest = matrix @ shown
    low = np.array([total.lowest for total in known.totals]) - rest
    high = np.array([total.highest for total in known.totals]) - rest
    matrix = matrix[:, free]
    used = np.diff(matrix.indptr) > 0
    if ((low > 0) | (high < 0))[~used].any():
        raise ValueError(CONTRADICTION)
    return Programme(matrix[used], low[used], high[used], known.lowest[free], known.highest[free])
