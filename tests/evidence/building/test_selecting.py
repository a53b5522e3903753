"""Which rows a part of a recipe asks for, and when they cannot be added up."""

from typing import Any

import pytest

from fiftysteps.evidence.building.recipe import PartShape
from fiftysteps.evidence.building.selecting import CannotBuild, Selection, match_periods, read_selected_bands, select


def divide(measure: str = "people", **where: str) -> dict[str, str]:
    return {"measure": measure, "period": "2021", "sex": "", "age": "", "group_type": "", "group": ""} | where


def choose(rows: list[dict[str, str]], *, split: str = "", **part: Any) -> Selection:
    shape = PartShape.model_validate({"dataset": "census", "measure": "people"} | part)
    return select(shape, "numerator", "counts-x.parquet", rows, split)


BY_FAITH = [divide(group_type="Religion", group=group) for group in ("Hindu", "Muslim", "Sikh")]
BY_SEX = [divide(sex=sex) for sex in ("Female", "Male")]


def test_all_rows_of_a_measure_are_chosen_where_nothing_more_is_asked() -> None:
    selection = choose([*BY_FAITH, divide("homes")])
    assert len(selection.divisions["2021"]) == 3
    assert selection.equals == {}


def test_groups_that_are_asked_for_are_chosen() -> None:
    selection = choose(BY_FAITH, where={"group_type": "Religion", "group": ["Hindu", "Sikh"]})
    assert selection.get_labels("group") == ("Hindu", "Sikh")
    assert selection.count_rows("2021", []) == {(): 2}


def test_measure_that_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(CannotBuild, match=r'must be a measure of census \(did you mean "people"\?\); got "peopel"'):
        choose(BY_FAITH, measure="peopel")


def test_every_group_that_is_not_there_is_named() -> None:
    with pytest.raises(CannotBuild) as refused:
        choose(BY_FAITH, where={"group_type": "Religion", "group": ["Jedi", "Sihk"]})
    assert len(refused.value.sentences) == 2
    assert 'asks for "Sihk", which "people" of census has not (did you mean "Sikh"?)' in refused.value.sentences[1]


def test_combination_that_does_not_occur_is_refused() -> None:
    rows = [divide(sex="Female", age="0-4"), divide(sex="Male", age="5+")]
    with pytest.raises(CannotBuild, match='no row of census is what "numerator" asks for'):
        choose(rows, where={"sex": "Female", "age": ["5+"]})


def test_rows_of_everybody_and_of_each_sex_would_count_people_twice() -> None:
    with pytest.raises(CannotBuild, match=r"in more than one way \(by sex; not at all\)"):
        choose([divide(), *BY_SEX])


def test_recipe_can_say_that_it_means_the_rows_of_everybody() -> None:
    assert choose([divide(), *BY_SEX], where={"sex": "all"}).get_labels("sex") == ("",)


def test_two_kinds_of_groups_would_count_people_twice() -> None:
    with pytest.raises(CannotBuild, match=r"\(by Ethnicity; by Religion\)"):
        choose([*BY_FAITH, divide(group_type="Ethnicity", group="Asian")])


def test_ages_that_overlap_would_count_people_twice() -> None:
    with pytest.raises(CannotBuild, match=r"65-69 and 65\+ overlap"):
        choose([divide(age="0-64"), divide(age="65+"), divide(age="65-69")])


def test_ages_with_a_hole_can_be_added_up_but_make_no_bands() -> None:
    selection = choose([divide(age="0-4"), divide(age="10+")])
    with pytest.raises(CannotBuild, match="there is a hole between 0-4 and 10"):
        read_selected_bands(selection, "census")


def test_method_that_needs_ages_is_told_where_there_are_none() -> None:
    with pytest.raises(CannotBuild, match='"numerator" is not divided by age in census'):
        read_selected_bands(choose(BY_SEX), "census")


def test_figures_cannot_be_divided_by_what_the_counts_are_not_divided_by() -> None:
    with pytest.raises(CannotBuild, match='"groups" asks for sex, by which not all of "people"'):
        choose(BY_FAITH, split="sex")


def test_figures_are_divided_by_a_kind_of_group() -> None:
    rows = [*BY_FAITH, divide(group_type="Ethnicity", group="Asian")]
    assert choose(rows, split="Religion").get_labels("group") == ("Hindu", "Muslim", "Sikh")


def test_period_that_is_fixed_chooses_the_rows_of_those_days() -> None:
    rows = [divide(period="2020"), divide(period="2021")]
    assert choose(rows, period=2021).periods == ("2021",)


@pytest.mark.parametrize(
    ("numerator", "denominator", "found"),
    [
        (["2020", "2021"], ["2021", "2022"], {"2021": ("2021",)}),
        (["2019-21"], ["2019", "2020", "2021"], {"2019-21": ("2019", "2020", "2021")}),
        (["2019-21"], ["2019", "2021"], {}),
        (["2019-21"], ["2019-21", "2019", "2020", "2021"], {"2019-21": ("2019-21",)}),
        (["2020/21"], ["2020", "2021"], {}),
    ],
)
def test_periods_go_together_where_they_are_of_the_same_days_or_years(
    numerator: list[str], denominator: list[str], found: dict[str, tuple[str, ...]]
) -> None:
    events, people = (choose([divide(period=text) for text in texts]) for texts in (numerator, denominator))
    assert match_periods(events, people, "") == found


def test_denominator_of_a_fixed_period_is_taken_for_all() -> None:
    events = choose([divide(period="2020/21"), divide(period="2021/22")])
    people = choose([divide(period="2021")], period="2021")
    assert match_periods(events, people, "2021") == {"2020/21": ("2021",), "2021/22": ("2021",)}
