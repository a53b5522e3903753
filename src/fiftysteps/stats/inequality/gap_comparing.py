"""Averages and gaps at two times: which way each went, and the name of the two together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

import numpy as np

from fiftysteps.stats.comparisons.comparing import Polarity
from fiftysteps.stats.inequality.differing import get_difference_bounds
from fiftysteps.stats.results import Floats, Interval, Words
from fiftysteps.stats.rows import Mask

NO_AVERAGE = "An average is missing."
NO_GAP = "A gap is missing."
NO_BOUND = "A bound is missing."
NO_RATIO = "A relative gap is zero or below, which no ratio of rates is."

VALUES_ALONE = "values alone"
BY_INTERVAL = "interval of the difference"
TIMES = ("before", "after")
AVERAGES = ("improved", "worsened", "unchanged")
GAPS = ("narrowed", "widened", "unchanged")


class GapOutcome(StrEnum):
    """What became of the average and of the gap; the second is a result of its own and not a success."""

    IMPROVED_NARROWED = "The average improved and the gap narrowed"
    IMPROVED_WIDENED = "The average improved and the gap widened"
    IMPROVED_UNCHANGED = "The average improved and the gap did not change"
    WORSENED_NARROWED = "The average worsened and the gap narrowed"
    WORSENED_WIDENED = "The average worsened and the gap widened"
    WORSENED_UNCHANGED = "The average worsened and the gap did not change"
    UNCHANGED_NARROWED = "The average did not change and the gap narrowed"
    UNCHANGED_WIDENED = "The average did not change and the gap widened"
    UNCHANGED_UNCHANGED = "Neither the average nor the gap changed"


@dataclass(frozen=True, eq=False)
class GapChange:
    """What became of each element's average and gap.

    Attributes
    ----------
    outcome : ndarray of str
        One of GapOutcome; empty where missing.
    average_change, gap_change : ndarray of str
        Its parts: improved, worsened or unchanged; narrowed, widened or unchanged. Each is there without the other.
    reason : ndarray of str
        Why an outcome is missing, as a sentence.
    average_method, gap_method : str
        "interval of the difference" where bounds were given, so that only a clear change counts; else "values alone".
    polarity : Polarity
        Which direction of the average is better.
    """

    outcome: Words
    average_change: Words
    gap_change: Words
    reason: Words
    average_method: str
    gap_method: str
    polarity: Polarity


@dataclass(frozen=True, eq=False)
class _Estimates:
    """A value at the two times, and its bounds where there are any."""

    values: tuple[Floats, Floats]
    bounds: tuple[Interval, Interval] | None

    def is_missing(self) -> Mask:
        return np.isnan(self.values[0] + self.values[1])

    def lacks_bound(self) -> Mask:
        bounds = [] if self.bounds is None else [side for b in self.bounds for side in (b.lower, b.upper)]
        return np.any([np.isnan(side) for side in bounds], axis=0) if bounds else np.zeros(self.values[0].shape, bool)

    def get_sign(self) -> Floats:
        """Return 1 where the value grew, -1 where it fell, 0 where it did not change, or not clearly."""
        before, after = self.values
        if self.bounds is None:
            return np.sign(after - before)
        change = get_difference_bounds(after, before, self.bounds[1], self.bounds[0])
        return (change.lower > 0) * 1.0 - (change.upper < 0) * 1.0

    def map(self, convert: Callable[[Floats], Floats]) -> "_Estimates":
        bounds = self.bounds and tuple(Interval(convert(b.lower), convert(b.upper)) for b in self.bounds)
        return _Estimates((convert(self.values[0]), convert(self.values[1])), bounds)  # type: ignore[arg-type]

    def measure_sizes(self) -> "_Estimates":
        """Return how far the values lie from zero, on whichever side, with the bounds turned where the values are."""
        signs = [np.where(value < 0, -1.0, 1.0) for value in self.values]
        values = (np.abs(self.values[0]), np.abs(self.values[1]))
        if self.bounds is None:
            return _Estimates(values, None)
        before, after = (_turn(b, sign) for b, sign in zip(self.bounds, signs, strict=True))
        return _Estimates(values, (before, after))


def _turn(bounds: Interval, sign: Floats) -> Interval:
    return Interval(
        np.where(sign < 0, -bounds.upper, bounds.lower),
        np.where(sign < 0, -bounds.lower, bounds.upper),
    )


def _read(numbers: Mapping[str, Floats], name: str) -> _Estimates:
    before, after = (numbers[f"{name} {when}"] for when in TIMES)
    if f"{name}_lower {TIMES[0]}" not in numbers:
        return _Estimates((before, after), None)
    first, last = (Interval(numbers[f"{name}_lower {when}"], numbers[f"{name}_upper {when}"]) for when in TIMES)
    return _Estimates((before, after), (first, last))


def build_change(numbers: Mapping[str, Floats], polarity: Polarity, scale: str) -> GapChange:
    """Return what became of checked averages and gaps, named as "gap_lower after", all of one shape."""
    averages, gaps = _read(numbers, "average"), _read(numbers, "gap")
    no_ratio = np.zeros(averages.values[0].shape, dtype=bool)
    if scale == "relative":
        no_ratio = np.any([values <= 0 for name, values in numbers.items() if name.startswith("gap")], axis=0)
        gaps = gaps.map(lambda ratios: np.log(np.where(ratios > 0, ratios, np.nan)))
    average_reason = np.select([averages.is_missing(), averages.lacks_bound()], [NO_AVERAGE, NO_BOUND], default="")
    gap_reason = np.select([no_ratio, gaps.is_missing(), gaps.lacks_bound()], [NO_RATIO, NO_GAP, NO_BOUND], default="")
    better = 1 if polarity is Polarity.HIGHER else -1
    average_words = np.where(average_reason == "", _place(better * averages.get_sign(), "improved", "worsened"), "")
    gap_words = np.where(gap_reason == "", _place(gaps.measure_sizes().get_sign(), "widened", "narrowed"), "")
    reason = np.where(average_reason == "", gap_reason, average_reason)
    return GapChange(
        outcome=np.where(reason == "", _name(average_words, gap_words), ""),
        average_change=average_words,
        gap_change=gap_words,
        reason=reason,
        average_method=VALUES_ALONE if averages.bounds is None else BY_INTERVAL,
        gap_method=VALUES_ALONE if gaps.bounds is None else BY_INTERVAL,
        polarity=polarity,
    )


def _place(sign: Floats, above: str, below: str) -> Words:
    return np.asarray(np.select([sign > 0, sign < 0], [above, below], default="unchanged"))


def _name(average_words: Words, gap_words: Words) -> Words:
    names = {(one, other): GapOutcome[f"{one}_{other}".upper()] for one, other in product(AVERAGES, GAPS)}
    masks = [(average_words == one) & (gap_words == other) for one, other in names]
    return np.asarray(np.select(masks, [outcome.value for outcome in names.values()], default=""))
