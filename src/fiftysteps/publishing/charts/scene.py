"""The pieces that pictures are put together from: layers of Altair on two shared scales, in a frame of fixed size.

Rows give their places in the units of the scales, so that Vega places what is data; `Frame` turns pixels into those
units where words have to keep clear of each other. Sizes are fixed, not fitted by Vega: what it would measure text
with differs from machine to machine, and the same chart must be the same picture.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from fiftysteps.publishing.charts.layout import FONT_SIZE
from fiftysteps.publishing.charts.palette import FONT, INK

type Row = Mapping[str, Any]


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


def draw_texts(frame: Frame, rows: Sequence[Row], **properties: Any) -> list[alt.Chart]:
    """Draw `text` at x and y in each row's colour, bold where the row says so."""
    layers = []
    for is_bold in (False, True):
        chosen = [row for row in rows if bool(row.get("bold")) == is_bold]
        plain = {"align": "left", "baseline": "middle", "fontSize": FONT_SIZE}
        weight = {"fontWeight": "bold"} if is_bold else {}
        mark = _make_chart(chosen).mark_text(**(plain | weight | properties))
        layers += [_encode(mark, frame, text="text:N")] if chosen else []
    return layers


def draw_rules(frame: Frame, rows: Sequence[Row], *, to: str, width: float = 1, **properties: Any) -> list[alt.Chart]:
    """Draw straight lines from x and y to the field `to`, which is x2 or y2."""
    mark = _make_chart(rows).mark_rule(strokeWidth=width, **properties)
    return [_encode(mark, frame, is_stroke=False, **{to: to})] if rows else []


def draw_bars(frame: Frame, rows: Sequence[Row], **properties: Any) -> list[alt.Chart]:
    """Draw filled boxes from x to x2 and from y to y2."""
    return [_encode(_make_chart(rows).mark_bar(**properties), frame, x2="x2", y2="y2")] if rows else []


def draw_lines(frame: Frame, rows: Sequence[Row], *, width: float, **properties: Any) -> list[alt.Chart]:
    """Join the rows of each `part` by straight lines."""
    mark = _make_chart(rows).mark_line(strokeWidth=width, strokeJoin="round", **properties)
    return [_encode(mark, frame, detail="part:N", order="x:Q")] if rows else []


def draw_points(frame: Frame, rows: Sequence[Row], *, size: float) -> list[alt.Chart]:
    """Draw points of each row's `shape`, filled with its `fill` and rimmed with its colour."""
    mark = _make_chart(rows).mark_point(size=size, strokeWidth=2, opacity=1)
    shape, fill = alt.Shape("shape:N", scale=None), alt.Fill("fill:N", scale=None)
    return [_encode(mark, frame, shape=shape, fill=fill, is_stroke=True)] if rows else []


def _make_chart(rows: Iterable[Row]) -> alt.Chart:
    return alt.Chart(alt.Data(values=[{"colour": INK} | dict(row) for row in rows]))


def _encode(mark: alt.Chart, frame: Frame, *, is_stroke: bool = False, **channels: Any) -> alt.Chart:
    across = alt.Scale(domain=list(frame.across), nice=False, zero=False)
    along = alt.Scale(domain=list(frame.along), nice=False, zero=False)
    colour = (
        {"stroke": alt.Stroke("colour:N", scale=None)} if is_stroke else {"color": alt.Color("colour:N", scale=None)}
    )
    return mark.encode(
        x=alt.X("x:Q", axis=None, scale=across), y=alt.Y("y:Q", axis=None, scale=along), **colour, **channels
    )


def build_spec(frame: Frame, layers: Sequence[alt.Chart]) -> dict[str, Any]:
    """Return the Vega-Lite specification of the layers, the first at the back."""
    padding = {"left": frame.left, "right": frame.right, "top": frame.top, "bottom": frame.bottom}
    chart = (
        alt.layer(*layers)
        .properties(
            width=frame.width,
            height=frame.height,
            padding=padding,
            autosize=alt.AutoSizeParams(type="none"),
            background="transparent",
        )
        .configure(font=FONT)
        .configure_view(stroke=None)
    )
    spec: dict[str, Any] = chart.to_dict()
    return spec
