"""Which points of a chart are more than chance."""

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.change.runs import get_run_lengths
from fiftysteps.stats.change.spc_segments import Segments
from fiftysteps.stats.results import Floats

# Seven on one side of the mean, as Making Data Count has it.
SIDE_RUN = 7
# Run charts: Perla, Provost and Murray (2011).
SHIFT_RUN = 6
RUN_CHART_TREND = 5

type Signs = NDArray[np.int64]


class Rule(StrEnum):
    """The special cause that a point is part of, by the rule that found it."""

    ABOVE_LIMIT = "above the upper limit"
    BELOW_LIMIT = "below the lower limit"
    RISING = "rising trend"
    FALLING = "falling trend"
    NEAR_UPPER = "two of three near the upper limit"
    NEAR_LOWER = "two of three near the lower limit"
    ABOVE_MEAN = "seven above the mean"
    BELOW_MEAN = "seven below the mean"
    SHIFT_UP = "shift above the median"
    SHIFT_DOWN = "shift below the median"


# Each rule's names, up and down.
LIMIT = (Rule.ABOVE_LIMIT, Rule.BELOW_LIMIT)
TREND = (Rule.RISING, Rule.FALLING)
NEAR = (Rule.NEAR_UPPER, Rule.NEAR_LOWER)
SIDE = (Rule.ABOVE_MEAN, Rule.BELOW_MEAN)
SHIFT = (Rule.SHIFT_UP, Rule.SHIFT_DOWN)
UPWARD = tuple(str(pair[0]) for pair in (LIMIT, TREND, NEAR, SIDE, SHIFT))


def find_causes(segments: Segments, mean: Floats, half_width: Floats, *, trend: int) -> NDArray[np.str_]:
    """Return the rule that each value breaks, the first in the order of precedence; empty where it breaks none.

    `mean` and `half_width` belong to the segments, shape (s,).
    """
    tolerance = segments.tolerance()
    away = segments.value - mean[segments.code]
    beyond = _get_signs(away, (half_width + tolerance)[segments.code])
    outer = _get_signs(away, (2 / 3 * half_width + tolerance)[segments.code])
    side = _get_signs(away, tolerance[segments.code])
    # A point outside the limits is a signal of its own, so it does not make its neighbour one of two of three.
    near = np.where(beyond == 0, outer, 0)
    return _name(
        (LIMIT, beyond),
        (TREND, _find_trends(segments, trend)),
        (NEAR, _find_pairs(segments, near)),
        (SIDE, np.where(get_run_lengths(side, segments.code) >= SIDE_RUN, side, 0)),
    )


def find_run_causes(segments: Segments, median: Floats) -> NDArray[np.str_]:
    """Return the rule of a run chart that each value breaks, a trend before a shift; empty where it breaks none."""
    side = _get_signs(segments.value - median[segments.code], segments.tolerance()[segments.code])
    # Points on the median are not to break a shift. Among fewer than thirteen points none can: where six lie on one
    # side, six lie on the other, and nothing on the median between.
    shift = np.where(get_run_lengths(side, segments.code) >= SHIFT_RUN, side, 0)
    # Of equal neighbours only the first counts towards a trend.
    changes = np.ones(len(side), dtype=bool)
    changes[1:] = ~segments.neighbours | (np.diff(segments.value) != 0)
    kept = Segments(segments.value[changes], segments.code[changes])
    return _name((TREND, _find_trends(kept, RUN_CHART_TREND)[np.cumsum(changes) - 1]), (SHIFT, shift))


def _get_signs(away: Floats, distance: Floats) -> Signs:
    return (away > distance).astype(np.int64) - (away < -distance)


def _find_trends(segments: Segments, points: int) -> Signs:
    """Return 1 for the points of a rise of so many points or more, -1 for those of a fall."""
    step = np.sign(np.diff(segments.value)).astype(np.int64)
    step[~segments.neighbours] = 0
    step = np.where(get_run_lengths(step, segments.code[1:]) >= points - 1, step, 0)
    found: Signs = np.zeros(len(segments.value), dtype=np.int64)
    # A point where a rise ends and a fall begins was the rise's first: the later assignment stays.
    for arriving in (False, True):
        places = np.flatnonzero(step)
        found[places + arriving] = step[places]
    return found


def _find_pairs(segments: Segments, near: Signs) -> Signs:
    """Return the sign of the near points that have another one on their side among three in a row."""
    found = np.zeros(len(near), dtype=bool)
    for apart in (1, 2):
        pair = (near[apart:] == near[:-apart]) & (segments.code[apart:] == segments.code[:-apart])
        found[apart:] |= pair
        found[:-apart] |= pair
    return np.where(found, near, 0)


def _name(*rules: tuple[tuple[Rule, Rule], Signs]) -> NDArray[np.str_]:
    masks = [signs == sign for _, signs in rules for sign in (1, -1)]
    names = [str(name) for pair, _ in rules for name in pair]
    return np.asarray(np.select(masks, names, default=""))
