"""Each rule of the thread finds what breaks it, and nothing in a step that is complete."""

import datetime
from collections.abc import Callable

import pytest

from fiftysteps.accounts.models import Role
from fiftysteps.evidence.models import Finding, Movement
from fiftysteps.strategy.gaps import GapReport, Rule, get_gap_report, get_rules, get_step_gaps, rule
from fiftysteps.strategy.models import CitationRole, GapWaiver, MeasureKind, Step, StrategyStatus
from tests.builders import (
    cite,
    make_clause,
    make_complete_step,
    make_framework,
    make_insight,
    make_reference,
    make_reply,
    make_step,
    make_strategy,
    make_theme,
    make_user,
)

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


def get_found(report: GapReport) -> set[tuple[str, str]]:
    return {(found.rule, found.gap.object_key) for found in report.gaps}


def drop(step: Step, role: CitationRole) -> None:
    step.citations.filter(role=role).delete()


def set_kpi(step: Step, **values: object) -> None:
    step.measures.filter(kind=MeasureKind.OUTPUT_KPI).update(**values)


def move_first_need(step: Step) -> None:
    finding = Finding.objects.get(pk=step.citations.filter(role=CitationRole.NEED).first().evidence_id)
    Movement.objects.create(finding=finding, before={"value": "10%"}, after={"value": "12%"})


SPOILERS: dict[str, Callable[[Step], object]] = {
    "step-no-need": lambda step: drop(step, CitationRole.NEED),
    "step-no-voice": lambda step: drop(step, CitationRole.VOICE),
    "step-no-effectiveness": lambda step: drop(step, CitationRole.EFFECTIVENESS),
    "step-no-learning": lambda step: drop(step, CitationRole.LEARNING),
    "step-no-lead": lambda step: step.roles.filter(role="lead").delete(),
    "step-no-partner": lambda step: step.roles.exclude(role="lead").delete(),
    "step-no-kpi": lambda step: step.measures.filter(kind=MeasureKind.OUTPUT_KPI).delete(),
    "step-kpi-no-baseline": lambda step: set_kpi(step, baseline=None),
    "step-kpi-no-target": lambda step: set_kpi(step, target=None),
    "step-no-equity-objective": lambda step: Step.objects.filter(pk=step.pk).update(equity_objective=" "),
    "step-no-equity-indicator": lambda step: step.measures.filter(kind=MeasureKind.EQUITY).delete(),
    "step-evidence-moved": move_first_need,
    "step-evidence-overdue": lambda step: cite(
        step, make_reference(review_by=TODAY - datetime.timedelta(days=1)), CitationRole.EFFECTIVENESS
    ),
    "step-evidence-superseded": lambda step: cite(
        step, make_reference(superseded_by_id=make_reference().pk), CitationRole.EFFECTIVENESS
    ),
}


def test_complete_step_has_no_gap() -> None:
    make_complete_step()

    assert get_gap_report(today=TODAY).gaps == ()


@pytest.mark.parametrize("rule_id", SPOILERS)
def test_each_step_rule_finds_exactly_what_breaks_it(rule_id: str) -> None:
    step = make_complete_step()
    SPOILERS[rule_id](step)

    report = get_gap_report(today=TODAY)

    assert {found.rule for found in report.gaps} == {rule_id}
    assert report.gaps[0].gap.object_key.startswith(step.key)
    assert report.gaps[0].gap.url == step.get_absolute_url()
    assert report.open == 1


def test_step_without_alignment_breaks_two_rules_since_its_clause_is_orphaned_too() -> None:
    step = make_complete_step()
    clause = step.alignments.get().clause
    step.alignments.all().delete()

    found = get_found(get_gap_report(today=TODAY))

    assert found == {("step-no-clause", step.key), ("clause-no-step", f"{step.strategy.slug}/{clause.key}")}


def test_every_step_rule_is_tried_here() -> None:
    tried = set(SPOILERS) | {"step-no-clause"}

    assert {rule.id for rule in get_rules() if rule.id.startswith("step-")} == tried


