"""What a narrative page's file holds: words, in a few plain forms."""

import re
from collections.abc import Mapping
from typing import Annotated, Any

from django.conf import settings
from wagtail.models import Page

from fiftysteps.accounts.workspace.fields import fits
from fiftysteps.core.shapes import Many, MaybeWords, Shape, Slug, Words, at_most, one_of, passes
from fiftysteps.core.workspace import Item, Section, Workspace

HOME, NEEDS, HOW_MADE, NARRATIVE = "home", "needs", "how-it-was-made", "narrative"
# What a page can be translated into.
LANGUAGES = tuple(code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code != settings.LANGUAGE_CODE)
# Addresses that the site's own pages have.
TAKEN = frozenset({NEEDS, HOW_MADE})


def _check_path(value: str) -> None:
    if not re.fullmatch(r"/([\w./?=&#-]*)", value, re.ASCII) or value.startswith("//"):
        raise ValueError('must be an address on this site, which starts with one "/"')


class LineShape(Shape):
    """One line of the account of how the strategy was made. As publishing.blocks.HowMadeLineBlock allows."""

    said: Words
    does: Words
    link_text: Annotated[Words, at_most(100)]
    url: Annotated[Words, at_most(200), passes(_check_path)]


class PartShape(Shape):
    """One part of a page's body: exactly one of these keys."""

    heading: Words | None = None
    text: Words | None = None
    points: Many[Words] | None = None


class PageShape(Shape):
    page: Annotated[str, one_of((HOME, NEEDS, HOW_MADE, NARRATIVE))]
    slug: Annotated[Slug, fits(Page, "slug")] | None = None
    language: Annotated[str, one_of(("", *LANGUAGES))] = ""
    title: Annotated[Words, fits(Page, "title")]
    intro: MaybeWords = ""
    body: Many[PartShape] = ()
    lines: Many[LineShape] = ()


def get_translated_key(slug: str, language: str) -> str:
    return f"{slug}.{language}"


def _get_raw_key(file: str, values: Mapping[str, Any]) -> object:
    name = values.get("slug") if values.get("page") == NARRATIVE else values.get("page")
    language = values.get("language")
    return get_translated_key(str(name), str(language)) if language else name


PAGES = Section("page", ("pages/*.yaml",), PageShape, get_id=_get_raw_key, id_key="page")


def get_page_key(page: PageShape) -> str:
    if page.page != NARRATIVE or not page.slug:
        return page.page
    return get_translated_key(page.slug, page.language) if page.language else page.slug


def check_pages(workspace: Workspace) -> None:
    items = workspace.get(PAGES)
    known = {item.value.slug for item in items if not item.value.language}
    for item in items:
        _check_page(workspace, item)
        _check_parts(workspace, item)
        page = item.value
        if page.language and (page.page != NARRATIVE or page.slug not in known):
            rule = '"language" makes this the translation of a narrative page in English, which must be there too'
            workspace.note(item.get_fault(rule, "language", got=page.slug or page.page))


def _check_page(workspace: Workspace, item: Item[PageShape]) -> None:
    page = item.value
    is_narrative = page.page == NARRATIVE
    if is_narrative != (page.slug is not None):
        rule = '"slug" is the address of a narrative page, and of no other'
        workspace.note(item.get_fault(rule, "slug" if page.slug else "page"))
    if page.slug in TAKEN:
        workspace.note(item.get_fault('"slug" is the address of another page of the site', "slug", got=page.slug))
    if page.body and not is_narrative:
        workspace.note(item.get_fault('"body" belongs to a narrative page', "body"))
    if page.lines and page.page != HOW_MADE:
        workspace.note(item.get_fault(f'"lines" belong to the page {HOW_MADE}', "lines"))


def _check_parts(workspace: Workspace, item: Item[PageShape]) -> None:
    for at, part in enumerate(item.value.body):
        if sum(value is not None for _, value in part) != 1:
            rule = "a part of the body has exactly one of the keys heading, text, points"
            workspace.note(item.get_fault(rule, "body", at))
