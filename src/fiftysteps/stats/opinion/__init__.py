"""Opinion groups: who votes alike, which statements tell the groups apart, and what all share."""

from fiftysteps.stats.opinion.components import Components
from fiftysteps.stats.opinion.grouping import opinion_groups
from fiftysteps.stats.opinion.nearest import NearestGroup, nearest_group
from fiftysteps.stats.opinion.results import OpinionGroup, OpinionGroups, OpinionStatements, Representative, Stance
from fiftysteps.stats.opinion.statements import opinion_statements

__all__ = [
    "Components",
    "NearestGroup",
    "OpinionGroup",
    "OpinionGroups",
    "OpinionStatements",
    "Representative",
    "Stance",
    "nearest_group",
    "opinion_groups",
    "opinion_statements",
]
