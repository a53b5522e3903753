"""Checks of the counts of a table. All faults are collected before it is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.disclosure.knowledge import LARGEST_COUNT
from fiftysteps.stats.disclosure.margins import Dimensions, add_margins, find_inner, get_dimensions
from fiftysteps.stats.disclosure.rules import Mask, Rule
from fiftysteps.stats.inputs import NAMED_FAULTS
from fiftysteps.stats.results import Floats


@dataclass(frozen=True, eq=False)
class TrueTable:
    """The true counts with their totals. Never given out."""

    counts: Floats
    population: Floats | None
    inner: Mask
    dimensions: Dimensions


def get_true_table(
    counts: ArrayLike,
    *,
    rule: Rule | None,
    population: ArrayLike | None,
    dimensions: Mapping[str, Sequence[str]] | None,
) -> TrueTable:
    """Return the checked table with its totals, or raise ValueError naming what is wrong."""
    true = np.array(counts, float)
    if not true.ndim or not true.size:
        raise ValueError("counts: a table needs at least one dimension and one count")
    people = None if population is None else np.array(population, float)
    if people is not None and people.shape != true.shape:
        raise ValueError(f"population: shape {people.shape} is not that of the counts, {true.shape}")
    faults = _find_count_faults(true) + ([] if people is None else _find_population_faults(people))
    if rule is not None and rule.base_under is not None and people is not None:
        faults += _name("counts", true, true > people, "exceeds its base")
    if faults:
        raise ValueError("; ".join(faults))
    full = add_margins(true)
    return TrueTable(
        counts=full,
        population=None if people is None else add_margins(people),
        inner=find_inner(full.shape),
        dimensions=get_dimensions(dimensions, true.shape),
    )


def _find_count_faults(true: Floats) -> list[str]:
    faults = _name("counts", true, np.isnan(true), "is missing; leave its place out, or put in what it is")
    faults += _name("counts", true, true < 0, "is negative")
    faults += _name("counts", true, (true >= 0) & (true != np.rint(true)), "is not a whole number of people")
    if not faults and true.sum() > LARGEST_COUNT:
        faults.append(f"counts: they add up to more than {LARGEST_COUNT:,}, which is more than this can settle")
    return faults


def _find_population_faults(people: Floats) -> list[str]:
    return _name("population", people, (people < 0) | np.isinf(people), "is negative or infinite")


def _name(name: str, values: Floats, faulty: Mask, said: str) -> list[str]:
    places = np.argwhere(faulty)[:NAMED_FAULTS].tolist()
    return [f"{name}, element {', '.join(map(str, at))}: {values[tuple(at)]:g} {said}" for at in places]
