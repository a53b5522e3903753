"""Writing the pages of words, two of which the rest hangs on: the home page and the front of the needs assessment."""

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.models import Locale, Page, Site

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
    get_translated_key,
)


def write_pages(workspace: Workspace, loading: Loading) -> None:
    """Write the pages of words; the two that other pages hang on are made where no file describes them."""
    for name, kind in KINDS.items():
        items = [item for item in workspace.get(PAGES) if item.value.page == name]
        # A translation belongs to a page that has to be there.
        write_kind(loading, kind, sorted(items, key=lambda item: item.value.language))
        if name == HOME and not _get_english(HomePage).exists():
            _make_default(loading, HOME, HomePage(title="Home"))
        if name == NEEDS and not _get_english(JsnaIndexPage).exists():
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
    _get_english(HomePage).get().add_child(instance=page)


def _insert_narrative(page: Page) -> None:
    """Put a page below the home page of its language; a home page that is not translated yet stands there as it is."""
    home = _get_english(HomePage).get()
    if page.locale_id not in {None, home.locale_id}:
        found = home.get_translation_or_none(page.locale)
        home = found or home.copy_for_translation(page.locale, alias=True)
    home.add_child(instance=page)


def _get_english(model: Any) -> Any:
    """Return the pages that are no translations."""
    return model.objects.filter(locale=Locale.get_default())


def _get_own_key(page: Page) -> str:
    return _get_key_of(page, page.slug)


def _get_key_of(page: Page, name: str) -> str:
    """Return what a page is called in the files: a translation says in which language it is."""
    is_english = page.locale_id == Locale.get_default().pk
    return name if is_english else get_translated_key(name, page.locale.language_code)


def _fill_home(loading: Loading, page: HomePage, value: PageShape) -> None:
    page.title, page.intro = value.title, value.intro


def _fill_needs(loading: Loading, page: JsnaIndexPage, value: PageShape) -> None:
    page.slug, page.title, page.intro = NEEDS, value.title, value.intro


def _fill_how_made(loading: Loading, page: HowMadePage, value: PageShape) -> None:
    page.slug, page.title, page.intro = HOW_MADE, value.title, value.intro
    page.lines = [("line", line.model_dump()) for line in value.lines]


def _fill_narrative(loading: Loading, page: NarrativePage, value: PageShape) -> None:
    page.slug, page.title, page.intro = value.slug or "", value.title, value.intro
    page.body = "".join(map(_make_html, value.body))
    if value.language and page._state.adding:
        page.locale, _ = Locale.objects.get_or_create(language_code=value.language)
        page.translation_key = _get_english(NarrativePage).get(slug=value.slug).translation_key


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
    HOME: Kind(
        "home page",
        HomePage,
        lambda item: HOME,
        lambda page: _get_key_of(page, HOME),
        _fill_home,
        _keep,
        insert=_insert_home,
    ),
    NEEDS: Kind(
        "needs page",
        JsnaIndexPage,
        lambda item: NEEDS,
        lambda page: _get_key_of(page, NEEDS),
        _fill_needs,
        _keep,
        insert=_insert_below_home,
    ),
    HOW_MADE: Kind(
        "page on how it was made",
        HowMadePage,
        lambda item: HOW_MADE,
        lambda page: _get_key_of(page, HOW_MADE),
        _fill_how_made,
        unpublish,
        insert=_insert_below_home,
    ),
    NARRATIVE: Kind(
        "narrative pages",
        NarrativePage,
        lambda item: get_page_key(item.value),
        _get_own_key,
        _fill_narrative,
        unpublish,
        insert=_insert_narrative,
    ),
}
