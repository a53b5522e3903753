import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.estimates.attributable_fractions import attributable_fraction


def get_levin(p: float, r: float) -> float:
    return p * (r - 1) / (1 + p * (r - 1))


def combine_slowly(p: tuple[float, float, float], r: tuple[float, float, float]) -> tuple[float, float]:
    """The slow twin: each input moved alone to its bounds, the distances squared and added on the log scale."""

    def log(fraction: float) -> float:
        return -math.log(1 - fraction)

    centre = log(get_levin(p[0], r[0]))
    moved = (
        [log(get_levin(p[0], side)) - centre for side in r[1:]],
        [log(get_levin(side, r[0])) - centre for side in p[1:]],
    )
    down = math.sqrt(sum(min(*pair, 0) ** 2 for pair in moved))
    up = math.sqrt(sum(max(*pair, 0) ** 2 for pair in moved))
    return 1 - math.exp(-(centre - down)), 1 - math.exp(-(centre + up))


PART = st.floats(0.01, 0.3)


@settings(max_examples=60)
@given(st.floats(0.35, 0.6), PART, PART, st.floats(0.3, 5), PART, PART)
def test_interval_is_that_of_plain_python(p: float, pl: float, pu: float, r: float, rl: float, ru: float) -> None:
    result = attributable_fraction(p, r, lower=r - rl, upper=r + ru, prevalence_lower=p - pl, prevalence_upper=p + pu)
    interval = result.intervals[0.95]
    expected = combine_slowly((p, p - pl, p + pu), (r, r - rl, r + ru))
    assert float(result.value) == pytest.approx(get_levin(p, r), rel=1e-9, abs=1e-12)
    assert (float(interval.lower), float(interval.upper)) == pytest.approx(expected, rel=1e-9, abs=1e-12)


def test_with_a_known_prevalence_the_bounds_of_the_risk_are_put_into_the_formula() -> None:
    interval = attributable_fraction(0.2, 3, lower=0.8, upper=4.5, confidence=0.9).intervals[0.9]
    assert (float(interval.lower), float(interval.upper)) == pytest.approx((get_levin(0.2, 0.8), get_levin(0.2, 4.5)))


def test_first_order_error_is_that_of_the_delta_method() -> None:
    # With bounds this narrow the squared distances are the squared standard errors times the squared slopes.
    p, r, step = 0.3, 2.0, 1e-5
    interval = attributable_fraction(
        p, r, lower=r - step, upper=r + step, prevalence_lower=p - step, prevalence_upper=p + step
    ).intervals[0.95]
    slope = math.hypot((r - 1) / (1 + p * (r - 1)) ** 2, p / (1 + p * (r - 1)) ** 2)
    assert float(interval.upper - interval.lower) / 2 == pytest.approx(slope * step, rel=1e-4)


@pytest.mark.parametrize(("p", "r", "expected"), [(0, 5, 0), (0.4, 1, 0), (1, 4, 0.75), (0.5, 0, -1)])
def test_ends_of_the_formula(p: float, r: float, expected: float) -> None:
    result = attributable_fraction(p, r)
    assert float(result.value) == pytest.approx(expected, abs=1e-15)
    assert result.intervals == {}


@pytest.mark.parametrize(
    ("p", "r", "reason"),
    [
        (math.nan, 2, "The prevalence is missing."),
        (0.5, math.nan, "The relative risk is missing."),
        (1, 0, "Everybody is exposed and nobody of them has any risk, so the fraction has no end."),
    ],
)
def test_fraction_is_missing_with_its_reason(p: float, r: float, reason: str) -> None:
    result = attributable_fraction(p, r, lower=0, upper=3)
    assert (str(result.reason), str(result.method)) == (reason, "")
    assert math.isnan(result.value)
    assert math.isnan(result.intervals[0.95].lower)
    assert math.isnan(result.intervals[0.95].upper)


@pytest.mark.parametrize("bounds", [(1.0, 0.0, 3.0), (0.5, 1.0, math.nan)])
def test_interval_alone_is_missing_where_a_bound_is_or_has_no_end(bounds: tuple[float, float, float]) -> None:
    p, lower, upper = bounds
    result = attributable_fraction(p, 2, lower=lower, upper=upper)
    assert str(result.reason) == "A bound is missing, or makes a fraction that has no end."
    assert not math.isnan(result.value)


def test_elements_are_estimated_each_for_itself() -> None:
    result = attributable_fraction([0.2, 0.4], 3, lower=[2, 2.5], upper=4)
    alone = attributable_fraction(0.4, 3, lower=2.5, upper=4)
    assert result.intervals[0.95].upper[1] == alone.intervals[0.95].upper


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"prevalence": 1.2}, "prevalence, element 0: 1.2 is above 1"),
        ({"relative_risk": -1}, "relative_risk, element 0: -1 is negative"),
        ({"lower": 4, "upper": 5}, "lower, element 0: 4 exceeds its value of 3"),
        ({"lower": 1, "upper": 2}, "upper, element 0: 2 is below its value of 3"),
        ({"lower": 1}, "lower: give both lower and upper bounds, or neither"),
        ({"prevalence_lower": 0.1}, "prevalence_lower: give both lower and upper bounds, or neither"),
        ({"prevalence_lower": 0.1, "prevalence_upper": 0.3}, "an interval needs the relative risk's bounds too"),
        (
            {"lower": 1, "upper": 4, "prevalence_lower": 0.3, "prevalence_upper": 0.4},
            "prevalence_lower, element 0: 0.3 exceeds its value of 0.2",
        ),
        ({"confidence": 95}, "95 does not lie between 0 and 1"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(changed: dict[str, float], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        attributable_fraction(**{"prevalence": 0.2, "relative_risk": 3, **changed})  # type: ignore[arg-type]


def test_the_callers_arrays_are_not_changed() -> None:
    prevalence = np.array([0.2, math.nan])
    attributable_fraction(prevalence, 2)
    assert prevalence.tolist() == pytest.approx([0.2, math.nan], nan_ok=True)
