from collections.abc import Sequence
from typing import Any

import pytest

from fiftysteps.evidence.models import Neighbour, Source
from fiftysteps.evidence.observations import Observation
from fiftysteps.publishing.charts.build_neighbours import build_neighbours
from tests.evidence.numbers import make_area, make_indicator, observe
from tests.publishing.charts.charts import PLACE

CODES = {"E09000030": "Tower Hamlets", "E06000032": "Luton", "E09000005": "Brent", "E09000018": "Hounslow"}
SOURCE = Source(slug="like", title="Places alike in age")
NEIGHBOURS = [
    Neighbour(area=PLACE, neighbour=make_area(code, name), rank=rank, source=SOURCE)
    for rank, (code, name) in enumerate(CODES.items(), start=1)
]
VALUES = dict(zip(CODES, (18.0, 30.0, 22.0, 22.0), strict=True))


def observe_neighbours(**changes: Any) -> list[Observation]:
    return [observe(value, area=code, **changes) for code, value in VALUES.items()]


def show(rows: Sequence[Observation], **indicator: Any) -> Any:
    return build_neighbours(make_indicator(**indicator), rows, area=PLACE, neighbours=NEIGHBOURS)


def test_place_stands_first_and_its_neighbours_from_the_highest_to_the_lowest() -> None:
    chart = show([*observe_neighbours(), observe(21.5, lower_95=21.0, upper_95=22.0)])
    assert [mark.label for mark in chart.rows] == ["Newham", "Luton", "Brent", "Hounslow", "Tower Hamlets"]
    assert chart.title == (
        "Homes with too few bedrooms: Newham 21.5%; of 4 places like it, the highest is Luton 30.0% and the lowest "
        "Tower Hamlets 18.0%"
    )


def test_nothing_is_judged_against_neighbours_and_who_chose_them_is_named() -> None:
    chart = show([*observe_neighbours(), observe(21.5, lower_95=21.0, upper_95=22.0)])
    assert {mark.outcome for mark in chart.rows} == {""}
    assert chart.subtitle.endswith("List of places: Places alike in age.")


def test_neighbours_are_those_of_the_period_of_the_place() -> None:
    rows = [*observe_neighbours(), *observe_neighbours(period="2022"), observe(21.5)]
    assert {mark.period for mark in show(rows).rows} == {"2021"}


@pytest.mark.parametrize(
    "rows",
    [
        [],
        observe_neighbours(),
        [observe(21.5)],
        [observe(21.5), *observe_neighbours()[:2]],
        [observe(21.5), *observe_neighbours(period="2020")],
        [observe(21.5, marker="carried-forward"), *observe_neighbours()],
    ],
    ids=["nothing", "place without value", "no neighbour", "too few", "another period", "not a new figure"],
)
def test_nothing_is_shown_where_there_is_too_little_to_see_it_beside(rows: list[Observation]) -> None:
    assert show(rows) is None


def test_counts_of_places_of_different_size_are_not_shown_beside_each_other() -> None:
    assert show([*observe_neighbours(), observe(21.5)], method="count") is None


def test_place_that_nobody_has_named_neighbours_for_has_no_chart() -> None:
    assert build_neighbours(make_indicator(), [observe(21.5)], area=PLACE, neighbours=()) is None


def test_neighbours_of_a_group_of_people_are_seen_beside_that_group_alone() -> None:
    women = {"group_type": "sex", "group": "Female"}
    men = {"group_type": "sex", "group": "Male"}
    rows = [*observe_neighbours(**women), observe(21.5, **women), *observe_neighbours(**men)]
    chart = build_neighbours(make_indicator(), rows, area=PLACE, neighbours=NEIGHBOURS, **women)
    assert chart is not None
    assert {mark.observation.group for mark in chart.rows if mark.observation} == {"Female"}
    assert chart.title.startswith("Homes with too few bedrooms, female: Newham 21.5%")
    assert show(rows) is None
    assert build_neighbours(make_indicator(), rows, area=PLACE, neighbours=NEIGHBOURS, **men) is None
