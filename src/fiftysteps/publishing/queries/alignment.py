"""The alignment matrix of a strategy, read by step or by clause, with what is on neither side."""

from collections import defaultdict
from typing import Any

from fiftysteps.strategy.models import Alignment, Clause, Framework, Step, Strategy
from fiftysteps.strategy.queries.steps import get_steps


def get_alignment(strategy: Strategy, *, by: str, framework: str) -> dict[str, Any]:
    """Return the rows by step (the default) or by clause, of all frameworks or of one, and the orphans of both."""
    frameworks = [f for f in Framework.objects.filter(live=True) if f.is_in_force(strategy.starts, strategy.ends)]
    chosen = [f for f in frameworks if f.slug == framework] or frameworks
    clauses = list(
        Clause.objects.filter(framework__in=chosen).select_related("framework").order_by("framework", "sort")
    )
    steps = list(get_steps().filter(strategy=strategy))
    links = Alignment.objects.filter(step__in=steps, clause__in=clauses).select_related("clause__framework")
    by_step, by_clause = _group(list(links))
    is_by_clause = by == "clause"
    step_rows = [{"step": step, "alignments": by_step[step.pk]} for step in steps if by_step[step.pk]]
    clause_rows = [{"clause": clause, "alignments": by_clause[clause.pk]} for clause in clauses if by_clause[clause.pk]]
    _name_steps(by_clause, steps)
    return {
        "by": "clause" if is_by_clause else "step",
        "framework": framework,
        "frameworks": frameworks,
        "rows": clause_rows if is_by_clause else step_rows,
        "orphan_steps": [step for step in steps if not by_step[step.pk]],
        "orphan_clauses": [clause for clause in clauses if clause.applies and not by_clause[clause.pk]],
        "not_applying": [clause for clause in clauses if not clause.applies],
        "not_held": [f for f in chosen if not f.complete],
    }


type Grouped = dict[int, list[Alignment]]


def _group(links: list[Alignment]) -> tuple[Grouped, Grouped]:
    by_step: Grouped = defaultdict(list)
    by_clause: Grouped = defaultdict(list)
    for link in links:
        by_step[link.step_id].append(link)
        by_clause[link.clause_id].append(link)
    return by_step, by_clause


def _name_steps(by_clause: Grouped, steps: list[Step]) -> None:
    """Give each alignment the step that is read already, so that a row's titles cost no query."""
    known = {step.pk: step for step in steps}
    for links in by_clause.values():
        for link in links:
            link.step = known[link.step_id]
