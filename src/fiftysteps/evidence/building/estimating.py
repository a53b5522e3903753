"""From sums to estimates with their intervals, by the method that an indicator names."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from fiftysteps.evidence.building import recipe
from fiftysteps.evidence.building.cells import Floats
from fiftysteps.stats.groups import Groups
from fiftysteps.stats.results import Estimate, Words

NOT_COUNTED: Final = "There is no count for every part of it."


@dataclass(frozen=True, eq=False)
class Estimates:
    """One element for each unit: the value with its bounds, what it was made of, and why it is missing."""

    value: Floats
    lower: Floats
    upper: Floats
    reason: Words
    count: Floats
    denominator: Floats


@dataclass(frozen=True, eq=False)
class Sums:
    """What a method is given: counts and people of shape (units, bands), and what goes for all units.

    `ages` are those at which the bands start; `standard` the people of each band in the standard population;
    `reference_count` and `reference_people` the benchmark's in each band; `at` the age from which years are expected.
    """

    count: Floats
    people: Floats | None
    multiplier: float
    ages: tuple[int, ...] = ()
    standard: tuple[float, ...] = ()
    reference_count: Floats | None = None
    reference_people: Floats | None = None
    at: int = 0


def estimate(method: str, sums: Sums) -> Estimates:
    """Return the estimates of a method, which is one of `recipe.METHODS`."""
    return _ESTIMATORS[method](sums)


def _count(sums: Sums) -> Estimates:
    total = sums.count[:, 0]
    nothing = np.full(len(total), np.nan)
    reason = np.where(np.isnan(total), NOT_COUNTED, "")
    return Estimates(total, nothing, nothing, reason, total, nothing)


def _proportion(sums: Sums) -> Estimates:
    from fiftysteps.stats import proportion

    return _make(proportion(sums.count[:, 0], _get_people(sums)[:, 0], multiplier=sums.multiplier))


def _rate(sums: Sums) -> Estimates:
    from fiftysteps.stats import rate

    return _make(rate(sums.count[:, 0], _get_people(sums)[:, 0], multiplier=sums.multiplier))


def _direct(sums: Sums) -> Estimates:
    from fiftysteps.stats import directly_standardised_rate

    standard = np.tile(np.array(sums.standard), len(sums.count))
    return _make(
        directly_standardised_rate(
            sums.count.ravel(), _get_people(sums).ravel(), standard, _group(sums), multiplier=sums.multiplier
        )
    )


def _indirect(sums: Sums) -> Estimates:
    from fiftysteps.stats import indirectly_standardised_ratio

    if sums.reference_count is None or sums.reference_people is None:
        raise ValueError("an indirectly standardised ratio needs a reference, and there is none")
    counts, people = (np.tile(each, len(sums.count)) for each in (sums.reference_count, sums.reference_people))
    return _make(
        indirectly_standardised_ratio(
            sums.count.ravel(), _get_people(sums).ravel(), counts, people, _group(sums), multiplier=sums.multiplier
        )
    )


def _life_expectancy(sums: Sums) -> Estimates:
    from fiftysteps.stats import life_expectancy

    ages = np.tile(np.array(sums.ages, dtype=float), len(sums.count))
    found = life_expectancy(sums.count.ravel(), _get_people(sums).ravel(), ages, _group(sums), at=float(sums.at))
    interval = found.intervals[0.95]
    # An expectancy whose interval is too wide to be shown keeps its bounds there; here the reason says it.
    is_missing = np.isnan(found.value[:, 0])
    return Estimates(
        found.value[:, 0],
        np.where(is_missing, np.nan, interval.lower[:, 0]),
        np.where(is_missing, np.nan, interval.upper[:, 0]),
        found.reason[:, 0],
        found.numerator[:, 0],
        found.denominator[:, 0],
    )


def _make(found: Estimate) -> Estimates:
    interval = found.intervals[0.95]
    return Estimates(found.value, interval.lower, interval.upper, found.reason, found.numerator, found.denominator)


def _get_people(sums: Sums) -> Floats:
    if sums.people is None:
        raise ValueError("this method divides by people, and there are none")
    return sums.people


def _group(sums: Sums) -> Groups:
    """Return the groups of the rows, which stand together: finding them by their labels would cost more."""
    units, bands = sums.count.shape
    numbers: NDArray[np.int64] = np.arange(units)
    return Groups(np.repeat(numbers, bands), numbers, numbers * bands)


_ESTIMATORS: Final[Mapping[str, Callable[[Sums], Estimates]]] = {
    recipe.PROPORTION: _proportion,
    recipe.RATE: _rate,
    recipe.COUNT: _count,
    recipe.DIRECT: _direct,
    recipe.INDIRECT: _indirect,
    recipe.LIFE_EXPECTANCY: _life_expectancy,
}
