"""The sentence of a finding, written from the data: value, likely range, period, comparison and every caution."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fiftysteps.core.periods import Period, parse_period
from fiftysteps.evidence.figures import format_range, format_value
from fiftysteps.evidence.intervals import get_interval
from fiftysteps.evidence.models import Finding, Indicator, Method, Movement, Polarity
from fiftysteps.evidence.observations import Observation, find_observation, get_series
from fiftysteps.evidence.queries.movements import describe_movement, get_open_movements
from fiftysteps.evidence.queries.observations import get_finding_rows
from fiftysteps.stats import Interval, compare

_MARKER_TEXTS = {
    "provisional": "a first figure, which may change",
    "modelled": "estimated by a model, not counted",
    "rounded": "rounded",
    "missing": "no figure was published",
    "suppressed": "the figure is not shown, so that nobody can be found in it",
}


@dataclass(frozen=True)
class Statement:
    """A finding in words, whole and in parts. Parts that do not apply are empty.

    `comparison` is "better", "similar" or "worse" where an interval allows a judgement and one direction is better,
    "higher" or "lower" otherwise, and empty where nothing can be said.
    """

    sentence: str
    value_text: str
    interval_text: str
    period_text: str
    comparison: str
    comparison_text: str
    comparator_name: str
    marker_text: str
    is_missing: bool
    observation: Observation | None
    movement: Movement | None = None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Comparison:
    outcome: str = ""
    text: str = ""
    name: str = ""


def get_statement(finding: Finding) -> Statement:
    """Return the statement of one finding. Its indicator, area and comparator should have been selected with it."""
    return get_statements((finding,))[0]


def get_statements(findings: Iterable[Finding]) -> tuple[Statement, ...]:
    """Return the statements of several findings in their order, with one reading of the data."""
    findings = tuple(findings)
    rows = get_finding_rows(findings)
    moved = get_open_movements(finding.pk for finding in findings if finding.pk)
    return tuple(
        _add_movement(_build_statement(finding, rows[finding.indicator.slug]), moved.get(finding.pk))
        for finding in findings
    )


def _add_movement(statement: Statement, movement: Movement | None) -> Statement:
    if movement is None:
        return statement
    return replace(statement, movement=movement, changes=describe_movement(movement))


def _build_statement(finding: Finding, rows: Sequence[Observation]) -> Statement:
    observation = find_observation(
        rows, area=finding.area.code, period=finding.period, group_type=finding.group_type, group=finding.group
    )
    if observation is None or observation.value is None:
        return _build_missing(finding, observation)
    indicator = finding.indicator
    interval = get_interval(observation, indicator)
    comparison = _get_comparison(finding, observation, rows)
    value = format_value(observation.value, indicator.unit, indicator.decimals)
    likely = format_range(interval.lower, interval.upper, indicator.unit, indicator.decimals) if interval else ""
    marker = _get_marker_text(observation, rows)
    return Statement(
        sentence=_join(finding, value, likely, comparison.text, marker),
        value_text=value,
        interval_text=f"likely between {likely}" if likely else "",
        period_text=observation.when.plain,
        comparison=comparison.outcome,
        comparison_text=comparison.text,
        comparator_name=comparison.name,
        marker_text=marker,
        is_missing=False,
        observation=observation,
    )


def _build_missing(finding: Finding, observation: Observation | None) -> Statement:
    reason = "we hold no figure" if observation is None else _MARKER_TEXTS[observation.marker]
    when = parse_period(finding.period)
    what = f"{_say_place(finding)} {say_when(when)}"
    is_hidden = observation is not None and observation.is_suppressed
    said = reason.replace("the figure", f"the figure for {what}", 1) if is_hidden else f"{reason} for {what}"
    return Statement(
        sentence=f"{finding.indicator.plain_name}: {said}.",
        value_text="",
        interval_text="",
        period_text=when.plain,
        comparison="",
        comparison_text="",
        comparator_name="",
        marker_text=reason,
        is_missing=True,
        observation=observation,
    )


def _join(finding: Finding, value: str, likely: str, comparison: str, marker: str) -> str:
    first = f"{finding.indicator.plain_name}: {value} in {_say_place(finding)} {say_when(parse_period(finding.period))}"
    sentences = [
        f"{first}, likely between {likely}" if likely else first,
        f"This is {comparison}" if comparison else "",
        f"The figure is {marker}" if marker else "",
    ]
    return " ".join(f"{sentence}." for sentence in sentences if sentence)


def _say_place(finding: Finding) -> str:
    return f"{finding.area.name} ({finding.group})" if finding.group else finding.area.name


def say_when(period: Period) -> str:
    """Return a period with the word before it: "in 2021", "from April 2020 to March 2021", "on 21 March 2021"."""
    if period.kind == "day":
        return f"on {period.plain}"
    return f"in {period.plain}" if period.kind in {"year", "month"} else f"from {period.plain}"


def _get_marker_text(observation: Observation, rows: Sequence[Observation]) -> str:
    if not observation.is_carried_forward:
        return _MARKER_TEXTS.get(observation.marker, "")
    series = get_series(rows, area=observation.area, group_type=observation.group_type, group=observation.group)
    new = [row for row in series if row.when < observation.when and not row.is_carried_forward and not row.is_missing]
    since = new[-1].when.plain if new else "an earlier period"
    return f"carried forward from {since}: not a new figure"


def _get_comparison(finding: Finding, observation: Observation, rows: Sequence[Observation]) -> _Comparison:
    """Compare with the comparator's own value for the same period; where it has none, say nothing."""
    comparator = finding.comparator
    if comparator is None or observation.is_carried_forward or finding.indicator.method == Method.COUNT:
        # Counts of places of different sizes are not comparable, and a repeated value is no news about its period.
        return _Comparison()
    is_own_area = comparator.code == finding.area.code
    group = ("", "") if is_own_area else (observation.group_type, observation.group)
    other = find_observation(rows, area=comparator.code, period=observation.period, group_type=group[0], group=group[1])
    if other is None or other.value is None or other.is_carried_forward or other is observation:
        return _Comparison()
    name = f"everyone in {comparator.name}" if is_own_area else comparator.name
    return _compare_values(finding.indicator, observation, other.value, name)


def _compare_values(indicator: Indicator, observation: Observation, benchmark: float, name: str) -> _Comparison:
    shown = format_value(benchmark, indicator.unit, indicator.decimals)
    outcome = judge(observation, indicator, benchmark)
    if outcome:
        words = "similar to" if outcome == "similar" else f"significantly {outcome} than"
        return _Comparison(outcome, f"{words} {name} ({shown})", name)
    value = observation.value or 0.0
    if format_value(value, indicator.unit, indicator.decimals) == shown:
        return _Comparison("", f"the same as {name} ({shown})", name)
    direction = "higher" if value > benchmark else "lower"
    return _Comparison(direction, f"{direction} than {name} ({shown})", name)


def judge(observation: Observation, indicator: Indicator, benchmark: float) -> str:
    """Return the class of an observation against a benchmark's value; empty where it has no interval."""
    known = get_interval(observation, indicator)
    if known is None:
        return ""
    interval = Interval(np.array(known.lower), np.array(known.upper))
    return str(compare({0.95: interval}, benchmark, polarity=Polarity(indicator.polarity).value).outcome)
