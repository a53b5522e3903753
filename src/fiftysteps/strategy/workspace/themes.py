"""The themes of a strategy."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from django.db.models import Max

from fiftysteps.accounts.workspace.children import set_children
from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import SourcedShape, check_source, fill_provenance
from fiftysteps.accounts.workspace.retiring import unpublish
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.colour import get_contrast
from fiftysteps.core.shapes import Many, MaybeWords, Slug, Whole, Words, between, one_of, passes
from fiftysteps.core.text import quote
from fiftysteps.core.workspace import Item, Workspace
from fiftysteps.evidence.workspace.indicators import INDICATORS
from fiftysteps.strategy.models import Theme, ThemeOutcome
from fiftysteps.strategy.models.strategy import LEAST_CONTRAST, Mark

MOST_THEMES = 99
# Above every number that a theme can have: there the themes wait whose own is wanted by another.
WAITING = 20_000


def check_colour(value: str) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ValueError('must be a colour such as "#0b5b56"')
    contrast = get_contrast(value, "#ffffff")
    if contrast < LEAST_CONTRAST:
        raise ValueError(f"has a contrast of {contrast:.1f} on white, where text needs {LEAST_CONTRAST} or more")


class ThemeShape(SourcedShape):
    id: Annotated[Slug, fits(Theme, "slug")]
    number: Annotated[Whole, between(1, MOST_THEMES)]
    title: Annotated[Words, fits(Theme, "title")]
    summary: MaybeWords = ""
    mark: Annotated[str, one_of(Mark.values)]
    hue: Annotated[Words, passes(check_colour)]
    outcomes: Many[Words] = ()


class PlacedTheme(ThemeShape):
    """A theme with the strategy that it stands in."""

    strategy: str
    is_live: bool


def get_theme_key(strategy: str, theme: str) -> str:
    return f"{strategy}/{theme}"


def check_themes(workspace: Workspace, item: Item[Any], themes: Sequence[ThemeShape]) -> None:
    ids, numbers = Counter(theme.id for theme in themes), Counter(theme.number for theme in themes)
    for at, theme in enumerate(themes):
        if ids[theme.id] > 1:
            rule = "two themes of this strategy have the same id"
            workspace.note(item.get_fault(rule, "themes", at, "id", got=theme.id))
        if numbers[theme.number] > 1:
            rule = "two themes of this strategy have the same number"
            workspace.note(item.get_fault(rule, "themes", at, "number", got=theme.number))
        check_source(workspace, item.get_part(theme, "themes", at))
        _check_outcomes(workspace, item.get_part(theme, "themes", at))


def _check_outcomes(workspace: Workspace, item: Item[ThemeShape]) -> None:
    outcomes = item.value.outcomes
    for number, outcome in enumerate(outcomes):
        workspace.check_name(item, outcome, "an indicator", [INDICATORS], "outcomes", number)
        if outcome in outcomes[:number]:
            workspace.note(item.get_fault(f"the indicator {quote(outcome)} is there twice", "outcomes", number))


def _fill(loading: Loading, obj: Theme, value: PlacedTheme) -> None:
    fill_provenance(obj, value, loading.sources)
    obj.strategy = loading.get("strategies", value.strategy)
    obj.slug, obj.number, obj.title, obj.summary = value.id, value.number, value.title, value.summary
    obj.mark, obj.hue = value.mark, value.hue
    outcomes = [ThemeOutcome(indicator=loading.get("indicators", name)) for name in value.outcomes]
    set_children(obj, "outcomes", outcomes, lambda outcome: outcome.indicator_id)


def _free_numbers(themes: list[Theme]) -> None:
    """Free the numbers of themes that change or go, so that two can change places: at no moment may two have one."""
    highest = Theme.objects.aggregate(highest=Max("number"))["highest"] or 0
    for number, theme in enumerate(themes, start=max(highest, WAITING) + 1):
        theme.number = number
        Theme.objects.filter(pk=theme.pk).update(number=number)


KIND = Kind(
    "themes",
    Theme,
    lambda item: get_theme_key(item.value.strategy, item.value.id),
    lambda obj: get_theme_key(obj.strategy.slug, obj.slug),
    _fill,
    unpublish,
    related=("strategy",),
    prepare=_free_numbers,
    is_live=lambda value: value.is_live,
)


def write_themes(loading: Loading, items: Iterable[Item[PlacedTheme]]) -> None:
    write_kind(loading, KIND, items)
