import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.estimates.proportions import proportion
from fiftysteps.stats.inequality.gaps import gap

Z = NormalDist().inv_cdf(0.975)


def square_and_add(v1: float, l1: float, u1: float, v2: float, l2: float, u2: float) -> tuple[float, float]:
    """The slow twin: the bounds of v1 less v2."""
    d = v1 - v2
    return d - math.sqrt((v1 - l1) ** 2 + (u2 - v2) ** 2), d + math.sqrt((u1 - v1) ** 2 + (v2 - l2) ** 2)


VALUE = st.floats(0.5, 100)
ROW = st.tuples(st.sampled_from("abc"), st.sampled_from([1, 2, 3]), VALUE, st.floats(0.01, 0.9), st.floats(1.1, 3))


@settings(max_examples=60)
@given(st.lists(ROW, min_size=2, max_size=9, unique_by=lambda row: row[:2]))
def test_gaps_of_bounds_are_those_of_plain_python(rows: list[tuple[str, int, float, float, float]]) -> None:
    labels, categories, values, downs, ups = (list(column) for column in zip(*rows, strict=True))
    if len(set(categories)) < 2:
        return
    low, high = min(categories), max(categories)
    lower = [v * d for v, d in zip(values, downs, strict=True)]
    upper = [v * u for v, u in zip(values, ups, strict=True)]
    result = gap(values, categories, labels, lower=lower, upper=upper)
    assert result.between == (low, high)
    for g, label in enumerate(result.groups.tolist()):
        found = {c: i for i, (own, c) in enumerate(zip(labels, categories, strict=True)) if own == label}
        if low not in found or high not in found:
            assert math.isnan(result.absolute[g])
            assert result.reason[g] == "One of the two categories is not there."
            continue
        i, j = found[low], found[high]
        six = (values[i], lower[i], upper[i], values[j], lower[j], upper[j])
        interval, ratio = result.absolute_intervals[0.95], result.relative_intervals[0.95]
        assert (interval.lower[g], interval.upper[g]) == pytest.approx(square_and_add(*six), rel=1e-12)
        logs = square_and_add(*(math.log(x) for x in six))
        assert (ratio.lower[g], ratio.upper[g]) == pytest.approx([math.exp(x) for x in logs], rel=1e-12)
        assert result.relative[g] == pytest.approx(values[i] / values[j])


def test_newcombes_first_example_has_the_interval_he_printed() -> None:
    # Newcombe (1998), Statistics in Medicine 17: 873-890, method 10: 56/70 - 48/80 is 0.2, from 0.0524 to 0.3339.
    bounds = proportion([56, 48], [70, 80]).intervals[0.95]
    result = gap([0.8, 0.6], ["a", "b"], between=("a", "b"), lower=bounds.lower, upper=bounds.upper)
    interval = result.absolute_intervals[0.95]
    assert (interval.lower[0], interval.upper[0]) == pytest.approx((0.0524, 0.3339), abs=0.00005)


def test_ratio_of_relative_risks_is_the_one_that_altman_and_bland_printed() -> None:
    # BMJ 2003; 326: 219: 0.67 (0.46 to 0.98) over 0.88 (0.71 to 1.08) is 0.76, from 0.49 to 1.17; the standard errors of
    # the logarithms are taken from the widths of the intervals.
    spreads = [math.log(0.98 / 0.46) / (2 * Z), math.log(1.08 / 0.71) / (2 * Z)]
    se = [0.67 * spreads[0], 0.88 * spreads[1]]
    result = gap([0.67, 0.88], ["women", "men"], between=("women", "men"), se=se)
    interval = result.relative_intervals[0.95]
    assert [result.relative[0], interval.lower[0], interval.upper[0]] == pytest.approx([0.76, 0.49, 1.17], abs=0.005)


def test_standard_errors_give_the_usual_intervals_at_every_level() -> None:
    result = gap([30.0, 20.0], [1, 10], se=[2.0, 1.0], confidence=(0.9, 0.95))
    absolute, relative = result.absolute_intervals[0.95], result.relative_intervals[0.95]
    assert absolute.lower[0] == pytest.approx(10 - Z * math.sqrt(5), rel=1e-12)
    assert absolute.upper[0] == pytest.approx(10 + Z * math.sqrt(5), rel=1e-12)
    spread = math.hypot(2 / 30, 1 / 20)
    assert relative.lower[0] == pytest.approx(1.5 * math.exp(-Z * spread), rel=1e-12)
    assert relative.upper[0] == pytest.approx(1.5 * math.exp(Z * spread), rel=1e-12)
    assert result.absolute_intervals[0.9].lower[0] > absolute.lower[0]
    assert result.method.tolist() == ["square-and-add"]


