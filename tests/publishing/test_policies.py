"""What keeps a page of the needs assessment from being published: each kind of broken figure, and nothing else."""

import pytest

from fiftysteps.core.errors import PersonError
from fiftysteps.evidence.actions.notice_movements import notice_movements, see_finding
from fiftysteps.evidence.models import Finding
from fiftysteps.publishing.models import TopicPage
from fiftysteps.publishing.policies import check_figures
from tests.builders import make_area, make_finding, make_indicator
from tests.publishing.topics import make_topic, release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("brand")]


@pytest.fixture
def topic(settings, tmp_path) -> TopicPage:
    """A page with a finding, and the same figure within its prose."""
    settings.DATA_DIR = tmp_path
    release(21.7)
    england = make_area(code="E92000001", name="England", type="country")
    finding = make_finding(
        slug="need-crowding", title="Homes are crowded", indicator=make_indicator(slug="crowding"), comparator=england
    )
    see_finding(finding)
    page = make_topic(finding)
    page.blocks.append(("prose", "Of all homes, [[need-crowding]] are too small."))
    return page


def update(**fields: object) -> None:
    Finding.objects.filter(slug="need-crowding").update(**fields)


def move() -> None:
    release(30.0)
    notice_movements()


def show(page: TopicPage) -> TopicPage:
    """The page as its screen has it after something changed beneath it."""
    finding = Finding.objects.get(slug="need-crowding")
    rest = [(block.block_type, block.value) for block in page.blocks if block.block_type != "finding"]
    page.blocks = [("finding", finding), *rest]
    return page


def test_a_page_whose_figures_are_all_there_can_be_published(topic: TopicPage) -> None:
    check_figures(topic)


def test_a_figure_that_moved_keeps_it_from_being_published(topic: TopicPage) -> None:
    move()
    with pytest.raises(PersonError, match="The finding “Homes are crowded” moved, and nobody has looked since"):
        check_figures(show(topic))


@pytest.mark.parametrize("fields", [{"live": False}, {"archived": True}])
def test_a_finding_that_is_not_published_breaks_the_page_and_its_prose(topic: TopicPage, fields: dict) -> None:
    update(**fields)
    with pytest.raises(PersonError) as caught:
        check_figures(show(topic))
    assert str(caught.value).splitlines() == [
        "The finding “Homes are crowded” is not published.",
        "The text has [[need-crowding: value]], and there is nothing to say there.",
    ]


def test_a_finding_without_a_figure_breaks_the_page(topic: TopicPage) -> None:
    update(period="1999")
    with pytest.raises(PersonError, match="has no figure: .* we hold no figure for Newham in 1999"):
        check_figures(show(topic))


def test_charts_maps_and_tables_without_figures_break_the_page(topic: TopicPage) -> None:
    empty, area = make_indicator(slug="empty"), make_area()
    topic.blocks.append(("chart", {"indicator": empty, "kind": "trend", "title": "Rising", "area": area}))
    topic.blocks.append(("map", {"indicator": empty, "title": "Everywhere"}))
    topic.blocks.append(("table", {"area": area, "dimension": "age"}))
    with pytest.raises(PersonError) as caught:
        check_figures(topic)
    assert str(caught.value).splitlines() == [
        "The chart “Rising” has too few figures to draw.",
        "The map “Everywhere” has too few figures to draw.",
        "The table of age has no figures for Newham.",
    ]
