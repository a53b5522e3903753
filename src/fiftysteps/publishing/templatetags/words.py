"""Small helpers that put values into words, and that never fail a page because something is not there."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import mark_safe

from fiftysteps.core.periods import parse_period
from fiftysteps.evidence.figures import format_value

register = template.Library()


@register.filter
def at(mapping: object, key: object) -> Any:
    """Return what `mapping` holds under `key`, and None where it holds nothing or is no mapping."""
    return mapping.get(key) if isinstance(mapping, Mapping) else None


@register.filter
def figure(value: float | str | None, indicator: Any) -> str:
    """Return `value` as people say it, in the unit of `indicator`; "not known" where there is none."""
    if value is None or value == "":
        return "not known"
    return format_value(float(value), getattr(indicator, "unit", ""), getattr(indicator, "decimals", 0))


@register.filter
def percent(share: float | None) -> str:
    """Return a share of 1 in hundredths."""
    return "–" if share is None else f"{share:.1%}"


@register.filter
def period(text: object) -> str:
    """Return a period in words ("April 2020 to March 2021"); as it stands where it is none that we know."""
    if plain := getattr(text, "plain", ""):
        return str(plain)
    try:
        return parse_period(str(text)).plain
    except ValueError:
        return str(text or "")


@register.filter
def within(path: object, address: object) -> bool:
    """Whether a page at `path` belongs to the part of the site that begins at `address`."""
    return bool(path and address) and str(path).startswith(str(address))


@register.filter
def with_slug(things: Iterable[Any], slug: str) -> Any:
    """Return the first of `things` whose slug is `slug`."""
    return next((thing for thing in things or () if getattr(thing, "slug", None) == slug), None)


class KeepNode(template.Node):
    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: Context) -> str:
        said = " ".join(self.nodelist.render(context).split())
        context[self.name] = mark_safe(said)  # noqa: S308  rendering has escaped it; escaping it again would show
        return ""


@register.tag
def keep(parser: Parser, token: Token) -> KeepNode:
    """Keep what stands between `{% keep as name %}` and `{% endkeep %}` under a name, in one line, for several places.

    A block can be written to a page only once, but a page's title is said in its head and again for whoever shares it.
    """
    parts = token.split_contents()
    if len(parts) != 3 or parts[1] != "as":
        raise template.TemplateSyntaxError("Write it as: keep as name")
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeepNode(nodelist, parts[2])