def test_without_bounds_there_is_a_gap_and_no_interval() -> None:
    result = gap([30.0, 20.0], ["Asian", "White"], between=("White", "Asian"))
    assert (result.absolute.tolist(), result.absolute_intervals, result.relative_intervals) == ([-10.0], {}, {})
    assert (result.method.tolist(), result.reason.tolist()) == ([""], [""])


def test_a_missing_value_is_said() -> None:
    result = gap([math.nan, 20.0], [1, 2], se=[1.0, 1.0])
    assert result.reason.tolist() == ["The value of one of the two categories is missing."]
    assert math.isnan(result.absolute[0])
    assert math.isnan(result.relative_intervals[0.95].lower[0])


def test_a_missing_standard_error_leaves_the_gap_and_takes_its_interval() -> None:
    result = gap([30.0, 20.0], [1, 2], se=[1.0, math.nan])
    assert result.reason.tolist() == ["A standard error or a bound of the two categories is missing."]
    assert result.absolute.tolist() == [10]
    assert math.isnan(result.absolute_intervals[0.95].lower[0])
    assert result.method.tolist() == [""]


@pytest.mark.parametrize("values", [[0.0, 20.0], [20.0, 0.0], [-5.0, 20.0]])
def test_a_value_of_zero_or_below_has_an_absolute_gap_only(values: list[float]) -> None:
    result = gap(values, [1, 2], se=[1.0, 1.0])
    assert result.reason.tolist() == ["A relative gap needs two values above zero."]
    assert result.absolute.tolist() == [values[0] - values[1]]
    assert not math.isnan(result.absolute_intervals[0.95].lower[0])
    assert math.isnan(result.relative[0])
    assert math.isnan(result.relative_intervals[0.95].lower[0])


def test_a_lower_bound_of_zero_above_makes_the_ratios_zero_and_below_leaves_it_open() -> None:
    above = gap([3.0, 2.0], [1, 2], lower=[0.0, 1.0], upper=[4.0, 3.0]).relative_intervals[0.95]
    assert above.lower[0] == 0
    result = gap([3.0, 2.0], [1, 2], lower=[2.0, 0.0], upper=[4.0, 3.0])
    assert math.isnan(result.relative_intervals[0.95].upper[0])
    assert result.relative_intervals[0.95].lower[0] > 0
    assert result.reason[0].startswith("The relative gap has no upper bound")


def test_no_rows_are_no_gaps() -> None:
    with pytest.raises(ValueError, match="there are fewer than two categories"):
        gap([], [])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"value": [1, 2], "category": ["a", "b"]}, "between: name the two categories"),
        ({"value": [1, 2], "category": ["a", "b"], "between": ("a", "c")}, "no row has the category 'c'"),
        ({"value": [1, 2], "category": ["a", "b"], "between": (1, "a")}, "no row has the category 1"),
        ({"value": [1, 2], "category": [1, 2], "between": (1, 1)}, "are not two different categories"),
        ({"value": [1, 2], "category": [1, 1]}, "between: there are fewer than two categories"),
        ({"value": [1, 2, 3], "category": [1, 2, 2]}, "category, element 2: 2 stands in its group already"),
        ({"value": [1, 2, 3], "category": [1, 2, None]}, "category, element 2: the category is missing"),
        ({"value": [1, 2], "category": [1, 2, 3]}, "category: 3 do not fit 2 rows"),
        ({"value": [1, math.inf], "category": [1, 2]}, "value, element 1: inf is infinite"),
        ({"value": [1, 2], "category": [1, 2], "se": [1, -1]}, "se, element 1: -1 is negative"),
        ({"value": [1, 2], "category": [1, 2], "lower": [0, 3], "upper": [2, 4]}, "lower, element 1: 3 exceeds"),
        ({"value": [1, 2], "category": [1, 2], "lower": [0, 1], "upper": [0.5, 4]}, "upper, element 0: 0.5 is below"),
        ({"value": [1, 2], "category": [1, 2], "lower": [0, 1]}, "give both lower and upper bounds, or neither"),
        ({"value": [1, 2], "category": [1, 2], "lower": [0, 1], "se": [1, 1]}, "not both"),
        (
            {"value": [1, 2], "category": [1, 2], "lower": [0, 1], "upper": [2, 3], "confidence": (0.9, 0.95)},
            "bounds have one level",
        ),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        gap(**arguments)  # type: ignore[arg-type]


def test_the_callers_arrays_are_not_changed() -> None:
    values, categories = np.array([1.0, math.nan]), np.array([1, 2])
    gap(values, categories)
    assert values.tolist() == pytest.approx([1, math.nan], nan_ok=True)
