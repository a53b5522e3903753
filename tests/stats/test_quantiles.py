import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fiftysteps.stats import assign_quantiles


def assign_slowly(values: list[float], groups: int) -> list[int]:
    """The twin: the formula in exact fractions, one value at a time."""
    known = [v for v in values if not math.isnan(v)]
    n = len(known)
    if n < groups:
        return [0] * len(values)

    def get_group(value: float) -> int:
        rank = 1 + sum(other < value for other in known)
        return math.floor((groups + 1) - math.ceil(Fraction(n + 1 - rank) / Fraction(n, groups)))

    return [0 if math.isnan(v) else get_group(v) for v in values]


@given(st.lists(st.one_of(st.integers(0, 30).map(float), st.just(math.nan)), max_size=60), st.integers(2, 10))
def test_groups_are_those_of_the_formula_in_fractions(values: list[float], groups: int) -> None:
    assert assign_quantiles(values, groups=groups).tolist() == assign_slowly(values, groups)


def test_twenty_four_wards_fall_into_fifths_from_the_lowest() -> None:
    result = assign_quantiles(range(24), groups=5).tolist()
    assert [result.count(group) for group in (1, 2, 3, 4, 5)] == [5, 5, 5, 5, 4]
    assert result == sorted(result)


def test_equal_values_are_never_parted() -> None:
    assert assign_quantiles([1, 2, 2, 2, 3, 4], groups=3).tolist() == [1, 1, 1, 1, 3, 3]


def test_fewer_values_than_groups_have_no_group() -> None:
    assert assign_quantiles([1, 2, math.nan], groups=3).tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("values", "groups", "words"), [([1, 2], 1, "1 is fewer than two"), ([[1], [2]], 2, "these have 2")]
)
def test_faulty_input_is_refused_with_a_sentence(values: list[float], groups: int, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        assign_quantiles(values, groups=groups)
