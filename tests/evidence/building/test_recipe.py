"""What a recipe may say, and what does not go together in it."""

from typing import Any

import pytest
from pydantic import ValidationError

from fiftysteps.evidence.building.recipe import METHODS, RecipeShape, dump_recipe, find_broken_rules, get_recipe
from fiftysteps.evidence.models import Method
from tests.evidence.building.counting import make_recipe

INDEX = {"dataset": "index", "by": ["national-tenths"], "tenth": "imd_decile"}


def find(method: str = "proportion", **changes: Any) -> list[str]:
    """The rules that a recipe breaks, in words."""
    return [rule for _, rule, _ in find_broken_rules(get_recipe(make_recipe(**changes)), method)]


def test_recipe_that_goes_together_breaks_no_rule() -> None:
    assert find() == []
    assert find(deprivation=INDEX, groups=["sex"]) == []


def test_recipe_is_held_as_it_was_written_and_read_back_the_same() -> None:
    held = make_recipe(
        numerator={"dataset": "homes", "measure": "crowded", "where": {"sex": "Female", "age": [0, "1-4"]}},
        deprivation=INDEX,
        standard={"0-4": 5, "5+": 10},
    )
    recipe = get_recipe(held)
    dumped = dump_recipe(recipe)
    assert get_recipe(dumped) == recipe
    assert "missing_as_zero" not in dumped
    assert recipe.numerator.where.get_equals() == {"sex": ("Female",), "age": ("0", "1-4")}


def test_all_stands_for_the_rows_of_everybody() -> None:
    recipe = get_recipe(make_recipe(numerator={"dataset": "d", "measure": "m", "where": {"sex": "all"}}))
    assert recipe.numerator.where.get_equals() == {"sex": ("",)}


def test_every_method_that_can_be_built_is_a_method_of_indicators() -> None:
    assert set(METHODS) < set(Method.values)


@pytest.mark.parametrize("method", ["mean", "index", "as-published"])
def test_method_that_needs_more_than_counts_is_refused(method: str) -> None:
    assert find(method)[0].startswith("an indicator that is built has as its method one of proportion, rate, count")


@pytest.mark.parametrize(
    ("changes", "method", "said"),
    [
        ({"denominator": None}, "proportion", '"denominator" is missing'),
        ({}, "count", "the method count has no denominator"),
        ({"standard": {"0+": 1}}, "rate", "uses no standard population"),
        ({"at": 65}, "rate", '"at" is the age from which years are expected'),
        ({"groups": ["age"]}, "directly-standardised-rate", "uses up the ages"),
        ({"levels": []}, "rate", '"levels" is empty'),
        ({"levels": ["ward"], "groups": ["sex"]}, "rate", "groups are shown for borough, county"),
        ({"areas": "ward", "levels": ["borough"], "deprivation": INDEX}, "rate", "the counts must be of lsoa"),
        ({"deprivation": {"dataset": "i", "by": ["national-fifths"]}}, "rate", '"tenth" is missing'),
        ({"deprivation": {"dataset": "i", "by": ["local-fifths"]}}, "rate", "need one of the two, rank or score"),
        (
            {"deprivation": {"dataset": "i", "by": ["local-fifths"], "rank": "r", "score": "s"}},
            "rate",
            "need one of the two, rank or score",
        ),
        (
            {"levels": ["country"], "deprivation": {"dataset": "i", "by": ["local-fifths"], "rank": "r"}},
            "rate",
            "must be among the levels",
        ),
    ],
)
def test_what_does_not_go_together_is_said(changes: dict[str, Any], method: str, said: str) -> None:
    assert any(said in rule for rule in find(method, **changes))


def test_everything_that_is_wrong_is_said_at_once() -> None:
    assert len(find("proportion", denominator=None, at=65, standard={"0+": 1}, levels=[])) == 4


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"levels": ["parish"]}, "must be one of lsoa, msoa, ward"),
        ({"levels": ["ward", "ward"]}, "has something in it twice"),
        ({"areas": "parish"}, "must be one of lsoa"),
        ({"standard": {}}, "must be ages with their people"),
        ({"standard": {"0-4": 0}}, "whole number of people above zero"),
        ({"standard": {"0-4": 5, "10+": 5}}, "there is a hole between 0-4 and 10+"),
        ({"numerator": {"dataset": "d", "measure": "m", "where": {"age": [True]}}}, "a text, or a list of texts"),
        ({"numerator": {"dataset": "d", "measure": "m", "where": {"sex": []}}}, "a text, or a list of texts"),
        ({"deprivation": {"dataset": "d", "by": ["tenths"]}}, "must be one of national-tenths"),
    ],
)
def test_value_that_cannot_be_is_refused_in_words(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        RecipeShape.model_validate(make_recipe(**changes))
    assert said in str(refused.value)
