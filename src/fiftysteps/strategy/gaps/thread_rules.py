"""What the thread must have beyond its steps: clauses that a step serves, and replies to what residents said."""

from collections.abc import Iterator

from fiftysteps.engagement.models import Insight
from fiftysteps.strategy.gaps.registry import Gap, Scope, rule
from fiftysteps.strategy.models import Clause, Direction, StrategyStatus


@rule("clause-no-step", "Every clause that applies here is served by a step.")
def find_clauses_without_step(scope: Scope) -> Iterator[Gap]:
    """Clauses of the frameworks in force during a strategy, which no step of that strategy names."""
    clauses = list(Clause.objects.filter(applies=True, framework__live=True).select_related("framework"))
    for strategy in scope.strategies:
        if strategy.status == StrategyStatus.CLOSED:
            continue
        steps = [step for step in scope.steps if step.strategy_id == strategy.pk]
        named = {
            alignment.clause_id
            for step in steps
            for alignment in step.alignments.all()
            if alignment.direction == Direction.SERVES
        }
        for clause in clauses:
            if clause.pk not in named and clause.framework.is_in_force(strategy.starts, strategy.ends):
                yield Gap(
                    f"{strategy.slug}/{clause.key}",
                    f"{clause.framework.short_title}: {clause}",
                    clause.get_absolute_url(),
                    f"No step of {strategy.short_title} serves it.",
                    strategy.owner.name,
                )


@rule("insight-no-reply", "Every theme of what residents said has a reply.")
def find_insights_without_reply(scope: Scope) -> Iterator[Gap]:
    insights = Insight.objects.filter(archived=False, reply__isnull=True).order_by("slug")
    for insight in insights if scope.draft else insights.filter(live=True):
        yield Gap(insight.slug, insight.title, insight.get_absolute_url(), "Nobody has replied to it yet.")
