"""Colours and shapes of charts: never one without the other, and never red, amber and green."""

from fiftysteps.publishing.charts.specs import Mark

INK = "#15212c"
SOFT = "#4f5b66"
GRID = "#dcd8cc"
PAPER = "#ffffff"
# What is our own and not judged: dark enough to stand out from those it is compared with.
OWN = "#3a5166"
# Places compared with; at least 3:1 on white, as WCAG 2.2 asks of what a picture is understood by.
OTHER = "#868e98"
BETTER, SIMILAR, WORSE = "#1f5fa8", "#6b7280", "#b4510d"
FONT = '"Atkinson Hyperlegible", sans-serif'

_COLOURS = {"better": BETTER, "similar": SIMILAR, "worse": WORSE}
_SHAPES = {"similar": "diamond", "worse": "triangle-up"}


def get_colour(mark: Mark, default: str = OWN) -> str:
    """Return the colour of a judgement, or `default` where there is none or neither direction is better."""
    return _COLOURS.get(mark.outcome, default)


def get_shape(mark: Mark) -> str:
    """Return the shape of a judgement; a circle where it is "better" or there is none."""
    return _SHAPES.get(mark.outcome, "circle")
