"""Prose with its figures written in."""

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe

from fiftysteps.publishing.cells import Cell, split_cells
from fiftysteps.publishing.queries.cells import CellView, get_cells

register = template.Library()


@register.filter
def prose(text: str) -> SafeString:
    """Return `text` in paragraphs, with each cell as the figure that it stands for and the way to its finding."""
    views = get_cells(text)
    parts = (_show(part, views) for part in split_cells(text.strip()))
    # Every part is escaped already, and a cell holds no line break.
    return mark_safe(linebreaks(format_html_join("", "{}", ((part,) for part in parts))))  # noqa: S308


def _show(part: str | Cell, views: dict[Cell, CellView]) -> SafeString:
    if isinstance(part, str):
        return conditional_escape(part)
    view = views[part]
    if not view.text:
        return format_html('<span class="cell cell--missing">{}</span>', "(no figure is held)")
    moved = format_html(' <span class="cell__moved">{}</span>', "(moved)") if view.is_moved else ""
    return format_html('<a class="cell" href="{}">{}</a>{}', view.url, view.text, moved)
