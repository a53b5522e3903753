import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.comparisons.funnel_axis import funnel_axis
from fiftysteps.stats.comparisons.funnels import funnel_limits
from fiftysteps.stats.comparisons.overdispersion import estimate_overdispersion
from fiftysteps.stats.estimates.bounds import get_exact_bounds
from fiftysteps.stats.estimates.proportions import proportion

# Standard normal quantiles above which 2.5% and 0.1% lie, as tables print them.
Z = {0.95: 1.959963984540054, 0.998: 3.090232306167813}


def sum_poisson(k: int, mean: float) -> float:
    """P(X <= k), term by term."""
    return math.fsum(math.exp(-mean + i * math.log(mean) - math.lgamma(i + 1)) for i in range(k + 1))


@given(st.integers(0, 60), st.floats(0.5, 80))
def test_whole_counts_lie_outside_poisson_limits_just_where_their_tail_is_too_small(x: int, mean: float) -> None:
    result = funnel_limits([x], [mean], kind="ratio", at="data")
    below = sum_poisson(x, mean)
    above = 1 - (sum_poisson(x - 1, mean) if x else 0.0)
    for level in (0.95, 0.998):
        limits, tail = result.limits[level], (1 - level) / 2
        # A tail within rounding of the level's own could fall to either side.
        if abs(below - tail) > 1e-9:
            assert (x / mean < limits.lower[0]) == (below < tail)
        if abs(above - tail) > 1e-9:
            assert (x / mean > limits.upper[0]) == (above < tail)


def test_poisson_lines_pass_through_whole_counts_where_the_counts_exact_interval_ends() -> None:
    x = np.arange(1.0, 200)
    interval = get_exact_bounds(x, 0.95)
    lower = funnel_limits([1], [1], kind="ratio", at=interval.upper).limits[0.95].lower[0]
    upper = funnel_limits([1], [1], kind="ratio", at=interval.lower).limits[0.95].upper[0]
    assert lower.tolist() == pytest.approx((x / interval.upper).tolist(), rel=1e-12)
    assert upper.tolist() == pytest.approx((x / interval.lower).tolist(), rel=1e-12)


def find_slow_count(mean: float, tail: float, *, below: bool) -> float:
    """The continuous count whose exact limit is the mean, by halving, with the gamma integral summed by Simpson."""

    def find_area(shape: float) -> float:
        steps, end = 4000, mean ** (1 / 4)  # the substitution t = u⁴ takes the edge off at zero
        ys = [
            4 * math.exp((4 * shape - 1) * math.log(u) - u**4 - math.lgamma(shape)) if u else 0.0
            for u in (end * i / steps for i in range(steps + 1))
        ]
        return end / steps / 3 * (ys[0] + ys[-1] + 4 * sum(ys[1:-1:2]) + 2 * sum(ys[2:-1:2]))

    low, high = 0.3, 10 * mean + 30
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if find_area(middle) > (1 - tail if below else tail) else (low, middle)
    return low - 1 if below else low


@pytest.mark.parametrize("mean", [0.5, 3.0, 8.5, 40.0])
def test_poisson_limits_between_whole_counts_follow_the_gamma_integral(mean: float) -> None:
    limits = funnel_limits([1], [mean], kind="ratio", at="data").limits[0.95]
    assert limits.upper[0] * mean == pytest.approx(find_slow_count(mean, 0.025, below=False), rel=1e-7)
    lower = max(find_slow_count(mean, 0.025, below=True), 0)
    assert limits.lower[0] * mean == pytest.approx(lower, rel=1e-7, abs=1e-9)


@given(st.lists(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1))
def test_limits_of_proportions_are_the_average_and_its_standard_error(rows: list[tuple[int, int]]) -> None:
    result = funnel_limits([x for x, _ in rows], [n for _, n in rows], kind="proportion", at="data", multiplier=100)
    average = sum(x for x, _ in rows) / sum(n for _, n in rows)
    assert result.average.tolist() == pytest.approx([100 * average])
    for level, z in Z.items():
        for i, (_, n) in enumerate(rows):
            spread = z * math.sqrt(average * (1 - average) / n)
            assert result.limits[level].lower[i] == pytest.approx(100 * max(average - spread, 0), abs=1e-9)
            assert result.limits[level].upper[i] == pytest.approx(100 * min(average + spread, 1), abs=1e-9)


def test_wilsons_interval_round_a_point_on_a_limit_touches_the_average() -> None:
    limits = funnel_limits([30], [100], kind="proportion", average=0.3, at="data").limits[0.95]
    on_limit = float(limits.upper[0]) * 100
    assert float(proportion(on_limit, 100).intervals[0.95].lower) == pytest.approx(0.3, rel=1e-12)


