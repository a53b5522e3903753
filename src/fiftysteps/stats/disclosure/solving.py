"""Linear programmes in whole numbers, by HiGHS."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from fiftysteps.stats.results import Floats

# What the solver calls whole; its own tolerance is the same.
WHOLE = 1e-6
# Where a programme is not settled by then, it is given up, and the caller takes the cautious side.
MOST_NODES = 2_000
INFEASIBLE = 2
# Where any good answer will do, one this near the best is taken, as a share of its cost.
GOOD_ENOUGH = 0.05


class UnsettledError(RuntimeError):
    """The solver gave up before it knew."""


@dataclass(frozen=True, eq=False)
class Programme:
    """Whole numbers x within bounds, with `matrix` times x between `low` and `high`."""

    matrix: Any
    low: Floats
    high: Floats
    lower: Floats
    upper: Floats

    def fits(self, x: Floats) -> bool:
        """Return whether x, in exact arithmetic of whole numbers, is a solution."""
        sums = self.matrix @ x
        within = (x >= self.lower).all() and (x <= self.upper).all()
        return bool(within and (sums >= self.low).all() and (sums <= self.high).all())


def solve_whole(cost: Floats, programme: Programme, *, is_best_needed: bool = True) -> Floats | None:
    """Return whole numbers of the least cost, or None where there are none.

    The relaxed programme is solved first: where its answer is whole, as it mostly is for tables, it is the answer.

    Raises
    ------
    UnsettledError
        The solver gave up, or its answer is not one in exact arithmetic.
    """
    if not cost.size:
        return cost
    found = _run(cost, programme, whole=False)
    if found.status == INFEASIBLE:
        return None
    if found.x is not None and np.abs(found.x - np.rint(found.x)).max(initial=0) < WHOLE:
        return _check(programme, np.rint(found.x))
    found = _run(cost, programme, whole=True, gap=0.0 if is_best_needed else GOOD_ENOUGH)
    if found.status == INFEASIBLE:
        return None
    if found.x is None or (is_best_needed and found.status != 0):
        raise UnsettledError("The solver gave up before it knew.")
    return _check(programme, np.rint(found.x))


def find_unbounded(programme: Programme) -> Any:
    """Return which variables can grow without end: those that are positive in a direction that changes no sum."""
    free = np.isinf(programme.upper)
    unbounded = np.zeros(len(free), bool)
    low, high = (np.where(np.isinf(side), side, 0.0) for side in (programme.low, programme.high))
    direction = Programme(programme.matrix, low, high, np.zeros(len(free)), free.astype(float))
    while free.any():
        found = _run(-(free & ~unbounded).astype(float), direction, whole=False)
        grows = np.zeros(len(free), bool) if found.x is None else found.x > WHOLE
        if not (grows & ~unbounded).any():
            break
        unbounded |= grows
    return unbounded


def _run(cost: Floats, programme: Programme, *, whole: bool, gap: float = 0.0) -> Any:
    from scipy.optimize import Bounds, LinearConstraint, milp

    return milp(
        cost,
        constraints=LinearConstraint(programme.matrix, programme.low, programme.high),
        bounds=Bounds(programme.lower, programme.upper),
        integrality=np.full(len(cost), int(whole)),
        options={"node_limit": MOST_NODES, "mip_rel_gap": gap},
    )


def _check(programme: Programme, x: Floats) -> Floats:
    if not programme.fits(x):
        raise UnsettledError("The solver's answer does not fit in exact arithmetic.")
    return x + 0.0  # what was a minus zero is zero
