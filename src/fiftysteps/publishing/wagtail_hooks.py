"""The editor's site for the narrative pages: what must hold before one of them is published."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from wagtail import hooks
from wagtail.models import Page

from fiftysteps.core.errors import PersonError
from fiftysteps.publishing.models import TopicPage
from fiftysteps.publishing.policies import check_figures


@hooks.register("before_serve_page")
def lead_to_english(page: Page, request: HttpRequest, *args: object) -> HttpResponse | None:
    """Lead from the address of a translation that is not there to the page in English."""
    own = page.alias_of or page
    if own.locale.language_code == translation.get_language():
        return None
    response = redirect(own.url)
    response.headers["Cache-Control"] = "no-cache"
    return response


@hooks.register("before_publish_page")
def refuse_broken_figures(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Keep the draft, and say which figures a person has to look at first."""
    topic = page.specific
    if not isinstance(topic, TopicPage):
        return None
    try:
        check_figures(topic)
    except PersonError as error:
        if topic.live_revision_id is None:
            # A page that was to be published as it was made is live already, and nobody has looked.
            Page.objects.filter(pk=topic.pk).update(live=False, has_unpublished_changes=True)
        messages.error(request, f"Saved as a draft, and not published. {' '.join(str(error).splitlines())}")
        return redirect("wagtailadmin_pages:edit", topic.pk)
    return None
