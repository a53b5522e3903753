"""What charts with values up the side share: the ticks of the scale, its pale lines and its words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fiftysteps.evidence.figures import format_number
from fiftysteps.publishing.charts.layout import get_domain, get_text_width, get_tick_decimals, get_ticks
from fiftysteps.publishing.charts.palette import GRID, OTHER, SOFT
from fiftysteps.publishing.charts.scene import Frame, Layer, draw_rules, draw_texts
from fiftysteps.publishing.charts.words import get_axis_unit

GAP = 10


@dataclass(frozen=True)
class Scale:
    """The round numbers of a scale, with their words."""

    ticks: tuple[float, ...]
    texts: tuple[str, ...]

    @property
    def width(self) -> float:
        """The room that its words take, with the gap behind them."""
        return max(map(get_text_width, self.texts)) + GAP

    @property
    def ends(self) -> tuple[float, float]:
        return self.ticks[0], self.ticks[-1]


def make_scale(values: Iterable[float | None], unit: str) -> Scale:
    """Return the scale that holds all the values that are known."""
    low, high = get_domain([value for value in values if value is not None], from_zero=False)
    ticks = get_ticks(low, high, 5)
    return Scale(tuple(ticks), tuple(_write(ticks, unit)))


def _write(ticks: Sequence[float], unit: str) -> list[str]:
    decimals = get_tick_decimals(ticks)
    return [format_number(tick, decimals) + get_axis_unit(unit) for tick in ticks]


def draw_scale(frame: Frame, scale: Scale) -> list[Layer]:
    """Draw a pale line for each tick, a darker one for nought, and the words left of them."""
    first, last = frame.across
    lines = [{"x": first, "x2": last, "y": tick, "colour": OTHER if tick == 0 else GRID} for tick in scale.ticks]
    words = [
        {"x": first, "y": tick, "text": text, "colour": SOFT}
        for tick, text in zip(scale.ticks, scale.texts, strict=True)
    ]
    return draw_rules(frame, lines, to="x2") + draw_texts(frame, words, align="right", dx=-6)
