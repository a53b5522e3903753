"""A place is chosen on a map without a script: what is pressed becomes a ward, and with boundaries a pin."""

import pytest
from django.test import Client

from fiftysteps.accounts.models import Role
from fiftysteps.engagement.models import Answer, Exercise, HalfFilled
from fiftysteps.engagement.queries.exports import get_everything_held, write_open_answers
from fiftysteps.evidence.models import Area, Boundary
from fiftysteps.publishing.place_map import get_place_map
from tests.builders import make_area, make_user
from tests.listening import make_exercise, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
SCREEN = "/say/well/where/"


def make_square(ward: Area, west: float) -> None:
    corners = [[west, 51.5], [west + 0.02, 51.5], [west + 0.02, 51.52], [west, 51.52], [west, 51.5]]
    geometry = {"type": "Polygon", "coordinates": [corners]}
    Boundary.objects.create(area=ward, geometry=geometry, source_title="A survey", licence="An open licence")


def make_wards(place: Area, **fields: object) -> list[Area]:
    names = ("Beckton", "Manor Park")
    return [
        make_area(code=f"E0501390{n}", name=name, type="ward", parent=place, hex_q=n, hex_r=0)
        for n, name in enumerate(names, start=4)
    ]


@pytest.fixture
def tiled() -> Exercise:
    place = make_area()
    make_wards(place)
    return make_exercise(slug="well", area=place, questions=[{"code": "where", "kind": "place"}])


@pytest.fixture
def outlined() -> Exercise:
    place = make_area()
    for ward, west in zip(make_wards(place), (0.0, 0.02), strict=True):
        make_square(ward, west)
    return make_exercise(slug="well", area=place, questions=[{"code": "where", "kind": "place"}])


def begin(client: Client) -> None:
    client.post("/say/well/")
    client.post("/say/well/words/", {"text": "Benches"})


def finish(client: Client) -> Answer:
    client.post("/say/well/about-1/", {"capacities": ["lives"]})
    client.post("/say/well/about-2/", {})
    client.post("/say/well/about-3/", {})
    client.post("/say/well/contact/", {})
    client.post("/say/well/check/")
    return Answer.objects.get(question__code="where")


