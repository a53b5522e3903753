import math
import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.estimates.means import FEW_VALUES, NO_VALUE, STUDENT, mean

NAN = float("nan")
# Fisher RA (1925), Statistical Methods for Research Workers, table IV: the 5% points of t, by degrees of freedom.
FISHER = {1: 12.706, 2: 4.303, 5: 2.571, 10: 2.228, 30: 2.042}


@pytest.mark.parametrize("freedom", FISHER)
def test_interval_reaches_as_far_as_fishers_table_says(freedom: int) -> None:
    values = [float(i) for i in range(freedom + 1)]
    result = mean(values)
    error = statistics.stdev(values) / math.sqrt(len(values))
    reach = float(result.intervals[0.95].upper[0] - result.value[0])
    assert reach / error == pytest.approx(FISHER[freedom], abs=0.0005)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(-1e6, 1e6)), min_size=1, max_size=40))
def test_means_are_those_of_plain_python(rows: list[tuple[str, float]]) -> None:
    labels, values = zip(*rows, strict=True)
    result = mean(values, labels)
    assert result.groups.tolist() == list(dict.fromkeys(labels))
    for place, label in enumerate(result.groups.tolist()):
        own = [value for other, value in rows if other == label]
        assert result.denominator[place] == len(own)
        assert result.numerator[place] == pytest.approx(math.fsum(own), rel=1e-9, abs=1e-6)
        if len(own) < 2:
            assert result.reason[place] == FEW_VALUES
            assert math.isnan(result.value[place])
            continue
        assert result.value[place] == pytest.approx(statistics.fmean(own), rel=1e-9, abs=1e-6)
        assert result.deviation[place] == pytest.approx(statistics.stdev(own), rel=1e-9, abs=1e-6)


def test_two_values_are_enough_and_one_is_not() -> None:
    result = mean([1, 3, 5], ["a", "a", "b"], confidence=(0.95, 0.998))
    assert result.reason.tolist() == ["", FEW_VALUES]
    assert result.method.tolist() == [STUDENT, ""]
    assert np.isnan(result.value).tolist() == np.isnan(result.intervals[0.998].lower).tolist() == [False, True]
    assert np.isnan(result.deviation).tolist() == [False, True]
    assert (result.value[0], result.numerator.tolist(), result.denominator.tolist()) == (2, [4, 5], [2, 1])


def test_a_missing_value_makes_its_group_missing() -> None:
    result = mean([1, NAN, 5, 6], ["a", "a", "b", "b"])
    assert result.reason.tolist() == [NO_VALUE, ""]
    assert np.isnan(result.value).tolist() == [True, False]


def test_values_that_are_all_the_same_give_an_interval_without_width() -> None:
    result = mean([7.0, 7.0, 7.0])
    interval = result.intervals[0.95]
    assert (result.value[0], interval.lower[0], interval.upper[0]) == (7, 7, 7)


def test_small_differences_of_large_values_are_kept() -> None:
    assert mean(np.array([1.0, 2.0, 3.0]) + 1e9).deviation[0] == pytest.approx(1)


def test_negative_values_are_values() -> None:
    assert mean([-1, -3]).value[0] == -2


def test_no_values_give_no_groups() -> None:
    assert mean([], []).value.shape == (0,)
    assert mean([]).value.shape == (0,)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": [1, math.inf]}, "value, element 1: inf is infinite"),
        ({"value": [-math.inf, 1]}, "value, element 0: -inf is infinite"),
        ({"value": [[1, 2]]}, "value: one dimension is needed, and these have 2"),
        ({"groups": ["a"]}, "groups: 1 labels do not fit 2 rows"),
        ({"confidence": 1}, "1 does not lie between 0 and 1"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        mean(**({"value": [1, 2]} | changes))  # type: ignore[arg-type]
