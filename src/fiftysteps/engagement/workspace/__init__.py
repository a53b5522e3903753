"""This room's part of a workspace's files: exercises, communities, insights and the replies to them."""

from collections.abc import Mapping
from typing import Any, Final

from fiftysteps.accounts.workspace.loading import Loading
from fiftysteps.accounts.workspace.room import Room
from fiftysteps.core.workspace import Section, Workspace
from fiftysteps.engagement.workspace.communities import COMMUNITIES, check_communities, write_communities
from fiftysteps.engagement.workspace.exercises import EXERCISES, check_exercises, write_exercises
from fiftysteps.engagement.workspace.insights import INSIGHTS, check_insights, write_insights, write_replies
from fiftysteps.evidence.models import EvidenceKind
from fiftysteps.evidence.workspace import EVIDENCE_SECTIONS
from fiftysteps.evidence.workspace.evidence import check_evidence_ids, check_kinds

ALL_EVIDENCE: Final[Mapping[EvidenceKind, Section[Any]]] = {**EVIDENCE_SECTIONS, EvidenceKind.INSIGHT: INSIGHTS}


def _check_ids(workspace: Workspace) -> None:
    check_evidence_ids(workspace, tuple(ALL_EVIDENCE.values()))


def _check_kinds(workspace: Workspace, loading: Loading) -> None:
    check_kinds(workspace, {EvidenceKind.INSIGHT: INSIGHTS})


ROOM: Final = Room(
    sections=(COMMUNITIES, EXERCISES, INSIGHTS),
    checks=(check_communities, check_exercises, check_insights, _check_ids),
    writes=(write_communities, write_exercises, _check_kinds, write_insights, write_replies),
)
