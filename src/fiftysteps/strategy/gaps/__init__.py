"""The gap engine: named rules over the whole thread, and what they find.

A rule is a small function with a stable id. Each room keeps its rules in its own `gaps.py` and registers them
when the room is loaded; the engine runs them all and matches what they find with the waivers.
"""

from fiftysteps.strategy.gaps.registry import Gap, Rule, Scope, StepGap, get_rules, get_step_gaps, rule, step_rule
from fiftysteps.strategy.gaps.report import GapReport, ReportedGap, RuleCount, get_gap_report

__all__ = [
    "Gap",
    "GapReport",
    "ReportedGap",
    "Rule",
    "RuleCount",
    "Scope",
    "StepGap",
    "get_gap_report",
    "get_rules",
    "get_step_gaps",
    "rule",
    "step_rule",
]
