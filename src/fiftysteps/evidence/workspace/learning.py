"""Learning: what was tried here, what was expected, what was seen."""

from typing import Annotated

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import check_source
from fiftysteps.accounts.workspace.retiring import archive
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.shapes import MaybeWords, Words, WordsOrYear, one_of
from fiftysteps.core.workspace import Section, Workspace
from fiftysteps.evidence.models import LocalLearning, Verdict
from fiftysteps.evidence.workspace.evidence import EVIDENCE_FILES, EvidenceShape, fill_evidence


class LearningShape(EvidenceShape):
    summary: Words
    when: Annotated[WordsOrYear, fits(LocalLearning, "when")]
    tried: Words
    expected: Words
    seen: Words
    for_whom: MaybeWords = ""
    cost: Annotated[MaybeWords, fits(LocalLearning, "cost")] = ""
    verdict: Annotated[str, one_of(Verdict.values)]
    transfer: MaybeWords = ""


LEARNING = Section("piece of learning", EVIDENCE_FILES, LearningShape, "learning")


def check_learning(workspace: Workspace) -> None:
    for item in workspace.get(LEARNING):
        check_source(workspace, item)


def _fill(loading: Loading, obj: LocalLearning, value: LearningShape) -> None:
    fill_evidence(loading, obj, value)
    obj.summary, obj.when, obj.tried, obj.expected = value.summary, value.when, value.tried, value.expected
    obj.seen, obj.for_whom, obj.cost, obj.verdict = value.seen, value.for_whom, value.cost, value.verdict
    obj.transfer = value.transfer


KIND = Kind("learning", LocalLearning, lambda item: item.value.id, lambda obj: obj.slug, _fill, archive)


def write_learning(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, KIND, workspace.get(LEARNING))
