import math
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.stats import compare, proportion, rate
from fiftysteps.stats.comparisons.funnel_classes import funnel_significance
from fiftysteps.stats.comparisons.funnels import funnel_limits

ROWS = st.lists(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2)
WORDS = {"similar": "not significant"} | {f"{a}er {b}%": f"{a} {b}%" for a in ("high", "low") for b in (95, 99.8)}


@given(ROWS, st.sampled_from(["proportion", "rate", "ratio"]))
def test_areas_are_significant_whose_own_interval_leaves_out_the_average(
    rows: list[tuple[int, int]], kind: Any
) -> None:
    x, n = [row[0] for row in rows], [row[1] for row in rows]
    result = funnel_significance(x, n, kind=kind, multiplier=1)
    average = 1 if kind == "ratio" else sum(x) / sum(n)
    estimate = (proportion if kind == "proportion" else rate)(x, n, confidence=(0.95, 0.998), multiplier=1)
    expected = compare(estimate.intervals, average, polarity="none", classes=5).outcome
    # An interval that touches the average within rounding could fall to either side.
    bounds = np.array([bound for one in estimate.intervals.values() for bound in (one.lower, one.upper)])
    clear = np.all(np.abs(bounds - average) > 1e-9, axis=0)
    assert result.significance[clear].tolist() == [WORDS[word] for word in expected[clear]]
    assert result.value.tolist() == pytest.approx([a / b for a, b in rows])


@given(ROWS)
def test_proportions_are_significant_just_where_their_points_lie_outside_the_limits_drawn(
    rows: list[tuple[int, int]],
) -> None:
    x, n = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    result = funnel_significance(x, n, kind="proportion")
    limits = funnel_limits(x, n, kind="proportion", at="data").limits[0.95]
    outside = (result.value > limits.upper) | (result.value < limits.lower)
    assert (result.significance != "not significant").tolist() == outside.tolist()


@pytest.mark.parametrize("x", [0, 4])
def test_area_on_a_limit_is_inside(x: int) -> None:
    # Where all have the characteristic, or none, both limits are the average itself.
    result = funnel_significance([x, x], [4, 4], kind="proportion")
    limits = funnel_limits([x, x], [4, 4], kind="proportion", at="data").limits[0.95]
    assert limits.lower.tolist() == limits.upper.tolist() == result.value.tolist()
    assert result.significance.tolist() == ["not significant"] * 2


def test_levels_of_the_callers_name_the_class_in_any_order() -> None:
    x, n = [130, 160, 100, 70], [100] * 4
    for levels in ((0.9, 0.9999), (0.9999, 0.9)):
        result = funnel_significance(x, n, kind="ratio", confidence=levels)
        assert result.significance.tolist() == ["high 90%", "high 99.99%", "not significant", "low 90%"]


@pytest.mark.parametrize(
    ("x", "n", "reason"),
    [
        (math.nan, 9, "The numerator is missing."),
        (1, math.nan, "The denominator is missing."),
        (0, 0, "The denominator is zero."),
    ],
)
def test_class_is_missing_with_its_reason_and_its_neighbour_is_not(x: float, n: float, reason: str) -> None:
    result = funnel_significance([x, 2], [n, 4], kind="rate", overdispersion=True)
    assert result.significance.tolist() == ["", "not significant"]
    assert result.reason.tolist() == [reason, ""]
    assert np.isnan([result.value[0], result.denominator[0]]).all()


def test_standardised_rates_of_few_events_have_no_class() -> None:
    result = funnel_significance([9, 500, 40], kind="rate", rate=[90, 350, 100])
    assert result.significance.tolist() == ["", "high 99.8%", "low 99.8%"]
    assert result.reason[0] == "There are fewer than ten events, too few for a directly standardised rate."
    assert result.value[1:].tolist() == pytest.approx([350, 100])


def test_groups_are_held_against_their_own_average() -> None:
    x, n = [10, 12, 100, 120], [1000] * 4
    apart = funnel_significance(x, n, kind="rate", groups=["a", "a", "b", "b"])
    assert set(apart.significance) == {"not significant"}
    assert apart.average.tolist() == [1100, 11_000]
    assert set(funnel_significance(x, n, kind="rate").significance) == {"low 99.8%", "high 99.8%"}


def test_over_dispersion_leaves_only_the_areas_outside_the_widened_limits() -> None:
    x = [*[80, 120, 90, 110, 85, 115, 75, 125, 70, 130] * 3, 300]
    n = [100.0] * 31
    plain = funnel_significance(x, n, kind="ratio")
    wide = funnel_significance(x, n, kind="ratio", overdispersion=True)
    assert wide.overdispersion is not None
    assert wide.overdispersion.applied.all()
    assert (plain.significance != "not significant").sum() > 6
    assert wide.significance.tolist() == ["not significant"] * 30 + ["high 99.8%"]
    limits = funnel_limits(x, n, kind="ratio", at="data", overdispersion=True).limits[0.95]
    outside = (wide.value > limits.upper) | (wide.value < limits.lower)
    assert outside.tolist() == (wide.significance != "not significant").tolist()


@given(st.lists(st.tuples(st.integers(0, 200), st.floats(0.5, 100)), min_size=2, max_size=20))
def test_over_dispersion_never_makes_an_area_significant(rows: list[tuple[int, float]]) -> None:
    x, n = [row[0] for row in rows], [row[1] for row in rows]
    plain = funnel_significance(x, n, kind="ratio").significance
    wide = funnel_significance(x, n, kind="ratio", overdispersion=True).significance
    order = {"not significant": 0, "low 95%": 1, "high 95%": 1, "low 99.8%": 2, "high 99.8%": 2}
    assert all(order[b] <= order[a] for a, b in zip(plain.tolist(), wide.tolist(), strict=True))


def test_no_areas_give_no_classes() -> None:
    assert funnel_significance([], [], kind="proportion").significance.tolist() == []


def test_arrays_of_the_caller_are_not_changed() -> None:
    x, n = np.array([1.0, math.nan]), np.array([2.0, 0.0])
    funnel_significance(x, n, kind="rate", overdispersion=True)
    assert (x[0], n.tolist()) == (1, [2, 0])


def test_what_makes_no_funnel_has_no_classes_either() -> None:
    with pytest.raises(ValueError, match="numerator: it exceeds the denominator in element 0: 3 of 2"):
        funnel_significance([3], [2], kind="proportion")
    with pytest.raises(ValueError, match="confidence: name at least one level"):
        funnel_significance([1], [2], kind="proportion", confidence=())


def test_classes_of_proportions_do_not_load_scipy() -> None:
    code = (
        "import sys; from fiftysteps.stats.comparisons.funnel_classes import funnel_significance;"
        "funnel_significance([1, 5], [10, 10], kind='proportion'); print('scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
