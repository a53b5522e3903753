"""Maps of tiles: five bands of equal number, what is missing shown as missing."""

import pytest

from fiftysteps.evidence.models import Area
from fiftysteps.publishing.maps import get_indicator_map, get_residents_map
from tests.builders import make_area, make_indicator
from tests.figures import make_count, make_observation, store_counts, store_observations

pytestmark = pytest.mark.django_db


def make_wards(count: int = 6) -> list[Area]:
    borough = make_area()
    return [
        make_area(code=f"E0500000{n}", name=f"Ward {n}", type="ward", parent=borough, hex_q=n, hex_r=0)
        for n in range(count)
    ]


def test_wards_are_banded_from_the_lowest_to_the_highest_and_the_unknown_has_no_band() -> None:
    wards, indicator = make_wards(), make_indicator(slug="damp", plain_name="Homes with damp")
    values = [30, 10, 20, 50, 40]
    rows = [make_observation(area=ward.code, value=value) for ward, value in zip(wards[:5], values, strict=True)]
    store_observations(*rows, make_observation(area=wards[5].code, value=None, marker="missing"))

    found = get_indicator_map(indicator, wards)

    assert [(cell.area.name, cell.band, cell.value) for cell in found.cells] == [
        ("Ward 0", 3, 30),
        ("Ward 1", 1, 10),
        ("Ward 2", 2, 20),
        ("Ward 3", 5, 50),
        ("Ward 4", 4, 40),
        ("Ward 5", 0, None),
    ]
    assert [(band.number, band.text) for band in found.bands] == [
        (1, "10.0%"),
        (2, "20.0%"),
        (3, "30.0%"),
        (4, "40.0%"),
        (5, "50.0%"),
    ]
    assert found.title == "Homes with damp, ward by ward"
    assert found.source == "Source: A survey."


def test_map_shows_the_newest_period_that_any_ward_has() -> None:
    wards, indicator = make_wards(5), make_indicator(slug="damp")
    store_observations(
        *[make_observation(area=ward.code, period="2011", value=1) for ward in wards],
        *[make_observation(area=ward.code, period="2021", value=n) for n, ward in enumerate(wards)],
    )

    assert [cell.value for cell in get_indicator_map(indicator, wards).cells] == [0, 1, 2, 3, 4]


def test_too_few_wards_make_no_map() -> None:
    wards, indicator = make_wards(5), make_indicator(slug="damp")
    store_observations(*[make_observation(area=ward.code) for ward in wards[:4]])

    assert get_indicator_map(indicator, wards) is None
    assert get_indicator_map(make_indicator(), wards) is None
    assert get_residents_map(wards) is None


def test_equal_values_share_a_band() -> None:
    wards, indicator = make_wards(5), make_indicator(slug="damp")
    store_observations(*[make_observation(area=ward.code, value=7) for ward in wards])

    found = get_indicator_map(indicator, wards)

    assert len({cell.band for cell in found.cells}) == 1
    assert [band.text for band in found.bands] == ["7.0%"]


def test_residents_are_added_up_over_the_ages_of_each_ward() -> None:
    wards = make_wards(5)
    store_counts(
        *[make_count(area=w.code, dimension="age", group="0 to 15", count=1000 * n) for n, w in enumerate(wards)],
        *[make_count(area=w.code, dimension="age", group="16 and over", sort=2, count=500) for w in wards],
    )

    assert [cell.text for cell in get_residents_map(wards).cells] == ["500", "1,500", "2,500", "3,500", "4,500"]
