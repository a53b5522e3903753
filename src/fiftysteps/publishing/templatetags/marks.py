"""Shapes that say what a colour says, for whoever cannot see the colour: themes, comparisons, strength."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# Each drawn in a square of 16 by 16. A ring is two circles, of which the second is cut out of the first.
SHAPES = {
    "triangle": "M8 1 15.6 14.6H.4Z",
    "square": "M1.4 1.4h13.2v13.2H1.4Z",
    "circle": "M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8Z",
    "diamond": "M8 0 16 8 8 16 0 8Z",
    "cross": "M5.4 1h5.2v4.4H15v5.2h-4.4V15H5.4v-4.4H1V5.4h4.4Z",
    "star": "M8 .6 9.9 5.9 15.6 6.1 11.1 9.6 12.7 15.1 8 11.9 3.3 15.1 4.9 9.6.4 6.1 6.1 5.9Z",
    "half": "M4.4.8a7.2 7.2 0 0 1 0 14.4Z",
    "pentagon": "M8 .8 15.6 6.4 12.7 15.2H3.3L.4 6.4Z",
    "hexagon": "M4 1.1h8L16 8l-4 6.9H4L0 8Z",
    "drop": "M.4 1.4h15.2L8 15Z",
    "ring": "M8 .8a7.2 7.2 0 1 1 0 14.4A7.2 7.2 0 0 1 8 .8ZM8 4.2a3.8 3.8 0 1 0 0 7.6A3.8 3.8 0 0 0 8 4.2Z",
    "bar": "M0 5h16v6H0Z",
    "dashed": "M5 .5h6v3H5ZM12.5 5v6h3V5ZM5 12.5h6v3H5ZM.5 5h3v6h-3Z",
}

# Not red, amber and green. "Higher" and "lower" are neither good nor bad, and point.
COMPARISON_SHAPES = {
    "better": "circle",
    "similar": "diamond",
    "worse": "triangle",
    "higher": "triangle",
    "lower": "drop",
}

STRENGTHS = {"strong": 4, "moderate": 3, "limited": 2, "expert": 1}


@register.simple_tag
def shape(name: str) -> SafeString:
    """Return a shape without words: whoever places it puts the words beside it."""
    path = SHAPES.get(name, SHAPES["circle"])
    return format_html(
        '<svg class="mark" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        path,
    )


@register.filter
def comparison_shape(comparison: str) -> str:
    """Return the name of the shape for `better`, `similar`, `worse`, `higher` or `lower`."""
    return COMPARISON_SHAPES.get(comparison, "circle")


@register.inclusion_tag("publishing/parts/strength.html")
def strength_bars(evidence: object) -> dict[str, object]:
    """Show how strong a reference is: four bars, of which as many are full as its strength, and the word."""
    level = STRENGTHS.get(getattr(evidence, "strength", ""), 0)
    return {"evidence": evidence, "bars": [bar <= level for bar in range(1, 5)] if level else []}
