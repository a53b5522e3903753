"""A topic of the needs assessment about crowded homes, and the release that its figure is read from."""

from wagtail.models import Page, ReferenceIndex

from fiftysteps.evidence.actions.add_release import add_release
from fiftysteps.evidence.models import Dataset, Finding
from fiftysteps.evidence.observations import make_observation_table
from fiftysteps.publishing.models import JsnaIndexPage, TopicPage
from tests.figures import make_observation


def release(value: float) -> None:
    rows = [
        make_observation(indicator="crowding", area="E09000025", value=value, lower_95=value - 1, upper_95=value + 1),
        make_observation(indicator="crowding", area="E92000001", value=4.3),
    ]
    dataset, _ = Dataset.objects.get_or_create(slug="homes", defaults={"title": "Homes", "nature": "real"})
    add_release(dataset, "observations", make_observation_table(rows))


def make_topic(finding: Finding, *, prose: str = "", live: bool = True) -> TopicPage:
    root = Page.objects.get(slug="front")
    index = root.add_child(instance=JsnaIndexPage(title="Our needs", slug="needs"))
    blocks = [("prose", prose)] if prose else [("finding", finding)]
    topic = TopicPage(title="Homes", slug="homes", number=1, nature="real", blocks=blocks, live=live)
    index.add_child(instance=topic)
    topic.save_revision()
    # As the background worker does after each save.
    ReferenceIndex.create_or_update_for_object(topic)
    return topic
