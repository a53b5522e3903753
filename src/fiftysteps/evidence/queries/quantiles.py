"""In which fifth or tenth of areas of its kind each area lies."""

from collections.abc import Iterable, Sequence

import numpy as np

from fiftysteps.evidence.observations import Observation, find_observation
from fiftysteps.stats import assign_quantiles


def get_quantiles(
    observations: Sequence[Observation], areas: Iterable[str], period: str, *, quantiles: int = 5
) -> dict[str, int]:
    """Return the quantile of each area among all of `areas`, 1 being that of the lowest values.

    Areas without a value are not in the answer, and none is where fewer values than quantiles are known.
    """
    found = {area: find_observation(observations, area=area, period=period) for area in dict.fromkeys(areas)}
    values = {area: row.value for area, row in found.items() if row is not None and row.value is not None}
    if not values:
        return {}
    numbers = assign_quantiles(np.array(list(values.values()), dtype=float), quantiles=quantiles)
    return {area: number for area, number in zip(values, numbers.tolist(), strict=True) if number}
