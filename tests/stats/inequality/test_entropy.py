import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.inequality.entropy import theil

Z = NormalDist().inv_cdf(0.975)
Row = tuple[float, float, str]  # value, people, category


def estimate_slowly(rows: list[Row]) -> float:
    """The slow twin: T, person by weighted person."""
    people = math.fsum(p for _, p, _ in rows)
    mean = math.fsum(v * p for v, p, _ in rows) / people
    return math.fsum(p / people * v / mean * math.log(v / mean) for v, p, _ in rows if v)


def split_slowly(rows: list[Row]) -> tuple[float, float]:
    """The slow twin: the parts between and within categories, each worked out by itself."""
    people = math.fsum(p for _, p, _ in rows)
    mean = math.fsum(v * p for v, p, _ in rows) / people
    between = within = 0.0
    for category in {c for *_, c in rows}:
        own = [row for row in rows if row[2] == category]
        share = math.fsum(p for _, p, _ in own) / people
        ratio = math.fsum(v * p for v, p, _ in own) / (share * people) / mean
        if ratio:
            between += share * ratio * math.log(ratio)
            within += share * ratio * estimate_slowly(own)
    return between, within


ROW = st.tuples(st.one_of(st.just(0.0), st.floats(0.1, 50)), st.floats(0.5, 90), st.sampled_from("xyz"))


@settings(max_examples=60)
@given(st.lists(ROW, min_size=1, max_size=12))
def test_index_and_parts_are_those_of_plain_python(rows: list[Row]) -> None:
    values, people, categories = (list(column) for column in zip(*rows, strict=True))
    result = theil(values, people, category=categories)
    if not any(values):
        assert result.reason.tolist() == ["All values are zero, so there is nothing to spread."]
        return
    between, within = split_slowly(rows)
    assert result.value[0] == pytest.approx(estimate_slowly(rows), abs=1e-12)
    assert result.between[0] == pytest.approx(between, abs=1e-12)
    assert result.within[0] == pytest.approx(within, abs=1e-12)


@pytest.mark.parametrize("n", [2, 10, 1000])
def test_everything_in_one_hand_is_the_logarithm_of_the_number_of_hands(n: int) -> None:
    # Theil (1967): the most that the index can be.
    assert theil([5.0] + [0.0] * (n - 1)).value[0] == pytest.approx(math.log(n))


def test_the_same_for_all_is_exactly_zero() -> None:
    result = theil([0.1] * 7, [3, 1, 4, 1, 5, 9, 2.6], category=["a", "b"] * 3 + ["a"])
    assert (result.value[0], result.within[0]) == (pytest.approx(0, abs=1e-15), pytest.approx(0, abs=1e-15))
    assert result.value[0] >= 0
    assert result.within[0] >= 0


def test_interval_is_that_of_the_slopes_found_by_small_steps() -> None:
    values, people, se = [10.0, 30, 20, 60], [1.0, 2, 3, 4], [1.0, 2, 1, 3]

    def estimate(changed: list[float]) -> float:
        return float(theil(changed, people).value[0])

    variance = 0.0
    for i, error in enumerate(se):
        up, down = ([v + step * (i == j) for j, v in enumerate(values)] for step in (1e-4, -1e-4))
        variance += ((estimate(up) - estimate(down)) / 2e-4 * error) ** 2
    interval = theil(values, people, se=se, confidence=(0.9, 0.95)).intervals[0.95]
    assert interval.lower[0] == pytest.approx(estimate(values) - Z * math.sqrt(variance), rel=1e-6)
    assert interval.upper[0] == pytest.approx(estimate(values) + Z * math.sqrt(variance), rel=1e-6)


def test_lower_bound_is_cut_at_zero() -> None:
    assert theil([10.0, 11], se=[9.0, 9]).intervals[0.95].lower.tolist() == [0]


def test_without_categories_there_are_no_parts_and_without_standard_errors_no_interval() -> None:
    result = theil([1, 2])
    assert math.isnan(result.between[0])
    assert math.isnan(result.within[0])
    assert result.intervals == {}


def test_categories_are_taken_apart_within_each_group() -> None:
    result = theil([1, 3, 2, 9, 4], [1, 1, 1, 1, 2], list("ababb"), category=list("xxyxy"))
    for g, own in enumerate(([0, 2], [1, 3, 4])):
        values, people = [[1, 3, 2, 9, 4][i] for i in own], [[1, 1, 1, 1, 2][i] for i in own]
        alone = theil(values, people, category=["xxyxy"[i] for i in own])
        assert result.value[g] == pytest.approx(alone.value[0], rel=1e-12)
        assert result.between[g] == pytest.approx(alone.between[0], rel=1e-12)


def test_a_row_of_nobody_plays_no_part() -> None:
    assert theil([1, 99, 3], [1, 0, 1]).value[0] == theil([1, 3]).value[0]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"value": [1, math.nan]}, "A value is missing."),
        ({"value": [1, 2], "population": [1, math.nan]}, "A population is missing."),
        ({"value": [1, 2], "population": [0, 0]}, "Nobody is there."),
        ({"value": [0, 0]}, "All values are zero, so there is nothing to spread."),
    ],
)
def test_index_is_missing_with_its_reason(arguments: dict[str, object], reason: str) -> None:
    result = theil(**arguments, category=["a", "b"], se=[1, 1])  # type: ignore[arg-type]
    assert (result.reason.tolist(), result.method.tolist()) == ([reason], [""])
    numbers = [result.value, result.between, result.within, result.intervals[0.95].lower, result.intervals[0.95].upper]
    assert all(math.isnan(number[0]) for number in numbers)


@pytest.mark.parametrize(("values", "se"), [([1, 2], [1, math.nan]), ([0, 2], [1, 1])])
def test_interval_alone_is_missing_without_a_standard_error_or_with_one_at_zero(
    values: list[float], se: list[float]
) -> None:
    result = theil(values, se=se)
    assert result.reason[0].startswith("A standard error is missing, or stands at a value of zero")
    assert not math.isnan(result.value[0])
    assert math.isnan(result.intervals[0.95].lower[0])


def test_a_standard_error_of_zero_at_a_value_of_zero_is_taken() -> None:
    result = theil([0, 2], se=[0, 1])
    assert result.reason.tolist() == [""]
    assert not math.isnan(result.intervals[0.95].lower[0])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"value": [1, -2]}, "value, element 1: -2 is negative"),
        ({"value": [1, 2], "population": [1, math.inf]}, "population, element 1: inf is infinite"),
        ({"value": [1, 2], "category": ["a"]}, "groups: 1 labels do not fit 2 rows"),
        ({"value": [1, 2], "population": [1]}, "not of one length"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        theil(**arguments)  # type: ignore[arg-type]


def test_the_callers_arrays_are_not_changed() -> None:
    values = np.array([1.0, math.nan])
    theil(values)
    assert values.tolist() == pytest.approx([1, math.nan], nan_ok=True)
