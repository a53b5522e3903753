"""Which charts the pages show, and that they are drawn before they are asked for."""

import pytest

from fiftysteps.publishing.charts.pictures import get_picture, is_drawn
from fiftysteps.publishing.charts.specs import get_key
from fiftysteps.publishing.drawing import draw_indicators, draw_story
from fiftysteps.publishing.models import JsnaIndexPage, TopicPage
from fiftysteps.publishing.pictures import build_chart, build_finding_chart, find_chart, make_view
from fiftysteps.publishing.queries.places import make_places
from tests.builders import make_area, make_finding, make_indicator, make_step
from tests.figures import make_observation, store_observations

pytestmark = pytest.mark.django_db


@pytest.fixture
def damp(brand):
    """An indicator with three years in the borough and one value in the region around it."""
    region = make_area(code="E12000007", name="London", type="region")
    brand.place.parent = region
    brand.place.save()
    indicator = make_indicator(slug="damp", plain_name="Homes with damp")
    store_observations(
        *[make_observation(period=str(year), value=year - 2010) for year in (2019, 2020, 2021)],
        make_observation(area="E12000007", value=5.0),
    )
    return indicator


def test_a_finding_is_shown_over_time_where_it_can_be_and_else_beside_other_places(damp, brand) -> None:
    places = make_places(brand)

    assert find_chart(damp, places).kind == "trend"
    assert build_chart(damp, "compare", places).kind == "compare"
    assert build_chart(damp, "wards", places) is None
    assert build_chart(damp, "groups", places) is None
    assert find_chart(make_indicator(), places) is None


def test_a_finding_about_a_group_or_another_place_has_no_chart(damp, brand) -> None:
    places = make_places(brand)
    ward = make_area(code="E05000001", name="A ward", type="ward")

    assert build_finding_chart(make_finding(indicator=damp), places).title.startswith("Need-")
    assert build_finding_chart(make_finding(indicator=damp, group_type="sex", group="Female"), places) is None
    assert build_finding_chart(make_finding(indicator=damp, area=ward), places) is None


def test_picture_that_is_not_drawn_leaves_the_figures_and_is_drawn_in_the_background(damp, brand) -> None:
    from django_tasks_db.models import DBTaskResult

    chart = find_chart(damp, make_places(brand))

    view = make_view(chart)

    assert view.wide_svg == ""
    assert view.rows[2][:3] == ("2021", "Newham", "11.0%")
    assert DBTaskResult.objects.filter(task_path__endswith="draw_chart").count() == 1
    assert make_view(None) is None


def test_the_story_is_drawn_at_once_and_the_indicators_by_the_worker(damp, brand) -> None:
    make_finding(indicator=damp, title="Homes are damp")
    index = brand.site.root_page.add_child(instance=JsnaIndexPage(title="Our needs", slug="needs"))
    chart = {"indicator": damp.pk, "kind": "compare", "title": "Damper than London", "area": None}
    blocks = [{"type": "chart", "value": chart}, {"type": "prose", "value": "Home is where health begins."}]
    index.add_child(instance=TopicPage(title="Homes", slug="homes", number=1, nature="illustrative", blocks=blocks))
    told: list[tuple[str, int, int]] = []

    assert draw_story(lambda *words: told.append(words)) == 2
    assert told == [("Drawing charts", 1, 2), ("Drawing charts", 2, 2)]
    assert draw_story(lambda *words: None) == 0

    places = make_places(brand)
    own = find_chart(damp, places)
    assert not is_drawn(get_key(own))
    assert draw_indicators.func() == 2
    assert 'role="img"' in get_picture(own).wide


def test_nothing_is_drawn_for_a_site_without_a_place(brand) -> None:
    brand.place = None
    brand.save()

    assert draw_story(lambda *words: None) == 0
    assert draw_indicators.func() == 0


def test_topic_page_shows_each_block_and_refuses_digits_in_prose(client, damp, brand) -> None:
    from django.core.exceptions import ValidationError

    from fiftysteps.publishing.blocks import ProseBlock
    from tests.builders import make_insight, make_learning, make_reference, make_reflection

    index = brand.site.root_page.add_child(instance=JsnaIndexPage(title="Our needs", slug="needs"))
    step, finding = make_step(title="Warm homes"), make_finding(indicator=damp, title="Homes are damp")
    evidence = [
        make_insight(title="It is wet"),
        make_reference(title="Heat helps"),
        make_learning(title="Letters failed"),
    ]
    reflection = make_reflection(title="Meet early")
    blocks = [
        {"type": "prose", "value": "Home is where health begins."},
        {"type": "finding", "value": finding.pk},
        {"type": "chart", "value": {"indicator": damp.pk, "kind": "trend", "title": "Damp is rising", "area": None}},
        {"type": "map", "value": {"indicator": damp.pk, "title": "Where it is damp"}},
        {"type": "table", "value": {"area": brand.place.pk, "dimension": "sex"}},
        {"type": "heard", "value": evidence[0].pk},
        {"type": "works", "value": evidence[1].pk},
        {"type": "tried", "value": evidence[2].pk},
        {"type": "reflection", "value": reflection.pk},
        {"type": "steps", "value": [step.pk]},
    ]
    index.add_child(instance=TopicPage(title="Homes", slug="homes", number=1, nature="illustrative", blocks=blocks))

    text = client.get("/needs/homes/").content.decode()

    for words in ("Home is where", "Homes are damp", "Damp is rising", "It is wet", "Heat helps", "Letters failed"):
        assert words in text
    assert "Meet early" in text
    assert step.get_absolute_url() in text
    assert "Homes" in client.get("/needs/").content.decode()
    with pytest.raises(ValidationError, match=r"Prose must have no figures of its own: .*; got '21\.5%'"):
        ProseBlock().clean("Crowding is 21.5% here.")
