"""What may be published. A check raises the sentence that the page shows."""

from fiftysteps.core.errors import PersonError
from fiftysteps.publishing.models import TopicPage
from fiftysteps.publishing.queries.figure_faults import get_figure_faults


def check_figures(page: TopicPage) -> None:
    """Refuse a page with a figure that is broken, or that moved and that nobody has looked at since.

    Raises
    ------
    PersonError
        With a line for each such figure.
    """
    if faults := get_figure_faults(page):
        raise PersonError("\n".join(fault.detail for fault in faults))
