"""How often people of each cell took part, how much that differs between cells, and how much of it is chance."""

from dataclasses import dataclass

import numpy as np

from fiftysteps.stats.groups import Groups
from fiftysteps.stats.results import Floats, Words
from fiftysteps.stats.turnout.census_margins import NO_CENSUS_COUNT, NO_COUNT, Mask

NOBODY_TOOK_PART = "Nobody took part."
ONE_CELL = "People live in fewer than two of the cells, so there is nothing to compare."


@dataclass(frozen=True, eq=False)
class Propensities:
    """The cells' propensities and their spread within each group. Where a group is not known all figures are stand-ins.

    Of shape (n,): `propensity`, its `noise` (the unbiased variance), the cell's `people` and `weight` in its group. Of
    shape (g,): the rest. `excess` is what chance adds to `spread_squared` on average, and `variance` the variance of
    that. `factor` is N / (N - 1).
    """

    groups: Groups
    known: Mask
    reason: Words
    took_part: Floats
    population: Floats
    propensity: Floats
    noise: Floats
    people: Floats
    weight: Floats
    overall: Floats
    factor: Floats
    spread_squared: Floats
    largest_spread_squared: Floats
    excess: Floats
    variance: Floats

    def blank(self, values: Floats) -> Floats:
        """Return the values of groups, not a number where the group is not known."""
        return np.where(self.known, values, np.nan)


def get_propensities(took_part: Floats, lives_here: Floats, groups: Groups) -> Propensities:
    """Return the propensities of cells whose counts have been checked."""
    n, population = groups.sum(took_part), groups.sum(lives_here)
    reason = _get_reasons(took_part, lives_here, groups)
    known = reason == ""
    inside = known[groups.codes]
    people = np.where(inside, lives_here, 0.0)
    occupied = np.where(people > 0, people, 1.0)
    total = np.where(known, population, 2.0)
    propensity = np.where(inside, took_part, 0.0) / occupied
    # A cell of one person has no variance to be seen: its propensity is 0 or 1, and so is the product 0.
    noise = propensity * (1 - propensity) / np.maximum(people - 1, 1.0)
    weight = people / total[groups.codes]
    overall = np.where(known, n, 0.0) / total
    factor = total / (total - 1)
    apart = propensity - overall[groups.codes]
    return Propensities(
        groups=groups,
        known=known,
        reason=reason,
        took_part=n,
        population=population,
        propensity=propensity,
        noise=noise,
        people=people,
        weight=weight,
        overall=overall,
        factor=factor,
        spread_squared=factor * groups.sum(weight * apart**2),
        largest_spread_squared=factor * overall * (1 - overall),
        excess=factor * groups.sum(weight * (1 - weight) * noise),
        variance=factor**2 * _get_variance(groups, weight, apart, noise),
    )


def _get_variance(groups: Groups, weight: Floats, apart: Floats, noise: Floats) -> Floats:
    """Return the variance of the quadratic form p'Ap for A = diag(w) - ww' and independent p of variance `noise`."""
    trace = (
        groups.sum((weight * (1 - weight) * noise) ** 2)
        + groups.sum(weight**2 * noise) ** 2
        - groups.sum(weight**4 * noise**2)
    )
    linear = groups.sum((weight * apart) ** 2 * noise)
    return np.maximum(4 * (linear - trace), 0.0) + 2 * trace


def _get_reasons(took_part: Floats, lives_here: Floats, groups: Groups) -> Words:
    lacks = [
        groups.any(np.isnan(took_part)),
        groups.any(np.isnan(lives_here)),
        groups.sum(took_part) == 0,
        np.bincount(groups.codes[lives_here > 0], minlength=len(groups)) < 2,
    ]
    return np.asarray(np.select(lacks, [NO_COUNT, NO_CENSUS_COUNT, NOBODY_TOOK_PART, ONE_CELL], default=""))