def test_a_press_inside_boundaries_puts_a_pin_and_chooses_its_ward(outlined: Exercise, client: Client) -> None:
    begin(client)
    # Four fifths across and half way down: within the second square, 0.012 east of its edge and 0.01 north.
    height = get_place_map(outlined).small[1]
    pressed = client.post(
        SCREEN, {"pin-288.x": "230", "pin-288.y": str(height // 2), "text": "by the dock", "value": ""}
    )
    assert pressed["Location"] == f"{SCREEN}#map"
    page = client.get(SCREEN).content.decode()
    assert '<option value="E05013905" selected>2. Manor Park</option>' in page
    assert 'value="by the dock"' in page
    assert "A survey, An open licence." in page
    assert client.post(SCREEN, {"value": "E05013905", "text": "by the dock"})["Location"] == "/say/well/about-1/"
    assert "a pin on the map" in client.get("/say/well/check/").content.decode()
    answer = finish(client)
    assert (answer.value, answer.pin) == ("E05013905", pytest.approx([51.51, 0.032], abs=0.0011))
    held = get_everything_held(answer.response)["answers"]
    assert answer.pin in [each["pin, latitude and longitude"] for each in held]
    assert str(answer.pin[0]) not in write_open_answers(outlined)


def test_a_pin_goes_when_another_ward_is_chosen(outlined: Exercise, client: Client) -> None:
    begin(client)
    client.post(SCREEN, {"pin-560.x": "450", "pin-560.y": "200"})
    assert HalfFilled.objects.get().answers["where"]["pin"]
    client.post(SCREEN, {"value": "E05013904", "text": ""})
    assert "pin" not in HalfFilled.objects.get().answers["where"]
    assert finish(client).pin is None


def test_a_press_on_a_tile_chooses_its_ward_and_puts_no_pin(tiled: Exercise, client: Client) -> None:
    begin(client)
    height = get_place_map(tiled).wide[1]
    client.post(SCREEN, {"pin-560.x": "420", "pin-560.y": str(height // 2)})
    assert HalfFilled.objects.get().answers["where"] == {"value": "E05013905", "text": ""}
    assert 'fill="#0b3d3a"' in client.get("/say/well/where/map-560.svg").content.decode()


@pytest.mark.parametrize("kind", ["tiled", "outlined"])
def test_a_press_beside_the_map_is_a_sentence_and_loses_nothing(
    kind: str, request: pytest.FixtureRequest, client: Client
) -> None:
    request.getfixturevalue(kind)
    begin(client)
    # What the Enter key tells where the picture has the focus.
    response = client.post(SCREEN, {"pin-288.x": "0", "pin-288.y": "0", "value": "E05013904", "text": "by the dock"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "That is not on the map. Press inside it, or choose from the list." in page
    assert 'value="by the dock"' in page
    assert '<option value="E05013904" selected>' in page
    assert "where" not in HalfFilled.objects.get().answers


@pytest.mark.parametrize(("x", "y"), [("-1", "5"), ("five", "5"), ("99999999", "5"), ("", "5"), ("٣", "x")])
def test_what_no_browser_tells_is_taken_for_no_press(tiled: Exercise, client: Client, x: str, y: str) -> None:
    begin(client)
    response = client.post(SCREEN, {"pin-288.x": x, "pin-288.y": y, "value": "E05013904"})
    assert response["Location"] == "/say/well/about-1/"
    assert HalfFilled.objects.get().answers["where"]["value"] == "E05013904"


def test_changing_one_answer_on_the_map_leads_back_to_the_check(tiled: Exercise, client: Client) -> None:
    begin(client)
    response = client.post(f"{SCREEN}?change=1", {"pin-560.x": "420", "pin-560.y": "150", "change": "1"})
    assert response["Location"] == f"{SCREEN}?change=1#map"


def test_the_picture_shows_the_own_pin_alone_and_is_kept_nowhere(outlined: Exercise, client: Client) -> None:
    begin(client)
    client.post(SCREEN, {"pin-288.x": "230", "pin-288.y": "100"})
    mine, theirs = client.get(f"{SCREEN}map-288.svg"), Client().get(f"{SCREEN}map-288.svg")
    assert mine.content.decode().count("<circle") == 1
    assert "<circle" not in theirs.content.decode()
    assert "no-store" in mine["Cache-Control"]


def test_there_is_no_map_where_no_ward_has_a_place(client: Client) -> None:
    place = make_area()
    make_area(code="E05013904", name="Beckton", type="ward", parent=place)
    make_exercise(slug="well", area=place, questions=[{"code": "where", "kind": "place"}])
    begin(client)
    page = client.get(SCREEN).content.decode()
    assert "say-map" not in page
    assert '<option value="E05013904">Beckton</option>' in page
    assert client.get(f"{SCREEN}map-288.svg").status_code == 404


def test_a_map_is_drawn_in_two_sizes_only(tiled: Exercise, client: Client) -> None:
    assert client.get(f"{SCREEN}map-560.svg").status_code == 200
    assert client.get(f"{SCREEN}map-9999.svg").status_code == 404


def test_staff_see_the_wards_in_a_table_and_the_pins_on_a_map(outlined: Exercise, client: Client) -> None:
    begin(client)
    client.post(SCREEN, {"pin-288.x": "230", "pin-288.y": "100"})
    finish(client)
    staff = Client()
    staff.force_login(make_officer())
    page = staff.get("/listening/well/results/").content.decode()
    assert '<th scope="row">Manor Park</th><td class="numeral">1</td>' in page
    assert "Where 1 people put a pin" not in page
    assert "Where 1 person put a pin" in page
    assert staff.get("/listening/well/places/where.svg").content.decode().count("<circle") == 1


def test_pins_are_not_for_everybody(outlined: Exercise, client: Client) -> None:
    assert client.get("/listening/well/places/where.svg").status_code == 302
    client.force_login(make_user(role=Role.PARTNER))
    assert client.get("/listening/well/places/where.svg").status_code == 403


def test_there_are_no_pins_on_tiles(tiled: Exercise, client: Client) -> None:
    client.force_login(make_officer())
    assert client.get("/listening/well/places/where.svg").status_code == 404
