"""In which languages a page can be read, and what a reader of a translation has to know."""

from typing import Any

from django import template
from django.utils.translation import get_language_info
from wagtail.models import Locale, Page

register = template.Library()


@register.inclusion_tag("publishing/parts/page_languages.html")
def page_languages(page: Page) -> dict[str, Any]:
    """List the languages of a page, each as those call it who speak it; say of a translation how it stands."""
    others = _get_translations(page)
    english = next((each for each in others if each.locale_id == Locale.get_default().pk), None)
    is_older = bool(
        english
        and english.last_published_at
        and page.last_published_at
        and english.last_published_at > page.last_published_at
    )
    return {
        "languages": [_name(each) for each in (page, *others)] if others else (),
        "page": page,
        "english": english,
        "is_older": is_older,
    }


@register.inclusion_tag("publishing/parts/alternate_links.html")
def alternate_links(page: Page) -> dict[str, Any]:
    """Tell programs that read pages in which other languages this one is."""
    others = _get_translations(page)
    return {"languages": [_name(each) for each in (page, *others)] if others else ()}


def _get_translations(page: Page) -> list[Page]:
    found = page.get_translations().live().filter(alias_of__isnull=True).select_related("locale")
    return list(found.order_by("locale__language_code"))


def _name(page: Page) -> dict[str, Any]:
    code = page.locale.language_code
    return {
        "page": page,
        "code": code,
        "name": "English" if code.startswith("en") else get_language_info(code)["name_local"],
        "direction": "rtl" if get_language_info(code)["bidi"] else "ltr",
    }
