"""This room's part of a workspace's files: which objects stand where, what holds between them, and their writing."""

from collections.abc import Mapping
from typing import Any, Final

from fiftysteps.accounts.workspace.loading import Loading
from fiftysteps.accounts.workspace.room import Room
from fiftysteps.core.workspace import Section, Workspace
from fiftysteps.evidence.models import EvidenceKind
from fiftysteps.evidence.workspace.areas import AREAS, check_areas, write_areas
from fiftysteps.evidence.workspace.counts import COUNTS, check_counts
from fiftysteps.evidence.workspace.datasets import DATASETS, check_datasets, write_datasets
from fiftysteps.evidence.workspace.duties import DUTIES, PROOFS, check_duties, write_duties
from fiftysteps.evidence.workspace.evidence import check_kinds
from fiftysteps.evidence.workspace.findings import FINDINGS, check_findings, write_findings
from fiftysteps.evidence.workspace.indicators import INDICATORS, check_indicators, write_indicators
from fiftysteps.evidence.workspace.learning import LEARNING, check_learning, write_learning
from fiftysteps.evidence.workspace.neighbours import NEIGHBOURS, check_neighbours, write_neighbours
from fiftysteps.evidence.workspace.observations import OBSERVATIONS, check_observations
from fiftysteps.evidence.workspace.populations import POPULATIONS, check_populations
from fiftysteps.evidence.workspace.references import REFERENCES, check_references, write_references
from fiftysteps.evidence.workspace.reflections import REFLECTIONS, check_reflections, write_reflections
from fiftysteps.evidence.workspace.releases import write_releases
from fiftysteps.evidence.workspace.sources import write_sources

EVIDENCE_SECTIONS: Final[Mapping[EvidenceKind, Section[Any]]] = {
    EvidenceKind.FINDING: FINDINGS,
    EvidenceKind.REFERENCE: REFERENCES,
    EvidenceKind.LEARNING: LEARNING,
    EvidenceKind.REFLECTION: REFLECTIONS,
}


def _check_kinds(workspace: Workspace, loading: Loading) -> None:
    check_kinds(workspace, EVIDENCE_SECTIONS)


ROOM: Final = Room(
    sections=(
        AREAS,
        NEIGHBOURS,
        INDICATORS,
        DATASETS,
        OBSERVATIONS,
        COUNTS,
        POPULATIONS,
        *EVIDENCE_SECTIONS.values(),
        DUTIES,
        PROOFS,
    ),
    checks=(
        check_areas,
        check_neighbours,
        check_indicators,
        check_datasets,
        check_observations,
        check_counts,
        check_populations,
        check_findings,
        check_references,
        check_learning,
        check_reflections,
        check_duties,
    ),
    writes=(
        write_sources,
        write_areas,
        write_neighbours,
        write_indicators,
        write_datasets,
        write_releases,
        _check_kinds,
        write_findings,
        write_references,
        write_learning,
        write_reflections,
        write_duties,
    ),
)
