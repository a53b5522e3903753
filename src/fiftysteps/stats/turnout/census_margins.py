"""Counts of people who took part beside the census's counts of people who live here, checked and summed."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Groups, get_groups
from fiftysteps.stats.inputs import NAMED_FAULTS, name_faults
from fiftysteps.stats.results import Floats, Words

NO_COUNT = "The count of a category is missing, so the shares are not known."
NO_CENSUS_COUNT = "The census count of a category is missing, so the shares are not known."
NOBODY_ANSWERED = "Nobody who took part gave an answer."
NOBODY_LIVES_HERE = "The census counts nobody in any category."

type Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class CensusMargin:
    """Checked counts of n categories in g groups, each group a variable with a base of its own.

    `took_part` and `lives_here` are the caller's, copied; `counted` and `census` hold zero where a category is unknown
    or missing, so that nothing warns on the way. `answered`, `population` and `not_known` are the groups' totals, and
    `reason` says why a group has no shares.
    """

    groups: Groups
    took_part: Floats
    lives_here: Floats
    unknown: Mask
    counted: Floats
    census: Floats
    answered: Floats
    population: Floats
    not_known: Floats
    reason: Words


def get_census_margin(
    took_part: ArrayLike, lives_here: ArrayLike, groups: "ArrayLike | Groups | None", unknown: ArrayLike | None
) -> CensusMargin:
    """Return both counts checked, or raise ValueError naming every fault."""
    x, population = get_pair(took_part, lives_here)
    mask = _get_mask(unknown, len(x))
    found = get_groups(groups, len(x))
    no_count, no_census = np.isnan(x) & ~mask, np.isnan(population) & ~mask
    counted = np.where(mask | no_count, 0.0, x)
    census = np.where(mask | no_census, 0.0, population)
    answered, total = found.sum(counted), found.sum(census)
    lacks = [found.any(no_count), found.any(no_census), answered == 0, total == 0]
    said = [NO_COUNT, NO_CENSUS_COUNT, NOBODY_ANSWERED, NOBODY_LIVES_HERE]
    reason = np.asarray(np.select(lacks, said, default=""))
    not_known = found.sum(np.where(mask, x, 0.0))
    return CensusMargin(found, x, population, mask, counted, census, answered, total, not_known, reason)


def get_pair(took_part: ArrayLike, lives_here: ArrayLike) -> tuple[Floats, Floats]:
    """Return copies of both counts as arrays of one dimension and length, or raise ValueError naming every fault."""
    x, population = np.array(took_part, dtype=float), np.array(lives_here, dtype=float)
    if x.ndim != 1 or x.shape != population.shape:
        raise ValueError(
            f"took_part, lives_here: one dimension and one length are needed, not {x.shape} and {population.shape}"
        )
    faults = name_faults("took_part", x) + name_faults("lives_here", population)
    if faults:
        raise ValueError("; ".join(faults))
    return x, population


def name_exceeding(took_part: Floats, lives_here: Floats) -> list[str]:
    """Return a sentence for each element in which more people took part than live here; of many only the first."""
    faulty = np.flatnonzero(took_part > lives_here)[:NAMED_FAULTS]
    return [f"took_part, element {i}: {took_part[i]:g} exceeds lives_here of {lives_here[i]:g}" for i in faulty]


def _get_mask(unknown: ArrayLike | None, length: int) -> Mask:
    mask = np.zeros(length, dtype=bool) if unknown is None else np.array(unknown)
    # An empty list is of no type that says true or false, and need not be.
    if mask.shape != (length,) or (length and mask.dtype != bool):
        raise ValueError(f"unknown: true or false is needed for each of {length} categories")
    return mask.astype(bool)
