"""References: published guidance and research. A reference is its own source."""

from typing import Annotated

from fiftysteps.accounts.models import Nature
from fiftysteps.accounts.workspace.fields import fits, web_address
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import check_confidence
from fiftysteps.accounts.workspace.retiring import archive
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.circles import find_circles, sort_by_links
from fiftysteps.core.shapes import MaybeDay, MaybeWords, Whole, Words, between, one_of, passes
from fiftysteps.core.workspace import Section, Workspace
from fiftysteps.evidence.citing.dois import is_doi
from fiftysteps.evidence.models import Reference, ReferenceKind, Strength
from fiftysteps.evidence.workspace.evidence import EVIDENCE_FILES, EvidenceShape, fill_evidence


def _check_doi(value: str) -> None:
    if value and not is_doi(value):
        raise ValueError('must be a DOI such as 10.1136/bmj.g1687, without "https://doi.org/" before it')


class ReferenceShape(EvidenceShape):
    authors: Annotated[Words, fits(Reference, "authors")]
    # Snow's "On the Mode of Communication of Cholera" is of 1849; nothing much older is cited for what works.
    year: Annotated[Whole, between(1800, 2100)]
    publisher: Annotated[MaybeWords, fits(Reference, "publisher")] = ""
    kind: Annotated[str, one_of(ReferenceKind.values)]
    url: Annotated[MaybeWords, fits(Reference, "url"), web_address] = ""
    doi: Annotated[MaybeWords, fits(Reference, "doi"), passes(_check_doi)] = ""
    strength: Annotated[str, one_of(Strength.values)]
    summary: Words
    recommends: MaybeWords = ""
    date: MaybeDay = None
    superseded_by: MaybeWords = ""


REFERENCES = Section("reference", EVIDENCE_FILES, ReferenceShape, "references")


def check_references(workspace: Workspace) -> None:
    items = workspace.get(REFERENCES)
    circles = find_circles({item.value.id: {item.value.superseded_by} for item in items})
    for item in items:
        reference = item.value
        if reference.nature == Nature.REAL:
            check_confidence(workspace, item)
        if reference.source:
            workspace.note(item.get_fault('"source" is left out: a reference is its own source', "source"))
        workspace.check_name(item, reference.superseded_by, "a reference", [REFERENCES], "superseded_by")
        if reference.id in circles:
            rule = '"superseded_by" leads back to this reference'
            workspace.note(item.get_fault(rule, "superseded_by", got=reference.superseded_by))


def _fill(loading: Loading, obj: Reference, value: ReferenceShape) -> None:
    fill_evidence(loading, obj, value)
    obj.authors, obj.year, obj.publisher, obj.reference_kind = value.authors, value.year, value.publisher, value.kind
    obj.url, obj.doi, obj.strength = value.url, value.doi, value.strength
    obj.summary, obj.recommends, obj.date = value.summary, value.recommends, value.date
    obj.superseded_by = loading.find("references", value.superseded_by)
    if value.nature == Nature.REAL:
        obj.source_title = get_citation(value)[:500]  # as much as the column holds
        obj.source_url = value.url or (f"https://doi.org/{value.doi}" if value.doi else "")


def get_citation(value: ReferenceShape) -> str:
    """Return the reference as a list of references would print it."""
    published = f" {value.publisher}." if value.publisher else ""
    return f"{value.authors} ({value.year}). {value.title.rstrip('.')}.{published}"


KIND = Kind("references", Reference, lambda item: item.value.id, lambda obj: obj.slug, _fill, archive)


def write_references(workspace: Workspace, loading: Loading) -> None:
    """Write the references, those that supersede before the superseded."""
    by_id = {item.value.id: item for item in workspace.get(REFERENCES)}
    order = sort_by_links({name: {item.value.superseded_by} for name, item in by_id.items()})
    write_kind(loading, KIND, [by_id[name] for name in order])
