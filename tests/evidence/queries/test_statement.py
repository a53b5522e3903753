from pathlib import Path
from typing import Any

import pytest

from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.models import Area
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.queries.statement import Statement, get_statement, get_statements, say_when
from tests.evidence.numbers import (
    ENGLAND,
    NEWHAM,
    make_area,
    make_finding,
    make_indicator,
    observe,
    release_observations,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def state(
    rows: list[Observation],
    *,
    indicator: dict[str, Any] | None = None,
    comparator: Area | None = None,
    **changes: Any,
) -> Statement:
    """The statement of a finding about Newham, with England as the comparator unless another is given."""
    release_observations(rows)
    england = make_area(ENGLAND, "England", pk=2)
    return get_statement(
        make_finding(
            indicator=make_indicator(**(indicator or {})),
            area=make_area(pk=1),
            comparator=comparator or england,
            **changes,
        )
    )


def england(value: float | None = 36.6, **changes: Any) -> Observation:
    return observe(value, area=ENGLAND, **changes)


def test_sentence_has_value_place_period_range_and_comparison() -> None:
    statement = state([observe(40.5, lower_95=39.3, upper_95=41.7), england()])
    assert statement.sentence == (
        "Homes with too few bedrooms: 40.5% in Newham in 2021, likely between 39.3% and 41.7%. "
        "This is significantly worse than England (36.6%)."
    )
    assert statement.value_text == "40.5%"
    assert statement.interval_text == "likely between 39.3% and 41.7%"
    assert statement.period_text == "2021"
    assert statement.comparator_name == "England"
    assert statement.observation == observe(40.5, lower_95=39.3, upper_95=41.7)


@pytest.mark.parametrize(
    ("benchmark", "polarity", "comparison", "words"),
    [
        (36.6, "lower", "worse", "significantly worse than England (36.6%)"),
        (36.6, "higher", "better", "significantly better than England (36.6%)"),
        (36.6, "none", "higher", "significantly higher than England (36.6%)"),
        (50.0, "none", "lower", "significantly lower than England (50.0%)"),
        (41.7, "lower", "similar", "similar to England (41.7%)"),
    ],
)
def test_interval_allows_a_judgement(benchmark: float, polarity: str, comparison: str, words: str) -> None:
    rows = [observe(40.5, lower_95=39.3, upper_95=41.7), england(benchmark)]
    statement = state(rows, indicator={"polarity": polarity})
    assert (statement.comparison, statement.comparison_text) == (comparison, words)


@pytest.mark.parametrize(
    ("benchmark", "comparison", "words"),
    [
        (36.6, "higher", "higher than England (36.6%)"),
        (44.0, "lower", "lower than England (44.0%)"),
        (40.52, "", "the same as England (40.5%)"),
    ],
)
def test_without_an_interval_nothing_is_called_significant(benchmark: float, comparison: str, words: str) -> None:
    statement = state([observe(40.5), england(benchmark)])
    assert (statement.comparison, statement.comparison_text, statement.interval_text) == (comparison, words, "")
    assert "significant" not in statement.sentence
    assert statement.sentence.endswith(f"in 2021. This is {words}.")


def test_interval_is_worked_out_where_the_method_says_so() -> None:
    statement = state(
        [observe(40.0, count=4000.0, denominator=10_000.0), england()], indicator={"method": "proportion"}
    )
    assert statement.interval_text == "likely between 39.0% and 41.0%"
    assert statement.comparison == "worse"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [observe(36.6, area=ENGLAND, period="2020")],
        [observe(None, area=ENGLAND)],
        [observe(36.6, area=ENGLAND, marker="carried-forward")],
        [observe(36.6, area=ENGLAND, group_type="comparator", group="median of English lower-tier councils")],
    ],
)
def test_nothing_is_said_where_the_comparator_has_no_value_of_its_own(rows: list[Observation]) -> None:
    statement = state([observe(40.5, lower_95=39.3, upper_95=41.7), *rows])
    assert (statement.comparison, statement.comparison_text, statement.comparator_name) == ("", "", "")
    assert "England" not in statement.sentence


def test_nothing_is_compared_where_no_comparator_is_named() -> None:
    release_observations([observe(40.5), england()])
    finding = make_finding(indicator=make_indicator(), area=make_area(pk=1))
    assert get_statement(finding).sentence == "Homes with too few bedrooms: 40.5% in Newham in 2021."


