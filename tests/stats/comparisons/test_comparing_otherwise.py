import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.stats import Interval
from fiftysteps.stats.comparisons.comparing_otherwise import compare_overlap, compare_quintiles, compare_with_limits
from fiftysteps.stats.comparisons.funnels import funnel_limits
from fiftysteps.stats.estimates.proportions import proportion

PAIR = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted)
POLARITY = st.sampled_from(["higher", "lower", "none"])
NAMES = {
    "none": ["lowest", "low", "middle", "high", "highest"],
    "higher": ["worst", "worse", "middle", "better", "best"],
    "lower": ["best", "better", "middle", "worse", "worst"],
}


def build_interval(lower: float, upper: float) -> Interval:
    return Interval(np.array([float(lower)]), np.array([float(upper)]))


def name_side(*, above: bool, below: bool, polarity: str) -> str:
    """The obvious twin of the words."""
    if not above and not below:
        return "similar"
    if polarity == "none":
        return "higher" if above else "lower"
    return "better" if above == (polarity == "higher") else "worse"


@given(PAIR, PAIR, POLARITY)
def test_overlap_is_sharing_any_point(ours: list[int], theirs: list[int], polarity: str) -> None:
    result = compare_overlap({0.95: build_interval(*ours)}, {0.95: build_interval(*theirs)}, polarity=polarity)
    shared = set(range(ours[0], ours[1] + 1)) & set(range(theirs[0], theirs[1] + 1))
    above, below = not shared and ours[0] > theirs[0], not shared and ours[0] < theirs[0]
    assert result.outcome.tolist() == [name_side(above=above, below=below, polarity=polarity)]


@given(st.integers(0, 20), PAIR, POLARITY)
def test_value_on_a_control_limit_is_inside(value: int, limits: list[int], polarity: str) -> None:
    result = compare_with_limits([value], {0.95: build_interval(*limits)}, polarity=polarity)
    expected = name_side(above=value > limits[1], below=value < limits[0], polarity=polarity)
    assert result.outcome.tolist() == [expected]


def test_five_classes_of_overlap_and_limits_carry_the_level() -> None:
    inner, outer = build_interval(30, 40), build_interval(25, 45)
    theirs = {0.95: build_interval(10, 27), 0.998: build_interval(8, 28)}
    assert compare_overlap({0.95: inner, 0.998: outer}, theirs, polarity="higher", classes=5).outcome.tolist() == [
        "better 95%"
    ]
    limits = {0.95: inner, 0.998: outer}
    result = compare_with_limits([24, 26, 35, 42, 46], limits, polarity="lower", classes=5)
    assert result.outcome.tolist() == ["better 99.8%", "better 95%", "similar", "worse 95%", "worse 99.8%"]


def test_control_limits_of_proportions_class_areas_as_wilsons_interval_does() -> None:
    x, n = np.arange(0, 101.0), np.full(101, 100.0)
    limits = funnel_limits(x, n, kind="proportion", average=0.3, at="data").limits
    by_limits = compare_with_limits(x / n, limits, polarity="lower").outcome
    interval = proportion(x, n).intervals[0.95]
    by_interval = np.where(interval.lower > 0.3, "worse", np.where(interval.upper < 0.3, "better", "similar"))
    assert by_limits.tolist() == by_interval.tolist()
    assert set(by_limits) == {"better", "similar", "worse"}


def test_classes_are_missing_with_their_reason() -> None:
    gap = build_interval(math.nan, math.nan)
    known = build_interval(1, 2)
    overlap = compare_overlap({0.95: gap}, {0.95: known}, polarity="none")
    assert (overlap.outcome.tolist(), overlap.reason.tolist()) == ([""], ["The estimate has no interval."])
    overlap = compare_overlap({0.95: known}, {0.95: gap}, polarity="none")
    assert (overlap.outcome.tolist(), overlap.reason.tolist()) == ([""], ["The benchmark has no interval."])
    limits = compare_with_limits(
        [math.nan, 1], {0.95: Interval(np.array([1, math.nan]), np.array([2, 3]))}, polarity="none"
    )
    assert limits.reason.tolist() == ["The value is missing.", "The benchmark has no control limits here."]
    assert limits.outcome.tolist() == ["", ""]


def test_results_name_their_rule() -> None:
    one = {0.95: build_interval(1, 2)}
    assert compare_overlap(one, one, polarity="none").method == "overlapping intervals"
    assert compare_with_limits([1], one, polarity="none").method == "control limits round the benchmark"
    result = compare_quintiles([1], polarity="none")
    assert (result.method, result.benchmark, result.classes) == ("quintiles", None, 5)


def get_slow_fifths(values: list[float]) -> list[int]:
    """The formula as it is printed, one value after another; 0 where missing."""
    known = [v for v in values if not math.isnan(v)]
    n = len(known)
    fifths = []
    for v in values:
        rank = 1 + sum(1 for other in known if other < v)
        # Fractions of fifths as whole numbers of n: ceil(5 (n + 1 - rank) / n).
        fifths.append(0 if math.isnan(v) or n < 5 else 6 - math.ceil(((n + 1 - rank) * 5) / n - 1e-12))
    return fifths


VALUES = st.one_of(st.integers(-5, 5).map(float), st.just(math.nan))


@given(st.lists(st.tuples(st.sampled_from("ab"), VALUES), max_size=40), POLARITY)
def test_quintiles_are_those_of_the_printed_formula_within_each_group(
    rows: list[tuple[str, float]], polarity: str
) -> None:
    labels, values = [label for label, _ in rows], [value for _, value in rows]
    result = compare_quintiles(values, polarity=polarity, groups=labels)
    expected = [""] * len(rows)
    for label in set(labels):
        places = [i for i, other in enumerate(labels) if other == label]
        for place, fifth in zip(places, get_slow_fifths([values[i] for i in places]), strict=True):
            expected[place] = NAMES[polarity][fifth - 1] if fifth else ""
    assert result.outcome.tolist() == expected


def test_four_values_make_no_quintiles_and_five_do() -> None:
    few = compare_quintiles([1, 2, 3, 4, math.nan], polarity="none")
    assert few.outcome.tolist() == [""] * 5
    assert few.reason.tolist() == [
        *["There are fewer than five values, too few for quintiles."] * 4,
        "The value is missing.",
    ]
    enough = compare_quintiles([1, 2, 3, 4, 5], polarity="none")
    assert enough.outcome.tolist() == NAMES["none"]
    assert enough.reason.tolist() == [""] * 5


def test_what_cannot_be_compared_is_refused() -> None:
    one = {0.95: build_interval(1, 2)}
    with pytest.raises(ValueError, match="benchmark: there is none at 99.8%"):
        compare_overlap({**one, 0.998: one[0.95]}, one, polarity="none", classes=5)
    with pytest.raises(ValueError, match=r"limits: at 95\.0% a lower bound exceeds its upper bound in element 0"):
        compare_with_limits([1], {0.95: build_interval(2, 1)}, polarity="none")
    with pytest.raises(ValueError, match="value, element 1: it is infinite"):
        compare_with_limits([1, math.inf], one, polarity="none")
    with pytest.raises(ValueError, match="value, element 0: it is infinite"):
        compare_quintiles([math.inf], polarity="none")
    with pytest.raises(ValueError, match="value: one dimension is needed, and these have 2"):
        compare_quintiles([[1.0]], polarity="none")
    with pytest.raises(ValueError, match="'up' is not a valid Polarity"):
        compare_quintiles([1.0], polarity="up")
