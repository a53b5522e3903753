"""The site itself: whose it is, how it looks, its place, and the strategy it opens with."""

from typing import Annotated

from wagtail.models import Site

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.shapes import Flag, Many, MaybeWords, Shape, Words, passes
from fiftysteps.core.workspace import Section, Workspace
from fiftysteps.evidence.workspace.areas import AREAS
from fiftysteps.publishing.models import Brand
from fiftysteps.strategy.workspace.strategies import STRATEGIES
from fiftysteps.strategy.workspace.themes import check_colour


class BrandShape(Shape):
    name: Annotated[Words, fits(Brand, "name")]
    colour: Annotated[Words, passes(check_colour)]


class SiteShape(Shape):
    place: MaybeWords = ""
    place_code: MaybeWords = ""
    site_name: Annotated[MaybeWords, fits(Brand, "name")] = ""
    owner_name: Annotated[MaybeWords, fits(Brand, "owner_name")] = ""
    banner: MaybeWords = ""
    current_strategy: MaybeWords = ""
    demonstration: Flag = False
    brand: BrandShape | None = None
    compare_with: Many[Words] = ()


SITE = Section("site", ("workspace.yaml",), SiteShape)


def check_site(workspace: Workspace) -> None:
    for item in workspace.get(SITE):
        site = item.value
        workspace.check_name(item, site.place_code, "an area", [AREAS], "place_code")
        workspace.check_name(item, site.current_strategy, "a strategy", [STRATEGIES], "current_strategy")
        for at, code in enumerate(site.compare_with):
            workspace.check_name(item, code, "an area", [AREAS], "compare_with", at)


def _fill(loading: Loading, obj: Brand, value: SiteShape) -> None:
    if obj.site_id is None:
        obj.site = Site.objects.get(is_default_site=True)
    obj.name = value.site_name or (value.brand.name if value.brand else obj.name)
    obj.colour = value.brand.colour if value.brand else obj.colour
    obj.owner_name, obj.banner, obj.is_demonstration = value.owner_name, value.banner, value.demonstration
    obj.place = loading.find("areas", value.place_code)
    obj.current_strategy = loading.find("strategies", value.current_strategy)


def _keep(loading: Loading, obj: Brand) -> None:
    """A workspace without a file for the site leaves the site's looks to the editor."""


def _get_key(obj: Brand) -> str:
    return "site" if obj.site.is_default_site else f"site {obj.site_id}"


KIND: Kind[SiteShape, Brand] = Kind(
    "site",
    Brand,
    lambda item: "site",
    _get_key,
    _fill,
    _keep,
    unwatched=frozenset({"site_id", "logo_id"}),
    related=("site",),
    adopts=True,  # the first visitor makes one
)


def write_site(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, KIND, workspace.get(SITE))
