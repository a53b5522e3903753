"""What an indicator's page says of the place: the newest figure, its trend, and how it differs by deprivation."""

import re
from pathlib import Path
from typing import Any

import pytest

from fiftysteps.evidence.models import Indicator
from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.queries.observations import get_observations
from fiftysteps.publishing.charts.build_gradient import build_gradient_chart
from fiftysteps.publishing.pictures import iterate_indicator_charts
from fiftysteps.publishing.queries.figures import MOST_ROWS, get_page_rows
from fiftysteps.publishing.queries.headline import get_headline, say_gradient, say_trend
from fiftysteps.publishing.queries.places import Places
from tests.builders import make_area, make_indicator
from tests.figures import make_observation, store_observations

pytestmark = pytest.mark.django_db
NEWHAM, ENGLAND = "E09000025", "E92000001"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def places() -> Places:
    england = make_area(code=ENGLAND, name="England", type="country")
    return Places(make_area(code=NEWHAM, parent=england), (england,))


@pytest.fixture
def crowding() -> Indicator:
    return make_indicator(slug="crowding", plain_name="Homes with too few bedrooms", method="proportion")


def observe(value: float, *, denominator: float = 1000, **changes: Any) -> Observation:
    count = value * denominator / 100
    return make_observation(
        **({"indicator": "crowding", "area": NEWHAM, "value": value, "count": count} | changes), denominator=denominator
    )


def fifths(*values: float, kind: str = "deprivation-fifth") -> list[Observation]:
    return [observe(value, group_type=kind, group=str(number)) for number, value in enumerate(values, start=1)]


def test_the_headline_is_the_newest_figure_against_the_whole_country(crowding, places) -> None:
    store_observations(observe(30.0, period="2011"), observe(21.5, period="2021"), observe(4.4, area=ENGLAND))
    headline = get_headline(crowding, get_observations("crowding"), places)
    assert headline is not None
    assert headline.statement.sentence.startswith("Homes with too few bedrooms: 21.5% in Newham in 2021")
    assert "This is significantly worse than England (4.4%)." in headline.statement.sentence
    assert headline.trend == ""


def test_without_a_figure_of_the_place_there_is_no_headline(crowding, places) -> None:
    store_observations(observe(4.4, area=ENGLAND))
    assert get_headline(crowding, get_observations("crowding"), places) is None


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((40, 36, 32, 28, 24), "From 2017 to 2021 it has been falling: that is getting better."),
        ((24, 28, 32, 36, 40), "From 2017 to 2021 it has been rising: that is getting worse."),
        ((24, 25, 24, 25, 24), "From 2017 to 2021 there was no change that is more than chance."),
        ((24, 28, 32), ""),
    ],
)
def test_the_trend_is_said_in_plain_words(crowding, values: tuple[float, ...], sentence: str) -> None:
    rows = [observe(value, period=str(2022 - len(values) + at)) for at, value in enumerate(values)]
    assert say_trend(crowding, rows, NEWHAM) == sentence


def test_a_slope_says_which_end_is_higher_by_how_much_and_which_parts_are_meant(crowding) -> None:
    sentence = say_gradient(crowding, fifths(40, 35, 30, 25, 20), NEWHAM, "deprivation-fifth")
    assert re.fullmatch(
        r"It is 25\.0 percentage points higher at the most deprived end than at the least deprived, likely between "
        r"2\d\.\d and 2\d\.\d percentage points \(slope index, national fifths of deprivation\)\. The relative index, the "
        r"least deprived end of the line over the most deprived, is 0\.41\.",
        sentence,
    ), sentence


def test_a_slope_that_may_be_none_is_said_to_be_about_the_same(crowding) -> None:
    rows = fifths(30.5, 29.5, 30, 30.5, 29.5, kind="deprivation-fifth-local")
    sentence = say_gradient(crowding, rows, NEWHAM, "deprivation-fifth-local")
    assert sentence.startswith("It is about the same at both ends")
    assert "local fifths of deprivation" in sentence


def test_a_gradient_chart_names_its_ends_and_says_that_the_fifths_are_national_or_local(crowding) -> None:
    area = make_area(code=NEWHAM)
    for kind, words in (
        ("deprivation-fifth", "of all in England"),
        ("deprivation-fifth-local", "its own most deprived"),
    ):
        chart = build_gradient_chart(crowding, fifths(40, 35, 30, 25, 20, kind=kind), area=area, kind=kind)
        assert chart is not None
        assert [mark.label for mark in chart.rows] == ["1, most deprived", "2", "3", "4", "5, least deprived"]
        assert words in chart.subtitle
        assert chart.title.endswith("40.0% in the most deprived, 20.0% in the least")


def test_deprivation_has_its_own_chart_and_no_other_kind_of_group_is_mixed_into_it(crowding, places) -> None:
    sexes = [observe(20.0, group_type="sex", group=name) for name in ("female", "male")]
    store_observations(observe(30.0), *sexes, *fifths(40, 35, 30, 25, 20))
    titles = [chart.title for chart in iterate_indicator_charts(crowding, places)]
    assert [title.partition(", by ")[2].partition(":")[0] for title in titles] == [
        "sex",
        "national fifths of deprivation",
    ]


def test_a_page_shows_the_places_of_the_site_where_thousands_are_held(crowding, places) -> None:
    others = [observe(20.0, area=f"E0100{number:04}") for number in range(MOST_ROWS + 1)]
    rows = get_page_rows(crowding, [observe(21.5), *others], places)
    assert [row.observation.area for row in rows] == [NEWHAM]
    assert len(get_page_rows(crowding, others[:50], places)) == 50
