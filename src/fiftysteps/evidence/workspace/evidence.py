"""What all kinds of evidence share in a file."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Loading
from fiftysteps.accounts.workspace.provenance import SourcedShape, fill_provenance
from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.shapes import MaybeDay, Slug, Words
from fiftysteps.core.text import quote
from fiftysteps.core.workspace import Section, Workspace
from fiftysteps.evidence.models import Evidence, EvidenceKind

EVIDENCE_FILES = ("evidence.yaml", "evidence/*.yaml")


class EvidenceShape(SourcedShape):
    id: Annotated[Slug, fits(Evidence, "slug")]
    title: Annotated[Words, fits(Evidence, "title")]
    review_by: MaybeDay = None


def fill_evidence(loading: Loading, obj: Evidence, value: EvidenceShape) -> None:
    fill_provenance(obj, value, loading.sources)
    obj.slug, obj.title, obj.review_by, obj.archived = value.id, value.title, value.review_by, False


def check_evidence_ids(workspace: Workspace, sections: Sequence[Section[Any]]) -> None:
    """One id is one piece of evidence, whatever its kind: a step cites it by nothing else."""
    first: dict[str, tuple[str, int]] = {}
    for section in sections:
        for name, place in workspace.ids.get(section.name, {}).items():
            at, line = first.setdefault(name, place)
            if (at, line) != place:
                workspace.note(Fault(*place, f"the id {quote(name)} is there already: {at}, line {line}"))


def check_kinds(workspace: Workspace, sections: Mapping[EvidenceKind, Section[Any]]) -> None:
    """An id keeps its kind: steps that are in draft cite it as what it was.

    Raises
    ------
    Faults
        Evidence was loaded before, or written on the site, as another kind.
    """
    kinds = dict(Evidence.objects.values_list("slug", "kind"))
    faults = []
    for kind, section in sections.items():
        for item in workspace.get(section):
            held = kinds.get(item.value.id, kind)
            if held != kind:
                rule = f'the id is in use for evidence of another kind, "{EvidenceKind(held).label}": choose another'
                faults.append(item.get_fault(rule, "id", got=item.value.id))
    if faults:
        raise Faults(faults)
