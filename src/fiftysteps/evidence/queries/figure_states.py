"""What findings say now, to be compared with what was seen of them."""

from collections.abc import Iterable, Sequence

from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.figure_state import FigureState
from fiftysteps.evidence.figures import format_value
from fiftysteps.evidence.models import Finding
from fiftysteps.evidence.observations import Observation, get_series
from fiftysteps.evidence.queries.observations import get_finding_rows
from fiftysteps.evidence.queries.statement import Statement, get_statements, say_when
from fiftysteps.evidence.queries.trend import get_trend


def get_states(findings: Iterable[Finding]) -> dict[int, FigureState]:
    """Return the state of each finding by its key, with one reading of the data for all of them.

    Their indicators, areas and comparators should have been selected with them.
    """
    findings = tuple(findings)
    rows = get_finding_rows(findings)
    statements = zip(findings, get_statements(findings), strict=True)
    return {
        finding.pk: _build_state(finding, statement, rows[finding.indicator.slug]) for finding, statement in statements
    }


def get_identity(finding: Finding) -> str:
    """Return which observation a finding is of, and what it is compared with."""
    parts = (finding.indicator_id, finding.area_id, finding.comparator_id or "", finding.period)
    return "|".join(map(str, (*parts, finding.group_type, finding.group)))[:255]


def _build_state(finding: Finding, statement: Statement, rows: Sequence[Observation]) -> FigureState:
    return FigureState(
        value=statement.value_text,
        interval=statement.interval_text,
        comparison=statement.comparison,
        comparison_text=statement.comparison_text,
        marker=statement.marker_text,
        trend=_get_trend(finding, rows),
        newest=_get_newest(finding, rows),
    )


def _get_trend(finding: Finding, rows: Sequence[Observation]) -> str:
    trend = get_trend(finding.indicator, rows, finding.area.code, finding.group_type, finding.group)
    if not trend.is_known:
        return ""
    return f"{trend.label}, {trend.direction}" if trend.direction else trend.label


def _get_newest(finding: Finding, rows: Sequence[Observation]) -> str:
    """Return the newest figure of the finding's own series, where it is newer than the finding's."""
    series = get_series(rows, area=finding.area.code, group_type=finding.group_type, group=finding.group)
    own = parse_period(finding.period)
    newer = [row for row in series if row.value is not None and not row.is_carried_forward and row.when > own]
    if not newer:
        return ""
    newest, indicator = newer[-1], finding.indicator
    return f"{format_value(newest.value or 0.0, indicator.unit, indicator.decimals)} {say_when(newest.when)}"