@pytest.mark.parametrize("multiplier", [1, 100, 1000])
def test_upper_limit_of_a_proportion_is_capped_at_the_multiplier(multiplier: float) -> None:
    limits = funnel_limits([9], [10], kind="proportion", at=[1, 10, 1000], multiplier=multiplier).limits[0.998]
    assert limits.upper[0, 0] == multiplier
    assert limits.upper[0, 2] < multiplier
    assert limits.lower[0, 0] == 0


def test_average_of_rates_is_all_events_over_the_whole_population() -> None:
    result = funnel_limits([10, 30], [1000, 7000], kind="rate", at="data")
    assert (result.average.tolist(), result.multiplier) == ([500], 100_000)
    assert result.limits[0.95].lower[0] < 500 < result.limits[0.95].upper[0]


def test_average_of_ratios_is_one_whatever_was_observed() -> None:
    result = funnel_limits([10, 30], [5, 7], kind="ratio", at="data")
    assert (result.average.tolist(), result.multiplier) == ([1], 1)


def test_excess_of_counts_is_the_ratio_less_one() -> None:
    ratio = funnel_limits([10, 30], [5, 7], kind="ratio", at="data", multiplier=100)
    excess = funnel_limits([10, 30], [5, 7], kind="ratio", at="data", multiplier=100, ratio_type="count")
    assert excess.average.tolist() == [0]
    assert excess.limits[0.95].lower.tolist() == pytest.approx((ratio.limits[0.95].lower - 100).tolist())
    assert excess.limits[0.95].upper.tolist() == pytest.approx((ratio.limits[0.95].upper - 100).tolist())


def test_given_average_takes_the_place_of_the_datas_own() -> None:
    given_one = funnel_limits([1, 2], [10, 10], kind="proportion", average=50, at="data", multiplier=100)
    assert given_one.average.tolist() == [50]
    each = funnel_limits([1, 2], [10, 10], kind="rate", average=[5, 7], groups=["a", "b"], at="data", multiplier=10)
    assert each.average.tolist() == [5, 7]


def test_standardised_rates_stand_at_the_population_that_would_give_them() -> None:
    result = funnel_limits([50, 20], kind="rate", rate=[500, 100], at="data")
    assert result.denominator.tolist() == [10_000, 20_000]
    assert result.average[0] == pytest.approx(70 / 30_000 * 100_000)


FEW = "There are fewer than ten events, too few for a directly standardised rate."


@pytest.mark.parametrize(
    ("count", "rate", "reason", "average"),
    [
        # Nine events in a population of 10,000 count towards the average all the same.
        (9, 90, FEW, 59 / 20_000 * 100_000),
        (9, math.nan, FEW, 500),
        (9, 0, FEW, 500),
        (0, 90, FEW, 500),
        (0, math.nan, FEW, 500),
        (math.nan, 90, "The numerator is missing.", 500),
        (10, math.nan, "The rate is missing.", 500),
    ],
)
def test_standardised_rate_is_missing_with_its_reason(count: float, rate: float, reason: str, average: float) -> None:
    result = funnel_limits([50, count], kind="rate", rate=[500, rate], at="data", overdispersion=True)
    assert result.reason.tolist() == ["", reason]
    assert np.isnan([result.denominator[1], result.limits[0.95].lower[1], result.limits[0.95].upper[1]]).all()
    assert result.method.tolist() == ["exact Poisson", ""]
    assert result.average.tolist() == pytest.approx([average])
    assert result.overdispersion is not None
    assert result.overdispersion.points.tolist() == [1]


def test_funnel_of_few_events_only_has_no_axis() -> None:
    result = funnel_limits([9], kind="rate", rate=[90], points=2)
    assert result.reason.tolist() == [["No area has a value."] * 2]
    assert np.isnan(result.limits[0.95].upper).all()


@pytest.mark.parametrize("kind", ["proportion", "rate", "ratio"])
@pytest.mark.parametrize(
    ("x", "n", "reason"),
    [
        (math.nan, 9, "The numerator is missing."),
        (1, math.nan, "The denominator is missing."),
        (0, 0, "The denominator is zero."),
    ],
)
def test_limits_of_an_area_are_missing_with_the_reason(kind: Any, x: float, n: float, reason: str) -> None:
    result = funnel_limits([x, 2], [n, 4], kind=kind, at="data", multiplier=1)
    assert result.reason.tolist() == [reason, ""]
    assert np.isnan([one.upper[0] for one in result.limits.values()]).all()
    assert result.average[0] == (1 if kind == "ratio" else 0.5)


