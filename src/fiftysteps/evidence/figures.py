"""Figures in words: as people say them, with their unit."""

import math
import re
from decimal import ROUND_HALF_UP, Decimal

# The word for one of the things that a unit counts. A unit that is not here is set behind its number as it stands.
SINGULAR = {
    "people": "person",
    "children": "child",
    "households": "household",
    "deaths": "death",
    "patients": "patient",
    "years": "year",
    "days": "day",
    "schools": "school",
}
PERCENT = "%"
# Units that say nothing a reader could add to the number.
BARE_UNITS = ("", "index", "score")
NOT_STATED = "unit not stated"
SCORE_OUT_OF = re.compile(r"score (out of \d+)")
PER = re.compile(r"per ([\d,]+)\b.*")
# How small shares are said: "1 in n", n being one of these.
ONE_IN = (12, 15, 20, 25, 30, 40, 50, 60, 70, 80, 90, 100, 150, 200, 250, 300, 400, 500, 1000)
# A share within this part of a simple fraction is "about" it.
ABOUT = 0.04


def format_number(value: float, decimals: int) -> str:
    """Return a number with thousands marked and halves rounded up, as people expect, not to the even digit."""
    # By way of the shortest text that stands for the float: 40.25 is then meant, not its nearest binary fraction.
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,}"
    return f"−{text}" if rounded < 0 else text


def format_value(value: float, unit: str, decimals: int) -> str:
    """Return a figure with its unit: "40.5%", "53.1 per 1,000 households", "1 child", "7.7 out of 10"."""
    number = format_number(value, decimals)
    return f"{number}{get_unit_words(unit, is_one=number == '1')}"


def format_short(value: float, unit: str, decimals: int) -> str:
    """Return a figure for a chart or a table whose heading names the unit: only the percent sign stays with it."""
    return format_number(value, decimals) + (PERCENT if unit == PERCENT else "")


def format_range(lower: float, upper: float, unit: str, decimals: int) -> str:
    """Return two bounds with their unit: "39.3% and 41.7%", "50.1 and 56.2 per 1,000 households"."""
    return f"{format_short(lower, unit, decimals)} and {format_value(upper, unit, decimals)}"


def get_unit_words(unit: str, *, is_one: bool = False) -> str:
    """Return what stands behind a number of this unit, with its space."""
    if unit == PERCENT:
        return PERCENT
    if unit in BARE_UNITS:
        return ""
    if unit == NOT_STATED:
        return f" ({NOT_STATED})"
    if match := SCORE_OUT_OF.fullmatch(unit):
        return f" {match.group(1)}"
    return f" {SINGULAR.get(unit, unit) if is_one else unit}"


def get_multiplier(unit: str) -> float | None:
    """Return how many of the denominator a unit is per: 100 for "%", 1,000 for "per 1,000 births", else None."""
    if unit == PERCENT:
        return 100.0
    match = PER.fullmatch(unit)
    return float(match.group(1).replace(",", "")) if match else None


def say_share(percent: float) -> str:
    """Return a percentage as people say a share: 40.5 is "about 2 in 5", 21.7 "more than 1 in 5".

    Raises
    ------
    ValueError
        The percentage does not lie between 0 and 100.
    """
    if not 0 <= percent <= 100:
        raise ValueError(f"{percent:g}% is not a share of a whole")
    if percent in (0, 100):
        return "none" if percent == 0 else "all"
    share = percent / 100
    if share < 1 / (2 * ONE_IN[-1]):
        return f"fewer than 1 in {2 * ONE_IN[-1]:,}"
    if share > 0.97:
        return "nearly all"
    parts, whole = min(_FRACTIONS, key=lambda fraction: abs(_get_odds(fraction[0] / fraction[1]) - _get_odds(share)))
    return f"{_compare(share, parts / whole)}{parts} in {whole:,}"


def _get_odds(share: float) -> float:
    # On this scale 1% and 2% are as far apart as 50% and 67%: nearness in what it means, not in points.
    return math.log(share / (1 - share))


def _compare(share: float, simple: float) -> str:
    if math.isclose(share, simple, rel_tol=1e-9):
        return ""
    if abs(share / simple - 1) <= ABOUT:
        return "about "
    return "more than " if share > simple else "fewer than "


_FRACTIONS = (
    *((1, whole) for whole in range(2, 11)),
    *((1, whole) for whole in ONE_IN),
    *((2, 3), (2, 5), (3, 4), (3, 5), (4, 5), (3, 10), (7, 10), (9, 10)),
)
