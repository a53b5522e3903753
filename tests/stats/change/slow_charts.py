"""The slow twin of `spc`: one segment, point by point, in exact fractions."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

NAN = float("nan")


@dataclass
class SlowChart:
    chart: str
    rule: list[str]
    mean: float = NAN
    lower: float = NAN
    upper: float = NAN
    median: float = NAN

    @property
    def size(self) -> int:
        return len(self.rule)


def chart_slowly(values: list[float], trend: int = 7) -> SlowChart:
    # As the decimal numbers that they stand for, so that no rounding decides on which side of a line a point is.
    exact = [Fraction(str(value)) for value in values]
    return _chart_limits(exact, trend) if len(exact) >= 13 else _chart_run(exact)


def _chart_limits(values: list[Fraction], trend: int) -> SlowChart:
    mean = sum(values) / len(values)
    moving = [abs(b - a) for a, b in pairwise(values)]
    first = sum(moving) / len(moving)
    kept = [one for one in moving if one < Fraction("3.267") * first] or moving
    half = Fraction("2.66") * sum(kept) / len(kept)
    rule = [name_cause(values, i, mean, half, trend) for i in range(len(values))]
    return SlowChart("xmr", rule, float(mean), float(mean - half), float(mean + half))


def name_cause(values: list[Fraction], i: int, mean: Fraction, half: Fraction, trend: int) -> str:
    rules = [
        ("above the upper limit", values[i] > mean + half),
        ("below the lower limit", values[i] < mean - half),
        ("rising trend", is_in_trend(values, i, trend, 1)),
        ("falling trend", is_in_trend(values, i, trend, -1)),
        ("two of three near the upper limit", is_one_of_two(values, i, mean, half, 1)),
        ("two of three near the lower limit", is_one_of_two(values, i, mean, half, -1)),
        ("seven above the mean", is_in_run(values, i, mean, 7, 1)),
        ("seven below the mean", is_in_run(values, i, mean, 7, -1)),
    ]
    return next((name for name, holds in rules if holds), "")


def is_in_trend(values: list[Fraction], i: int, length: int, sign: int) -> bool:
    return any(
        all(sign * (b - a) > 0 for a, b in pairwise(values[start : start + length]))
        for start in range(max(0, i - length + 1), min(i, len(values) - length) + 1)
    )


def is_in_run(values: list[Fraction], i: int, middle: Fraction, length: int, sign: int) -> bool:
    return any(
        all(sign * (value - middle) > 0 for value in values[start : start + length])
        for start in range(max(0, i - length + 1), min(i, len(values) - length) + 1)
    )


def is_one_of_two(values: list[Fraction], i: int, mean: Fraction, half: Fraction, sign: int) -> bool:
    def is_near(value: Fraction) -> bool:
        return half * 2 / 3 < sign * (value - mean) <= half

    return is_near(values[i]) and any(
        sum(is_near(value) for value in values[start : start + 3]) >= 2
        for start in range(max(0, i - 2), min(i, len(values) - 3) + 1)
    )


def _chart_run(values: list[Fraction]) -> SlowChart:
    ordered = sorted(values)
    middle = (ordered[(len(values) - 1) // 2] + ordered[len(values) // 2]) / 2
    different = [i for i, value in enumerate(values) if i == 0 or value != values[i - 1]]
    changing = [values[i] for i in different]
    rule = []
    for i in range(len(values)):
        at = sum(1 for place in different if place <= i) - 1
        rules = [
            ("rising trend", is_in_trend(changing, at, 5, 1)),
            ("falling trend", is_in_trend(changing, at, 5, -1)),
            ("shift above the median", is_in_run(values, i, middle, 6, 1)),
            ("shift below the median", is_in_run(values, i, middle, 6, -1)),
        ]
        rule.append(next((name for name, holds in rules if holds), ""))
    return SlowChart("run", rule, median=float(middle))
