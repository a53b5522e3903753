"""The interval of an observation: as its source gives it, or worked out where all that it needs is held."""

from dataclasses import dataclass
from functools import lru_cache

from fiftysteps.evidence.building.inputs import BUILT
from fiftysteps.evidence.figures import get_multiplier
from fiftysteps.evidence.models import Indicator, Method
from fiftysteps.evidence.observations import Observation
from fiftysteps.stats import Estimate, proportion, rate
from fiftysteps.stats.estimates.direct import DOBSON
from fiftysteps.stats.estimates.proportions import WILSON
from fiftysteps.stats.estimates.rates import BYAR, EXACT, EXACT_BELOW
from fiftysteps.stats.life.life_tables import CHIANG

AS_PUBLISHED = "as published"
# Between a published value and the one that its count gives: rounding explains less than this, another definition more.
AGREEMENT = 0.005
_METHODS = {Method.PROPORTION: WILSON, Method.DIRECT: DOBSON, Method.LIFE_EXPECTANCY: CHIANG}


@dataclass(frozen=True)
class KnownInterval:
    """A 95% interval in the units of the indicator, and how it was made: "as published", "Wilson", "Byar" …"""

    lower: float
    upper: float
    method: str


def get_interval(observation: Observation, indicator: Indicator) -> KnownInterval | None:
    """Return the 95% interval of `observation`, or None where there is none and none can be worked out.

    It is worked out only for proportions and rates with both counts held, and neither where the source rounded or
    modelled the figure, nor where the counts do not give the value.
    """
    if observation.lower_95 is not None and observation.upper_95 is not None:
        return KnownInterval(observation.lower_95, observation.upper_95, _name_method(observation, indicator))
    if observation.marker in {"rounded", "modelled"} or observation.value is None:
        return None
    multiplier = get_multiplier(indicator.unit)
    if multiplier is None or observation.count is None or not observation.denominator:
        return None
    if not _agrees(observation.value, multiplier * observation.count / observation.denominator, indicator.decimals):
        return None
    return _work_out(indicator.method, observation.count, observation.denominator, multiplier)


def _name_method(observation: Observation, indicator: Indicator) -> str:
    """Return how a stored interval was made: by the source, or here, where the figure was computed from counts."""
    if observation.dataset != f"{BUILT}{indicator.slug}":
        return AS_PUBLISHED
    if indicator.method in {Method.RATE, Method.INDIRECT}:
        return EXACT if (observation.count or 0.0) < EXACT_BELOW else BYAR
    return _METHODS.get(Method(indicator.method), "")


def _agrees(published: float, computed: float, decimals: int) -> bool:
    return abs(published - computed) <= max(AGREEMENT * abs(computed), 0.5 * 10.0**-decimals + 1e-9)


@lru_cache(maxsize=4096)
def _work_out(method: str, count: float, denominator: float, multiplier: float) -> KnownInterval | None:
    if method == Method.PROPORTION and count <= denominator:
        return _get_known(proportion(count, denominator, multiplier=multiplier))
    if method == Method.RATE:
        return _get_known(rate(count, denominator, multiplier=multiplier))
    return None


def _get_known(estimate: Estimate) -> KnownInterval:
    interval = estimate.intervals[0.95]
    return KnownInterval(float(interval.lower), float(interval.upper), str(estimate.method))
