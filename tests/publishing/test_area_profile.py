"""The profile of an area as its page shows it."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.actions.add_release import add_release
from fiftysteps.evidence.models import Area, Dataset, Indicator
from fiftysteps.evidence.observations import make_observation_table
from fiftysteps.evidence.queries.area_profile import ProfileCell, ProfileRow, Spread
from fiftysteps.publishing.spine import make_spine
from tests.builders import make_area, make_indicator
from tests.figures import make_observation

NEWHAM, ENGLAND = "E09000025", "E92000001"


def make_row(own: float, country: float, spread: Spread | None, polarity: str) -> ProfileRow:
    def cell(value: float) -> ProfileCell:
        return ProfileCell("E", make_observation(value=value), "similar")

    return ProfileRow(
        Indicator(polarity=polarity), parse_period("2021"), cell(own), cell(country), None, (), 12, spread
    )


def test_worse_is_left_whichever_direction_is_better() -> None:
    spread = Spread(least=10.0, lower=15.0, upper=25.0, most=40.0, areas=12)
    higher = make_spine(make_row(40.0, 20.0, spread, "higher"))
    lower = make_spine(make_row(40.0, 20.0, spread, "lower"))
    assert higher is not None
    assert lower is not None
    assert (higher.own, lower.own) == ("96.0%", "4.0%")
    assert (higher.start, higher.width) == ("27.0%", "69.0%")
    assert (lower.start, lower.width) == ("4.0%", "69.0%")


def test_marks_stand_without_a_range_and_nothing_without_a_value() -> None:
    alone = make_spine(make_row(30.0, 20.0, None, "higher"))
    assert alone is not None
    assert (alone.own, alone.width) == ("96.0%", "")
    same = make_spine(make_row(20.0, 20.0, None, "higher"))
    assert same is not None
    assert same.own == "50.0%"
    assert make_spine(replace(make_row(30.0, 20.0, None, "higher"), own=ProfileCell("E"))) is None


@pytest.fixture
def newham(brand: Any, settings: Any, tmp_path: Any) -> Area:
    settings.DATA_DIR = tmp_path
    england = make_area(code=ENGLAND, name="England", type="country")
    Area.objects.filter(code=NEWHAM).update(parent=england)
    make_indicator(slug="damp", plain_name="Damp homes")
    rows = [
        make_observation(value=20.0, lower_95=19.0, upper_95=21.0),
        make_observation(value=10.0, area=ENGLAND),
        *(
            make_observation(
                value=30.0 - 4 * at,
                lower_95=29.0 - 4 * at,
                upper_95=31.0 - 4 * at,
                denominator=1_000.0,
                group=str(at),
                **kind,
            )
            for kind in ({"group_type": "deprivation-fifth"}, {"group_type": "deprivation-fifth-local"})
            for at in range(1, 6)
        ),
    ]
    dataset = Dataset.objects.create(slug="survey", title="A survey", nature="illustrative")
    add_release(dataset, "observations", make_observation_table(rows))
    return Area.objects.get(code=NEWHAM)


def test_the_page_says_how_the_place_compares_and_which_fifths_are_meant(newham: Area, client: Client) -> None:
    text = client.get(newham.get_absolute_url()).content.decode()
    assert "Of 1 measure of Newham beside England: 1 worse." in text
    assert "The gap by deprivation: national fifths" in text
    assert '<svg class="spine__svg" aria-hidden="true"' in text
    local = client.get(newham.get_absolute_url(), {"fifths": "local"}).content.decode()
    assert "The gap by deprivation: local fifths" in local
    assert "never set one beside the other" in local


def test_the_profile_and_the_people_are_files(newham: Area, client: Client) -> None:
    response = client.get(reverse("area-profile-csv", args=[NEWHAM]))
    assert response["Content-Type"].startswith("text/csv")
    assert "Damp" in response.content.decode()
    assert client.get(reverse("area-people-csv", args=[NEWHAM])).status_code == 200
    assert client.get(reverse("area-profile-csv", args=["E09999999"])).status_code == 404
