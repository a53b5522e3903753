import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.stats import Interval, compare, rate

INNER = Interval(np.array([30.0]), np.array([40.0]))
OUTER = Interval(np.array([25.0]), np.array([45.0]))
BOTH = {0.95: INNER, 0.998: OUTER}


def classify_slowly(lower: float, upper: float, benchmark: float, polarity: str) -> str:
    """The obvious twin, one branch for each class."""
    if lower <= benchmark <= upper:
        return "similar"
    higher = benchmark < lower
    if polarity == "none":
        return "higher" if higher else "lower"
    return "better" if higher == (polarity == "higher") else "worse"


@given(
    st.tuples(st.integers(0, 100), st.integers(0, 100)).map(sorted),
    st.integers(0, 100),
    st.sampled_from(["higher", "lower", "none"]),
)
def test_class_is_the_one_of_the_rule_written_out(bounds: list[int], benchmark: int, polarity: str) -> None:
    interval = Interval(np.array([float(bounds[0])]), np.array([float(bounds[1])]))
    result = compare({0.95: interval}, benchmark, polarity=polarity)
    assert result.outcome.tolist() == [classify_slowly(bounds[0], bounds[1], benchmark, polarity)]


@pytest.mark.parametrize("benchmark", [30.0, 40.0])
def test_benchmark_that_equals_a_bound_is_similar(benchmark: float) -> None:
    assert compare({0.95: INNER}, benchmark, polarity="lower").outcome.tolist() == ["similar"]


@pytest.mark.parametrize(
    ("benchmark", "polarity", "outcome"),
    [
        (20, "higher", "better 99.8%"),
        (27, "higher", "better 95%"),
        (25, "higher", "better 95%"),
        (35, "higher", "similar"),
        (42, "higher", "worse 95%"),
        (50, "higher", "worse 99.8%"),
        (50, "lower", "better 99.8%"),
        (27, "none", "higher 95%"),
        (50, "none", "lower 99.8%"),
    ],
)
def test_five_classes_carry_the_level_at_which_they_differ(benchmark: float, polarity: str, outcome: str) -> None:
    assert compare(BOTH, benchmark, polarity=polarity, classes=5).outcome.tolist() == [outcome]


def test_intervals_of_an_estimate_fit_as_they_are() -> None:
    result = rate([5, 500], 1000, multiplier=1000, confidence=(0.95, 0.998))
    assert compare(result.intervals, 100, polarity="lower", classes=5).outcome.tolist() == [
        "better 99.8%",
        "worse 99.8%",
    ]


def test_class_is_missing_with_its_reason() -> None:
    interval = Interval(np.array([30.0, np.nan, 30.0]), np.array([40.0, np.nan, 40.0]))
    result = compare({0.95: interval}, [50, 50, np.nan], polarity="lower")
    assert result.outcome.tolist() == ["better", "", ""]
    assert result.reason.tolist() == ["", "The estimate has no interval.", "The benchmark has no value."]


def test_result_says_what_was_compared_with_what() -> None:
    result = compare(BOTH, 20, polarity="none", classes=5)
    assert (float(result.benchmark), result.polarity, result.classes) == (20, "none", 5)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"polarity": "up"}, "'up' is not a valid Polarity"),
        ({"polarity": "none", "classes": 4}, "classes: 4 is neither 3 nor 5"),
        ({"polarity": "none", "classes": 5}, "intervals: there is none at 99.8%"),
    ],
)
def test_unknown_choice_is_refused(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        compare({0.95: INNER}, 20, **arguments)  # type: ignore[arg-type]


def test_lower_bound_above_the_upper_is_refused() -> None:
    with pytest.raises(ValueError, match=r"at 95\.0% a lower bound exceeds its upper bound"):
        compare({0.95: Interval(INNER.upper, INNER.lower)}, 20, polarity="none")


def test_infinite_benchmark_is_refused() -> None:
    with pytest.raises(ValueError, match="benchmark: it is infinite"):
        compare({0.95: INNER}, float("inf"), polarity="none")


def test_outer_interval_inside_the_inner_is_refused() -> None:
    with pytest.raises(ValueError, match=r"intervals: at 99\.8% narrower than at 95% in element 0"):
        compare({0.95: OUTER, 0.998: INNER}, 20, polarity="none", classes=5)


def test_one_missing_bound_is_enough_for_no_class() -> None:
    result = compare({0.95: Interval(np.array([30.0]), np.array([np.nan]))}, 50, polarity="lower")
    assert (result.outcome.tolist(), result.reason.tolist()) == ([""], ["The estimate has no interval."])


def test_benchmark_of_the_caller_is_not_shared() -> None:
    benchmark = np.array([20.0])
    result = compare({0.95: INNER}, benchmark, polarity="none")
    benchmark[0] = 99
    assert isinstance(result.benchmark, np.ndarray)
    assert result.benchmark.tolist() == [20]
