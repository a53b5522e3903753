"""What a slope index is made from: checked rows, their standard errors, and why a group has no slope."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fiftysteps.stats.groups import Groups
from fiftysteps.stats.inequality.ridits import Ranks, get_ranks
from fiftysteps.stats.inequality.slope_scales import PLAIN, SCALES, Scale, ValueKind, can_hold
from fiftysteps.stats.inputs import get_z
from fiftysteps.stats.results import Floats, Words
from fiftysteps.stats.rows import Mask, RowFault, get_reasons

NO_VALUE = "A value is missing."
NO_POPULATION = "A population is missing."
NO_QUANTILE = "A quantile is missing."
NO_SE = "A standard error or a bound is missing."
TOO_FEW = "Fewer than two quantiles have people in them."
# The level of the bounds that published indicators come with, and that the reference takes them to have.
BOUNDS_LEVEL = 0.95
# Stands for a value that is missing or has no place on its scale; it has one on every scale.
STAND_IN = 0.5


@dataclass(frozen=True, eq=False)
class SlopeRows:
    """Rows with stand-ins for what is missing, so that nothing warns on the way.

    Attributes
    ----------
    value, population, se : ndarray of float, shape (n,)
        `se` is on the scale of the kind of value: of the logarithm of a rate, of the logit of a proportion.
    ranks : Ranks
        The order of the quantiles.
    value_reason, interval_reason : ndarray of str, shape (g,)
        Why a group has no estimate, and why it has no interval though it has an estimate.
    """

    value: Floats
    population: Floats
    se: Floats
    ranks: Ranks
    groups: Groups
    value_reason: Words
    interval_reason: Words

    def fittable(self, scale: Scale) -> Floats:
        """Return the values, with stand-ins for those that have no place on the scale."""
        return np.where(can_hold(scale, self.value), self.value, STAND_IN)


def check_uncertainty(*, se: object, lower: object, upper: object) -> None:
    """Raise ValueError unless there is either a standard error or both bounds."""
    if se is not None and (lower is not None or upper is not None):
        raise ValueError("se: give either standard errors or bounds, not both")
    if se is None and (lower is None or upper is None):
        raise ValueError("se: give standard errors, or both lower and upper bounds")


def find_slope_faults(rows: Mapping[str, Floats], kind: ValueKind, ranks: Ranks) -> list[RowFault]:
    """Return what is wrong with values and bounds together, and quantiles that a group has twice."""
    value, quantile = rows["value"], rows["quantile"]
    faults = []
    if "lower" in rows:
        lower, upper = rows["lower"], rows["upper"]
        faults += [
            RowFault("lower", lower > value, lambda i: f"{lower[i]:g} exceeds the value of {value[i]:g}"),
            RowFault("upper", upper < value, lambda i: f"{upper[i]:g} is below the value of {value[i]:g}"),
        ]
    if kind is ValueKind.PROPORTION:
        faults += [_find_above_one(name, rows[name]) for name in ("value", "lower", "upper") if name in rows]
    repeated = ranks.find_repeated()
    return [*faults, RowFault("quantile", repeated, lambda i: f"{quantile[i]:g} stands in its group already")]


def _find_above_one(name: str, values: Floats) -> RowFault:
    return RowFault(name, values > 1, lambda i: f"{values[i]:g} is above 1, which a proportion cannot be")


def build_slope_rows(rows: Mapping[str, Floats], kind: ValueKind, fitted: Scale, groups: Groups) -> SlopeRows:
    """Return the rows with their standard errors. They have been checked."""
    value, population, quantile = rows["value"], rows["population"], rows["quantile"]
    own = SCALES[kind]
    se, has_scale = _get_se(rows, own)
    off_scale = ~can_hold(own, value)
    people = np.nan_to_num(population)
    missing = {NO_VALUE: np.isnan(value), NO_POPULATION: np.isnan(population), NO_QUANTILE: np.isnan(quantile)}
    if fitted is not PLAIN:
        missing[own.missing] = off_scale
    value_reason = get_reasons(groups, missing)
    too_few = groups.sum((people > 0).astype(float)) < 2
    return SlopeRows(
        value=np.where(np.isnan(value), STAND_IN, value),
        population=people,
        se=np.nan_to_num(se),
        ranks=get_ranks(quantile, groups),
        groups=groups,
        value_reason=np.where((value_reason == "") & too_few, TOO_FEW, value_reason),
        interval_reason=get_reasons(groups, {own.missing: off_scale | ~has_scale, NO_SE: np.isnan(se)}),
    )


def _get_se(rows: Mapping[str, Floats], scale: Scale) -> tuple[Floats, Mask]:
    """Return the standard errors on the scale, and where it holds the bounds that they come from."""
    if "se" in rows:
        return rows["se"], np.ones(len(rows["se"]), dtype=bool)
    lower, upper = rows["lower"], rows["upper"]
    held = can_hold(scale, lower) & can_hold(scale, upper)
    width = scale.forward(np.where(held, upper, STAND_IN)) - scale.forward(np.where(held, lower, STAND_IN))
    return width / (2 * get_z(BOUNDS_LEVEL)), held
