"""What can be told of a recipe from the files alone. What its datasets hold is looked at when it is built."""

from typing import Protocol

from fiftysteps.core.text import suggest
from fiftysteps.core.workspace import Item, Workspace
from fiftysteps.evidence.building.inputs import BUILT
from fiftysteps.evidence.building.recipe import METHODS, PartShape, RecipeShape, find_broken_rules
from fiftysteps.evidence.figures import get_multiplier
from fiftysteps.evidence.models import Dataset
from fiftysteps.evidence.models.indicator import STANDARD_NAMES
from fiftysteps.evidence.workspace.counts import COUNTS

KEY = "built_from"
# The name of the dataset that holds what is computed has to fit beside its prefix.
LONGEST_ID = (Dataset._meta.get_field("slug").max_length or 0) - len(BUILT)


class HasRecipe(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def standard_population(self) -> str: ...
    @property
    def benchmark(self) -> str: ...
    @property
    def built_from(self) -> RecipeShape | None: ...


def check_recipe(workspace: Workspace, item: Item[HasRecipe]) -> None:
    value, recipe = item.value, item.value.built_from
    if recipe is None:
        return
    for place, rule, got in find_broken_rules(recipe, value.method):
        workspace.note(item.get_fault(rule, KEY, *place, got=got))
    if len(value.id) > LONGEST_ID:
        rule = f'"id" must be at most {LONGEST_ID} characters long where the indicator is built'
        workspace.note(item.get_fault(rule, "id", got=value.id))
    _check_method(workspace, item, recipe)
    for name, part in (("numerator", recipe.numerator), ("denominator", recipe.denominator)):
        if part is not None:
            _check_part(workspace, item, name, part)


def _check_method(workspace: Workspace, item: Item[HasRecipe], recipe: RecipeShape) -> None:
    value, needs = item.value, METHODS.get(item.value.method)
    if needs is None:
        return
    if needs.standard and recipe.standard is None and value.standard_population not in STANDARD_NAMES:
        known = ", ".join(STANDARD_NAMES)
        rule = f'"standard_population" must be one of {known}, or the people of each age stand under "standard"'
        workspace.note(item.get_fault(rule, "standard_population", got=value.standard_population))
    if recipe.standard is not None and value.standard_population in ("", *STANDARD_NAMES):
        rule = '"standard_population" must say in words whose ages stand under "standard"'
        workspace.note(item.get_fault(rule, "standard_population", got=value.standard_population))
    if needs.benchmark and not value.benchmark:
        rule = f'"benchmark" is missing: the method {value.method} compares with the rates of an area'
        workspace.note(item.get_fault(rule, "method"))
    if value.method in {"proportion", "rate", "directly-standardised-rate"} and get_multiplier(value.unit) is None:
        rule = '"unit" must say of how many: "%", or "per 1,000 births"'
        workspace.note(item.get_fault(rule, "unit", got=value.unit))


def _check_part(workspace: Workspace, item: Item[HasRecipe], name: str, part: PartShape) -> None:
    """Look a measure up where the workspace itself holds the counts; others may have been taken in from a file."""
    rows = [each.value for each in workspace.get(COUNTS) if each.file == f"counts/{part.dataset}.csv"]
    measures = {row.measure for row in rows}
    if measures and part.measure not in measures and workspace.is_whole(COUNTS):
        rule = f'"measure" must be a measure of counts/{part.dataset}.csv{suggest(part.measure, measures)}'
        workspace.note(item.get_fault(rule, KEY, name, "measure", got=part.measure))
