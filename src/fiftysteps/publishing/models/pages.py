"""Narrative pages. What is data has a view of its own; what is telling is a page here."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from fiftysteps.accounts.models import Provenance
from fiftysteps.core.errors import PersonError
from fiftysteps.publishing.blocks import HowMadeLineBlock, TopicBlocks

_log = logging.getLogger(__name__)


class HomePage(Page):
    """The front: what this is, what it wants to change, and where you come in."""

    intro = models.TextField(blank=True)

    content_panels = (*Page.content_panels, FieldPanel("intro"))
    parent_page_types = ("wagtailcore.Page",)
    template = "publishing/home.html"
    max_count = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from fiftysteps.publishing.queries.home import get_home_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | get_home_context(request)


class NarrativePage(Page):
    """A page of words, such as the accessibility statement."""

    intro = models.TextField(blank=True)
    body = RichTextField(features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"])

    content_panels = (*Page.content_panels, FieldPanel("intro"), FieldPanel("body"))
    search_fields = (*Page.search_fields, index.SearchField("intro"), index.SearchField("body"))
    template = "publishing/narrative_page.html"
    subpage_types = ()


class HowMadePage(Page):
    """How the strategy was made, line by line; each line leads to the part of the product that does it."""

    intro = models.TextField(blank=True)
    lines = StreamField([("line", HowMadeLineBlock())], blank=True)

    content_panels = (*Page.content_panels, FieldPanel("intro"), FieldPanel("lines"))
    search_fields = (*Page.search_fields, index.SearchField("intro"), index.SearchField("lines"))
    template = "publishing/how_made_page.html"
    subpage_types = ()
    max_count = 1


class JsnaIndexPage(Page):
    """The front of the joint strategic needs assessment."""

    intro = models.TextField(blank=True)

    content_panels = (*Page.content_panels, FieldPanel("intro"))
    search_fields = (*Page.search_fields, index.SearchField("intro"))
    template = "publishing/jsna_index.html"
    subpage_types = ("publishing.TopicPage",)
    max_count = 1

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"topics": TopicPage.objects.live().child_of(self).order_by("number")}


class TopicPage(Provenance, Page):  # type: ignore[django-manager-missing]
    """One topic of the needs assessment, written from the evidence."""

    number = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    blocks = StreamField(TopicBlocks(), blank=True)

    content_panels = (
        *Page.content_panels,
        FieldPanel("number"),
        FieldPanel("question"),
        FieldPanel("summary"),
        FieldPanel("nature"),
        FieldPanel("source_title"),
        FieldPanel("blocks"),
    )
    search_fields = (
        *Page.search_fields,
        index.SearchField("question"),
        index.SearchField("summary"),
        index.SearchField("blocks"),
    )
    template = "publishing/topic_page.html"
    parent_page_types = ("publishing.JsnaIndexPage",)
    subpage_types = ()

    def publish(self, revision: Any, user: Any = None, **options: Any) -> Any:
        """Publish `revision`, unless a figure on it is broken, or moved and nobody has looked at it since.

        The screen for one page asks first and says what is wrong; this holds for the other ways: many pages at once, a
        workflow that ends, a date that has come. A file that is loaded is its author's word, and checked as a file.
        """
        from fiftysteps.publishing.policies import check_figures

        is_scheduled = options.get("log_action") == "wagtail.publish.scheduled"
        try:
            if user is not None or is_scheduled:
                check_figures(revision.as_object())
        except PersonError as error:
            if is_scheduled:
                # Raised here, it would keep every other page from its date.
                _log.warning("%s was not published on its date: %s", self, error)
                return None
            raise PermissionDenied(str(error)) from error
        return super().publish(revision, user=user, **options)
