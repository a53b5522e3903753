import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.inequality.concentration import concentration_index

Z = NormalDist().inv_cdf(0.975)
# Deaths under five years per 1,000 births, India 1982-92, by fifths of wealth: O'Donnell et al. (2008), table 8.1.
DEATHS = [154.7, 152.9, 119.5, 86.9, 54.3]
BIRTHS = [29_939, 28_776, 26_528, 24_689, 19_739]

Row = tuple[float, float, float]  # value, rank, people


def estimate_slowly(rows: list[Row], se: list[float] | None = None) -> tuple[float, float]:
    """The slow twin: the index and its variance, rank by rank."""
    people = math.fsum(p for *_, p in rows)
    mean = math.fsum(v * p for v, _, p in rows) / people

    def stand(rank: float) -> tuple[float, float]:
        below = math.fsum(p for _, r, p in rows if r < rank) + math.fsum(p for _, r, p in rows if r == rank) / 2
        value = math.fsum(v * p for v, r, p in rows if r < rank)
        value += math.fsum(v * p for v, r, p in rows if r == rank) / 2
        return below / people, value / (mean * people)

    index = 2 * math.fsum(p / people * v / mean * stand(r)[0] for v, r, p in rows) - 1
    total = 0.0
    for v, r, p in rows:
        ridit, share = stand(r)
        total += p / people * (v / mean * (2 * ridit - 1 - index) + 2 - 2 * share) ** 2
    n = sum(p > 0 for *_, p in rows) if se is None else people
    variance = (total - (1 + index) ** 2) / n
    for (_, r, p), error in zip(rows, se or [], strict=bool(se)):
        variance += (p / people * error / mean * (2 * stand(r)[0] - 1 - index)) ** 2
    return index, variance


ROW = st.tuples(st.floats(0, 50), st.integers(-2, 5).map(float), st.floats(0.5, 90))


@settings(max_examples=60)
@given(st.lists(ROW, min_size=2, max_size=12), st.booleans())
def test_index_and_standard_error_are_those_of_plain_python(rows: list[Row], has_se: bool) -> None:
    values, ranks, people = (list(column) for column in zip(*rows, strict=True))
    se = [0.5 + i / 10 for i in range(len(rows))] if has_se else None
    result = concentration_index(values, ranks, people, se=se)
    if len(set(ranks)) < 2:
        assert result.reason.tolist() == ["Fewer than two ranks have people in them."]
        return
    if sum(values) < 1e-3:  # a mean of nearly nothing leaves plain Python and us nothing to agree on
        return
    index, variance = estimate_slowly(rows, se)
    assert result.value[0] == pytest.approx(index, abs=1e-12)
    assert result.se[0] ** 2 == pytest.approx(variance, abs=1e-12, rel=1e-9)
    interval = result.intervals[0.95]
    assert interval.lower[0] == pytest.approx(result.value[0] - Z * result.se[0], abs=1e-12)
    assert interval.upper[0] == pytest.approx(result.value[0] + Z * result.se[0], abs=1e-12)


def test_index_of_deaths_of_children_in_india_is_the_one_that_the_world_bank_printed() -> None:
    assert concentration_index(DEATHS, [1, 2, 3, 4, 5], BIRTHS).value[0] == pytest.approx(-0.1694, abs=0.00005)


def test_index_of_the_order_is_that_of_the_convenient_regression() -> None:
    # Kakwani, Wagstaff and van Doorslaer (1997): twice the variance of the ridits times the slope of y / mean on them.
    shares = np.array(BIRTHS) / sum(BIRTHS)
    ridits = np.cumsum(shares) - shares / 2
    values = np.array(DEATHS) / np.average(DEATHS, weights=shares)
    variance = np.average((ridits - 0.5) ** 2, weights=shares)
    slope = np.average((ridits - 0.5) * values, weights=shares) / variance
    assert concentration_index(DEATHS, [1, 2, 3, 4, 5], BIRTHS).value[0] == pytest.approx(2 * variance * slope)


