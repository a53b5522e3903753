"""Indicators: measures with a definition."""

from typing import Annotated

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.provenance import SourcedShape, check_source, fill_provenance
from fiftysteps.accounts.workspace.retiring import archive
from fiftysteps.accounts.workspace.writing import write_kind
from fiftysteps.core.shapes import MaybeWords, Slug, Whole, Words, between, one_of
from fiftysteps.core.workspace import Section, Workspace
from fiftysteps.evidence.building.recipe import RecipeShape, dump_recipe
from fiftysteps.evidence.models import DisclosureRule, Indicator, IndicatorKind, Method, Polarity
from fiftysteps.evidence.workspace.areas import AREAS
from fiftysteps.evidence.workspace.recipes import check_recipe


class IndicatorShape(SourcedShape):
    id: Annotated[Slug, fits(Indicator, "slug")]
    name: Annotated[Words, fits(Indicator, "name")]
    plain_name: Annotated[Words, fits(Indicator, "plain_name")]
    definition: Words
    numerator: MaybeWords = ""
    denominator: MaybeWords = ""
    unit: Annotated[Words, fits(Indicator, "unit")]
    # More than six decimal places say more than any count of people can.
    decimals: Annotated[Whole, between(0, 6)]
    polarity: Annotated[str, one_of(Polarity.values)]
    kind: Annotated[str, one_of(IndicatorKind.values)]
    method: Annotated[str, one_of(Method.values)]
    caveats: MaybeWords = ""
    standard_population: Annotated[MaybeWords, fits(Indicator, "standard_population")] = ""
    benchmark: MaybeWords = ""
    disclosure_rule: Annotated[str, one_of(DisclosureRule.values)] = DisclosureRule.SOURCE.value
    built_from: RecipeShape | None = None


INDICATORS = Section("indicator", ("indicators.yaml", "indicators/*.yaml"), IndicatorShape, "indicators")


def check_indicators(workspace: Workspace) -> None:
    for item in workspace.get(INDICATORS):
        check_source(workspace, item)
        workspace.check_name(item, item.value.benchmark, "an area", [AREAS], "benchmark")
        if item.value.built_from is not None:
            check_recipe(workspace, item)


def _fill(loading: Loading, obj: Indicator, value: IndicatorShape) -> None:
    fill_provenance(obj, value, loading.sources)
    obj.slug, obj.name, obj.plain_name, obj.definition = value.id, value.name, value.plain_name, value.definition
    obj.numerator, obj.denominator, obj.unit, obj.decimals = (
        value.numerator,
        value.denominator,
        value.unit,
        value.decimals,
    )
    obj.polarity, obj.kind, obj.method, obj.caveats = value.polarity, value.kind, value.method, value.caveats
    obj.standard_population, obj.benchmark = value.standard_population, loading.find("areas", value.benchmark)
    obj.disclosure_rule = value.disclosure_rule
    obj.recipe = dump_recipe(value.built_from) if value.built_from else {}
    obj.archived = False


KIND = Kind("indicators", Indicator, lambda item: item.value.id, lambda obj: obj.slug, _fill, archive)


def write_indicators(workspace: Workspace, loading: Loading) -> None:
    write_kind(loading, KIND, workspace.get(INDICATORS))