def test_counts_of_places_of_different_sizes_are_not_compared() -> None:
    indicator = {"unit": "people", "method": "count", "decimals": 0, "plain_name": "People who live here"}
    statement = state([observe(351029), england(56_490_048)], indicator=indicator)
    assert statement.sentence == "People who live here: 351,029 people in Newham in 2021."


def test_carried_forward_figure_says_since_when_and_is_not_compared() -> None:
    rows = [
        observe(40.5, period="2019"),
        observe(40.5, period="2020"),
        observe(40.5, marker="carried-forward"),
        england(),
    ]
    statement = state(rows)
    assert statement.marker_text == "carried forward from 2020: not a new figure"
    assert statement.sentence.endswith("The figure is carried forward from 2020: not a new figure.")
    assert statement.comparison == ""


def test_carried_forward_figure_whose_origin_is_not_held_says_so() -> None:
    statement = state([observe(40.5, marker="carried-forward"), observe(None, period="2020")])
    assert statement.marker_text == "carried forward from an earlier period: not a new figure"


@pytest.mark.parametrize(
    ("marker", "words"),
    [
        ("rounded", "rounded"),
        ("modelled", "estimated by a model, not counted"),
        ("provisional", "a first figure, which may change"),
        ("", ""),
    ],
)
def test_marker_is_said_in_words(marker: str, words: str) -> None:
    statement = state([observe(40.5, marker=marker)])
    assert statement.marker_text == words
    assert statement.sentence.endswith(f"The figure is {words}." if words else "in 2021.")


def test_missing_figure_says_that_none_was_published() -> None:
    statement = state([observe(None), england()])
    assert statement.sentence == "Homes with too few bedrooms: no figure was published for Newham in 2021."
    assert (statement.is_missing, statement.value_text, statement.comparison) == (True, "", "")
    assert statement.observation == observe(None)


def test_figure_that_is_not_held_says_that_we_hold_none() -> None:
    statement = state([england()], period="2018/19")
    assert statement.sentence == (
        "Homes with too few bedrooms: we hold no figure for Newham from April 2018 to March 2019."
    )
    assert (statement.is_missing, statement.observation, statement.marker_text) == (True, None, "we hold no figure")


def test_group_is_compared_with_the_same_group() -> None:
    rows = [
        observe(40.5, group_type="sex", group="Female"),
        england(20.0),
        england(50.0, group_type="sex", group="Female"),
    ]
    statement = state(rows, group_type="sex", group="Female")
    assert statement.sentence == (
        "Homes with too few bedrooms: 40.5% in Newham (Female) in 2021. This is lower than England (50.0%)."
    )


def test_group_can_be_compared_with_everyone_in_its_own_area() -> None:
    rows = [observe(40.5, group_type="sex", group="Female"), observe(30.0)]
    statement = state(rows, group_type="sex", group="Female", comparator=make_area(pk=1))
    assert statement.comparison_text == "higher than everyone in Newham (30.0%)"
    assert statement.comparator_name == "everyone in Newham"


def test_area_is_not_compared_with_itself() -> None:
    assert state([observe(40.5)], comparator=make_area(pk=1)).comparison_text == ""


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("2021", "in 2021"),
        ("2024-09", "in September 2024"),
        ("2021-03-21", "on 21 March 2021"),
        ("2020/21", "from April 2020 to March 2021"),
        ("2018-20", "from 2018 to 2020"),
    ],
)
def test_period_stands_with_its_word(period: str, words: str) -> None:
    assert say_when(parse_period(period)) == words


def test_statements_of_many_findings_need_no_more_queries_than_one(django_assert_num_queries: Any) -> None:
    release_observations([observe(1.0, indicator="a"), observe(2.0, indicator="b")])
    findings = [
        make_finding(indicator=make_indicator(slug=slug), area=make_area(NEWHAM, pk=1)) for slug in ("b", "a", "b")
    ]
    # Which files are current, and which indicators have a rule for small numbers: for all together.
    with django_assert_num_queries(2):
        assert [statement.value_text for statement in get_statements(findings)] == ["2.0%", "1.0%", "2.0%"]