def test_all_with_the_worst_off_is_close_to_minus_one_and_with_the_best_off_to_one() -> None:
    values = [1000.0] + [0.0] * 999
    assert concentration_index(values, range(1000)).value[0] == pytest.approx(-0.999)
    assert concentration_index(values[::-1], range(1000)).value[0] == pytest.approx(0.999)


def test_the_same_for_all_gathers_nowhere() -> None:
    result = concentration_index([3, 3, 3], [1, 2, 3])
    assert result.value[0] == pytest.approx(0, abs=1e-15)


def test_standard_error_is_about_that_of_drawing_people_again() -> None:
    rng = np.random.default_rng(8)
    income = rng.lognormal(size=500)
    values = np.maximum(5 - income, 0) + rng.exponential(size=500)
    result = concentration_index(values, income)
    again = [
        concentration_index(values[chosen], income[chosen]).value[0]
        for chosen in (rng.integers(0, 500, 500) for _ in range(600))
    ]
    # The standard deviation of 600 draws is within 3% of its own, twice over; the formula is asymptotic.
    assert result.se[0] == pytest.approx(np.std(again), rel=0.08)


def test_each_group_has_its_own_index() -> None:
    result = concentration_index([*DEATHS, 1, 2], [5, 4, 3, 2, 1, 1, 2], [*BIRTHS, 1, 1], ["a"] * 5 + ["b"] * 2)
    assert result.groups.tolist() == ["a", "b"]
    assert result.value[0] == pytest.approx(0.1694, abs=0.00005)
    assert result.value[1] == concentration_index([1, 2], [1, 2]).value[0]
    assert result.mean[1] == 1.5


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ({"value": [1, math.nan], "rank": [1, 2]}, "A value is missing."),
        ({"value": [1, 2], "rank": [1, math.nan]}, "A rank is missing."),
        ({"value": [1, 2], "rank": [1, 2], "population": [1, math.nan]}, "A population is missing."),
        ({"value": [0, 0], "rank": [1, 2]}, "All values are zero, so nothing can gather anywhere."),
        ({"value": [1, 2], "rank": [1, 1]}, "Fewer than two ranks have people in them."),
        ({"value": [1, 2], "rank": [1, 2], "population": [1, 0]}, "Fewer than two ranks have people in them."),
    ],
)
def test_index_is_missing_with_its_reason(arguments: dict[str, object], reason: str) -> None:
    result = concentration_index(**arguments)  # type: ignore[arg-type]
    assert (result.reason.tolist(), result.method.tolist()) == ([reason], [""])
    numbers = [result.value, result.se, result.mean, result.intervals[0.95].lower, result.intervals[0.95].upper]
    assert all(math.isnan(number[0]) for number in numbers)


def test_a_missing_standard_error_takes_the_interval_alone() -> None:
    result = concentration_index([1, 2], [1, 2], [5, 5], se=[0.1, math.nan])
    assert result.reason.tolist() == ["A standard error is missing."]
    assert not math.isnan(result.value[0])
    assert math.isnan(result.intervals[0.95].upper[0])
    assert result.method.tolist() == [""]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"value": [1, -2], "rank": [1, 2]}, "value, element 1: -2 is negative"),
        ({"value": [1, 2], "rank": [1, math.inf]}, "rank, element 1: inf is infinite"),
        ({"value": [1, 2], "rank": [1, 2], "population": [-1, 2]}, "population, element 0: -1 is negative"),
        ({"value": [1, 2], "rank": [1, 2], "se": [-1, 2]}, "se, element 0: -1 is negative"),
        ({"value": [1, 2], "rank": [1, 2, 3]}, "not of one length"),
        ({"value": [1, 2], "rank": [1, 2], "confidence": 95}, "95 does not lie between 0 and 1"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        concentration_index(**arguments)  # type: ignore[arg-type]
