"""What may be published. A check raises the sentence that the page shows."""

from fiftysteps.core.errors import PersonError
from fiftysteps.publishing.models import TopicPage
from fiftysteps.publishing.queries.figure_faults import find_disclosures, get_figure_faults


def check_figures(page: TopicPage) -> None:
    """Refuse a page with a figure that is broken, that moved and nobody has looked at since, or that tells too much.

    The attacker is run over all that is shown of each indicator on the page.

    Raises
    ------
    PersonError
        With a line for each such figure.
    """
    if faults := (*get_figure_faults(page), *find_disclosures(page)):
        raise PersonError("\n".join(fault.detail for fault in faults))
