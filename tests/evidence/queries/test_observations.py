from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from fiftysteps.evidence.queries import observations
from fiftysteps.evidence.queries.observations import (
    _Kept,
    count_observations,
    get_area_observations,
    get_current_files,
    get_every_observation,
    get_finding_rows,
    get_many,
    get_observations,
    get_population,
    get_population_dimensions,
)
from tests.evidence.numbers import (
    LONDON,
    NEWHAM,
    count_people,
    make_area,
    make_finding,
    make_indicator,
    observe,
    release_observations,
    release_populations,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty data directory, and a process that remembers no other test's rows."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(observations, "_observations", _Kept("observations", observations._make_observations))
    monkeypatch.setattr(observations, "_populations", _Kept("populations", observations._make_counts))


@contextmanager
def request() -> Iterator[None]:
    """What Django does around a request, but for the closing of connections, which the test still needs."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        request_started.send(sender=None)
        yield
        request_finished.send(sender=None)
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@pytest.fixture
def readings(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What was asked of the data files, one entry for each reading."""
    asked: list[dict[str, Any]] = []
    read_rows = observations.read_rows

    def read(table: Any, files: Any, *, without_areas: Any = (), **equals: Any) -> Any:
        asked.append(equals)
        return read_rows(table, files, without_areas=without_areas, **equals)

    monkeypatch.setattr(observations, "read_rows", read)
    return asked


def test_observations_come_back_as_they_were_stored_oldest_first() -> None:
    rows = [observe(2.0, period="2021"), observe(1.0, period="2020", note='A "note", with marks.')]
    release_observations(rows)
    assert get_observations("overcrowding") == (rows[1], rows[0])


def test_indicator_without_observations_has_none() -> None:
    release_observations([observe()])
    assert get_observations("unknown") == ()


def test_nothing_is_held_before_the_first_release() -> None:
    assert get_observations("overcrowding") == ()
    assert get_population_dimensions(NEWHAM) == ()


def test_releases_of_several_datasets_are_read_together() -> None:
    release_observations([observe(1.0, period="2020")], dataset="one")
    release_observations([observe(2.0, period="2021")], dataset="two")
    assert [row.value for row in get_observations("overcrowding")] == [1.0, 2.0]


def test_replaced_release_is_no_longer_read() -> None:
    release_observations([observe(1.0)])
    assert [row.value for row in get_observations("overcrowding")] == [1.0]
    release_observations([observe(2.0)])
    assert [row.value for row in get_observations("overcrowding")] == [2.0]


def test_second_asking_costs_one_query_and_no_reading(
    readings: list[dict[str, Any]], django_assert_num_queries: Any
) -> None:
    release_observations([observe(5.0)], dataset="asked-twice")
    get_observations("overcrowding")
    # Which files are current, and which indicators have a rule for small numbers.
    with django_assert_num_queries(2):
        assert [row.value for row in get_observations("overcrowding")] == [5.0]
    assert readings == [{"indicator": ["overcrowding"]}]


def test_many_indicators_are_read_at_once_and_only_those_not_kept(
    readings: list[dict[str, Any]], django_assert_num_queries: Any
) -> None:
    release_observations([observe(indicator=name) for name in ("a", "b", "c")], dataset="many")
    get_observations("a")
    with django_assert_num_queries(2):
        found = get_many(iter(["c", "a", "b", "a", "none"]))
    assert {name: len(rows) for name, rows in found.items()} == {"c": 1, "a": 1, "b": 1, "none": 0}
    assert readings == [{"indicator": ["a"]}, {"indicator": ["c", "b", "none"]}]


def test_indicators_not_asked_for_a_long_time_are_let_go(
    readings: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    release_observations([observe(indicator=name) for name in ("a", "b", "c")], dataset="let-go")
    monkeypatch.setattr(observations, "KEPT", 2)
    for name in ("a", "b", "a", "c", "a", "b"):
        get_observations(name)
    assert [equals["indicator"] for equals in readings] == [["a"], ["b"], ["c"], ["b"]]


def test_within_a_request_the_releases_are_asked_for_once(django_assert_num_queries: Any) -> None:
    release_observations([observe(indicator=name) for name in ("a", "b")], dataset="request")
    with request(), django_assert_num_queries(2):
        assert len(get_observations("a")) == len(get_observations("b")) == 1
    with django_assert_num_queries(4):
        get_observations("a")
        get_observations("a")


def test_new_release_is_seen_by_the_next_request() -> None:
    for value in (1.0, 2.0):
        release_observations([observe(value)], dataset="next")
        with request():
            assert [row.value for row in get_observations("overcrowding")] == [value]


def test_observations_of_an_area_are_of_all_its_indicators() -> None:
    release_observations([observe(indicator="a"), observe(indicator="b", period="2019"), observe(area=LONDON)])
    assert [row.indicator for row in get_area_observations(NEWHAM)] == ["b", "a"]


def test_population_is_of_one_dimension_in_its_own_order() -> None:
    release_populations(
        [
            count_people(3, group="Male", sort=2),
            count_people(4, group="Female", sort=1),
            count_people(7, dimension="disability", group="Disabled"),
            count_people(9, area=LONDON),
        ]
    )
    assert [(count.group, count.count) for count in get_population(NEWHAM, "sex")] == [("Female", 4), ("Male", 3)]
    assert get_population(NEWHAM, "religion") == ()
    assert get_population_dimensions(NEWHAM) == ("disability", "sex")


def test_files_are_those_of_one_table_only() -> None:
    stored = release_observations([observe()])
    release_populations([count_people()])
    assert get_current_files("observations") == (stored.file_name,)


def test_an_indicator_is_read_without_small_neighbourhoods_and_its_file_has_them() -> None:
    release_observations([observe(1.0), observe(2.0, area="E01003480"), observe(3.0, area="E02000714")])
    assert [row.value for row in get_observations("overcrowding")] == [1.0]
    assert sorted(row.value or 0 for row in get_every_observation("overcrowding")) == [1.0, 2.0, 3.0]
    assert count_observations("overcrowding") == 3
    assert [row.value for row in get_area_observations("E01003480")] == [2.0]


def test_a_finding_about_a_small_neighbourhood_has_its_figure() -> None:
    release_observations([observe(1.0), observe(2.0, area="E01003480")])
    area = make_area("E01003480", "Newham 033A", type="lsoa", pk=9)
    finding = make_finding(indicator=make_indicator(), area=area)
    assert [row.value for row in get_finding_rows([finding])["overcrowding"]] == [1.0, 2.0]
