"""The chart of a funnel: which places differ from their average by more than their size explains."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np

from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.figures import format_short, get_multiplier
from fiftysteps.evidence.models import Area, Indicator, IndicatorKind, Method, Polarity
from fiftysteps.evidence.observations import Observation, find_observation
from fiftysteps.publishing.charts.marks import ILLUSTRATIVE_WORDS, find_newest, get_terms, make_mark, write_subtitle
from fiftysteps.publishing.charts.specs import FunnelChart, FunnelLine, FunnelPoint, Mark, Reference
from fiftysteps.stats import FunnelLimits, FunnelSignificance, funnel_limits, funnel_significance
from fiftysteps.stats.comparisons.funnel_points import FunnelKind

# Fewer points than this show no funnel: neither what most places are like nor which of them stands out.
LEAST_POINTS: Final = 10
# Where more places than this lie outside, of which chance alone would put one in twenty there, it is not chance that
# sets these places apart from each other, and limits made of it would point at nobody in particular.
MOST_OUTSIDE: Final = 0.25
# Markers of values that were counted; others were rounded, modelled or repeated.
MEASURED: Final = {"", "provisional"}
# A longer name would not fit under the narrow picture.
LONGEST_SIZE_NAME: Final = 30
# So many places along an axis make a line look smooth, in a picture that has no more pixels than some hundreds.
LINE_POINTS: Final = 40
LEVELS: Final = {0.95: "95%", 0.998: "99.8%"}
# How near a value must come to what its count gives: half of its last decimal place, or this part of itself.
AGREEMENT: Final = 0.005
KINDS: Final[dict[str, FunnelKind]] = {
    Method.PROPORTION: "proportion",
    Method.RATE: "rate",
    Method.INDIRECT: "ratio",
}
WIDENED: Final = (
    "Most places differ by more than chance alone, so the limits are widened by how much they do (over-dispersion, "
    "additive random effects): a place outside them stands out even among these."
)
PLAIN: Final = "Between the lines, chance alone explains how a place differs from the average."


@dataclass(frozen=True)
class _Funnel:
    """What the statistics say of some places: where each lies, and the limits along an axis."""

    found: FunnelSignificance
    limits: FunnelLimits

    @property
    def is_widened(self) -> bool:
        spread = self.limits.overdispersion
        return spread is not None and bool(spread.applied[0])


def build_funnel(
    indicator: Indicator,
    rows: Sequence[Observation],
    *,
    areas: Sequence[Area],
    name: str,
    own: str = "",
    title: str = "",
) -> FunnelChart | None:
    """Return the areas in their newest period, or None where they make no funnel.

    `name` is what they are together ("wards of Newham"), `own` the code of the one that a reader looks for. There is no
    funnel of who lives somewhere: nobody would expect that to be the same everywhere but for chance.
    """
    if indicator.method not in KINDS or indicator.kind == IndicatorKind.DEMOGRAPHIC:
        return None
    multiplier = get_multiplier(indicator.unit) or 1.0
    held = _find_rows(indicator, rows, areas, multiplier)
    if len(held) < LEAST_POINTS:
        return None
    funnel = _measure(KINDS[indicator.method], held, multiplier)
    points = tuple(
        _make_point(area.name, row, indicator, str(words))
        for (area, row), words in zip(held, funnel.found.significance, strict=True)
    )
    average = float(funnel.found.average[0])
    text = format_short(average, indicator.unit, indicator.decimals)
    return FunnelChart(
        title=title or _write_title(indicator, points, name, is_widened=funnel.is_widened),
        subtitle=_write_subtitle(indicator, held[0][1].period, points, is_widened=funnel.is_widened),
        compared_with="the average" if any(point.mark.outcome for point in points) else "",
        points=points,
        average=Reference("Expected" if indicator.method == Method.INDIRECT else "Average", average, text),
        sizes=tuple(funnel.limits.denominator[0].tolist()),
        limits=tuple(_make_line(funnel.limits, level) for level in LEVELS),
        size_name=_name_size(indicator),
        own=own,
        **get_terms(indicator),
    )


def _find_rows(
    indicator: Indicator, rows: Sequence[Observation], areas: Sequence[Area], multiplier: float
) -> list[tuple[Area, Observation]]:
    """Return each area with its newest value, of those whose count gives that value and is not rounded or modelled."""
    codes = {area.code: area for area in areas}
    period = find_newest(rows, codes)
    found = [(area, find_observation(rows, area=area.code, period=period)) for area in areas if period]
    return [(area, row) for area, row in found if row is not None and _has_counts(row, multiplier, indicator.decimals)]


def _has_counts(row: Observation, multiplier: float, decimals: int) -> bool:
    if row.value is None or row.count is None or not row.denominator or row.marker not in MEASURED:
        return False
    computed = multiplier * row.count / row.denominator
    return abs(row.value - computed) <= max(AGREEMENT * abs(computed), 0.5 * 10.0**-decimals + 1e-9)


def _measure(kind: FunnelKind, held: Sequence[tuple[Area, Observation]], multiplier: float) -> _Funnel:
    """Return the funnel by chance alone or, where that leaves too many outside, with its limits widened."""
    counts = np.array([row.count for _, row in held], dtype=float)
    people = np.array([row.denominator for _, row in held], dtype=float)
    terms: dict[str, Any] = {"kind": kind, "multiplier": multiplier, "confidence": tuple(LEVELS)}
    found = funnel_significance(counts, people, **terms)
    outside = np.mean([str(words).endswith(tuple(LEVELS.values())) for words in found.significance])
    if outside > MOST_OUTSIDE:
        terms["overdispersion"] = True
        found = funnel_significance(counts, people, **terms)
    return _Funnel(found, funnel_limits(counts, people, points=LINE_POINTS, **terms))


def _make_point(name: str, row: Observation, indicator: Indicator, words: str) -> FunnelPoint:
    side, _, level = words.partition(" ")
    if level not in LEVELS.values():
        return FunnelPoint(make_mark(name, row, indicator), row.denominator or 0.0)
    mark = make_mark(name, row, indicator)
    return FunnelPoint(_judge(mark, indicator, is_high=side == "high"), row.denominator or 0.0, level)


def _judge(mark: Mark, indicator: Indicator, *, is_high: bool) -> Mark:
    if indicator.polarity == Polarity.NONE:
        return replace(mark, outcome="higher" if is_high else "lower")
    is_better = is_high == (indicator.polarity == Polarity.HIGHER)
    return replace(mark, outcome="better" if is_better else "worse")


def _name_size(indicator: Indicator) -> str:
    """Return what the places are in order of: whom or what the measure is out of, where its name is short."""
    if indicator.method == Method.INDIRECT:
        return "Expected events"
    return indicator.denominator if 0 < len(indicator.denominator) <= LONGEST_SIZE_NAME else "Out of how many"


def _make_line(limits: FunnelLimits, level: float) -> FunnelLine:
    bounds = limits.limits[level]
    return FunnelLine(LEVELS[level], tuple(bounds.lower[0].tolist()), tuple(bounds.upper[0].tolist()))


def _write_title(indicator: Indicator, points: Sequence[FunnelPoint], name: str, *, is_widened: bool) -> str:
    outside, all_of_them = sum(bool(point.level) for point in points), f"{len(points)} {name}"
    if not outside and is_widened:
        return f"{indicator.plain_name}: none of the {all_of_them} stands out among the others, which differ widely"
    if not outside:
        return f"{indicator.plain_name}: none of the {all_of_them} differs from the average by more than chance"
    if is_widened:
        verb = "stands" if outside == 1 else "stand"
        return f"{indicator.plain_name}: {outside} of the {all_of_them} {verb} out even among places that differ widely"
    verb = "differs" if outside == 1 else "differ"
    return f"{indicator.plain_name}: {outside} of the {all_of_them} {verb} from the average by more than chance"


def _write_subtitle(indicator: Indicator, period: str, points: Sequence[FunnelPoint], *, is_widened: bool) -> str:
    # The interval of each place is in the table; drawn too, it would be read as another limit.
    words = write_subtitle(indicator, parse_period(period).plain, ())
    illustrative = any(p.mark.observation and p.mark.observation.nature == "illustrative" for p in points)
    parts = (words, WIDENED if is_widened else PLAIN, ILLUSTRATIVE_WORDS if illustrative else "")
    return " ".join(part for part in parts if part)
