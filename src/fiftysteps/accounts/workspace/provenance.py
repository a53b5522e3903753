"""Where an object of a file comes from: real, with its source, or illustrative."""

from typing import Annotated

from fiftysteps.accounts.models import Confidence, Nature, Provenance
from fiftysteps.accounts.workspace.fields import fits, web_address
from fiftysteps.core.shapes import Day, MaybeWords, Shape, Slug, Words, at_most, one_of
from fiftysteps.core.workspace import Item, Section, Workspace

# The columns of evidence.Source: that room is above this one, so a test compares them.
LONGEST_PUBLISHER = LONGEST_LICENCE = 200


class SourceShape(Shape):
    id: Annotated[Slug, at_most(80)]
    title: Annotated[Words, fits(Provenance, "source_title")]
    publisher: Annotated[Words, at_most(LONGEST_PUBLISHER)]
    url: Annotated[MaybeWords, fits(Provenance, "source_url"), web_address] = ""
    licence: Annotated[MaybeWords, at_most(LONGEST_LICENCE)] = ""
    retrieved: Day
    note: MaybeWords = ""


SOURCES = Section("source", ("sources.yaml", "sources/*.yaml"), SourceShape, "sources")


class SourcedShape(Shape):
    nature: Annotated[str, one_of(Nature.values)]
    source: MaybeWords = ""
    confidence: Annotated[str, one_of(("", *Confidence.values))] = ""


def check_source(workspace: Workspace, item: Item[SourcedShape]) -> None:
    """A real object says who says so, and how sure we are of it."""
    if item.value.nature == Nature.REAL:
        check_confidence(workspace, item)
        if not item.value.source:
            workspace.note(item.get_fault('"source" is missing: what is real names the source that says so', "nature"))
    workspace.check_name(item, item.value.source, "a source", [SOURCES], "source")


def check_confidence(workspace: Workspace, item: Item[SourcedShape]) -> None:
    if not item.value.confidence:
        rule = '"confidence" is missing: what is real says how sure we are, with high, medium or low'
        workspace.note(item.get_fault(rule, "nature"))


def fill_provenance(obj: Provenance, value: SourcedShape, sources: dict[str, SourceShape]) -> None:
    source = sources.get(value.source)
    obj.nature = value.nature
    obj.source_title = source.title if source else ""
    obj.source_url = source.url if source else ""
    obj.confidence = value.confidence
