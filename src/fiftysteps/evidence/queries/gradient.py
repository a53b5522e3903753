"""How a value changes from the most to the least deprived part of an area: the steps, the slope and the gap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.figures import get_multiplier
from fiftysteps.evidence.intervals import get_interval
from fiftysteps.evidence.models import Indicator, Method
from fiftysteps.evidence.observations import Observation, find_observation
from fiftysteps.evidence.queries.observations import get_observations
from fiftysteps.stats import Gap, Interval, SlopeIndex, ValueKind, gap, slope_index

type Floats = NDArray[np.float64]
type GradientKind = Literal["deprivation-tenth", "deprivation-fifth", "deprivation-fifth-local"]

KINDS: Final[dict[GradientKind, int]] = {
    "deprivation-tenth": 10,
    "deprivation-fifth": 5,
    "deprivation-fifth-local": 5,
}
TOO_FEW: Final = "There are people in fewer than two of the groups."


@dataclass(frozen=True)
class GradientRow:
    """One part of the area: its group ("1" is the most deprived), value, interval and people. None where missing."""

    group: str
    value: float | None
    lower: float | None
    upper: float | None
    denominator: float | None


@dataclass(frozen=True)
class Measured:
    """A number with its 95% interval and the name of the interval's method. None where missing."""

    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    method: str = ""


@dataclass(frozen=True)
class Gradient:
    """The gradient of an indicator in one area and period.

    `slope` is the slope index: the value at the least deprived end of a line through all groups, less that at the most
    deprived end, in the indicator's unit. `ratio` is the relative index: the former over the latter. `gap` is the value
    of group 1 less that of the last group, `relative_gap` the one over the other. `reason` says why something of these
    is missing. `ends` are the heights of the line at its most and its least deprived end, None where there is no line.
    """

    kind: GradientKind
    area: str
    period: str
    rows: tuple[GradientRow, ...]
    slope: Measured
    ratio: Measured
    gap: Measured
    relative_gap: Measured
    reason: str
    ends: tuple[float, float] | None = None


def get_gradient(indicator: Indicator, area: str, period: str, kind: GradientKind) -> Gradient | None:
    """Return the gradient of an indicator, or None where it is not held by deprivation for this area and period.

    Raises
    ------
    ValueError
        The kind is unknown.
    """
    return build_gradient(indicator, get_observations(indicator.slug), area, period, kind)


def build_gradient(
    indicator: Indicator, observations: Sequence[Observation], area: str, period: str, kind: GradientKind
) -> Gradient | None:
    """Return the gradient in observations that were read already, as `get_gradient` does."""
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is none of {', '.join(KINDS)}")
    held = [
        row
        for number in range(1, KINDS[kind] + 1)
        if (row := find_observation(observations, area=area, period=period, group_type=kind, group=str(number)))
    ]
    rows = tuple(_make_row(indicator, row) for row in held)
    if len(rows) < 2:
        return None
    known = [row for row in rows if row.denominator]
    if len(known) < 2:
        nothing = Measured()
        return Gradient(kind, area, period, rows, nothing, nothing, nothing, nothing, TOO_FEW)
    slope, difference = _fit(indicator, known), _get_gap(known, KINDS[kind])
    reasons = (str(slope.reason[0]), "" if difference is None else str(difference.reason[0]))
    return Gradient(
        kind=kind,
        area=area,
        period=str(parse_period(period)),
        rows=rows,
        slope=_measure(slope.sii, slope.sii_intervals[0.95], str(slope.method[0])),
        ratio=_measure(slope.rii, slope.rii_intervals[0.95], str(slope.method[0])),
        gap=_measure_gap(difference, is_relative=False),
        relative_gap=_measure_gap(difference, is_relative=True),
        reason=" ".join(dict.fromkeys(reason for reason in reasons if reason)),
        ends=_get_ends(slope),
    )


def measure_held_ends(
    rows: Sequence[GradientRow],
) -> tuple[GradientRow, GradientRow, Measured, Measured] | None:
    """Return the most deprived part and the least deprived that is held, with the gap and the ratio between them.

    A place may have no neighbourhood in the least deprived part of the country: whoever says the gap names the parts.
    None where the most deprived part, or any other, is not held.
    """
    known = sorted((row for row in rows if row.denominator and row.value is not None), key=lambda row: int(row.group))
    if len(known) < 2 or known[0].group != "1":
        return None
    found = _get_gap(known, int(known[-1].group))
    return known[0], known[-1], _measure_gap(found, is_relative=False), _measure_gap(found, is_relative=True)


def _make_row(indicator: Indicator, row: Observation) -> GradientRow:
    interval = get_interval(row, indicator)
    lower, upper = (interval.lower, interval.upper) if interval else (None, None)
    return GradientRow(row.group, row.value, lower, upper, row.denominator)


def _fit(indicator: Indicator, rows: Sequence[GradientRow]) -> SlopeIndex:
    multiplier = get_multiplier(indicator.unit) or 1.0
    kind = _get_kind(indicator)
    # A proportion is told to the statistics as a part of one; all else in its own unit.
    unit = multiplier if kind is ValueKind.PROPORTION else 1.0
    return slope_index(
        _list(row.value for row in rows) / unit,
        _list(row.denominator for row in rows),
        np.array([int(row.group) for row in rows]),
        lower=_list(row.lower for row in rows) / unit,
        upper=_list(row.upper for row in rows) / unit,
        kind=kind,
        multiplier=unit,
    )


def _get_ends(slope: SlopeIndex) -> tuple[float, float] | None:
    first, last = float(slope.fitted_first[0]), float(slope.fitted_last[0])
    return None if np.isnan(first) or np.isnan(last) else (first, last)


def _get_kind(indicator: Indicator) -> ValueKind:
    if indicator.method == Method.PROPORTION:
        return ValueKind.PROPORTION
    if indicator.method in {Method.RATE, Method.DIRECT, Method.INDIRECT}:
        return ValueKind.RATE
    return ValueKind.OTHER


def _get_gap(rows: Sequence[GradientRow], last: int) -> Gap | None:
    groups = {int(row.group) for row in rows}
    if not {1, last} <= groups:
        return None
    return gap(
        _list(row.value for row in rows),
        np.array([int(row.group) for row in rows]),
        between=(1, last),
        lower=_list(row.lower for row in rows),
        upper=_list(row.upper for row in rows),
    )


def _measure_gap(found: Gap | None, *, is_relative: bool) -> Measured:
    if found is None:
        return Measured()
    value = found.relative if is_relative else found.absolute
    bounds = found.relative_intervals if is_relative else found.absolute_intervals
    return _measure(value, bounds[0.95], str(found.method[0]))


def _measure(value: Floats, bounds: Interval, method: str) -> Measured:
    numbers = [float(each[0]) for each in (value, bounds.lower, bounds.upper)]
    value_, lower, upper = (None if np.isnan(number) else number for number in numbers)
    return Measured(value_, lower, upper, method if lower is not None else "")


def _list(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=float)
