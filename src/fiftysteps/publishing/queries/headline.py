"""What an indicator says of the site's place, in sentences that are written from the data."""

from collections.abc import Sequence
from dataclasses import dataclass

from fiftysteps.evidence.figures import format_number, format_value
from fiftysteps.evidence.models import Finding, Indicator
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.queries.gradient import Gradient, GradientKind, Measured, build_gradient
from fiftysteps.evidence.queries.statement import Statement, get_statement
from fiftysteps.evidence.queries.trend import get_trend
from fiftysteps.publishing.charts.build_gradient import NAMES
from fiftysteps.publishing.charts.marks import find_newest
from fiftysteps.publishing.queries.places import Places


@dataclass(frozen=True)
class Headline:
    """The newest figure of the place as a statement, and its recent trend in a sentence: empty where none is known."""

    statement: Statement
    trend: str


def get_headline(indicator: Indicator, observations: Sequence[Observation], places: Places) -> Headline | None:
    """Return the headline, or None where no figure of the place is held."""
    area = places.place
    period = find_newest(observations, {area.code})
    if not period:
        return None
    # The sentence is that of a finding which nobody has written: of the newest figure, against the whole country.
    comparator = places.benchmarks[-1] if places.benchmarks else None
    finding = Finding(indicator=indicator, area=area, period=period, comparator=comparator)
    return Headline(get_statement(finding), say_trend(indicator, observations, area.code))


def say_trend(indicator: Indicator, observations: Sequence[Observation], area: str) -> str:
    """Return the recent trend in a sentence, or an empty text where it cannot be calculated."""
    trend = get_trend(indicator, observations, area)
    if not trend.is_known:
        return ""
    change = {"increasing": "it has been rising", "decreasing": "it has been falling"}.get(trend.label, "")
    span = f"From {trend.periods[0]} to {trend.periods[-1]}"
    if not change:
        return f"{span} there was no change that is more than chance."
    return f"{span} {change}{': that is ' + trend.direction if trend.direction else ''}."


def say_gradient(indicator: Indicator, observations: Sequence[Observation], area: str, kind: GradientKind) -> str:
    """Return what the slope index says, in sentences, or an empty text where there is none."""
    period = find_newest([row for row in observations if row.group_type == kind], {area}, kind)
    found = build_gradient(indicator, observations, area, period, kind) if period else None
    if found is None or found.slope.value is None:
        return found.reason if found else ""
    return " ".join((_say_slope(indicator, found.slope, kind), _say_ratio(found)))


def _say_slope(indicator: Indicator, slope: Measured, kind: GradientKind) -> str:
    value, decimals = slope.value or 0.0, indicator.decimals
    size = _say_size(abs(value), indicator)
    if slope.lower is None or slope.upper is None:
        return f"From the most to the least deprived end it changes by {size} (slope index, {NAMES[kind]})."
    if slope.lower <= 0 <= slope.upper:
        likely = f"{format_number(slope.lower, decimals)} to {format_number(slope.upper, decimals)}"
        return f"It is about the same at both ends: the slope index is {size}, likely {likely} ({NAMES[kind]})."
    ends = sorted((abs(slope.lower), abs(slope.upper)))
    where = "higher at the most deprived end" if value < 0 else "lower at the most deprived end"
    likely = f"likely between {format_number(ends[0], decimals)} and {_say_size(ends[1], indicator)}"
    return f"It is {size} {where} than at the least deprived, {likely} (slope index, {NAMES[kind]})."


def _say_size(value: float, indicator: Indicator) -> str:
    if indicator.unit == "%":
        return f"{format_number(value, indicator.decimals)} percentage points"
    return format_value(value, indicator.unit, indicator.decimals)


def _say_ratio(found: Gradient) -> str:
    if found.ratio.value is None or found.ratio.value <= 0:
        return ""
    ratio = format_number(found.ratio.value, 2)
    return f"The relative index, the least deprived end of the line over the most deprived, is {ratio}."
