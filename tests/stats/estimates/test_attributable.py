import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.estimates.attributable import attributable_risk

Z = NormalDist().inv_cdf(0.975)


def measure(shares: list[float]) -> tuple[float, float]:
    """The risk and -log(1 - fraction) from the four cells' shares of all people."""
    a, b, c, d = shares
    everyone, unexposed = (a + c) / (a + b + c + d), c / (c + d)
    return everyone - unexposed, -math.log(unexposed / everyone)


def estimate_slowly(cells: list[int]) -> tuple[list[float], list[float]]:
    """The slow twin: the delta method on a sample of n people in four cells, its slopes found by small steps."""
    n = sum(cells)
    shares = [cell / n for cell in cells]
    reach = []
    for which in (0, 1):
        slopes = []
        for i in range(4):
            step = 1e-6 * shares[i]
            up, down = ([s + sign * step * (i == j) for j, s in enumerate(shares)] for sign in (1, -1))
            slopes.append((measure(up)[which] - measure(down)[which]) / (2 * step))
        mean = sum(s * g for s, g in zip(shares, slopes, strict=True))
        variance = (sum(s * g * g for s, g in zip(shares, slopes, strict=True)) - mean**2) / n
        reach.append(Z * math.sqrt(variance))
    risk, log = measure(shares)
    fraction = [1 - math.exp(-x) for x in (log, log - reach[1], log + reach[1])]
    return [risk, risk - reach[0], risk + reach[0]], fraction


@settings(max_examples=60)
@given(st.lists(st.integers(1, 300), min_size=4, max_size=4))
def test_risk_fraction_and_intervals_are_those_of_small_steps(cells: list[int]) -> None:
    a, b, c, d = cells
    result = attributable_risk(a, a + b, c, c + d)
    risk, fraction = estimate_slowly(cells)
    interval, own = result.intervals[0.95], result.fraction_intervals[0.95]
    assert [float(x) for x in (result.value, interval.lower, interval.upper)] == pytest.approx(risk, abs=1e-6)
    assert [float(x) for x in (result.fraction, own.lower, own.upper)] == pytest.approx(fraction, rel=1e-5, abs=1e-6)


def test_fraction_is_levins_of_the_same_table() -> None:
    result = attributable_risk(150, 1000, 210, 3000)
    assert float(result.fraction) == pytest.approx(0.25 * (15 / 7 - 1) / (1 + 0.25 * (15 / 7 - 1)))


def test_multiplier_is_of_the_risk_and_not_of_the_fraction() -> None:
    plain, scaled = (attributable_risk(150, 1000, 210, 3000, multiplier=size) for size in (1, 100_000))
    assert float(scaled.value) == pytest.approx(100_000 * float(plain.value))
    assert float(scaled.intervals[0.95].upper) == pytest.approx(100_000 * float(plain.intervals[0.95].upper))
    assert float(scaled.fraction) == float(plain.fraction)


def test_an_exposure_that_protects_has_a_risk_and_fraction_below_zero() -> None:
    result = attributable_risk(10, 1000, 210, 3000)
    assert float(result.value) < 0
    assert float(result.fraction) < 0


@pytest.mark.parametrize(
    ("numbers", "reason"),
    [
        ((math.nan, 10, 1, 10), "A number of cases or of people is missing."),
        ((1, 10, 1, math.nan), "A number of cases or of people is missing."),
        ((0, 0, 1, 10), "Nobody was exposed."),
        ((1, 10, 0, 0), "Everybody was exposed."),
    ],
)
def test_everything_is_missing_with_its_reason(numbers: tuple[float, ...], reason: str) -> None:
    result = attributable_risk(*numbers)
    assert (str(result.reason), str(result.method)) == (reason, "")
    found = [result.value, result.fraction, result.intervals[0.95].lower, result.fraction_intervals[0.95].upper]
    assert all(math.isnan(number) for number in found)


def test_without_cases_the_risk_is_zero_and_all_else_is_missing() -> None:
    result = attributable_risk(0, 10, 0, 10)
    assert float(result.value) == 0
    assert str(result.reason).startswith("There are no cases")
    found = [result.fraction, result.intervals[0.95].lower, result.fraction_intervals[0.95].upper]
    assert all(math.isnan(number) for number in found)


def test_without_unexposed_cases_the_fraction_is_one_and_has_no_interval() -> None:
    result = attributable_risk(5, 10, 0, 10)
    assert float(result.fraction) == 1
    assert str(result.reason).startswith("There are no unexposed cases")
    assert math.isnan(result.fraction_intervals[0.95].lower)
    assert not math.isnan(result.intervals[0.95].lower)


def test_elements_are_estimated_each_for_itself() -> None:
    result = attributable_risk([150, 1, 0], [1000, 10, 0], [210, 2, 1], 3000, confidence=(0.9, 0.95))
    alone = attributable_risk(1, 10, 2, 3000)
    assert result.fraction_intervals[0.95].lower[1] == alone.fraction_intervals[0.95].lower
    assert result.reason.tolist() == ["", "", "Nobody was exposed."]


def test_the_callers_arrays_are_not_changed() -> None:
    cases = np.array([1.0, math.nan])
    attributable_risk(cases, [10, 10], [1, 1], [10, 10])
    assert cases.tolist() == pytest.approx([1, math.nan], nan_ok=True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"exposed_cases": -1}, "element 0: -1 is negative"),
        ({"exposed_cases": 11}, "exposed_cases: they exceed their people in element 0: 11 of 10"),
        ({"unexposed_cases": 11}, "unexposed_cases: they exceed their people in element 0: 11 of 10"),
        ({"multiplier": 0}, "multiplier: 0 is not a positive number"),
        ({"confidence": 95}, "95 does not lie between 0 and 1"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(arguments: dict[str, float], words: str) -> None:
    good = {"exposed_cases": 1, "exposed": 10, "unexposed_cases": 1, "unexposed": 10}
    with pytest.raises(ValueError, match=words):
        attributable_risk(**{**good, **arguments})  # type: ignore[arg-type]
