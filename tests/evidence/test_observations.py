from typing import Any

import pytest

from fiftysteps.evidence.observations import (
    OBSERVATION_SCHEMA,
    POPULATION_SCHEMA,
    find_observation,
    get_series,
    make_observation_table,
    make_population_table,
    sort_observations,
)
from tests.evidence.numbers import LONDON, NEWHAM, count_people, observe


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"marker": "guessed"}, "overcrowding, E09000025, 2021: the marker 'guessed' is unknown"),
        ({"nature": "invented"}, "the nature is 'invented', neither real nor illustrative"),
        (
            {"value": None, "marker": ""},
            "a value is empty where the marker is 'missing' or 'suppressed', and only there",
        ),
        (
            {"value": 1.0, "marker": "missing"},
            "a value is empty where the marker is 'missing' or 'suppressed', and only there",
        ),
        ({"lower_95": 30.0}, "an interval needs both its bounds"),
        ({"lower_95": 41.0, "upper_95": 39.0}, "the lower bound 41 exceeds the upper bound 39"),
    ],
)
def test_impossible_observation_cannot_be_made(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        observe(**changes)


def test_fewer_people_than_none_cannot_be_counted() -> None:
    with pytest.raises(ValueError, match="E09000025, sex, Female: -1 people is negative"):
        count_people(-1)


def test_observation_knows_whether_it_is_missing_or_carried_forward() -> None:
    assert observe(None).is_missing
    assert not observe(0.0).is_missing
    assert observe(marker="carried-forward").is_carried_forward
    assert not observe().is_carried_forward


def test_columns_hold_every_field_with_its_type() -> None:
    table = make_observation_table([observe(lower_95=39.0, upper_95=41.0), observe(None)])
    assert table.schema == OBSERVATION_SCHEMA
    assert table.column("value").to_pylist() == [40.0, None]
    people = make_population_table([count_people(7)])
    assert people.schema == POPULATION_SCHEMA
    assert people.column("count").to_pylist() == [7]


def test_no_observations_make_an_empty_table_of_the_same_columns() -> None:
    assert make_observation_table([]).schema == OBSERVATION_SCHEMA


def test_series_is_of_one_area_and_group_from_the_oldest_to_the_newest() -> None:
    rows = [
        observe(3.0, period="2021"),
        observe(1.0, period="2019/20"),
        observe(2.0, period="2020"),
        observe(9.0, area=LONDON),
        observe(8.0, group_type="sex", group="Female"),
    ]
    assert [row.value for row in get_series(rows, area=NEWHAM)] == [1.0, 2.0, 3.0]
    assert [row.value for row in get_series(rows, area=NEWHAM, group_type="sex", group="Female")] == [8.0]
    assert get_series(rows, area="E05013904") == ()


@pytest.mark.parametrize(
    "worse",
    [
        observe(None, dataset="z"),
        observe(1.0, marker="carried-forward", dataset="z"),
        observe(1.0, confidence="medium", dataset="z"),
        observe(1.0, confidence="certain", dataset="z"),
        observe(1.0, dataset="a"),
    ],
)
def test_of_two_values_for_one_period_the_better_known_one_is_taken(worse: Any) -> None:
    best = observe(40.0)
    assert get_series([best, worse], area=NEWHAM) == (best,)
    assert get_series([worse, best], area=NEWHAM) == (best,)
    assert sort_observations([best, worse])[-1] == best


def test_observation_is_found_by_its_period_however_it_is_written() -> None:
    pooled = observe(5.0, period="2018-20")
    rows = [pooled, observe(6.0, period="2019")]
    assert find_observation(rows, area=NEWHAM, period="2018-2020") == pooled
    assert find_observation(rows, area=NEWHAM, period="2018") is None
    assert find_observation(rows, area=LONDON, period="2019") is None