@pytest.mark.parametrize("kind", ["proportion", "rate", "ratio"])
def test_funnel_without_areas_is_missing_and_says_so(kind: Any) -> None:
    result = funnel_limits([1, math.nan], [10, 10], kind=kind, groups=["a", "b"], points=3)
    assert np.isnan(result.average).tolist() == [False, True]
    assert np.isnan(result.denominator).tolist() == [[False] * 3, [True] * 3]
    assert np.isnan(result.limits[0.95].upper).tolist() == [[False] * 3, [True] * 3]
    assert result.reason.tolist() == [[""] * 3, ["No area has a value."] * 3]


def test_funnel_of_no_areas_at_all_has_no_rows() -> None:
    assert funnel_limits([], [], kind="rate").denominator.shape == (0, 100)
    assert funnel_limits([], [], kind="rate", at="data", overdispersion=True).denominator.shape == (0,)


@pytest.mark.parametrize("kind", ["proportion", "rate"])
def test_no_events_anywhere_give_limits_of_zero(kind: Any) -> None:
    result = funnel_limits([0, 0], [10, 20], kind=kind, at="data", overdispersion=True)
    assert result.limits[0.998].lower.tolist() == [0, 0]
    assert result.limits[0.998].upper.tolist() == [0, 0]


def test_everybody_everywhere_gives_limits_of_all() -> None:
    result = funnel_limits([10, 20], [10, 20], kind="proportion", at="data", overdispersion=True)
    assert result.limits[0.95].lower.tolist() == [1, 1]
    assert result.limits[0.95].upper.tolist() == [1, 1]


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.integers(40, 900)), min_size=1, max_size=12),
    st.sampled_from(["proportion", "rate", "ratio"]),
    st.booleans(),
)
@settings(max_examples=50)
def test_funnels_of_several_groups_are_those_of_each_alone(
    rows: list[tuple[str, int, int]], kind: Any, overdispersion: bool
) -> None:
    labels, x, n = ([row[i] for row in rows] for i in range(3))
    together = funnel_limits(x, n, kind=kind, groups=labels, overdispersion=overdispersion, points=5)
    for i, label in enumerate(together.groups.tolist()):
        own = [row for row in rows if row[0] == label]
        alone = funnel_limits(
            [row[1] for row in own], [row[2] for row in own], kind=kind, overdispersion=overdispersion, points=5
        )
        assert together.denominator[i].tolist() == alone.denominator[0].tolist()
        for level, limits in alone.limits.items():
            assert together.limits[level].lower[i].tolist() == pytest.approx(limits.lower[0].tolist(), rel=1e-9)
            assert together.limits[level].upper[i].tolist() == pytest.approx(limits.upper[0].tolist(), rel=1e-9)


def test_axis_is_the_one_of_the_data_unless_denominators_are_named() -> None:
    result = funnel_limits([30, 40], [400, 900], kind="rate", points=50)
    assert result.denominator[0].tolist() == funnel_axis([400, 900], points=50).tolist()
    assert funnel_limits([30, 40], [400, 900], kind="rate", at=[5, 7]).denominator.tolist() == [[5, 7]]


def test_limits_are_the_same_at_the_data_and_at_the_same_denominators_named() -> None:
    at_data = funnel_limits([30, 40], [400, 900], kind="rate", at="data").limits[0.95]
    named = funnel_limits([30, 40], [400, 900], kind="rate", at=[400, 900]).limits[0.95]
    assert named.lower[0].tolist() == at_data.lower.tolist()


# Ratios that differ by far more than chance.
OBSERVED = [50, 150, 80, 120, 60, 140, 100, 90, 110, 30]


@pytest.mark.parametrize(
    ("kind", "n", "variance"),
    [("proportion", 400.0, 0.2325 * 0.7675 / 400), ("rate", 400.0, 0.2325 / 400), ("ratio", 93.0, 1 / 93)],
)
def test_over_dispersed_limits_add_the_variance_between_areas(kind: Any, n: float, variance: float) -> None:
    result = funnel_limits(OBSERVED, [n] * 10, kind=kind, at="data", multiplier=100, overdispersion=True)
    average = 1 if kind == "ratio" else 0.2325
    values = np.array(OBSERVED) / n
    expected = estimate_overdispersion(values, math.sqrt(variance), target=average)
    spread = result.overdispersion
    assert spread is not None
    assert spread.applied.all()
    assert spread.phi == pytest.approx(expected.phi)
    assert spread.tau_squared == pytest.approx(expected.tau_squared * 100**2)
    reach = Z[0.95] * math.sqrt(variance + expected.tau_squared[0])
    limits = result.limits[0.95]
    assert limits.upper.tolist() == pytest.approx([100 * (average + reach)] * 10)
    assert limits.lower.tolist() == pytest.approx([100 * (average - reach)] * 10)
    assert set(result.method) == {"additive random effects"}


