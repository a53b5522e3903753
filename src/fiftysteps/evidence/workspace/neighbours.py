"""Neighbours: the areas that are most like another, in order, as a source or a method of one's own says."""

from typing import Annotated

from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import SOURCES
from fiftysteps.accounts.workspace.retiring import delete_if_unused
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.cells import WholeCell
from fiftysteps.core.shapes import Shape, Words, between
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.evidence.models import Neighbour
from fiftysteps.evidence.workspace.areas import AREAS

# Of more than these nobody would say that they are near.
MOST_NEIGHBOURS = 50


class NeighbourShape(Shape):
    area: Words
    neighbour: Words
    rank: Annotated[WholeCell, between(1, MOST_NEIGHBOURS)]
    source: Words


def _get_key(item: Item[NeighbourShape]) -> str:
    return f"{item.value.area} {item.value.neighbour}"


NEIGHBOURS = Section(
    "neighbour",
    ("neighbours.csv",),
    NeighbourShape,
    get_id=lambda file, values: f"{values.get('area')} {values.get('neighbour')}",
)


def check_neighbours(workspace: Workspace) -> None:
    ranks: dict[tuple[str, int], Item[NeighbourShape]] = {}
    for item in workspace.get(NEIGHBOURS):
        value = item.value
        workspace.check_name(item, value.area, "an area", [AREAS], "area")
        workspace.check_name(item, value.neighbour, "an area", [AREAS], "neighbour")
        workspace.check_name(item, value.source, "a source", [SOURCES], "source")
        if value.area == value.neighbour:
            workspace.note(item.get_fault("an area is no neighbour of its own", "neighbour", got=value.neighbour))
        first = ranks.setdefault((value.area, value.rank), item)
        if first is not item:
            rule = f"the rank is that of {first.value.neighbour}, line {first.get_line(())}, already"
            workspace.note(item.get_fault(rule, "rank", got=str(value.rank)))


def _fill(loading: Loading, obj: Neighbour, value: NeighbourShape) -> None:
    obj.area = loading.get("areas", value.area)
    obj.neighbour = loading.get("areas", value.neighbour)
    obj.rank = value.rank
    obj.source = loading.get("sources", value.source)


def _free_ranks(neighbours: list[Neighbour]) -> None:
    """Take those that change away before they are written anew, so that two can change ranks."""
    Neighbour.objects.filter(pk__in=[neighbour.pk for neighbour in neighbours]).delete()


KIND = Kind(
    "neighbours",
    Neighbour,
    _get_key,
    lambda obj: f"{obj.area.code} {obj.neighbour.code}",
    _fill,
    delete_if_unused,
    related=("area", "neighbour"),
    prepare=_free_ranks,
)


def write_neighbours(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, KIND, workspace.get(NEIGHBOURS))
