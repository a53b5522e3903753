"""Rules are registered here, once each, under an id that never changes: waivers and documents refer to it."""

import datetime
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from fiftysteps.strategy.models import PartnerRole, Step, Strategy, StrategyStatus
from fiftysteps.strategy.queries.steps import is_shown, read_parts


@dataclass(frozen=True)
class Gap:
    """Something that the thread lacks.

    object_key is the stable name of the thing that lacks it (`illustrative-2024-27/7` for a step, with the name of
    the evidence behind it where that is at fault); whose names the organisation that can close the gap, if known.
    """

    object_key: str
    object_name: str
    url: str
    sentence: str
    whose: str = ""


@dataclass(frozen=True)
class Scope:
    """What the rules run over: what is live or, where asked for, what is in draft; and the day they run on."""

    draft: bool
    today: datetime.date

    @cached_property
    def strategies(self) -> tuple[Strategy, ...]:
        """Every strategy that can be seen in this scope."""
        strategies = Strategy.objects.select_related("owner").order_by("-starts", "slug")
        return tuple(strategies if self.draft else strategies.filter(live=True))

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps of every strategy that is being written or is in force: what a closed one lacks can't be mended."""
        return tuple(self._get_steps(lambda strategy: strategy.status != StrategyStatus.CLOSED))

    @cached_property
    def closed_steps(self) -> tuple[Step, ...]:
        return tuple(self._get_steps(lambda strategy: strategy.status == StrategyStatus.CLOSED))

    def _get_steps(self, is_wanted: Callable[[Strategy], bool]) -> Iterator[Step]:
        wanted = [strategy.pk for strategy in self.strategies if is_wanted(strategy)]
        steps = Step.objects.filter(strategy__in=wanted).order_by("strategy__slug", "number")
        steps = steps.select_related("strategy__owner", "theme")
        if not self.draft:
            live = list(steps.filter(is_shown()))
            read_parts(*live)
            yield from live
            return
        for step in steps.select_related("latest_revision"):
            draft: Step = step.get_latest_revision_as_object()
            yield draft


type Finder = Callable[[Scope], Iterable[Gap]]


@dataclass(frozen=True)
class Rule:
    """A rule of the thread: its id, what it says in one sentence, and the function that finds what breaks it."""

    id: str
    sentence: str
    find: Finder


_rules: dict[str, Rule] = {}


def rule(rule_id: str, sentence: str) -> Callable[[Finder], Finder]:
    """Register the decorated function as the rule `rule_id`, whose sentence states what ought to hold.

    Raises
    ------
    ValueError
        When another rule already has the id.
    """

    def register(find: Finder) -> Finder:
        if rule_id in _rules:
            raise ValueError(f"The gap rule {rule_id!r} is registered twice.")
        _rules[rule_id] = Rule(rule_id, sentence, find)
        return find

    return register


type StepCheck = Callable[[Step, datetime.date], Iterable[StepGap]]


@dataclass(frozen=True)
class StepGap:
    """What one step lacks; `about` names the thing within the step, where the rule can be broken more than once."""

    sentence: str
    about: str = ""


_step_checks: dict[str, StepCheck] = {}


def step_rule(rule_id: str, sentence: str) -> Callable[[StepCheck], StepCheck]:
    """Register the decorated check of one step, on one day, as the rule `rule_id`."""

    def register(check: StepCheck) -> StepCheck:
        def find(scope: Scope) -> Iterator[Gap]:
            for step in scope.steps:
                yield from _get_gaps_of(step, check(step, scope.today))

        rule(rule_id, sentence)(find)
        _step_checks[rule_id] = check
        return check

    return register


def get_step_gaps(step: Step, today: datetime.date) -> tuple[tuple[str, Gap], ...]:
    """Return the gaps of one step as pairs of rule id and gap, without running the rules over anything else."""
    return tuple(
        (rule_id, gap)
        for rule_id in sorted(_step_checks)
        for gap in _get_gaps_of(step, _step_checks[rule_id](step, today))
    )


def _get_gaps_of(step: Step, found: Iterable[StepGap]) -> Iterator[Gap]:
    # The lead is the one that can close a step's gap.
    leads = [role.organisation.name for role in step.roles.all() if role.role == PartnerRole.LEAD]
    for item in found:
        key = f"{step.key}/{item.about}" if item.about else step.key
        yield Gap(key, str(step), step.get_absolute_url(), item.sentence, ", ".join(leads))


def get_rules() -> tuple[Rule, ...]:
    """Return every registered rule, ordered by id."""
    return tuple(_rules[rule_id] for rule_id in sorted(_rules))