def test_limits_are_not_widened_where_phi_is_not_significant() -> None:
    x, n = [98, 103, 110, 92], [100, 100, 100, 100]
    plain = funnel_limits(x, n, kind="ratio", at="data")
    asked = funnel_limits(x, n, kind="ratio", at="data", overdispersion=True)
    assert asked.limits[0.95].upper.tolist() == plain.limits[0.95].upper.tolist()
    assert asked.overdispersion is not None
    assert (asked.overdispersion.applied.tolist(), set(asked.method)) == ([False], {"exact Poisson"})
    assert plain.overdispersion is None


@given(st.lists(st.tuples(st.integers(0, 200), st.floats(0.5, 100)), min_size=2, max_size=20))
def test_over_dispersion_never_narrows_a_limit(rows: list[tuple[int, float]]) -> None:
    x, n = [row[0] for row in rows], [row[1] for row in rows]
    plain = funnel_limits(x, n, kind="ratio", at=[0.1, 1, 10, 100]).limits[0.998]
    wide = funnel_limits(x, n, kind="ratio", at=[0.1, 1, 10, 100], overdispersion=True).limits[0.998]
    assert np.all(wide.lower <= plain.lower)
    assert np.all(wide.upper >= plain.upper)


def test_arrays_of_the_caller_are_not_changed_and_not_shared() -> None:
    x, n = np.array([1.0, math.nan, 0]), np.array([2.0, 2.0, 0.0])
    result = funnel_limits(x, n, kind="proportion", at="data", overdispersion=True)
    assert (x[0], n.tolist()) == (1, [2, 2, 0])
    assert np.isnan(x[1])
    n[0] = 7
    assert result.denominator[0] == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"kind": "mean"}, "kind: 'mean' is none of proportion, rate, ratio"),
        ({"ratio_type": "smr"}, "ratio_type: 'smr' is neither isr nor count"),
        ({"rate": [3.0]}, "rate: directly standardised rates belong to a funnel of rates, not of kind 'ratio'"),
        ({"kind": "rate", "rate": [3.0]}, "denominator: give either the denominators or directly standardised rates"),
        ({"denominator": None}, "denominator: give either the denominators or directly standardised rates"),
        ({"numerator": [-1]}, "numerator, element 0: -1 is negative"),
        ({"denominator": [math.inf]}, "denominator, element 0: inf is infinite"),
        ({"numerator": [[1]], "denominator": [[2]]}, "numerator: one dimension is needed, and these have 2"),
        ({"kind": "proportion", "numerator": [11]}, "numerator: it exceeds the denominator in element 0: 11 of 10"),
        ({"kind": "proportion", "average": 1.1}, "average: that of a proportion lies between 0 and the multiplier"),
        ({"average": 0}, "average: that of a ratio is a positive number"),
        ({"average": math.nan}, "average: that of a ratio is a positive number"),
        ({"average": math.inf}, "average: that of a ratio is a positive number"),
        ({"at": "edge"}, "at: 'edge' is neither axis nor data"),
        ({"at": [0, 1]}, "at: a row of positive numbers is needed"),
        ({"at": [[1]]}, "at: a row of positive numbers is needed"),
        ({"at": 5}, "at: a row of positive numbers is needed"),
        ({"points": 1}, "points: 1 is fewer than two"),
        ({"confidence": 95}, "confidence: 95 does not lie between 0 and 1"),
        ({"multiplier": 0}, "multiplier: 0 is not a positive number"),
        ({"groups": ["a", "b"]}, "groups: 2 labels do not fit 1 rows"),
        ({"overdispersion": True, "winsorise": 0.5}, "winsorise: 0.5 does not lie between 0 and 0.5"),
    ],
)
def test_what_makes_no_funnel_is_refused(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        funnel_limits(**{"numerator": [1], "denominator": [10], "kind": "ratio", **arguments})


@pytest.mark.parametrize(("count", "rate"), [(10, 0), (12, -1), (12, math.inf), (3, -1)])
def test_impossible_standardised_rates_are_refused(count: float, rate: float) -> None:
    with pytest.raises(
        ValueError, match=f"rate: it cannot be that of the events in element 1: {rate} with {count} events"
    ):
        funnel_limits([20, count], kind="rate", rate=[5, rate])
