"""The pieces that pictures are put together from: layers of Altair on two shared scales, in a frame of fixed size.

Rows give their places in the units of the scales, so that Vega places what is data; `Frame` turns pixels into those
units where words have to keep clear of each other. Sizes are fixed, not fitted by Vega: what it would measure text
with differs from machine to machine, and the same chart must be the same picture.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt

from fiftysteps.publishing.charts.layout import FONT_SIZE
from fiftysteps.publishing.charts.palette import FONT, INK

type Row = Mapping[str, Any]
type Layer = dict[str, Any]


@dataclass(frozen=True)
class Frame:
    """The plot with the room for words round it, in pixels, and the ends of the two scales."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float
    across: tuple[float, float]
    along: tuple[float, float]

    def to_x(self, value: float) -> float:
        """Return where a value stands across the plot, in pixels."""
        low, high = self.across
        return (value - low) / (high - low) * self.width

    def from_x(self, pixels: float) -> float:
        """Return the value that stands at `pixels` across the plot."""
        low, high = self.across
        return low + pixels / self.width * (high - low)

    def to_y(self, value: float) -> float:
        """Return where a value stands along the plot, in pixels from its top."""
        low, high = self.along
        return (high - value) / (high - low) * self.height

    def from_y(self, pixels: float) -> float:
        """Return the value that stands `pixels` below the top of the plot."""
        low, high = self.along
        return high - pixels / self.height * (high - low)


def draw_texts(frame: Frame, rows: Sequence[Row], **properties: Any) -> list[Layer]:
    """Draw `text` at x and y in each row's colour, bold where the row says so."""
    plain = [row for row in rows if not row.get("bold")]
    bold = [row for row in rows if row.get("bold")]
    properties = {"align": "left", "baseline": "middle", "fontSize": FONT_SIZE} | properties
    return _draw("text", frame, plain, **properties) + _draw("text", frame, bold, fontWeight="bold", **properties)


def draw_rules(frame: Frame, rows: Sequence[Row], *, to: str, width: float = 1) -> list[Layer]:
    """Draw straight lines from x and y to the field `to`, which is x2 or y2."""
    return _draw(f"rule to {to}", frame, rows, strokeWidth=width)


def draw_bars(frame: Frame, rows: Sequence[Row], **properties: Any) -> list[Layer]:
    """Draw filled boxes from x to x2 and from y to y2."""
    return _draw("bar", frame, rows, **properties)


def draw_lines(frame: Frame, rows: Sequence[Row], *, width: float, dash: Sequence[float] = (1, 0)) -> list[Layer]:
    """Join the rows of each `part` by straight lines."""
    return _draw("line", frame, rows, strokeWidth=width, strokeJoin="round", strokeDash=tuple(dash))


def draw_points(frame: Frame, rows: Sequence[Row], *, size: float) -> list[Layer]:
    """Draw points of each row's `shape`, filled with its `fill` and rimmed with its colour."""
    return _draw("point", frame, rows, size=size, strokeWidth=2, opacity=1)


def _draw(kind: str, frame: Frame, rows: Sequence[Row], **properties: Any) -> list[Layer]:
    """Return the layer that draws the rows; none where there are no rows."""
    if not rows:
        return []
    template = _get_template(kind, tuple(sorted(properties.items())))
    ends = {"x": frame.across, "y": frame.along}
    placed = {axis: template["encoding"][axis] | {"scale": _get_scale(ends[axis])} for axis in ends}
    values = [{"colour": INK} | dict(row) for row in rows]
    return [{"data": {"values": values}, "mark": template["mark"], "encoding": template["encoding"] | placed}]


def _get_scale(ends: tuple[float, float]) -> dict[str, Any]:
    scale: dict[str, Any] = alt.Scale(domain=list(ends), nice=False, zero=False).to_dict()
    return scale


@lru_cache(maxsize=256)
def _get_template(kind: str, properties: tuple[tuple[str, Any], ...]) -> Layer:
    """Return a layer without rows. Altair takes longer to write one than Vega to draw it; few differ."""
    colour = alt.Color("colour:N", scale=None)
    channels: dict[str, dict[str, Any]] = {
        "text": {"text": "text:N", "color": colour},
        "rule to x2": {"x2": "x2", "color": colour},
        "rule to y2": {"y2": "y2", "color": colour},
        "bar": {"x2": "x2", "y2": "y2", "color": colour},
        "line": {"detail": "part:N", "order": "x:Q", "color": colour},
        # A point's colour would fill it too; its rim has a channel of its own.
        "point": {
            "shape": alt.Shape("shape:N", scale=None),
            "fill": alt.Fill("fill:N", scale=None),
            "stroke": alt.Stroke("colour:N", scale=None),
        },
    }
    mark = getattr(alt.Chart(), f"mark_{kind.partition(' ')[0]}")(**dict(properties))
    placed = mark.encode(x=alt.X("x:Q", axis=None), y=alt.Y("y:Q", axis=None), **channels[kind])
    layer: Layer = placed.to_dict(validate=False)
    return layer


def build_spec(frame: Frame, layers: Sequence[Layer]) -> dict[str, Any]:
    """Return the Vega-Lite specification of the layers, the first at the back. A test checks it against the schema."""
    return {
        "$schema": alt.SCHEMA_URL,
        "width": frame.width,
        "height": frame.height,
        "padding": {"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom},
        "autosize": {"type": "none"},
        "background": "transparent",
        "config": {"font": FONT, "view": {"stroke": None}},
        "layer": list(layers),
    }
