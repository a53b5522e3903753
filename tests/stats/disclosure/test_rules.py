from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from fiftysteps.stats.disclosure import RULES, Rule, get_rule, hide_small

MADE = {"name": "made", "source": "this test", "date": "2025"}


def get_hidden(counts, **arguments) -> list[bool]:
    return hide_small(counts, **arguments).is_hidden[:-1].tolist()


def test_every_rule_says_who_made_it_and_when() -> None:
    assert list(RULES) == ["default", "hiv_and_sti", "births_and_deaths", "survey"]
    assert all(rule.name == name and rule.source and "20" in rule.date for name, rule in RULES.items())


def test_default_hides_one_to_seven_and_rounds_the_rest_to_five() -> None:
    table = hide_small([0, 1, 7, 8, 12, 13])
    assert table.values[:-1].tolist() == pytest.approx([0, np.nan, np.nan, 10, 10, 15], nan_ok=True)
    assert table.status[:-1].tolist() == ["shown", "hidden", "hidden", "rounded", "rounded", "rounded"]
    assert list(zip(table.lowest.tolist(), table.highest.tolist(), strict=True))[:-1] == [
        (0, 0),
        (1, 7),
        (1, 7),
        # Not between 8 and 12 by rounding alone: a reader also knows that up to 7 would have been hidden.
        (8, 12),
        (8, 12),
        (13, 17),
    ]


def test_a_reader_of_a_rounded_five_knows_that_a_small_count_would_have_been_hidden() -> None:
    rule = Rule(**MADE, hide_up_to=3, rounds_to=5)
    table = hide_small([4, 5], rule=rule)
    assert (table.lowest[0], table.highest[0]) == (4, 7)


def test_a_rounded_zero_is_no_sure_zero_where_the_rule_asks_for_the_population() -> None:
    rule = Rule(**MADE, hide_up_to=3, population_under=100, rounds_to=5)
    table = hide_small([0, 2], rule=rule, population=[1000, 1000])
    assert (table.values[1], table.lowest[1], table.highest[1]) == (0, 0, 2)


def test_hiv_and_sti_hides_one_to_four_where_fewer_than_ten_thousand_live_or_nobody_knows() -> None:
    counts, population = [0, 1, 4, 5, 1, 1, 4], [10, 9_999, 9_999, 10, 10_000, 10_001, np.nan]
    assert get_hidden(counts, rule="hiv_and_sti", population=population) == [
        False,
        True,
        True,
        False,
        False,
        False,
        True,
    ]
    assert get_hidden([1, 5], rule="hiv_and_sti") == [True, False]


def test_a_large_total_population_lets_a_small_total_be_shown() -> None:
    assert not hide_small([2, 0], rule="hiv_and_sti", population=[6_000, 6_000]).is_hidden[-1]
    assert hide_small([2, 0], rule="hiv_and_sti", population=[4_000, 4_000]).is_hidden[-1]


def test_births_and_deaths_hides_one_to_four() -> None:
    assert get_hidden([0, 1, 4, 5], rule="births_and_deaths") == [False, True, True, False]


def test_survey_hides_whatever_rests_on_fewer_than_thirty_people_but_not_on_none() -> None:
    table = hide_small([0, 29, 0, 12, 0], rule="survey", population=[29, 29, 30, 30, 0])
    assert table.is_hidden.tolist() == [True, True, False, False, False, False]
    assert (table.lowest[0], table.highest[0]) == (0, 29)


def test_a_rule_may_hide_zero_too() -> None:
    table = hide_small([0, 2, 3], rule=Rule(**MADE, hide_up_to=2, hides_zero=True))
    assert table.is_hidden.tolist() == [True, True, False, False]
    assert table.lowest[0] == 0


def test_a_rule_of_ones_own_is_taken_as_it_is_and_an_unknown_name_refused() -> None:
    rule = Rule(**MADE, hide_up_to=2)
    assert get_rule(rule) is rule
    with pytest.raises(ValueError, match="rule: there is none named 'hes'; there are default, hiv_and_sti, births"):
        get_rule("hes")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "it needs one of hide_up_to and base_under"),
        ({"hide_up_to": 2, "base_under": 30}, "it needs one of hide_up_to and base_under"),
        ({"hide_up_to": 0}, "hide_up_to: 0 is not a whole number from 1 up"),
        ({"hide_up_to": 2, "population_under": 0}, "population_under: 0 is not"),
        ({"hide_up_to": 2, "rounds_to": 1}, "rounds_to: 1 is not a whole number from 2 up"),
        ({"base_under": 30, "hides_zero": True}, "base_under goes with neither population_under nor hides_zero"),
        ({"base_under": 30, "population_under": 3}, "base_under goes with neither population_under nor hides_zero"),
        ({"hide_up_to": 2, "source": " "}, "rule 'made': source is empty"),
        ({"hide_up_to": 0, "date": ""}, "date is empty; hide_up_to: 0"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(fields, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Rule(**{**MADE, **fields})


def test_a_rule_and_the_list_of_rules_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        RULES["default"].hide_up_to = 1  # type: ignore[misc]
    with pytest.raises(TypeError):
        RULES["default"] = RULES["survey"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"counts": []}, "counts: a table needs at least one dimension and one count"),
        ({"counts": 3}, "counts: a table needs at least one dimension and one count"),
        ({"counts": [1, np.nan]}, "counts, element 1: nan is missing; leave its place out"),
        ({"counts": [[1, -2]]}, "counts, element 0, 1: -2 is negative"),
        ({"counts": [1.5, -1]}, "counts, element 1: -1 is negative; counts, element 0: 1.5 is not a whole number of"),
        ({"counts": [np.inf]}, "counts: they add up to more than 100,000,000"),
        ({"counts": [1, 2], "population": [3]}, r"population: shape \(1,\) is not that of the counts, \(2,\)"),
        ({"counts": [1], "population": [-3]}, "population, element 0: -3 is negative or infinite"),
        ({"counts": [1], "rule": "survey"}, "population: rule 'survey' needs the base of every count"),
        ({"counts": [1], "rule": "survey", "population": [np.nan]}, "rule 'survey' needs the base of every count"),
        ({"counts": [4], "rule": "survey", "population": [3]}, "counts, element 0: 4 exceeds its base"),
        ({"counts": [1, 2], "dimensions": {"ward": ["a"]}}, r"dimensions: \[1\] labels do not fit shape \(2,\)"),
        ({"counts": [1, 2], "dimensions": {"ward": ["a", "a"]}}, "dimensions: ward has a label twice"),
    ],
)
def test_counts_that_make_no_table_are_refused(arguments, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        hide_small(**arguments)
