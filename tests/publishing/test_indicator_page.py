"""The page of an indicator, as anybody sees it: beside its neighbours, on maps, in a dictionary, and cited."""

import csv
import io
import json
import re
from typing import Any

import pytest

from fiftysteps.evidence.models import Boundary, Dataset, Indicator, Neighbour, Release, Source
from fiftysteps.evidence.observations import Observation
from fiftysteps.publishing.models import Brand
from fiftysteps.publishing.pictures import build_chart, get_indicator_maps, iterate_indicator_charts
from fiftysteps.publishing.queries.places import make_places
from tests.builders import make_area, make_indicator
from tests.figures import make_observation, store_observations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]
ADDRESS = "/indicators/crowding/"


@pytest.fixture
def crowding() -> Indicator:
    return make_indicator(
        slug="crowding",
        name="Overcrowded households",
        plain_name="Homes with too few bedrooms",
        method="proportion",
        kind="determinant",
        nature="real",
        source_title="Census 2021",
    )


def get(client, address: str = ADDRESS, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def observe(value: float, **fields: Any) -> Observation:
    return make_observation(
        **({"indicator": "crowding", "value": value, "count": value * 10, "denominator": 1000.0} | fields)
    )


def release_survey(*rows: Observation) -> Release:
    """A release of the dataset that `observe` names."""
    release = store_observations(*rows)
    Dataset.objects.filter(pk=release.dataset_id).update(slug="survey")
    return release


def make_square(west: float, south: float, *, side: float = 0.02) -> dict[str, Any]:
    east, north = west + side, south + side
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def make_neighbourhoods(parent, count: int = 6, *, with_boundaries: bool = True) -> list[str]:
    codes = [f"E0100000{number}" for number in range(count)]
    for number, code in enumerate(codes):
        area = make_area(code=code, name=f"Newham 00{number}A", type="lsoa", parent=parent)
        if with_boundaries:
            Boundary.objects.create(area=area, geometry=make_square(0.02 * number, 51.5), source_title="ONS")
    return codes


def test_place_is_shown_beside_those_most_like_it(client, crowding, brand: Brand) -> None:
    source = Source.objects.create(slug="like", title="Places alike in age")
    for rank, (code, name) in enumerate(
        (("E09000030", "Tower Hamlets"), ("E06000032", "Luton"), ("E09000005", "Brent"))
    ):
        neighbour = make_area(code=code, name=name)
        Neighbour.objects.create(area=brand.place, neighbour=neighbour, rank=rank + 1, source=source)
    store_observations(observe(21.5), *(observe(10.0, area=n.neighbour.code) for n in Neighbour.objects.all()))
    text = get(client)
    assert "of 3 places like it" in text
    assert "Places alike in age" in text
    assert ">Tower Hamlets<" in text


def test_without_named_neighbours_nobody_is_said_to_be_like_the_place(client, crowding) -> None:
    make_area(code="E09000030", name="Tower Hamlets")
    store_observations(observe(21.5), observe(10.0, area="E09000030"))
    assert "places like it" not in get(client)


def test_wards_make_a_funnel_and_a_topic_can_show_it(crowding, brand: Brand) -> None:
    wards = [
        make_area(code=f"E0502{n:04d}", name=f"Ward {n}", type="ward", parent=brand.place, hex_q=n, hex_r=0)
        for n in range(12)
    ]
    store_observations(observe(20.0), *(observe(32.0 if n == 0 else 20.0, area=w.code) for n, w in enumerate(wards)))
    places = make_places(brand)
    funnel = build_chart(crowding, "funnel", places, title="Where homes are full")
    assert funnel is not None
    assert (funnel.kind, funnel.title) == ("funnel", "Where homes are full")
    assert [chart.kind for chart in iterate_indicator_charts(crowding, places)] == ["wards", "funnel"]


def test_small_neighbourhoods_have_a_map_without_words_inside_and_a_table(client, crowding, brand: Brand) -> None:
    codes = make_neighbourhoods(make_area(code="E05000001", name="A ward", type="ward", parent=brand.place))
    store_observations(*(observe(10.0 + n, area=code) for n, code in enumerate(codes)))
    text = get(client)
    assert "Homes with too few bedrooms, neighbourhood by neighbourhood" in text
    assert "Every neighbourhood in a table" in text
    picture = text[text.index("The table below names every neighbourhood") :]
    assert "<title>Newham 003A: 13.0%</title>" in picture
    assert "<text" not in picture[: picture.index("</svg>")]


def test_neighbourhoods_without_boundaries_or_of_another_place_have_no_map(client, crowding, brand: Brand) -> None:
    ward = make_area(code="E05000001", name="A ward", type="ward", parent=brand.place)
    codes = make_neighbourhoods(ward, with_boundaries=False)
    store_observations(*(observe(10.0 + n, area=code) for n, code in enumerate(codes)))
    assert get_indicator_maps(crowding, make_places(brand)) == []
    ward.parent = make_area(code="E09000030", name="Tower Hamlets")
    ward.save()
    assert make_places(brand).neighbourhoods == ()
    assert "neighbourhood by neighbourhood" not in get(client)


def test_citation_names_the_owner_the_measure_its_data_and_their_state(client, crowding, brand: Brand) -> None:
    release_survey(observe(21.5))
    text = get(client)
    assert re.search(
        r"Fifty Steps\. Overcrowded households\. Data: A dataset\. Data stamp [0-9a-f]{8}, \d+ \w+ \d{4}\.", text
    )
    response = client.get(f"{ADDRESS}cite.json")
    assert response.headers["Content-Type"] == "application/vnd.citationstyles.csl+json"
    (item,) = json.loads(response.content)
    assert (item["type"], item["title"], item["author"]) == (
        "dataset",
        "Overcrowded households",
        [{"literal": "Fifty Steps"}],
    )
    assert item["URL"] == f"http://testserver{ADDRESS}"
    assert f"Data stamp {item['version']}" in text
    assert len(item["issued"]["date-parts"][0]) == 3


def test_citation_of_a_measure_without_data_claims_none(client, crowding) -> None:
    (item,) = json.loads(client.get(f"{ADDRESS}cite.json").content)
    assert not {"version", "issued", "note"} & set(item)
    assert "Data stamp" not in get(client)


def test_release_is_named_by_its_digest(client, crowding) -> None:
    release = release_survey(observe(21.5))
    assert release.sha256[:12] in get(client)


def test_dictionary_lists_every_measure_and_has_a_file_that_starts_no_formula(client, crowding) -> None:
    make_indicator(slug="damp", plain_name="=HYPERLINK()", name="Damp homes")
    make_indicator(slug="gone", plain_name="No longer used", archived=True)
    store_observations(observe(21.5))
    text = get(client, "/indicators/dictionary/")
    assert "Homes with too few bedrooms" in text
    assert "No longer used" not in text
    response = client.get("/indicators/dictionary/data.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(response.content.decode()))}
    assert set(rows) == {"crowding", "damp"}
    assert (rows["crowding"]["periods"], rows["damp"]["plain name"]) == ("2021", "'=HYPERLINK()")


@pytest.mark.parametrize("end", ["", "data.csv", "cite.json"])
def test_measure_that_is_not_there_has_no_page_file_or_citation(client, end: str) -> None:
    get(client, f"/indicators/none/{end}", 404)


@pytest.mark.parametrize(
    ("unit", "kinds"), [("rank", []), ("decile", []), ("score", []), ("percentage points", ["trend"])]
)
def test_ranks_and_scores_of_two_editions_of_an_index_make_no_trend(brand: Brand, unit: str, kinds: list[str]) -> None:
    index = make_indicator(slug="imd", method="index", unit=unit)
    store_observations(
        *(make_observation(indicator="imd", period=p, value=v) for p, v in (("2019", 3.0), ("2025", 5.0)))
    )
    assert [chart.kind for chart in iterate_indicator_charts(index, make_places(brand))] == kinds


def test_measure_whose_definition_refuses_a_trend_has_none(crowding, brand: Brand) -> None:
    store_observations(observe(20.0, period="2011"), observe(21.5))
    places = make_places(brand)
    assert build_chart(crowding, "trend", places) is not None
    crowding.recipe = {"trend": False}
    assert build_chart(crowding, "trend", places) is None
