"""Findings: statements about one observation, whose sentence is written from the data."""

import re
from typing import Annotated

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import check_source
from fiftysteps.accounts.workspace.retiring import archive
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.shapes import MaybeWords, PeriodText, Words
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.evidence.models import Finding
from fiftysteps.evidence.workspace.areas import AREAS
from fiftysteps.evidence.workspace.evidence import EVIDENCE_FILES, EvidenceShape, fill_evidence
from fiftysteps.evidence.workspace.indicators import INDICATORS
from fiftysteps.evidence.workspace.observations import OBSERVATIONS, ObservationKey, get_observation_keys, make_key


class FindingShape(EvidenceShape):
    indicator: Words
    area: Words
    period: Annotated[PeriodText, fits(Finding, "period")]
    group_type: Annotated[MaybeWords, fits(Finding, "group_type")] = ""
    group: Annotated[MaybeWords, fits(Finding, "group")] = ""
    comparator: MaybeWords = ""


FINDINGS = Section("finding", EVIDENCE_FILES, FindingShape, "findings")


def check_findings(workspace: Workspace) -> None:
    observed = get_observation_keys(workspace)
    # What is computed after the load is not in the files.
    built = {item.value.id for item in workspace.get(INDICATORS) if item.value.built_from}
    for item in workspace.get(FINDINGS):
        finding = item.value
        check_source(workspace, item)
        workspace.check_name(item, finding.indicator, "an indicator", [INDICATORS], "indicator")
        workspace.check_name(item, finding.area, "an area", [AREAS], "area")
        workspace.check_name(item, finding.comparator, "an area", [AREAS], "comparator")
        if found := re.search(r"\d+", finding.title):
            rule = '"title" must have no digits: the sentence with the figures is written from the data'
            workspace.note(item.get_fault(rule, "title", got=found.group()))
        if not finding.group and finding.comparator == finding.area:
            workspace.note(item.get_fault('"comparator" must be another area than "area"', "comparator"))
        if finding.indicator not in built:
            _check_observation(workspace, item, observed)


def _check_observation(workspace: Workspace, item: Item[FindingShape], observed: set[ObservationKey]) -> None:
    finding = item.value
    # What a faulty row would have said is not known, so nothing can be said to be missing.
    if not workspace.is_whole(OBSERVATIONS) or make_key(finding) in observed:
        return
    group = f", {finding.group_type} {finding.group}" if finding.group else ""
    rule = "no observation is there for this finding: look at its indicator, area, period and group"
    got = f"{finding.indicator}, {finding.area}, {finding.period}{group}"
    workspace.note(item.get_fault(rule, "indicator", got=got))


def _fill(loading: Loading, obj: Finding, value: FindingShape) -> None:
    fill_evidence(loading, obj, value)
    obj.indicator = loading.get("indicators", value.indicator)
    obj.area = loading.get("areas", value.area)
    obj.comparator = loading.find("areas", value.comparator)
    obj.period, obj.group_type, obj.group = value.period, value.group_type, value.group


KIND = Kind("findings", Finding, lambda item: item.value.id, lambda obj: obj.slug, _fill, archive)


def write_findings(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, KIND, workspace.get(FINDINGS))
