"""Drawing in the background, for charts that a page was asked to show before they were drawn."""

from django.core.cache import cache
from django.tasks import task

from fiftysteps.publishing.charts.drawing import Picture, draw_picture
from fiftysteps.publishing.charts.pictures import get_picture, is_drawn, keep_picture
from fiftysteps.publishing.charts.specs import Chart, dump_chart, get_key, read_chart

# While a chart waits for the worker, the next readers of its page need not ask for it again.
ASKED_FOR_SECONDS = 600


@task
def draw_chart(text: str) -> None:
    """Draw and keep the chart that `dump_chart` wrote; one that has been drawn meanwhile stays as it is."""
    chart = read_chart(text)
    if not is_drawn(get_key(chart)):
        keep_picture(draw_picture(chart))


def ask_for_picture(chart: Chart) -> Picture | None:
    """Return the picture of `chart` if it has been drawn; otherwise ask the background worker for it, and None."""
    picture = get_picture(chart)
    if picture is None and cache.add(f"chart-asked-for-{get_key(chart)}", True, ASKED_FOR_SECONDS):
        draw_chart.enqueue(dump_chart(chart))
    return picture
