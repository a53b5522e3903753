import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.comparisons.quantiles import assign_quantiles


def assign_slowly(values: list[float], quantiles: int, *, invert: bool = False) -> list[int]:
    """The twin: the formula in exact fractions, one value at a time."""
    known = [v for v in values if not math.isnan(v)]
    n = len(known)
    if n < quantiles:
        return [0] * len(values)

    def get_quantile(value: float) -> int:
        rank = 1 + sum((other > value) if invert else (other < value) for other in known)
        return math.floor((quantiles + 1) - math.ceil(Fraction(n + 1 - rank) / Fraction(n, quantiles)))

    return [0 if math.isnan(v) else get_quantile(v) for v in values]


VALUES = st.one_of(st.integers(0, 30).map(float), st.just(math.nan))


@given(st.lists(VALUES, max_size=60), st.integers(2, 10), st.booleans())
def test_quantiles_are_those_of_the_formula_in_fractions(values: list[float], quantiles: int, invert: bool) -> None:
    expected = assign_slowly(values, quantiles, invert=invert)
    assert assign_quantiles(values, quantiles=quantiles, invert=invert).tolist() == expected


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("abc"), VALUES), max_size=60), st.integers(2, 5))
def test_each_group_is_ranked_as_if_it_were_alone(rows: list[tuple[str, float]], quantiles: int) -> None:
    labels, values = [label for label, _ in rows], [value for _, value in rows]
    result = assign_quantiles(values, labels, quantiles=quantiles)
    for label in set(labels):
        own = [i for i, other in enumerate(labels) if other == label]
        assert result[own].tolist() == assign_slowly([values[i] for i in own], quantiles)


def test_twenty_four_wards_fall_into_fifths_from_the_lowest() -> None:
    result = assign_quantiles(range(24), quantiles=5).tolist()
    assert [result.count(quantile) for quantile in (1, 2, 3, 4, 5)] == [5, 5, 5, 5, 4]
    assert result == sorted(result)


def test_equal_values_are_never_parted() -> None:
    assert assign_quantiles([1, 2, 2, 2, 3, 4], quantiles=3).tolist() == [1, 1, 1, 1, 3, 3]


def test_inverted_the_highest_values_make_quantile_one() -> None:
    assert assign_quantiles([1, 2, 3, 4], quantiles=2, invert=True).tolist() == [2, 2, 1, 1]


def test_fewer_values_than_quantiles_have_no_quantile() -> None:
    assert assign_quantiles([1, 2, math.nan], quantiles=3).tolist() == [0, 0, 0]


def test_the_callers_values_are_not_changed() -> None:
    values = np.array([2.0, math.nan, 1.0])
    assign_quantiles(values, quantiles=2, invert=True)
    assert values.tolist() == pytest.approx([2, math.nan, 1], nan_ok=True)


@pytest.mark.parametrize(
    ("values", "groups", "quantiles", "words"),
    [
        ([1, 2], None, 1, "quantiles: 1 is fewer than two"),
        ([[1], [2]], None, 2, "these have 2"),
        ([1, 2], ["a"], 2, "groups: 1 labels do not fit 2 rows"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(
    values: list[float], groups: list[str] | None, quantiles: int, words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        assign_quantiles(values, groups, quantiles=quantiles)
