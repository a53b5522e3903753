"""Areas: the places that figures are for, and their tiles on the hexagonal map."""

import re
from typing import Annotated

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import SOURCES
from fiftysteps.accounts.workspace.retiring import delete_if_unused
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.cells import MaybeDayCell, MaybeWholeCell
from fiftysteps.core.circles import find_circles, sort_by_links
from fiftysteps.core.shapes import MaybeWords, Shape, Words, one_of, passes
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.evidence.models import Area, AreaSuccession, AreaType

_CODE = re.compile(r"[EWSNKJLM]\d{8}", re.ASCII)


def _check_code(value: str) -> None:
    if not _CODE.fullmatch(value):
        raise ValueError("must be a code of the Government Statistical Service: a letter and eight digits")


def _check_on_map(value: int | None) -> None:
    if value is not None and not -FARTHEST_TILE <= value <= FARTHEST_TILE:
        raise ValueError(f"must be between -{FARTHEST_TILE} and {FARTHEST_TILE}")


# A map of more tiles across than this could not be read, and a small whole number holds it.
FARTHEST_TILE = 999
on_map = passes(_check_on_map)


class AreaShape(Shape):
    code: Annotated[Words, passes(_check_code)]
    name: Annotated[Words, fits(Area, "name")]
    type: Annotated[str, one_of(AreaType.values)]
    parent: MaybeWords
    hex_q: Annotated[MaybeWholeCell, on_map] = None
    hex_r: Annotated[MaybeWholeCell, on_map] = None
    valid_from: MaybeDayCell = None
    valid_to: MaybeDayCell = None
    successors: MaybeWords = ""
    source: MaybeWords = ""


AREAS = Section("area", ("areas.csv",), AreaShape, get_id=lambda file, values: values.get("code"))


def check_areas(workspace: Workspace) -> None:
    tiles: dict[tuple[str, int | None, int | None], Item[AreaShape]] = {}
    for item in workspace.get(AREAS):
        area = item.value
        workspace.check_name(item, area.source, "a source", [SOURCES], "source")
        workspace.check_name(item, area.parent, "an area", [AREAS], "parent")
        for code in area.successors.split():
            workspace.check_name(item, code, "an area", [AREAS], "successors")
        if area.valid_from and area.valid_to and area.valid_to < area.valid_from:
            rule = '"valid_to" is before "valid_from"'
            workspace.note(item.get_fault(rule, "valid_to", got=f"{area.valid_from} to {area.valid_to}"))
        if (area.hex_q is None) != (area.hex_r is None):
            workspace.note(item.get_fault('a tile has both "hex_q", its column, and "hex_r", its row', "hex_q"))
        elif area.hex_q is not None:
            first = tiles.setdefault((area.parent, area.hex_q, area.hex_r), item)
            if first is not item:
                rule = f"the tile is that of {first.value.name}, line {first.get_line(())}, already"
                workspace.note(item.get_fault(rule, "hex_q", got=f"{area.hex_q}, {area.hex_r}"))
    _check_circles(workspace)


def _check_circles(workspace: Workspace) -> None:
    items = workspace.get(AREAS)
    circles = find_circles({item.value.code: {item.value.parent} for item in items})
    for item in items:
        if item.value.code in circles:
            workspace.note(item.get_fault('the area lies, through "parent", within itself', got=item.value.parent))


def _fill(loading: Loading, obj: Area, value: AreaShape) -> None:
    obj.code, obj.name, obj.type = value.code, value.name, value.type
    obj.parent = loading.find("areas", value.parent)
    obj.hex_q, obj.hex_r = value.hex_q, value.hex_r
    obj.valid_from, obj.valid_to = value.valid_from, value.valid_to


def _free_tiles(areas: list[Area]) -> None:
    """Free the tiles of areas that change, so that two can change places: no two may hold one at any moment."""
    Area.objects.filter(pk__in=[area.pk for area in areas]).update(hex_q=None, hex_r=None)


KIND = Kind(
    "areas",
    Area,
    lambda item: item.value.code,
    lambda obj: obj.code,
    _fill,
    delete_if_unused,
    adopts=True,  # a look-up that was taken in makes the areas that it names
    prepare=_free_tiles,
)


def write_areas(workspace: Workspace, loading: Loading) -> None:
    """Write the areas, the larger before those within them."""
    by_code = {item.value.code: item for item in workspace.get(AREAS)}
    order = sort_by_links({code: {item.value.parent} for code, item in by_code.items()})
    write_kind(loading, KIND, [by_code[code] for code in order])
    _write_successions(workspace, loading)


def _write_successions(workspace: Workspace, loading: Loading) -> None:
    for item in workspace.get(AREAS):
        old = loading.get("areas", item.value.code)
        for code in item.value.successors.split():
            AreaSuccession.objects.get_or_create(old=old, new=loading.get("areas", code))
