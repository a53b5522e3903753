"""Reflections: what a network says worked well and what could be better."""

from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.organisations import (
    ORGANISATIONS,
    check_not_invented,
    get_real_organisations,
)
from fiftysteps.accounts.workspace.provenance import check_source
from fiftysteps.accounts.workspace.retiring import archive
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.shapes import Day, MaybeWords, Words
from fiftysteps.core.workspace import Section, Workspace
from fiftysteps.evidence.models import Reflection
from fiftysteps.evidence.workspace.evidence import EVIDENCE_FILES, EvidenceShape, fill_evidence


class ReflectionShape(EvidenceShape):
    summary: Words
    network: Words
    date: Day
    worked_well: Words
    could_be_better: Words
    next: MaybeWords = ""


REFLECTIONS = Section("reflection", EVIDENCE_FILES, ReflectionShape, "reflections")


def check_reflections(workspace: Workspace) -> None:
    real = get_real_organisations(workspace)
    for item in workspace.get(REFLECTIONS):
        check_source(workspace, item)
        workspace.check_name(item, item.value.network, "an organisation", [ORGANISATIONS], "network")
        check_not_invented(workspace, real, item, item.value.nature, "network")


def _fill(loading: Loading, obj: Reflection, value: ReflectionShape) -> None:
    fill_evidence(loading, obj, value)
    obj.summary, obj.date = value.summary, value.date
    obj.network = loading.get("organisations", value.network)
    obj.worked_well, obj.could_be_better, obj.next = value.worked_well, value.could_be_better, value.next


KIND = Kind("reflections", Reflection, lambda item: item.value.id, lambda obj: obj.slug, _fill, archive)


def write_reflections(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, KIND, workspace.get(REFLECTIONS))