def test_evidence_due_today_is_not_overdue() -> None:
    step = make_complete_step()
    cite(step, make_reference(review_by=TODAY), CitationRole.EFFECTIVENESS)

    assert get_gap_report(today=TODAY).gaps == ()


def test_the_lead_is_named_as_the_one_whose_gap_it_is() -> None:
    step = make_complete_step()
    drop(step, CitationRole.VOICE)
    lead = step.roles.get(role="lead").organisation

    assert get_gap_report(today=TODAY).gaps[0].gap.whose == lead.name


def test_empty_step_breaks_the_rules_that_its_page_shows_too() -> None:
    step = make_step()

    on_page = {(rule_id, gap.object_key) for rule_id, gap in get_step_gaps(step, TODAY)}

    assert on_page == get_found(get_gap_report(today=TODAY))
    assert len(on_page) == 10


def test_steps_of_a_closed_strategy_are_not_asked_for_what_can_no_longer_be_mended() -> None:
    make_step(theme=make_theme(strategy=make_strategy(status=StrategyStatus.CLOSED)))

    assert get_gap_report(today=TODAY).gaps == ()


def test_clause_that_does_not_apply_or_is_not_in_force_needs_no_step() -> None:
    make_strategy()
    make_clause(applies=False)
    make_clause(framework=make_framework(in_force_to=datetime.date(2022, 5, 5)))
    make_clause(framework=make_framework(in_force_from=datetime.date(2028, 1, 1)))

    assert get_gap_report(today=TODAY).gaps == ()


def test_clause_in_force_on_the_strategys_last_day_needs_a_step() -> None:
    strategy = make_strategy()
    clause = make_clause(framework=make_framework(in_force_from=strategy.ends))

    assert get_found(get_gap_report(today=TODAY)) == {("clause-no-step", f"{strategy.slug}/{clause.key}")}


def test_insight_is_a_gap_until_it_has_a_reply() -> None:
    insight = make_insight()
    assert get_found(get_gap_report(today=TODAY)) == {("insight-no-reply", insight.slug)}

    make_reply(insight=insight)
    assert get_gap_report(today=TODAY).gaps == ()


def test_unpublished_step_is_a_gap_in_draft_only() -> None:
    make_step(live=False)

    assert get_gap_report(today=TODAY).gaps == ()
    assert get_gap_report(draft=True, today=TODAY).open == 10


def test_draft_report_reads_the_latest_revision_of_a_live_step() -> None:
    step = make_complete_step()
    step.equity_objective = ""
    step.save_revision()

    assert get_gap_report(today=TODAY).gaps == ()
    assert get_found(get_gap_report(draft=True, today=TODAY)) == {("step-no-equity-objective", step.key)}


def test_waived_gap_is_reported_but_not_open_until_the_waiver_ends() -> None:
    step = make_complete_step()
    drop(step, CitationRole.VOICE)
    user = make_user(role=Role.STRATEGY_LEAD)
    GapWaiver.objects.create(rule="step-no-voice", object_key=step.key, reason="Asked in May.", until=TODAY, by=user)

    on_the_day = get_gap_report(today=TODAY)
    the_day_after = get_gap_report(today=TODAY + datetime.timedelta(days=1))

    assert (on_the_day.open, len(on_the_day.gaps)) == (0, 1)
    assert on_the_day.gaps[0].waiver is not None
    assert (the_day_after.open, the_day_after.gaps[0].waiver) == (1, None)


def test_rules_are_listed_by_id_also_when_nothing_breaks_them() -> None:
    report = get_gap_report(today=TODAY)

    ids = [count.rule.id for count in report.rules]
    assert ids == sorted(ids)
    assert {"clause-no-step", "insight-no-reply", "kpi-never-reported"} < set(ids)
    assert all(count.open == 0 for count in report.rules)


def test_a_rule_id_can_be_registered_once_only() -> None:
    taken: Rule = get_rules()[0]

    with pytest.raises(ValueError, match="registered twice"):
        rule(taken.id, "Another sentence.")(lambda scope: [])
