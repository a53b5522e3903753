"""Where words and ticks go: widths of text, lines, round numbers, and labels that must not lie on each other."""

import math
from collections.abc import Sequence
from itertools import pairwise

WIDE, NARROW = 640, 320
FONT_SIZE = 14
LINE_HEIGHT = 18

# Widths in the em of Atkinson Hyperlegible, a little generous, so that a fallback font fits too.
_EM = {**dict.fromkeys("ijl.,:;'|! ", 0.3), **dict.fromkeys("ftr()/-", 0.38), **dict.fromkeys("mwMW%", 0.9)}
_EM_UPPER, _EM_OTHER, _EM_BOLD = 0.68, 0.57, 1.06


def get_text_width(text: str, *, is_bold: bool = False) -> float:
    """Return about how wide a line of text is, in pixels at the size of charts."""
    width = sum(_EM.get(sign, _EM_UPPER if sign.isupper() else _EM_OTHER) for sign in text)
    return FONT_SIZE * width * (_EM_BOLD if is_bold else 1)


def wrap_text(text: str, width: float, *, is_bold: bool = False) -> list[str]:
    """Return `text` in lines that fit `width`; a word that is longer stands on a line of its own."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and get_text_width(longer, is_bold=is_bold) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def get_ticks(low: float, high: float, count: int) -> list[float]:
    """Return round numbers from at or below `low` to at or above `high`, about `count` of them."""
    span = (high - low) or abs(high) or 1.0
    step = _get_round_step(span / max(count - 1, 1))
    first = math.floor(low / step + 1e-9)
    last = max(math.ceil(high / step - 1e-9), first + 1)
    return [round(index * step, 10) for index in range(first, last + 1)]


def _get_round_step(rough: float) -> float:
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * part for part in (1, 2, 2.5, 5, 10) if size * part >= rough * 0.999)


def get_tick_decimals(ticks: Sequence[float]) -> int:
    """Return how many decimal places the ticks need to be told apart."""
    return next((d for d in range(6) if all(abs(t - round(t, d)) < 1e-9 for t in ticks)), 6)


def get_domain(values: Sequence[float], *, from_zero: bool) -> tuple[float, float]:
    """Return the ends of a scale that holds `values`; one that comes near zero starts at zero."""
    low, high = min(values), max(values)
    if from_zero or 0 <= low <= high / 2:
        return min(low, 0.0), max(high, 0.0) or 1.0  # where all is nought the scale still needs a length
    # Lines on a scale that does not start at zero keep a little air above and below.
    air = (high - low) * 0.1 or abs(high) * 0.05 or 1.0
    return low - air, high + air


def spread(wanted: Sequence[float], heights: Sequence[float], limit: float) -> list[float]:
    """Return the middles of labels near where they are wanted, none on another, between 0 and `limit` if they fit."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    middles = [0.0] * len(wanted)
    edge = 0.0
    for i in order:
        middles[i] = max(wanted[i], edge + heights[i] / 2)
        edge = middles[i] + heights[i] / 2
    edge = limit
    for i in reversed(order):
        middles[i] = max(min(middles[i], edge - heights[i] / 2), 0.0)
        edge = middles[i] - heights[i] / 2
    return middles


def choose_labels(places: Sequence[float], texts: Sequence[str], gap: float) -> list[int]:
    """Return which of the labels along an axis to show: the last, as many evenly before it as fit, the first."""
    last = len(places) - 1
    steps = (range(last, -1, -step)[::-1] for step in range(1, last + 2))
    even = (list(chosen) for chosen in steps if all(_is_apart(places, texts, a, b, gap) for a, b in pairwise(chosen)))
    chosen = next(even, [])
    if chosen and chosen[0] > 0 and _is_apart(places, texts, 0, chosen[0], gap):
        chosen.insert(0, 0)
    return chosen


def _is_apart(places: Sequence[float], texts: Sequence[str], left: int, right: int, gap: float) -> bool:
    half = (get_text_width(texts[left]) + get_text_width(texts[right])) / 2
    return places[right] - places[left] >= half + gap
