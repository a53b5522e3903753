"""The recipe of an indicator: which counts it is computed from, for which areas, and how it is divided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BeforeValidator

from fiftysteps.core.shapes import (
    Flag,
    Many,
    MaybePeriodText,
    MaybeWords,
    Shape,
    Whole,
    Words,
    between,
    break_rule,
    one_of,
)
from fiftysteps.evidence.building.ages import read_bands
from fiftysteps.evidence.building.levels import LEVELS, SPLIT_LEVELS

# What stands for the rows of everybody, which in the counts are those with nothing in the column.
ALL: Final = "all"
NATIONAL_TENTHS, NATIONAL_FIFTHS, LOCAL_FIFTHS = "national-tenths", "national-fifths", "local-fifths"
DIVISIONS: Final = (NATIONAL_TENTHS, NATIONAL_FIFTHS, LOCAL_FIFTHS)
OLDEST: Final = 120


def _read_texts(value: object) -> object:
    items = value if isinstance(value, list | tuple) else [value]
    # An age such as 65 looks like a number: nobody should have to quote it.
    texts = [str(item) if isinstance(item, int) and not isinstance(item, bool) else item for item in items]
    if not texts or not all(isinstance(text, str) and text.strip() for text in texts):
        raise break_rule("must be a text, or a list of texts")
    return tuple(str(text).strip() for text in texts)


def _read_people(value: object) -> object:
    if not isinstance(value, dict) or not value:
        raise break_rule('must be ages with their people, such as {"0-4": 5000, "5-9": 5500}')
    people = {str(age).strip(): count for age, count in value.items()}
    for count in people.values():
        if isinstance(count, bool) or not isinstance(count, int) or count <= 0:
            raise break_rule(f"must have a whole number of people above zero for each age, and one is {count}")
    try:
        read_bands(people)
    except ValueError as error:
        raise break_rule(f"has ages that make no bands: {error}") from None
    return people


def _check_once(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) < len(values):
        raise break_rule("has something in it twice")
    return values


Texts = Annotated[tuple[str, ...], BeforeValidator(_read_texts)]
once = AfterValidator(_check_once)


class WhereShape(Shape):
    """Which rows count. What is left out is not asked for."""

    sex: Texts = ()
    age: Texts = ()
    group_type: MaybeWords = ""
    group: Texts = ()

    def get_equals(self) -> dict[str, tuple[str, ...]]:
        """Return the columns that are asked for and what they must be; "all" is the empty text."""
        asked = {"sex": self.sex, "age": self.age, "group_type": (self.group_type,), "group": self.group}
        return {
            column: tuple("" if text.casefold() == ALL else text for text in texts)
            for column, texts in asked.items()
            if any(texts)
        }


class PartShape(Shape):
    dataset: Words
    measure: Words
    where: WhereShape = WhereShape()
    # For a numerator and a denominator of different times, such as deaths of a year and the people of a census.
    period: MaybePeriodText = ""


class DeprivationShape(Shape):
    """Under which names an index holds the national tenth of small areas, and their rank (1 is worst) or score."""

    dataset: Words
    by: Annotated[Many[Annotated[str, one_of(DIVISIONS)]], once]
    tenth: MaybeWords = ""
    rank: MaybeWords = ""
    score: MaybeWords = ""


class RecipeShape(Shape):
    numerator: PartShape
    denominator: PartShape | None = None
    areas: Annotated[str, one_of(LEVELS)]
    levels: Annotated[Many[Annotated[str, one_of(LEVELS)]], once]
    groups: Annotated[Many[Words], once] = ()
    deprivation: DeprivationShape | None = None
    standard: Annotated[dict[str, int] | None, BeforeValidator(_read_people)] = None
    at: Annotated[Whole, between(0, OLDEST)] = 0
    missing_as_zero: Flag = False
    trend: Flag = True


def get_recipe(held: Mapping[str, Any]) -> RecipeShape:
    """Return the recipe that an indicator holds, which was checked before it was stored."""
    return RecipeShape.model_validate(held)


def dump_recipe(recipe: RecipeShape) -> dict[str, Any]:
    """Return a recipe as an indicator holds it, with nothing in it that its author left out."""
    return recipe.model_dump(mode="json", exclude_defaults=True)


type BrokenRule = tuple[tuple[str, ...], str, object]


def find_broken_rules(recipe: RecipeShape, method: str) -> Iterator[BrokenRule]:
    """Yield what does not go together in a recipe: the place in it, the rule and what was got."""
    needs = METHODS.get(method)
    if needs is None:
        yield (), f"an indicator that is built has as its method one of {', '.join(METHODS)}", method
        return
    if needs.denominator and recipe.denominator is None:
        yield (), f'"denominator" is missing: the method {method} divides by it', None
    if not needs.denominator and recipe.denominator is not None:
        yield ("denominator",), f"the method {method} has no denominator", None
    if not needs.standard and recipe.standard is not None:
        yield ("standard",), f"the method {method} uses no standard population", None
    if recipe.at and method != LIFE_EXPECTANCY:
        yield ("at",), f'"at" is the age from which years are expected; the method {method} has none', recipe.at
    if needs.bands and "age" in recipe.groups:
        yield ("groups",), f"the method {method} uses up the ages, so there is none to divide by", "age"
    yield from _find_broken_places(recipe)


def _find_broken_places(recipe: RecipeShape) -> Iterator[BrokenRule]:
    if not recipe.levels:
        yield ("levels",), '"levels" is empty: say for which kinds of areas', None
    index = recipe.deprivation
    divided = [level for level in recipe.levels if level in SPLIT_LEVELS]
    if (recipe.groups or index) and not divided:
        rule = f"groups are shown for {', '.join(SPLIT_LEVELS)}, none of which is among the levels"
        yield ("levels",), rule, ", ".join(recipe.levels)
    if index is None:
        return
    if recipe.areas != "lsoa":
        yield ("areas",), "deprivation divides small areas: the counts must be of lsoa", recipe.areas
    if set(index.by) - {LOCAL_FIFTHS} and not index.tenth:
        yield ("deprivation",), '"tenth" is missing: the name under which the index holds the national tenth', None
    if LOCAL_FIFTHS in index.by and bool(index.rank) == bool(index.score):
        rule = "local fifths need one of the two, rank or score, by which small areas are put in order"
        yield ("deprivation",), rule, "both" if index.rank else "neither"
    if LOCAL_FIFTHS in index.by and "borough" not in recipe.levels:
        rule = "local fifths are fifths of a borough, which must be among the levels"
        yield ("deprivation", "by"), rule, ", ".join(recipe.levels)


@dataclass(frozen=True)
class Needs:
    """What a method needs: a denominator, ages in bands, a standard population, the rates of a benchmark area."""

    denominator: bool = True
    bands: bool = False
    standard: bool = False
    benchmark: bool = False


PROPORTION, RATE, COUNT = "proportion", "rate", "count"
DIRECT, INDIRECT, LIFE_EXPECTANCY = (
    "directly-standardised-rate",
    "indirectly-standardised-ratio",
    "life-expectancy",
)
METHODS: Final[Mapping[str, Needs]] = {
    PROPORTION: Needs(),
    RATE: Needs(),
    COUNT: Needs(denominator=False),
    DIRECT: Needs(bands=True, standard=True),
    INDIRECT: Needs(bands=True, benchmark=True),
    LIFE_EXPECTANCY: Needs(bands=True),
}
