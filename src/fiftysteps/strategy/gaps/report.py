"""Run every rule, and set the waivers beside what they find."""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone

from fiftysteps.strategy.gaps.registry import Gap, Rule, Scope, get_rules
from fiftysteps.strategy.models import GapWaiver


@dataclass(frozen=True)
class ReportedGap:
    """A gap, the rule it breaks, and the waiver that lets it stay open, if there is one in force."""

    rule: str
    gap: Gap
    waiver: GapWaiver | None


@dataclass(frozen=True)
class RuleCount:
    """A rule with the number of its gaps that are open, and of those that a waiver lets stay open for now."""

    rule: Rule
    open: int
    waived: int


@dataclass(frozen=True)
class GapReport:
    """Every rule, also those that nothing breaks, and every gap."""

    rules: tuple[RuleCount, ...]
    gaps: tuple[ReportedGap, ...]

    @property
    def open(self) -> int:
        return sum(count.open for count in self.rules)


def get_gap_report(*, draft: bool = False, today: datetime.date | None = None) -> GapReport:
    """Return what the thread lacks on `today`, over what is live or, with `draft`, over what is being written."""
    scope = Scope(draft=draft, today=today or timezone.localdate())
    waivers = {(w.rule, w.object_key): w for w in GapWaiver.objects.filter(until__gte=scope.today).select_related("by")}
    gaps = tuple(_find_all(scope, waivers))
    counts = Counter((reported.rule, reported.waiver is None) for reported in gaps)
    rules = (RuleCount(rule, counts[rule.id, True], counts[rule.id, False]) for rule in get_rules())
    return GapReport(tuple(rules), gaps)


def _find_all(scope: Scope, waivers: dict[tuple[str, str], GapWaiver]) -> Iterator[ReportedGap]:
    for rule in get_rules():
        for gap in rule.find(scope):
            yield ReportedGap(rule.id, gap, waivers.get((rule.id, gap.object_key)))
