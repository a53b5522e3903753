"""Outlines are drawn in their shape, north up, and a map has them only where every place has one."""

import re

import pytest

from fiftysteps.evidence.models import Boundary
from fiftysteps.publishing.maps import get_indicator_map
from fiftysteps.publishing.outlines import NEAREST, WIDTH, draw_outlines
from tests.builders import make_area, make_indicator
from tests.figures import make_observation, store_observations

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[0.0, 51.5], [0.1, 51.5], [0.1, 51.56], [0.0, 51.56], [0.0, 51.5]]],
}


def get_points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path)]


def test_north_is_up_and_a_degree_east_is_shorter_than_one_north() -> None:
    sheet = draw_outlines({"A": SQUARE})
    assert sheet is not None
    assert sheet.width == WIDTH
    first, second, third, fourth = get_points(sheet.paths["A"])
    assert first[1] > fourth[1]
    assert second[0] > first[0]
    # At this latitude a tenth of a degree east is about as far as 0.0623 degrees north.
    assert (first[1] - fourth[1]) / (third[0] - fourth[0]) == pytest.approx(0.06 / 0.0623, rel=0.01)


def test_points_that_no_screen_tells_apart_are_left_out_and_holes_are_kept() -> None:
    ring = [[0.1 * step / 5000, 51.5] for step in range(5000)] + [[0.1, 51.6], [0.0, 51.6], [0.0, 51.5]]
    hole = [[0.02, 51.52], [0.04, 51.52], [0.04, 51.54], [0.02, 51.52]]
    sheet = draw_outlines({"A": {"type": "MultiPolygon", "coordinates": [[ring, hole]]}})
    assert sheet is not None
    assert sheet.paths["A"].count("M") == 2
    assert len(get_points(sheet.paths["A"])) < 2 * WIDTH / NEAREST


def test_words_stand_where_an_outline_has_room_although_its_middle_lies_outside() -> None:
    # The shape of a U: its middle is a gap, and there is most room in the bar at its foot.
    ring = [[0, 51.5], [0.3, 51.5], [0.3, 51.7], [0.25, 51.7], [0.25, 51.55], [0.05, 51.55], [0.05, 51.7], [0, 51.7]]
    sheet = draw_outlines({"A": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}})
    assert sheet is not None
    spot = sheet.spots["A"]
    assert spot.room == pytest.approx(WIDTH - 4, abs=1)
    assert spot.y > 0.75 * sheet.height


def test_words_keep_out_of_holes() -> None:
    ring = [[0.0, 51.5], [0.1, 51.5], [0.1, 51.6], [0.0, 51.6], [0.0, 51.5]]
    hole = [[0.01, 51.5005], [0.06, 51.5005], [0.06, 51.5995], [0.01, 51.5995], [0.01, 51.5005]]
    sheet = draw_outlines({"A": {"type": "Polygon", "coordinates": [ring, hole]}})
    assert sheet is not None
    assert sheet.spots["A"].x == pytest.approx(0.8 * WIDTH, abs=3)
    assert sheet.spots["A"].room == pytest.approx(0.4 * (WIDTH - 4), abs=3)


def test_nothing_is_drawn_of_nothing() -> None:
    assert draw_outlines({}) is None


@pytest.mark.django_db
def test_a_map_has_outlines_where_every_ward_has_a_boundary_and_tiles_where_one_lacks_it(settings, tmp_path) -> None:
    settings.DATA_DIR = tmp_path
    wards = [
        make_area(code=f"E0501390{number}", name=f"Ward {number}", type="ward", hex_q=number, hex_r=0)
        for number in range(6)
    ]
    indicator = make_indicator(slug="crowding")
    store_observations(
        *(make_observation(indicator="crowding", area=ward.code, value=10.0 + at) for at, ward in enumerate(wards))
    )
    for ward in wards[:-1]:
        Boundary.objects.create(area=ward, geometry=SQUARE, source_title="ONS", licence="OGL v3.0")
    view = get_indicator_map(indicator, wards)
    assert view is not None
    assert view.outlines == ()
    Boundary.objects.create(area=wards[-1], geometry=SQUARE, source_title="ONS", licence="OGL v3.0")
    view = get_indicator_map(indicator, wards)
    assert view is not None
    assert [outline.area for outline in view.outlines] == wards
    assert view.source.endswith("Boundaries: ONS, OGL v3.0.")
    assert [outline.text for outline in view.outlines][:2] == ["10.0%", "11.0%"]
    assert all(outline.x is not None for outline in view.outlines)
