"""Disagreement within units and by chance, for the units as they are and for many resamples of them at once."""

from dataclasses import dataclass

import numpy as np

from fiftysteps.stats.coding.codings import Codings, Measurement
from fiftysteps.stats.results import Floats

# So many numbers at a time, of 8 bytes each, so that a thousand resamples of many units need little memory.
LARGEST_BLOCK = 4_000_000


@dataclass(frozen=True, eq=False)
class Disagreement:
    """The disagreement observed and that expected by chance, of shape (b,), one for each resample."""

    observed: Floats
    expected: Floats

    @property
    def alpha(self) -> Floats:
        """Alpha of each, not a number where chance would give no disagreement."""
        known = self.expected > 0
        return np.where(known, 1 - self.observed / np.where(known, self.expected, 1.0), np.nan)


def get_disagreement(codings: Codings) -> Disagreement:
    """Return the disagreement of the units as they are, of shape (1,)."""
    return _measure(codings, codings.repeats[np.newaxis].astype(float))


def resample_disagreement(codings: Codings, repetitions: int, seed: int) -> Disagreement:
    """Return the disagreement of units drawn with replacement, `repetitions` times."""
    rng = np.random.default_rng(seed)
    shares = codings.repeats / codings.units
    step = max(1, LARGEST_BLOCK // max(codings.counts.shape))
    sizes = [min(step, repetitions - done) for done in range(0, repetitions, step)]
    parts = [_measure(codings, rng.multinomial(codings.units, shares, size=size).astype(float)) for size in sizes]
    return Disagreement(
        np.concatenate([part.observed for part in parts]), np.concatenate([part.expected for part in parts])
    )


def _measure(codings: Codings, repeats: Floats) -> Disagreement:
    """Return the disagreement where each pattern of codes occurs as often as `repeats`, of shape (b, p), says."""
    totals = repeats @ codings.counts
    n = totals.sum(axis=1)
    if codings.measurement == Measurement.ORDINAL:
        within, between = _sum_ordinal(codings, repeats, totals)
    elif codings.measurement == Measurement.INTERVAL:
        within, between = _sum_interval(codings, repeats, totals)
    else:
        within, between = _sum_by_table(codings, repeats, totals)
    # Rounding must neither make agreement more than perfect nor part codes that are all the same.
    several = (totals > 0).sum(axis=1) > 1
    observed = np.maximum(within, 0.0) / np.where(n > 0, n, 1.0)
    return Disagreement(observed, np.where(several, between, 0.0) / np.where(several, n * (n - 1), 1.0))


def _get_pair_weights(codings: Codings) -> Floats:
    """Return what each pattern's pairs count: one divided by its codes but one."""
    return np.asarray(1 / (codings.counts.sum(axis=1) - 1))


def _sum_by_table(codings: Codings, repeats: Floats, totals: Floats) -> tuple[Floats, Floats]:
    table = _get_differences(codings)
    own = np.einsum("pv,pv->p", codings.counts @ table, codings.counts) * _get_pair_weights(codings)
    return repeats @ own, np.einsum("bv,bv->b", totals @ table, totals)


def _get_differences(codings: Codings) -> Floats:
    values = codings.values
    if codings.measurement == Measurement.NOMINAL:
        return 1 - np.eye(len(values))
    sums = values[:, np.newaxis] + values
    # Only nothing and nothing have a sum of zero, and they do not differ.
    return ((values[:, np.newaxis] - values) / np.where(sums > 0, sums, 1.0)) ** 2


def _sum_interval(codings: Codings, repeats: Floats, totals: Floats) -> tuple[Floats, Floats]:
    # All pairs' squared differences add up to twice (n times the sum of squares less the squared sum). Differences stay
    # the same when a constant is taken away, and rounding is least around the middle.
    x = codings.values - codings.values.mean() if len(codings.values) else codings.values
    own = 2 * (codings.counts.sum(axis=1) * (codings.counts @ x**2) - (codings.counts @ x) ** 2)
    between = 2 * (totals.sum(axis=1) * (totals @ x**2) - (totals @ x) ** 2)
    return repeats @ (own * _get_pair_weights(codings)), between


def _sum_ordinal(codings: Codings, repeats: Floats, totals: Floats) -> tuple[Floats, Floats]:
    # The codes from one value to another, both ends by half, are the distance of their middle ranks, which differ from
    # one resample to the next: so a pattern's disagreement has to be worked out for each.
    rank = np.cumsum(totals, axis=1) - totals / 2
    n = totals.sum(axis=1)
    weights = _get_pair_weights(codings)
    squares = (repeats @ (codings.counts * (codings.counts.sum(axis=1) * weights)[:, np.newaxis])) * rank**2
    sums = rank @ codings.counts.T
    within = 2 * (squares.sum(axis=1) - np.einsum("bp,bp,p->b", repeats, sums**2, weights))
    between = 2 * (n * (totals * rank**2).sum(axis=1) - (totals * rank).sum(axis=1) ** 2)
    return within, between
