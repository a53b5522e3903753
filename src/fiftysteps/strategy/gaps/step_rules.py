"""What every step of a strategy that is being written or is in force must have."""

import datetime
from collections.abc import Iterator

from fiftysteps.evidence.models import Finding
from fiftysteps.evidence.queries.movements import describe_movement
from fiftysteps.strategy.gaps.registry import StepGap, step_rule
from fiftysteps.strategy.models import CitationRole, Direction, Measure, MeasureKind, PartnerRole, Step


def has_citation(step: Step, role: CitationRole) -> bool:
    return any(citation.role == role for citation in step.citations.all())


def get_measures(step: Step, kind: MeasureKind) -> list[Measure]:
    return [measure for measure in step.measures.all() if measure.kind == kind]


@step_rule("step-no-need", "Every step cites evidence of need.")
def find_no_need(step: Step, today: datetime.date) -> Iterator[StepGap]:
    if not has_citation(step, CitationRole.NEED):
        yield StepGap("It cites no evidence of need.")


@step_rule("step-no-voice", "Every step cites what residents said.")
def find_no_voice(step: Step, today: datetime.date) -> Iterator[StepGap]:
    if not has_citation(step, CitationRole.VOICE):
        yield StepGap("It cites nothing that residents said.")


@step_rule("step-no-effectiveness", "Every step cites evidence that it works.")
def find_no_effectiveness(step: Step, today: datetime.date) -> Iterator[StepGap]:
    if not has_citation(step, CitationRole.EFFECTIVENESS):
        yield StepGap("It cites no evidence that it works.")


@step_rule("step-no-learning", "Every step cites what was learned here before.")
def find_no_learning(step: Step, today: datetime.date) -> Iterator[StepGap]:
    if not has_citation(step, CitationRole.LEARNING):
        yield StepGap("It cites nothing that was learned here before.")


@step_rule("step-no-lead", "Every step has an organisation that leads it.")
def find_no_lead(step: Step, today: datetime.date) -> Iterator[StepGap]:
    if not any(role.role == PartnerRole.LEAD for role in step.roles.all()):
        yield StepGap("No organisation leads it.")


@step_rule("step-no-partner", "Every step has a partner besides its lead.")
def find_no_partner(step: Step, today: datetime.date) -> Iterator[StepGap]:
    if not any(role.role != PartnerRole.LEAD for role in step.roles.all()):
        yield StepGap("No partner delivers or supports it.")


@step_rule("step-no-kpi", "Every step has an output KPI.")
def find_no_kpi(step: Step, today: datetime.date) -> Iterator[StepGap]:
    if not get_measures(step, MeasureKind.OUTPUT_KPI):
        yield StepGap("It has no output KPI.")


@step_rule("step-kpi-no-baseline", "Every output KPI has a baseline.")
def find_no_baseline(step: Step, today: datetime.date) -> Iterator[StepGap]:
    for kpi in get_measures(step, MeasureKind.OUTPUT_KPI):
        if kpi.baseline is None:
            yield StepGap(f"Its KPI “{kpi.indicator}” has no baseline.", kpi.indicator.slug)


@step_rule("step-kpi-no-target", "Every output KPI has a target.")
def find_no_target(step: Step, today: datetime.date) -> Iterator[StepGap]:
    for kpi in get_measures(step, MeasureKind.OUTPUT_KPI):
        if kpi.target is None:
            yield StepGap(f"Its KPI “{kpi.indicator}” has no target.", kpi.indicator.slug)


@step_rule("step-no-equity-objective", "Every step has an equity objective.")
def find_no_equity_objective(step: Step, today: datetime.date) -> Iterator[StepGap]:
    if not step.equity_objective.strip():
        yield StepGap("It has no equity objective.")


@step_rule("step-no-equity-indicator", "Every step has an equity indicator.")
def find_no_equity_indicator(step: Step, today: datetime.date) -> Iterator[StepGap]:
    if not get_measures(step, MeasureKind.EQUITY):
        yield StepGap("It has no equity indicator.")


@step_rule("step-no-clause", "Every step serves a clause of a framework.")
def find_no_clause(step: Step, today: datetime.date) -> Iterator[StepGap]:
    if not any(alignment.direction == Direction.SERVES for alignment in step.alignments.all()):
        yield StepGap("It serves no clause of any framework.")


@step_rule("step-evidence-overdue", "No step rests on evidence that is past its review date.")
def find_overdue_evidence(step: Step, today: datetime.date) -> Iterator[StepGap]:
    for citation in step.citations.all():
        evidence = citation.evidence
        if evidence.is_overdue(today):
            yield StepGap(f"“{evidence}” was due for review by {evidence.review_by:%-d %B %Y}.", evidence.slug)


@step_rule("step-evidence-superseded", "No step rests on evidence that newer evidence has replaced.")
def find_superseded_evidence(step: Step, today: datetime.date) -> Iterator[StepGap]:
    for citation in step.citations.all():
        evidence = citation.evidence
        newer = evidence.superseded_by
        if newer is not None:
            by = f"“{newer}”" if newer.live else "newer evidence"
            yield StepGap(f"“{evidence}” was replaced by {by}.", evidence.slug)


@step_rule("step-evidence-moved", "No step rests on a figure that moved since somebody looked at it.")
def find_moved_evidence(step: Step, today: datetime.date) -> Iterator[StepGap]:
    for citation in step.citations.all():
        # Of evidence of another kind there is no finding, and of most findings no movement.
        finding: Finding | None = getattr(citation.evidence, "finding", None)
        movement = finding.open_movement if finding else None
        if movement is not None:
            yield StepGap(f"“{finding}” moved. {' '.join(describe_movement(movement))}", citation.evidence.slug)
