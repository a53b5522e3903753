"""The slow twin of `recent_trend`: one group, row by row, the rule written out."""

import math
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

Z = 1.959963984540054


@dataclass
class Row:
    start: int
    length: int = 1
    value: int | None = 1
    se: int | None = 1
    count: int | None = 1
    denominator: int | None = 2
    carried_forward: bool = False
    break_before: bool = False


def choose_slowly(rows: list[Row]) -> tuple[list[Row], str]:
    if len({row.length for row in rows if not row.carried_forward}) > 1:
        return [], "The periods differ in length."
    if len({row.start for row in rows}) < len(rows):
        return [], "A period stands more than once."
    chosen: list[Row] = []
    for row in sorted(rows, key=lambda one: -one.start):
        if len(chosen) < 5 and not row.carried_forward and (not chosen or row.start + row.length <= chosen[0].start):
            chosen.insert(0, row)
    if len(chosen) < 5:
        return [], "There are fewer than five independent points."
    if any(row.break_before and chosen[0].start < row.start <= chosen[-1].start for row in rows):
        return [], "The series breaks among the last five points."
    if len({b.start - a.start for a, b in pairwise(chosen)}) > 1:
        return [], "The gaps between the last five points differ."
    return chosen, ""


def get_fault(row: Row, kind: str) -> tuple[int, str]:
    """The row's reason with its rank, 0 and nothing where there is none."""
    if kind == "other":
        found = [
            (1, row.value is None, "A value among the last five points is missing."),
            (6, row.se is None, "A standard error or bound among the last five points is missing."),
            (7, row.se == 0, "A standard error among the last five points is zero."),
        ]
    else:
        missing = row.count is None or row.denominator is None
        found = [
            (1, missing, "A value among the last five points is missing."),
            (2, row.denominator == 0, "A denominator among the last five points is zero."),
            (3, row.count == 0, "A count among the last five points is zero, so its logit has no value."),
            (
                4,
                row.count == row.denominator,
                "A count among the last five points equals its denominator, so its logit has no value.",
            ),
        ]
    return next(((rank, said) for rank, holds, said in found if holds), (0, ""))


def tell_slowly(rows: list[Row], kind: str) -> tuple[str, float, float, str]:
    """Label, chi-square, slope and reason."""
    chosen, reason = choose_slowly(rows)
    if not reason:
        faults = sorted(fault for fault in (get_fault(row, kind) for row in chosen) if fault[0])
        reason = faults[0][1] if faults else ""
    if reason:
        return "cannot be calculated", math.nan, math.nan, reason
    if kind == "other":
        y = [Fraction(row.value or 0) for row in chosen]
        weights = [Fraction(1, (row.se or 1) ** 2) for row in chosen]
    else:
        # Rounded, so that equal proportions have equal logits to the last digit.
        y = [Fraction(round(math.log(row.count / (row.denominator - row.count)), 12)) for row in chosen]
        weights = [Fraction(1)] * 5
    slope, spread = fit_slowly(list(range(5)), y, weights)
    statistic = float(slope**2 * spread) if kind == "other" else get_chi_square_slowly(chosen)
    left_out = [
        fit_slowly(
            [x for x in range(5) if x != i],
            [y[x] for x in range(5) if x != i],
            [weights[x] for x in range(5) if x != i],
        )[0]
        for i in range(5)
    ]
    if statistic <= 9.54953570608324:
        return "no significant change", statistic, float(slope), ""
    if not (all(one > 0 for one in [slope, *left_out]) or all(one < 0 for one in [slope, *left_out])):
        said = "Without one of the points the slope is level or turns the other way."
        return "no significant change", statistic, float(slope), said
    return "increasing" if slope > 0 else "decreasing", statistic, float(slope), ""


def fit_slowly(x: list[int], y: list[Fraction], weights: list[Fraction]) -> tuple[Fraction, Fraction]:
    total = sum(weights)
    middle = sum(w * a for w, a in zip(weights, x, strict=True)) / total
    level = sum(w * b for w, b in zip(weights, y, strict=True)) / total
    spread = sum(w * (a - middle) ** 2 for w, a in zip(weights, x, strict=True))
    product = sum(w * (a - middle) * (b - level) for w, a, b in zip(weights, x, y, strict=True))
    slope = product / spread
    return (slope if abs(slope) > Fraction(1, 10**9) else Fraction(0)), spread


def get_chi_square_slowly(chosen: list[Row]) -> float:
    """By the sum of squares between points, along the line: (sum of scores less expected)^2 over its variance."""
    counts = [Fraction(row.count or 0) for row in chosen]
    people = [Fraction(row.denominator or 0) for row in chosen]
    pooled = sum(counts) / sum(people)
    scores = sum(i * c for i, c in enumerate(counts)) - pooled * sum(i * n for i, n in enumerate(people))
    squares = sum(i * i * n for i, n in enumerate(people)) - sum(i * n for i, n in enumerate(people)) ** 2 / sum(people)
    return float(scores**2 / (pooled * (1 - pooled) * squares))
