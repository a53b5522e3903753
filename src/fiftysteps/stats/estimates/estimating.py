"""Putting a result together: scaled to its units, blank where an input is missing."""

from collections.abc import Mapping

import numpy as np

from fiftysteps.stats.inputs import Counts
from fiftysteps.stats.results import Estimate, Floats, Interval, Words


def build_estimate(
    counts: Counts, value: Floats, bounds: Mapping[float, Interval], method: str | Words, multiplier: float
) -> Estimate:
    """Return the estimate in units of `multiplier`. `value` and `bounds` are per one of the denominator."""

    def scale(values: Floats) -> Floats:
        return np.where(counts.known, values * multiplier, np.nan)

    return Estimate(
        value=scale(value),
        intervals={level: Interval(scale(b.lower), scale(b.upper)) for level, b in bounds.items()},
        method=np.where(counts.known, method, ""),
        reason=counts.reason,
        numerator=counts.numerator,
        denominator=counts.denominator,
        multiplier=multiplier,
    )
