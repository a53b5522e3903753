"""Strategies. Their themes, which stand in the same file, are in themes.py beside this one."""

from collections.abc import Iterator
from typing import Annotated

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.organisations import (
    ORGANISATIONS,
    check_not_invented,
    get_real_organisations,
)
from fiftysteps.accounts.workspace.provenance import SourcedShape, check_source, fill_provenance
from fiftysteps.accounts.workspace.retiring import unpublish
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.circles import find_circles, sort_by_links
from fiftysteps.core.shapes import Day, Many, MaybeWords, Slug, Words, one_of
from fiftysteps.core.workspace import Item, Section, Workspace
from fiftysteps.evidence.workspace.areas import AREAS
from fiftysteps.strategy.models import Strategy, StrategyStatus
from fiftysteps.strategy.workspace.themes import PlacedTheme, ThemeShape, check_themes, write_themes


class StrategyShape(SourcedShape):
    id: Annotated[Slug, fits(Strategy, "slug")]
    title: Annotated[Words, fits(Strategy, "title")]
    short_title: Annotated[Words, fits(Strategy, "short_title")]
    subtitle: Annotated[MaybeWords, fits(Strategy, "subtitle")] = ""
    vision: Words
    aims: Many[Words] = ()
    starts: Day
    ends: Day
    status: Annotated[str, one_of(StrategyStatus.values)]
    owner: Words
    place: MaybeWords = ""
    previous: MaybeWords = ""
    note: MaybeWords = ""
    completeness: Annotated[MaybeWords, fits(Strategy, "completeness")] = ""
    themes: Many[ThemeShape] = ()


def is_live(value: StrategyShape) -> bool:
    """Whether the public may see the strategy: one in draft is for those who write it."""
    return value.status != StrategyStatus.DRAFT


STRATEGIES = Section("strategy", ("strategies/*/strategy.yaml",), StrategyShape)


def check_strategies(workspace: Workspace) -> None:
    items = workspace.get(STRATEGIES)
    real = get_real_organisations(workspace)
    circles = find_circles({item.value.id: {item.value.previous} for item in items})
    for item in items:
        strategy = item.value
        check_source(workspace, item)
        workspace.check_name(item, strategy.owner, "an organisation", [ORGANISATIONS], "owner")
        check_not_invented(workspace, real, item, strategy.nature, "owner")
        workspace.check_name(item, strategy.place, "an area", [AREAS], "place")
        workspace.check_name(item, strategy.previous, "a strategy", [STRATEGIES], "previous")
        if item.file != f"strategies/{strategy.id}/strategy.yaml":
            workspace.note(item.get_fault('"id" must be the name of the folder', "id", got=strategy.id))
        if strategy.ends <= strategy.starts:
            workspace.note(item.get_fault('"ends" must be after "starts"', "ends", got=strategy.ends))
        if strategy.id in circles:
            rule = '"previous" leads back to this strategy'
            workspace.note(item.get_fault(rule, "previous", got=strategy.previous))
        check_themes(workspace, item, strategy.themes)


def _fill(loading: Loading, obj: Strategy, value: StrategyShape) -> None:
    fill_provenance(obj, value, loading.sources)
    obj.slug, obj.title, obj.short_title, obj.subtitle = value.id, value.title, value.short_title, value.subtitle
    obj.vision, obj.aims, obj.starts, obj.ends = value.vision, list(value.aims), value.starts, value.ends
    obj.status, obj.note, obj.completeness = value.status, value.note, value.completeness
    obj.owner = loading.get("organisations", value.owner)
    obj.place = loading.find("areas", value.place)
    obj.previous = loading.find("strategies", value.previous)


KIND = Kind(
    "strategies",
    Strategy,
    lambda item: item.value.id,
    lambda obj: obj.slug,
    _fill,
    unpublish,
    parts=frozenset({"themes"}),
    is_live=is_live,
)


def write_strategies(workspace: Workspace, loading: Loading) -> None:
    """Write the strategies, each after the one before it."""
    by_id = {item.value.id: item for item in workspace.get(STRATEGIES)}
    order = sort_by_links({name: {item.value.previous} for name, item in by_id.items()})
    write_kind(loading, KIND, [by_id[name] for name in order])


def write_all_themes(workspace: Workspace, loading: Loading) -> None:
    write_themes(loading, [theme for item in workspace.get(STRATEGIES) for theme in _place_themes(item)])


def _place_themes(item: Item[StrategyShape]) -> Iterator[Item[PlacedTheme]]:
    """Yield each theme as an object of its own, with its strategy."""
    for at, theme in enumerate(item.value.themes):
        placed = PlacedTheme.model_construct(**dict(theme), strategy=item.value.id, is_live=is_live(item.value))
        yield item.get_part(placed, "themes", at)
