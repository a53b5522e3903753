"""Writing steps with everything that belongs to them."""

from typing import Any

from fiftysteps.accounts.workspace.children import set_children
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import fill_provenance
from fiftysteps.accounts.workspace.retiring import unpublish
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.circles import sort_by_links
from fiftysteps.core.workspace import Item, Workspace
from fiftysteps.strategy.models import (
    Alignment,
    Citation,
    Clause,
    Measure,
    Step,
    StepLineage,
    StepReply,
    StepRole,
    Task,
)
from fiftysteps.strategy.workspace.step_shapes import (
    STEPS,
    PlacedStep,
    StepShape,
    get_folder_strategy,
    get_item_key,
    get_step_key,
)
from fiftysteps.strategy.workspace.strategies import STRATEGIES, is_live
from fiftysteps.strategy.workspace.themes import get_theme_key

EVIDENCE_KINDS = ("findings", "references", "learning", "reflections", "insights")


def write_steps(workspace: Workspace, loading: Loading) -> None:
    """Write the steps, each after those that it comes from."""
    live = {item.value.id for item in workspace.get(STRATEGIES) if is_live(item.value)}
    by_key = {get_item_key(item): _place_step(item, live) for item in workspace.get(STEPS)}
    order = sort_by_links({key: {link.key for link in item.value.previous} for key, item in by_key.items()})
    write_kind(loading, KIND, [by_key[key] for key in order])


def _place_step(item: Item[StepShape], live: set[str]) -> Item[PlacedStep]:
    strategy = get_folder_strategy(item.file)
    return item.get_part(PlacedStep.model_construct(**dict(item.value), strategy=strategy, is_live=strategy in live))


def _fill(loading: Loading, obj: Step, value: PlacedStep) -> None:
    fill_provenance(obj, value, loading.sources)
    obj.strategy = loading.get("strategies", value.strategy)
    obj.theme = loading.get("themes", get_theme_key(value.strategy, value.theme))
    obj.number, obj.title, obj.short_title, obj.summary = value.number, value.title, value.short_title, value.summary
    obj.for_whom, obj.life_course, obj.board_role, obj.team = (
        value.for_whom,
        value.life_course,
        value.board_role,
        value.team,
    )
    obj.equity_objective, obj.who_gains, obj.who_might_lose = (
        value.equity_objective,
        value.who_gains,
        value.who_might_lose,
    )
    obj.wards.set([loading.get("areas", code) for code in value.wards])
    _set_plan(loading, obj, value)
    _set_links(loading, obj, value)


def _set_plan(loading: Loading, obj: Step, value: PlacedStep) -> None:
    """Set what will be done, by whom, and how we will know."""
    set_children(obj, "tasks", [Task(text=text) for text in value.actions], lambda task: task.text)
    roles = [
        StepRole(organisation=loading.get("organisations", role.organisation), role=role.role, brings=role.brings)
        for role in value.roles
    ]
    set_children(obj, "roles", roles, lambda role: role.organisation_id)
    measures = [
        Measure(
            kind=measure.kind,
            indicator=loading.get("indicators", measure.indicator),
            baseline=measure.baseline,
            baseline_period=measure.baseline_period,
            target=measure.target,
            target_date=measure.target_date,
            owner=loading.find("organisations", measure.owner),
            note=measure.note,
        )
        for measure in value.measures
    ]
    set_children(obj, "measures", measures, lambda measure: (measure.kind, measure.indicator_id))


def _set_links(loading: Loading, obj: Step, value: PlacedStep) -> None:
    """Set what the step rests on, serves, comes from and answers."""
    citations = [
        Citation(evidence=_get_evidence(loading, citation.id), role=citation.role, reason=citation.reason)
        for citation in value.evidence
    ]
    set_children(obj, "citations", citations, lambda citation: (citation.evidence_id, citation.role))
    alignments = [
        Alignment(
            clause=_get_clause(loading, link.framework, link.clause),
            direction=link.direction,
            strength=link.strength,
            reason=link.reason,
        )
        for link in value.alignments
    ]
    set_children(obj, "alignments", alignments, lambda alignment: alignment.clause_id)
    lineage = [
        StepLineage(previous=loading.get("steps", link.key), how=link.how, note=link.note) for link in value.previous
    ]
    set_children(obj, "lineage", lineage, lambda link: link.previous_id)
    replies = [StepReply(reply=loading.get("replies", name)) for name in value.replies]
    set_children(obj, "replies", replies, lambda reply: reply.reply_id)


def _get_evidence(loading: Loading, name: str) -> Any:
    return next(loading.get(kind, name) for kind in EVIDENCE_KINDS if name in loading.objects[kind])


def _get_clause(loading: Loading, framework: str, ref: str) -> Clause:
    clause: Clause = loading.get("frameworks", framework).clauses.get(ref=ref)
    return clause


def _retire(loading: Loading, obj: Step) -> None:
    """Take the step off the site and let go of what it leaned on. Its last version stays in its history."""
    for relation in ("citations", "roles", "measures", "alignments", "lineage", "replies"):
        getattr(obj, relation).set([])
    obj.wards.set([])
    obj.save()
    unpublish(loading, obj)


KIND = Kind(
    "steps",
    Step,
    lambda item: get_step_key(item.value.strategy, item.value.number),
    lambda obj: obj.key,
    _fill,
    _retire,
    related=("strategy",),
    is_live=lambda value: value.is_live,
)
