"""Organisations and their teams."""

from collections import Counter
from collections.abc import Collection
from typing import Annotated, Any

from fiftysteps.accounts.models import Nature, Organisation, Team
from fiftysteps.accounts.models.organisation import OrganisationType
from fiftysteps.accounts.workspace.children import set_children
from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import SourcedShape, check_source, fill_provenance
from fiftysteps.accounts.workspace.retiring import archive
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.shapes import Flag, Many, MaybeWords, Shape, Slug, Words, one_of
from fiftysteps.core.text import quote
from fiftysteps.core.workspace import Item, Section, Workspace


class TeamShape(Shape):
    id: Annotated[Slug, fits(Team, "slug")]
    name: Annotated[Words, fits(Team, "name")]


class OrganisationShape(SourcedShape):
    id: Annotated[Slug, fits(Organisation, "slug")]
    name: Annotated[Words, fits(Organisation, "name")]
    type: Annotated[str, one_of(OrganisationType.values)]
    plain: MaybeWords = ""
    on_board: Flag = False
    teams: Many[TeamShape] = ()


ORGANISATIONS = Section(
    "organisation", ("organisations.yaml", "organisations/*.yaml"), OrganisationShape, "organisations"
)


def get_real_organisations(workspace: Workspace) -> frozenset[str]:
    return frozenset(item.value.id for item in workspace.get(ORGANISATIONS) if item.value.nature == Nature.REAL)


def check_not_invented(
    workspace: Workspace, real: Collection[str], item: Item[Any], nature: str, *place: str | int
) -> None:
    """Note a fault if `place` in an illustrative object names one of the `real` organisations.

    Nobody real is given words, figures or promises that were made up.
    """
    name = item.value
    for part in place:
        name = name[part] if isinstance(part, int) else getattr(name, part)
    if nature == Nature.ILLUSTRATIVE and name in real:
        rule = f'"{place[-1]}" is a real organisation, which must have no part in what is illustrative'
        workspace.note(item.get_fault(rule, *place, got=name))


def check_organisations(workspace: Workspace) -> None:
    for item in workspace.get(ORGANISATIONS):
        check_source(workspace, item)
        times = Counter(team.id for team in item.value.teams)
        for number, team in enumerate(item.value.teams):
            if times[team.id] > 1:
                rule = f"the team {quote(team.id)} is there twice"
                workspace.note(item.get_fault(rule, "teams", number, "id"))


def _fill(loading: Loading, obj: Organisation, value: OrganisationShape) -> None:
    fill_provenance(obj, value, loading.sources)
    obj.slug, obj.name, obj.type = value.id, value.name, value.type
    obj.plain, obj.on_board, obj.archived = value.plain, value.on_board, False
    set_children(obj, "teams", (Team(slug=team.id, name=team.name) for team in value.teams), lambda team: team.slug)


KIND = Kind("organisations", Organisation, lambda item: item.value.id, lambda obj: obj.slug, _fill, archive)


def write_organisations(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, KIND, workspace.get(ORGANISATIONS))
