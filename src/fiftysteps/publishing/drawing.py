"""Draw the charts before a page asks for them: at once those that tell the story, the others in the background."""

from collections.abc import Callable, Iterator

from django.tasks import task

from fiftysteps.evidence.models import Finding, Indicator
from fiftysteps.publishing.charts.pictures import draw_pictures
from fiftysteps.publishing.charts.specs import Chart
from fiftysteps.publishing.models import Brand, TopicPage
from fiftysteps.publishing.pictures import (
    build_chart,
    build_finding_chart,
    iterate_indicator_charts,
)
from fiftysteps.publishing.queries.places import Places, make_places

type Progress = Callable[[str, int, int], None]


def draw_story(progress: Progress) -> int:
    """Draw the charts of topics and findings, and leave those of the indicators' own pages to the worker."""
    places = make_places(Brand.objects.select_related(*Brand.select_related).first())
    if places is None:
        return 0
    drawn = draw_pictures(iterate_story_charts(places), lambda done, total: progress("Drawing charts", done, total))
    draw_indicators.enqueue()
    return drawn


@task
def draw_indicators() -> int:
    """Draw the charts of every indicator's page that are not drawn yet. Returns how many there were."""
    places = make_places(Brand.objects.select_related(*Brand.select_related).first())
    if places is None:
        return 0
    indicators = Indicator.objects.filter(archived=False)
    return draw_pictures(chart for indicator in indicators for chart in iterate_indicator_charts(indicator, places))


def iterate_story_charts(places: Places) -> Iterator[Chart]:
    """Yield the charts of every topic of the needs assessment and of every finding."""
    for topic in TopicPage.objects.live():
        for block in topic.blocks:
            if block.block_type == "chart":
                value = block.value
                if chart := build_chart(value["indicator"], value["kind"], places, value["title"], value["area"]):
                    yield chart
    for finding in Finding.objects.filter(live=True, archived=False).select_related("indicator"):
        if chart := build_finding_chart(finding, places):
            yield chart
