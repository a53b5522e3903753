"""The points of a funnel plot, checked, and the average of each group of them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Groups, get_groups
from fiftysteps.stats.inputs import NAMED_FAULTS, NO_NUMERATOR, check_multiplier, get_counts
from fiftysteps.stats.results import Floats, Words

type FunnelKind = Literal["proportion", "rate", "ratio"]
# The two pairs of lines of published funnel plots: about two and about three standard deviations.
LEVELS = (0.95, 0.998)
# What one unit of a value stands for unless the caller says otherwise; its keys are the kinds of funnel there are.
MULTIPLIERS = {"proportion": 1.0, "rate": 100_000.0, "ratio": 1.0}
# Below ten events a directly standardised rate is not published: its interval (Dobson's) no longer holds.
FEWEST_FOR_STANDARDISED = 10
FEW_EVENTS = "There are fewer than ten events, too few for a directly standardised rate."
NO_RATE = "The rate is missing."


@dataclass(frozen=True, eq=False)
class FunnelPoints:
    """Checked points of shape (n,), with stand-ins (0 of 1) for the missing, and the average of each of g groups.

    `average` is per one of the denominator; not a number where a group has no point.
    """

    kind: FunnelKind
    multiplier: float
    groups: Groups
    numerator: Floats
    denominator: Floats
    known: NDArray[np.bool_]
    reason: Words
    average: Floats

    @property
    def value(self) -> Floats:
        """Return each point's value per one of the denominator; not a number where missing."""
        return np.where(self.known, self.numerator / self.denominator, np.nan)

    @property
    def expected_value(self) -> Floats:
        """Return the average of each point's group, shape (n,)."""
        return np.asarray(self.average[self.groups.codes])


def get_funnel_points(
    numerator: ArrayLike,
    denominator: ArrayLike | None,
    *,
    kind: FunnelKind,
    rate: ArrayLike | None,
    groups: ArrayLike | Groups | None,
    average: ArrayLike | None,
    multiplier: float | None,
) -> FunnelPoints:
    """Return the points of a funnel, or raise ValueError where they or what is said of them make none."""
    check_kind(kind, has_denominator=denominator is not None, has_rate=rate is not None)
    scale = MULTIPLIERS[kind] if multiplier is None else multiplier
    check_multiplier(scale)
    reason: Words | None = None
    if rate is not None:
        denominator, reason = _derive_denominator(numerator, rate, scale)
    counts = get_counts(numerator, np.nan if denominator is None else denominator)
    if counts.numerator.ndim != 1:
        raise ValueError(f"numerator: one dimension is needed, and these have {counts.numerator.ndim}")
    if kind == "proportion":
        _check_part_of_whole(counts.numerator, counts.denominator)
    reasons = counts.reason if reason is None else reason
    found = get_groups(groups, len(reasons))
    n = np.where(counts.known, counts.safe_denominator, 0.0)
    averages = _get_averages(kind, counts.safe_numerator, n, found, average, scale)
    known = reasons == ""
    x, safe = np.where(known, counts.safe_numerator, 0.0), np.where(known, counts.safe_denominator, 1.0)
    return FunnelPoints(kind, scale, found, x, safe, known, reasons, averages)


def check_kind(kind: str, *, has_denominator: bool, has_rate: bool) -> None:
    """Raise ValueError unless the kind is known and exactly what it needs is given."""
    if kind not in MULTIPLIERS:
        raise ValueError(f"kind: {kind!r} is none of proportion, rate, ratio")
    if has_rate and kind != "rate":
        raise ValueError(f"rate: directly standardised rates belong to a funnel of rates, not of kind {kind!r}")
    if has_rate == has_denominator:
        raise ValueError("denominator: give either the denominators or directly standardised rates, not both or none")


def _derive_denominator(numerator: ArrayLike, rate: ArrayLike, multiplier: float) -> tuple[Floats, Words]:
    """Return the population in which the events would give the standardised rate, and why some have no class."""
    x, y = np.broadcast_arrays(np.asarray(numerator, float), np.asarray(rate, float))
    faulty = np.flatnonzero((y < 0) | np.isinf(y) | ((y == 0) & (x >= FEWEST_FOR_STANDARDISED)))
    if faulty.size:
        named = [f"element {i}: {y.flat[i]:g} with {x.flat[i]:g} events" for i in faulty[:NAMED_FAULTS]]
        raise ValueError("rate: it cannot be that of the events in " + "; ".join(named))
    reasons = [(np.isnan(x), NO_NUMERATOR), (x < FEWEST_FOR_STANDARDISED, FEW_EVENTS), (np.isnan(y), NO_RATE)]
    reason = np.asarray(np.select([mask for mask, _ in reasons], [said for _, said in reasons], default=""))
    # Areas of few events have no class, but their events and population are part of the average.
    known = (x > 0) & (y > 0)
    return np.where(known, np.where(known, x, 1.0) / np.where(known, y, 1.0) * multiplier, np.nan), reason


def _check_part_of_whole(x: Floats, n: Floats) -> None:
    faulty = np.flatnonzero(x > n)
    if faulty.size:
        named = [f"element {i}: {x[i]:g} of {n[i]:g}" for i in faulty[:NAMED_FAULTS]]
        raise ValueError("numerator: it exceeds the denominator in " + "; ".join(named))


def _get_averages(
    kind: str, x: Floats, n: Floats, groups: Groups, average: ArrayLike | None, multiplier: float
) -> Floats:
    total = groups.sum(n)
    if average is None and kind == "ratio":
        averages = np.ones(len(groups))
    elif average is None:
        averages = groups.sum(x) / np.where(total > 0, total, 1.0)
    else:
        averages = np.broadcast_to(np.asarray(average, float), (len(groups),)) / multiplier
        check_average(kind, averages)
    return np.where(total > 0, averages, np.nan)


def check_average(kind: str, averages: Floats) -> None:
    """Raise ValueError unless given averages, per one of the denominator, are ones that this kind can have."""
    if kind == "proportion":
        if not np.all((averages >= 0) & (averages <= 1)):
            raise ValueError("average: that of a proportion lies between 0 and the multiplier")
    elif not np.all((averages > 0) & np.isfinite(averages)):
        raise ValueError(f"average: that of a {kind} is a positive number")
