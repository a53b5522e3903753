"""Writing the pages of words, two of which the rest hangs on: the home page and the front of the needs assessment."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Page, Site

from fiftysteps.accounts.workspace.loading import Kind, Loading
from fiftysteps.accounts.workspace.retiring import unpublish
from fiftysteps.accounts.workspace.writing import save_drafted, write_kind
from fiftysteps.core.workspace import Workspace
from fiftysteps.publishing.models import HomePage, HowMadePage, JsnaIndexPage, NarrativePage
from fiftysteps.publishing.workspace.page_shapes import (
    HOME,
    HOW_MADE,
    NARRATIVE,
    NEEDS,
    PAGES,
    PageShape,
    PartShape,
    get_page_key,
)


def write_pages(workspace: Workspace, loading: Loading) -> None:
    """Write the pages of words; the two that other pages hang on are made where no file describes them."""
    for name, kind in KINDS.items():
        write_kind(loading, kind, [item for item in workspace.get(PAGES) if item.value.page == name])
        if name == HOME and not HomePage.objects.exists():
            _make_default(loading, HOME, HomePage(title="Home"))
        if name == NEEDS and not JsnaIndexPage.objects.exists():
            _make_default(loading, NEEDS, JsnaIndexPage(title="Our needs", slug=NEEDS))


def _make_default(loading: Loading, name: str, page: Any) -> None:
    kind = KINDS[name]
    save_drafted(page, True, kind.insert)
    loading.keep_as_gone(kind, name, page)


def _insert_home(page: HomePage) -> None:
    """Make the home page the root of the site, in place of the page of greetings that Wagtail comes with."""
    page.slug = "front"
    Page.get_first_root_node().add_child(instance=page)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": page}, create_defaults={"root_page": page, "hostname": "localhost"}
    )
    for greeting in Page.objects.filter(depth=page.depth, slug="home", numchild=0).exact_type(Page):
        greeting.delete()


def _insert_below_home(page: Page) -> None:
    HomePage.objects.get().add_child(instance=page)


def _fill_home(loading: Loading, page: HomePage, value: PageShape) -> None:
    page.title, page.intro = value.title, value.intro


def _fill_needs(loading: Loading, page: JsnaIndexPage, value: PageShape) -> None:
    page.slug, page.title, page.intro = NEEDS, value.title, value.intro


def _fill_how_made(loading: Loading, page: HowMadePage, value: PageShape) -> None:
    page.slug, page.title, page.intro = HOW_MADE, value.title, value.intro
    page.lines = [("line", line.model_dump()) for line in value.lines]


def _fill_narrative(loading: Loading, page: NarrativePage, value: PageShape) -> None:
    page.slug, page.title, page.intro = value.slug, value.title, value.intro
    page.body = "".join(map(_make_html, value.body))


def _make_html(part: PartShape) -> SafeString:
    """Return a part of a page as HTML; its words are text, so every sign of markup in them is escaped."""
    if part.heading:
        return format_html("<h2>{}</h2>", part.heading)
    if part.points:
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((point,) for point in part.points)))
    return _make_paragraphs((part.text or "").split("\n\n"))


def _make_paragraphs(texts: Iterable[str]) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((text,) for text in texts if text.strip()))


def _keep(loading: Loading, page: Any) -> None:
    """The site cannot be without this page: it stays as it is when its file goes."""


KINDS: dict[str, Kind[PageShape, Any]] = {
    HOME: Kind("home page", HomePage, lambda item: HOME, lambda page: HOME, _fill_home, _keep, insert=_insert_home),
    NEEDS: Kind(
        "needs page",
        JsnaIndexPage,
        lambda item: NEEDS,
        lambda page: NEEDS,
        _fill_needs,
        _keep,
        insert=_insert_below_home,
    ),
    HOW_MADE: Kind(
        "page on how it was made",
        HowMadePage,
        lambda item: HOW_MADE,
        lambda page: HOW_MADE,
        _fill_how_made,
        unpublish,
        insert=_insert_below_home,
    ),
    NARRATIVE: Kind(
        "narrative pages",
        NarrativePage,
        lambda item: get_page_key(item.value),
        lambda page: page.slug,
        _fill_narrative,
        unpublish,
        insert=_insert_below_home,
    ),
}
