"""Communities that are looked out for by name."""

from typing import Annotated

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.retiring import archive
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.shapes import MaybeWords, Shape, Slug, Words
from fiftysteps.core.workspace import Section, Workspace
from fiftysteps.engagement.about_you import BY_NAME
from fiftysteps.engagement.models import Community


class CommunityShape(Shape):
    id: Annotated[Slug, fits(Community, "slug")]
    name: Annotated[Words, fits(Community, "name")]
    variable: MaybeWords = ""
    category: MaybeWords = ""
    note: MaybeWords = ""


COMMUNITIES = Section("community", ("listening/*.yaml",), CommunityShape, "communities")


def check_communities(workspace: Workspace) -> None:
    for item in workspace.get(COMMUNITIES):
        value = item.value
        variable = BY_NAME.get(value.variable)
        if bool(value.variable) != bool(value.category) or not (value.variable or value.note):
            rule = (
                '"variable" and "category" go together; without them, "note" says why nobody knows how many there are'
            )
            workspace.note(item.get_fault(rule, "variable", got=value.variable))
        elif value.variable and variable is None:
            rule = f'"variable" must be one of {", ".join(BY_NAME)}'
            workspace.note(item.get_fault(rule, "variable", got=value.variable))
        elif variable and variable.categories and value.category not in {each.code for each in variable.categories}:
            rule = f'"category" must be an answer to "{value.variable}"'
            workspace.note(item.get_fault(rule, "category", got=value.category))


def _fill(loading: Loading, obj: Community, value: CommunityShape) -> None:
    obj.slug, obj.name, obj.note, obj.archived = value.id, value.name, value.note, False
    obj.variable, obj.category = value.variable, value.category


COMMUNITY_KIND = Kind(
    "communities", Community, lambda item: item.value.id, lambda obj: obj.slug, _fill, archive
)  # fmt: skip


def write_communities(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, COMMUNITY_KIND, workspace.get(COMMUNITIES))
