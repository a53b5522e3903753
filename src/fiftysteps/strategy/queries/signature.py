"""The nine nodes of a step's thread: which are filled, which are gaps, and which wait for someone.

The same nodes are the line down a step's page and, small, the step's signature in a list of fifty.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

from fiftysteps.engagement.models import Reply
from fiftysteps.evidence.queries.movements import get_open_movements
from fiftysteps.strategy.models import CitationRole, MeasureKind, PartnerRole, Step, StrategyStatus


class NodeState(StrEnum):
    FILLED = "filled"
    GAP = "gap"
    WAITING = "waiting"


@dataclass(frozen=True)
class Node:
    """One node: its key, the label people see, its state, and the state in words."""

    key: str
    label: str
    state: NodeState
    words: str

    @property
    def is_gap(self) -> bool:
        return self.state != NodeState.FILLED


type Judged = tuple[NodeState, str]


def get_nodes(step: Step, replied: frozenset[int], moved: frozenset[int]) -> tuple[Node, ...]:
    """Return the nine nodes of `step`.

    `replied` holds the keys of the insights that have a reply, `moved` those of the findings whose figure moved since
    somebody looked.
    """
    judged: tuple[tuple[str, str, Judged], ...] = (
        ("need", "Where we are now", _judge_need(step, moved)),
        ("voice", "What we heard", _judge_voice(step)),
        ("works", "What works", _judge_works(step)),
        ("learning", "What we tried before", _judge_learning(step)),
        ("step", "The step", (NodeState.FILLED, f"step {step.number}")),
        ("who", "Who will do it", _judge_who(step)),
        ("measure", "How we will know", _judge_measure(step)),
        ("impact", "What changed", _judge_impact(step)),
        ("reply", "What we told people", _judge_reply(step, replied)),
    )
    return tuple(Node(key, label, state, words) for key, label, (state, words) in judged)


def get_signatures(steps: Iterable[Step]) -> dict[int, tuple[Node, ...]]:
    """Return the nodes of many steps by primary key, with one query for all their replies."""
    steps = list(steps)
    cited = {citation.evidence_id for step in steps for citation in step.citations.all()}
    replied = frozenset(Reply.objects.filter(insight__in=cited).values_list("insight_id", flat=True))
    moved = frozenset(get_open_movements(cited))
    return {step.pk: get_nodes(step, replied, moved) for step in steps}


def _judge_citations(role: CitationRole, one: str, many: str, missing: str) -> Callable[[Step], Judged]:
    def judge(step: Step) -> Judged:
        count = sum(citation.role == role for citation in step.citations.all())
        if not count:
            return NodeState.GAP, f"missing: {missing}"
        return NodeState.FILLED, one if count == 1 else f"{count} {many}"

    return judge


_judge_held_need = _judge_citations(CitationRole.NEED, "1 finding", "findings", "no evidence of need")
_judge_voice = _judge_citations(CitationRole.VOICE, "1 thing people said", "things people said", "nothing people said")
_judge_works = _judge_citations(CitationRole.EFFECTIVENESS, "1 source", "sources", "no evidence that it works")
_judge_learning = _judge_citations(CitationRole.LEARNING, "1 lesson", "lessons", "nothing learned before")


def _judge_need(step: Step, moved: frozenset[int]) -> Judged:
    state, words = _judge_held_need(step)
    needs = {citation.evidence_id for citation in step.citations.all() if citation.role == CitationRole.NEED}
    count = len(needs & moved)
    # It has what it stands on, and a person has to look whether it still stands.
    return (NodeState.WAITING, f"{words}, {count} moved since we looked") if count else (state, words)


def _judge_who(step: Step) -> Judged:
    roles = list(step.roles.all())
    if not any(role.role == PartnerRole.LEAD for role in roles):
        return NodeState.GAP, "missing: nobody leads it"
    return NodeState.FILLED, "1 partner" if len(roles) == 1 else f"{len(roles)} partners"


def _judge_measure(step: Step) -> Judged:
    measures = list(step.measures.all())
    kpis = [measure for measure in measures if measure.kind == MeasureKind.OUTPUT_KPI]
    if not kpis:
        return NodeState.GAP, "missing: no measure of what is done"
    if any(kpi.baseline is None or kpi.target is None for kpi in kpis):
        return NodeState.GAP, "missing: no start or no target"
    return NodeState.FILLED, "1 measure" if len(measures) == 1 else f"{len(measures)} measures"


def _judge_impact(step: Step) -> Judged:
    if step.strategy.status == StrategyStatus.CLOSED:
        return NodeState.GAP, "missing: no result is held"
    return NodeState.WAITING, "not yet known"


def _judge_reply(step: Step, replied: frozenset[int]) -> Judged:
    voices = [citation.evidence_id for citation in step.citations.all() if citation.role == CitationRole.VOICE]
    answered = sum(key in replied for key in voices)
    if not answered:
        return NodeState.GAP, "missing: no reply"
    if answered < len(voices):
        return NodeState.WAITING, f"{answered} of {len(voices)} answered"
    return NodeState.FILLED, "answered"
