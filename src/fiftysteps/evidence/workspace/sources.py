"""Sources: who published what we use. Their shape stands with provenance, since every room's objects name them."""

from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import SOURCES, SourceShape
from fiftysteps.accounts.workspace.retiring import delete_if_unused
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.workspace import Workspace
from fiftysteps.evidence.models import Source


def _fill(loading: Loading, obj: Source, value: SourceShape) -> None:
    obj.slug, obj.title, obj.publisher, obj.url = value.id, value.title, value.publisher, value.url
    obj.licence, obj.retrieved, obj.note = value.licence, value.retrieved, value.note


KIND = Kind("sources", Source, lambda item: item.value.id, lambda obj: obj.slug, _fill, delete_if_unused)


def write_sources(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, KIND, workspace.get(SOURCES))
