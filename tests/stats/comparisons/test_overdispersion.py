import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from fiftysteps.stats.comparisons.overdispersion import estimate_overdispersion

ROWS = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.one_of(st.floats(-50, 50), st.just(math.nan)),
        st.one_of(st.floats(0.1, 10), st.sampled_from([0.0, math.nan])),
    ),
    max_size=30,
)


def find_slow_quantile(ordered: list[float], share: float) -> float:
    place = (len(ordered) - 1) * share
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def estimate_slowly(y: list[float], s: list[float], target: float, share: float) -> tuple[float, float, float]:
    """The slow twin: phi, tau squared and p-value of one group of areas, sum by sum."""
    number = len(y)
    z = sorted((a - target) / b for a, b in zip(y, s, strict=True))
    low, high = find_slow_quantile(z, share), find_slow_quantile(z, 1 - share)
    phi = sum(min(max(one, low), high) ** 2 for one in z) / number
    weights = [1 / b**2 for b in s]
    divisor = sum(weights) - sum(w**2 for w in weights) / sum(weights)
    tau_squared = max(0.0, (number * phi - (number - 1)) / divisor) if number > 1 else math.nan
    return phi, tau_squared, float(chi2.sf(number * phi, number))


@given(ROWS, st.floats(0, 0.49))
def test_over_dispersion_of_each_group_is_the_one_worked_out_sum_by_sum(
    rows: list[tuple[str, float, float]], share: float
) -> None:
    labels, y, s = [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]
    result = estimate_overdispersion(y, s, target=1.5, groups=labels, winsorise=share)
    for i, label in enumerate(dict.fromkeys(labels)):
        own = [(a, b) for other, a, b in rows if other == label and not math.isnan(a) and b > 0]
        assert result.points[i] == len(own)
        if own:
            phi, tau_squared, p_value = estimate_slowly([a for a, _ in own], [b for _, b in own], 1.5, share)
            assert result.phi[i] == pytest.approx(phi, rel=1e-9, abs=1e-12)
            assert result.tau_squared[i] == pytest.approx(tau_squared, rel=1e-6, abs=1e-9, nan_ok=True)
            assert result.p_value[i] == pytest.approx(p_value, rel=1e-6, abs=1e-300)
        else:
            assert np.isnan([result.phi[i], result.tau_squared[i], result.p_value[i]]).all()


def simulate(*, tau: float, winsorise: float, areas: int = 20_000) -> float:
    random = np.random.default_rng(20050815)
    s = random.uniform(1, 3, areas)
    y = 50 + random.normal(0, np.sqrt(tau**2 + s**2))
    return float(estimate_overdispersion(y, s, target=50, winsorise=winsorise).tau_squared[0])


def test_a_known_variance_between_areas_is_found_again() -> None:
    # The estimate's standard error is 0.14 here, by 200 repetitions with other seeds.
    assert simulate(tau=3, winsorise=0) == pytest.approx(9, abs=0.6)


def test_winsorising_normal_z_scores_makes_the_variance_smaller_by_what_theory_says() -> None:
    # With one standard error for all, z is normal with variance 1 + tau²/s², of which winsorising by a tenth leaves
    # 0.8 - 2 c f(c) + 0.2 c² with c = 1.2816, f the normal density: 0.6787.
    random = np.random.default_rng(20050815)
    y = random.normal(50, math.sqrt(9 + 4), 200_000)
    result = estimate_overdispersion(y, 2.0, target=50)
    assert result.phi[0] == pytest.approx(0.6787 * 13 / 4, rel=0.01)
    assert result.tau_squared[0] == pytest.approx((0.6787 * 13 / 4 - 1) * 4, rel=0.02)


def test_chance_alone_is_seldom_taken_for_over_dispersion() -> None:
    random = np.random.default_rng(1)
    z = random.normal(size=(1000, 50))
    labels = np.repeat(np.arange(1000), 50)
    plain = estimate_overdispersion(z.ravel(), 1.0, target=0, groups=labels, winsorise=0)
    # One in twenty without winsorising, give or take four standard errors; winsorised, one in 2,000.
    assert plain.applied.mean() == pytest.approx(0.05, abs=4 * math.sqrt(0.05 * 0.95 / 1000))
    assert estimate_overdispersion(z.ravel(), 1.0, target=0, groups=labels).applied.mean() < 0.005


def test_a_few_extreme_areas_alone_do_not_make_over_dispersion() -> None:
    y = [*np.linspace(-1.5, 1.5, 28), 30, -30]
    assert estimate_overdispersion(y, 1.0, target=0, winsorise=0).applied.tolist() == [True]
    assert estimate_overdispersion(y, 1.0, target=0).applied.tolist() == [False]


def test_variance_of_areas_that_differ_less_than_by_chance_is_zero() -> None:
    result = estimate_overdispersion([1.0, 1.1, 0.9], 5.0, target=1)
    assert (result.tau_squared.tolist(), result.applied.tolist()) == ([0.0], [False])


def test_one_area_has_a_phi_and_no_variance_between_areas() -> None:
    result = estimate_overdispersion([9.0], 1.0, target=0)
    assert result.phi.tolist() == [81]
    assert np.isnan(result.tau_squared[0])
    assert not result.applied[0]


def test_arrays_of_the_caller_are_not_changed_by_winsorising() -> None:
    y, s = np.array([1.0, 50.0, 2.0]), np.ones(3)
    estimate_overdispersion(y, s, target=1)
    assert (y.tolist(), s.tolist()) == ([1, 50, 2], [1, 1, 1])


@pytest.mark.parametrize(
    ("value", "error", "share", "said"),
    [
        ([1.0], 1.0, 0.5, "winsorise: 0.5 does not lie between 0 and 0.5"),
        ([1.0], 1.0, -0.1, "winsorise: -0.1 does not lie between 0 and 0.5"),
        ([[1.0]], 1.0, 0.1, "value: one dimension is needed, and these have 2"),
        ([1.0, math.inf], 1.0, 0.1, "value, element 1: it is infinite"),
        ([1.0], -1.0, 0.1, "standard_error, element 0: -1 is negative or infinite"),
        ([1.0], math.inf, 0.1, "standard_error, element 0: inf is negative or infinite"),
    ],
)
def test_what_has_no_spread_is_refused(value: object, error: float, share: float, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        estimate_overdispersion(value, error, target=0, winsorise=share)  # type: ignore[arg-type]
