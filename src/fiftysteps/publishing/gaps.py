"""What the needs assessment must have: figures that somebody has looked at since they moved."""

from collections.abc import Iterator

from fiftysteps.publishing.models import TopicPage
from fiftysteps.publishing.queries.figure_faults import get_figure_faults
from fiftysteps.strategy.gaps import Gap, Scope, rule


@rule("topic-figure-moved", "No page of our needs shows a figure that is broken, or that moved since somebody looked.")
def find_topics_with_faults(scope: Scope) -> Iterator[Gap]:
    for page in TopicPage.objects.live().order_by("number"):
        shown: TopicPage = page.get_latest_revision_as_object() if scope.draft else page
        for fault in get_figure_faults(shown):
            yield Gap(f"needs/{page.slug}", f"Our needs: {page.title}", page.url or "", fault.sentence)
