"""Checks of what methods are given. All faults of an input are collected before it is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.results import Floats, Words

NO_NUMERATOR = "The numerator is missing."
NO_DENOMINATOR = "The denominator is missing."
ZERO_DENOMINATOR = "The denominator is zero."
# Of many faulty elements only some are named: the sentence has to stay readable.
NAMED_FAULTS = 10


@dataclass(frozen=True, eq=False)
class Counts:
    """Checked inputs of one shape, with stand-ins (0 of 1) for the missing, so that nothing warns on the way."""

    numerator: Floats
    denominator: Floats
    reason: Words
    known: NDArray[np.bool_]
    safe_numerator: Floats
    safe_denominator: Floats


def get_counts(numerator: ArrayLike, denominator: ArrayLike) -> Counts:
    """Return copies of both, broadcast and checked, or raise ValueError naming every negative or infinite element."""
    x, n = (a.copy() for a in np.broadcast_arrays(np.asarray(numerator, float), np.asarray(denominator, float)))
    faults = name_faults("numerator", x) + name_faults("denominator", n)
    if faults:
        raise ValueError("; ".join(faults))
    reasons = [NO_NUMERATOR, NO_DENOMINATOR, ZERO_DENOMINATOR]
    reason = np.asarray(np.select([np.isnan(x), np.isnan(n), n == 0], reasons, default=""))
    known = reason == ""
    return Counts(x, n, reason, known, np.where(known, x, 0.0), np.where(known, n, 1.0))


def name_faults(name: str, values: Floats) -> list[str]:
    """Return a sentence for each negative or infinite element; of many only the first are named."""
    faulty = np.flatnonzero((values < 0) | np.isinf(values))
    return [
        f"{name}, element {i}: {values.flat[i]:g} is {'negative' if values.flat[i] < 0 else 'infinite'}"
        for i in faulty[:NAMED_FAULTS]
    ]


def check_confidence(confidence: float | Sequence[float]) -> tuple[float, ...]:
    """Return the levels as a tuple, or raise ValueError where one does not lie between 0 and 1."""
    levels = (confidence,) if isinstance(confidence, (int, float)) else tuple(confidence)
    if not levels:
        raise ValueError("confidence: name at least one level, such as 0.95")
    for level in levels:
        if not 0 < level < 1:
            raise ValueError(f"confidence: {level:g} does not lie between 0 and 1; write 95% as 0.95")
    return levels


def check_multiplier(multiplier: float) -> None:
    """Raise ValueError unless the multiplier is a positive finite number."""
    if not 0 < multiplier < float("inf"):
        raise ValueError(f"multiplier: {multiplier:g} is not a positive number")


def get_z(level: float) -> float:
    """Return the standard normal quantile that leaves (1 - level) / 2 above it."""
    return NormalDist().inv_cdf((1 + level) / 2)
