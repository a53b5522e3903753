"""Opinion groups: who votes alike, which statements tell the groups apart, and what all share."""

from fiftysteps.stats.opinion.components import Components
from fiftysteps.stats.opinion.grouping import opinion_groups
from fiftysteps.stats.opinion.results import OpinionGroup, OpinionGroups, OpinionStatements, Representative, Stance
from fiftysteps.stats.opinion.statements import opinion_statements

__all__ = [
    "Components",
    "OpinionGroup",
    "OpinionGroups",
    "OpinionStatements",
    "Representative",
    "Stance",
    "opinion_groups",
    "opinion_statements",
]
