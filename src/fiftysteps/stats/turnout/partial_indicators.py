"""Which variables, and which of their categories, make participation uneven."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import get_groups
from fiftysteps.stats.results import Floats
from fiftysteps.stats.turnout.propensities import Propensities


@dataclass(frozen=True, eq=False)
class PartialIndicators:
    """The unconditional partial R-indicators of one variable (Schouten, Shlomo and Skinner 2011).

    The squares of `by_category` add up to the square of `by_variable_unadjusted`. N - 1 divides, as in R itself.

    Attributes
    ----------
    by_variable, by_variable_unadjusted : ndarray of float, shape (g,)
        How much of S lies between the categories of the variable, with and without the adjustment for chance: 0 where
        all take part alike, at most 0.5.
    groups, categories : ndarray, shape (m,)
        The group and the category of each of the rest.
    by_category : ndarray of float, shape (m,)
        sqrt(N_k / (N - 1)) · (p_k - p): above zero where the category is over-represented, below where it is
        under-represented; not a number where the group's R is missing.
    took_part, lives_here : ndarray of float, shape (m,)
        The category's people.
    """

    by_variable: Floats
    by_variable_unadjusted: Floats
    groups: NDArray[np.generic]
    categories: NDArray[np.generic]
    by_category: Floats
    took_part: Floats
    lives_here: Floats


def get_partial_indicators(cells: Propensities, name: str, labels: ArrayLike) -> PartialIndicators:
    """Return the partial indicators of a variable from the category of each cell."""
    try:
        categories = get_groups(labels, len(cells.people))
    except ValueError as error:
        raise ValueError(f"variables, {name}: {error}") from error
    pairs = get_groups(cells.groups.codes * len(categories) + categories.codes, len(cells.people))
    of_group = cells.groups.codes[pairs.first]
    people = pairs.sum(cells.people)
    occupied = np.where(people > 0, people, 1.0)
    taking = pairs.sum(cells.propensity * cells.people)
    weight = pairs.sum(cells.weight)
    noise = pairs.sum(cells.people**2 * cells.noise) / occupied**2
    apart = np.where(people > 0, taking / occupied - cells.overall[of_group], 0.0)
    within = get_groups(of_group, len(of_group))
    squared = cells.factor * within.sum(weight * apart**2)
    excess = cells.factor * within.sum(weight * (1 - weight) * noise)
    known = cells.known[of_group]
    return PartialIndicators(
        by_variable=cells.blank(np.sqrt(np.maximum(squared - excess, 0.0))),
        by_variable_unadjusted=cells.blank(np.sqrt(squared)),
        groups=cells.groups.labels[of_group],
        categories=categories.labels[categories.codes[pairs.first]],
        by_category=np.where(known, np.sqrt(cells.factor[of_group] * weight) * apart, np.nan),
        took_part=np.where(known, taking, np.nan),
        lives_here=np.where(known, people, np.nan),
    )
