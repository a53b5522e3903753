"""Neighbours in a workspace: taken in, changed, taken away, and every mistake named with its line."""

import pytest
from django.db import IntegrityError, transaction

from fiftysteps.config.load import check_workspace
from fiftysteps.core.faults import Faults
from fiftysteps.evidence.models import Area, Neighbour, Source
from fiftysteps.evidence.queries.neighbours import get_neighbours
from tests.config.loaded import get_counts, load

pytestmark = pytest.mark.django_db
HEAD = "area,neighbour,rank,source\n"
OTHERS = "E09000030,Tower Hamlets,borough,E92000001,,,census\nE06000032,Luton,borough,E92000001,,,census\n"
FIRST = "E09000025,E09000030,1,census\n"
SECOND = "E09000025,E06000032,2,census\n"


@pytest.fixture(autouse=True)
def others(workspace):
    workspace.write("areas.csv", workspace.read("areas.csv") + OTHERS)


def get_names() -> list[str]:
    return [held.neighbour.name for held in get_neighbours(Area.objects.get(code="E09000025"))]


def test_neighbours_are_taken_in_in_their_order_and_a_second_time_nothing_changes(workspace):
    workspace.write("neighbours.csv", HEAD + SECOND + FIRST)
    assert get_counts(load(workspace))["neighbours"] == (2, 0, 0, 0)
    assert get_names() == ["Tower Hamlets", "Luton"]
    assert load(workspace).is_unchanged


def test_two_neighbours_can_change_ranks(workspace):
    workspace.write("neighbours.csv", HEAD + FIRST + SECOND)
    load(workspace)
    workspace.write("neighbours.csv", HEAD + FIRST.replace(",1,", ",2,") + SECOND.replace(",2,", ",1,"))
    assert get_counts(load(workspace))["neighbours"] == (0, 2, 0, 0)
    assert get_names() == ["Luton", "Tower Hamlets"]
    assert load(workspace).is_unchanged


def test_a_neighbour_that_has_gone_from_the_file_is_taken_away_and_its_rank_is_free(workspace):
    workspace.write("neighbours.csv", HEAD + FIRST + SECOND)
    load(workspace)
    workspace.write("neighbours.csv", HEAD + SECOND.replace(",2,", ",1,"))
    load(workspace)
    assert get_names() == ["Luton"]
    assert load(workspace).is_unchanged


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("E09000025,E09000031,1,census\n", 'line 2: "neighbour" must be the id of an area of this workspace (did you mean "E09000030"?); got E09000031'),
        ("E09000026,E09000030,1,census\n", 'line 2: "area" must be the id of an area of this workspace (did you mean "E09000025"?); got E09000026'),
        ("E09000025,E09000030,1,cencus\n", 'line 2: "source" must be the id of a source of this workspace (did you mean "census"?); got cencus'),
        ("E09000025,E09000025,1,census\n", "line 2: an area is no neighbour of its own; got E09000025"),
        ("E09000025,E09000030,0,census\n", 'line 2: "rank" must be between 1 and 50; got 0'),
        ("E09000025,E09000030,near,census\n", 'line 2: "rank" must be a whole number, or empty; got near'),
        (FIRST + SECOND.replace(",2,", ",1,"), "line 3: the rank is that of E09000030, line 2, already; got 1"),
        (FIRST + FIRST.replace(",1,", ",2,"), 'line 3: the neighbour "E09000025 E09000030" is there already: neighbours.csv, line 2'),
    ],
)  # fmt: skip
def test_neighbours_that_cannot_be_are_named_with_their_line(workspace, rows, fault):
    workspace.write("neighbours.csv", HEAD + rows)
    with pytest.raises(Faults) as caught:
        check_workspace(workspace.folder)
    assert f"neighbours.csv, {fault}" in [str(found) for found in caught.value.faults]


@pytest.mark.parametrize(
    "fields",
    [
        {"rank": 2, "neighbour": "E09000030"},
        {"rank": 1, "neighbour": "E06000032"},
        {"rank": 0, "neighbour": "E06000032"},
        {"rank": 2, "neighbour": "E09000025"},
    ],
    ids=["twice", "rank taken", "rank nought", "itself"],
)
def test_the_database_holds_no_neighbour_that_cannot_be(workspace, fields):
    workspace.write("neighbours.csv", HEAD + FIRST)
    load(workspace)
    area, neighbour = (Area.objects.get(code=code) for code in ("E09000025", fields["neighbour"]))
    with pytest.raises(IntegrityError), transaction.atomic():
        Neighbour.objects.create(
            area=area, neighbour=neighbour, rank=fields["rank"], source=Source.objects.get(slug="census")
        )
