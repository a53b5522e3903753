import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.turnout.participation import participation_ratio

ROWS = st.lists(
    st.tuples(st.sampled_from("ab"), st.integers(0, 40), st.integers(0, 400), st.booleans()), min_size=1, max_size=8
)


def get_slow_ratio(x: float, n: float, share: float, z: float) -> tuple[float, float, float]:
    """The slow twin: the ratio with the roots of Wilson's quadratic, worked out by hand."""
    p = x / n
    a, b, c = 1 + z * z / n, -(2 * p + z * z / n), p * p
    root = math.sqrt(max(b * b - 4 * a * c, 0))
    return p / share, (-b - root) / (2 * a) / share, (-b + root) / (2 * a) / share


@settings(max_examples=60)
@given(ROWS)
def test_ratios_are_those_of_plain_loops(rows: list[tuple[str, int, int, bool]]) -> None:
    groups, came, live, unknown = zip(*rows, strict=True)
    result = participation_ratio(came, live, groups=groups, unknown=list(unknown))
    for i, (group, x, population, apart) in enumerate(rows):
        own = [row for row in rows if row[0] == group and not row[3]]
        n, total = sum(row[1] for row in own), sum(row[2] for row in own)
        assert result.answered[i] == n
        assert result.not_known[i] == sum(row[1] for row in rows if row[0] == group and row[3])
        if apart or not n or not population:
            assert np.isnan(result.value[i])
            assert result.reason[i]
            continue
        interval = result.intervals[0.95]
        found = (result.value[i], interval.lower[i], interval.upper[i])
        assert found == pytest.approx(get_slow_ratio(x, n, population / total, 1.959963984540054), abs=1e-9)
        assert result.reason[i] == ""


def test_nobody_of_a_category_gives_zero_with_an_upper_bound() -> None:
    result = participation_ratio([0, 50], [20, 80])
    interval = result.intervals[0.95]
    assert (result.value[0], interval.lower[0]) == (0, 0)
    # Wilson's upper bound for 0 of 50 is z² / (50 + z²).
    assert interval.upper[0] == pytest.approx(3.841458820694124 / 53.841458820694124 / 0.2, rel=1e-12)


def test_everybody_of_a_category_gives_an_upper_bound_that_is_all_of_them() -> None:
    result = participation_ratio([50, 0], [20, 80])
    assert (result.value[0], result.intervals[0.95].upper[0]) == (5, 5)


def test_each_variable_has_its_own_base() -> None:
    result = participation_ratio([30, 10, 1, 3], [50, 50, 10, 10], groups=["sex", "sex", "orientation", "orientation"])
    assert result.value.tolist() == [1.5, 0.5, 0.5, 1.5]
    assert result.answered.tolist() == [40, 40, 4, 4]
    assert result.groups.tolist() == ["sex", "sex", "orientation", "orientation"]


def test_unknown_answers_are_counted_apart_on_both_sides_and_change_no_ratio() -> None:
    without = participation_ratio([30, 10], [50, 50])
    result = participation_ratio([30, 10, 7], [50, 50, 900], unknown=[False, False, True])
    assert result.value[:2].tolist() == without.value.tolist()
    assert result.not_known.tolist() == [7, 7, 7]
    assert result.reason[2] == "This answer is not one of the census's and is counted apart."
    assert np.isnan(result.value[2])
    assert result.numerator.tolist() == [30, 10, 7]


def test_an_unknown_answer_needs_no_census_count() -> None:
    result = participation_ratio([30, 10, 7], [50, 50, np.nan], unknown=[False, False, True])
    assert result.value[:2].tolist() == [1.5, 0.5]


def test_a_missing_count_makes_its_whole_variable_missing_and_no_other() -> None:
    result = participation_ratio([30, np.nan, 1, 1], [50, 50, 1, 1], groups=[1, 1, 2, 2])
    assert np.isnan(result.value[:2]).all()
    assert result.reason[:2].tolist() == ["The count of a category is missing, so the shares are not known."] * 2
    assert result.value[2:].tolist() == [1, 1]
    assert result.method.tolist() == ["", "", "Wilson", "Wilson"]


@pytest.mark.parametrize(
    ("came", "live", "reasons"),
    [
        ([1, 2], [5, np.nan], ["The census count of a category is missing, so the shares are not known."] * 2),
        ([0, 0], [5, 5], ["Nobody who took part gave an answer."] * 2),
        ([1, 2], [0, 0], ["The census counts nobody in any category."] * 2),
        ([1, 2], [0, 5], ["The census counts nobody in this category.", ""]),
    ],
)
def test_a_ratio_that_cannot_be_is_missing_with_its_reason(
    came: list[float], live: list[float], reasons: list[str]
) -> None:
    result = participation_ratio(came, live)
    assert result.reason.tolist() == reasons
    assert np.isnan(result.value).tolist() == [bool(reason) for reason in reasons]
    assert np.isnan(result.intervals[0.95].upper).tolist() == [bool(reason) for reason in reasons]
    assert np.isnan(result.share).tolist() == [bool(reason) for reason in reasons]


def test_no_categories_give_no_ratios() -> None:
    assert participation_ratio([], [], unknown=[]).value.shape == (0,)


def test_several_levels_give_several_intervals_the_wider_for_the_surer() -> None:
    result = participation_ratio([30, 10], [50, 50], confidence=(0.95, 0.998))
    assert result.intervals[0.998].upper[0] > result.intervals[0.95].upper[0]


@pytest.mark.parametrize(
    ("came", "live", "options", "said"),
    [
        (
            [-1, np.inf],
            [1, -2],
            {},
            "took_part, element 0: -1 is negative; took_part, element 1: inf is infinite; lives_here, element 1: -2",
        ),
        ([1, 2], [1], {}, "one dimension and one length are needed"),
        ([[1, 2]], [[1, 2]], {}, "one dimension and one length are needed"),
        ([1, 2], [1, 2], {"unknown": [0, 1]}, "unknown: true or false is needed for each of 2 categories"),
        ([1, 2], [1, 2], {"unknown": [True]}, "unknown: true or false is needed for each of 2 categories"),
        ([1, 2], [1, 2], {"groups": ["a"]}, "1 labels do not fit 2 rows"),
        ([1, 2], [1, 2], {"confidence": 95}, "95 does not lie between 0 and 1"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(
    came: list[float], live: list[float], options: dict[str, object], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        participation_ratio(came, live, **options)  # type: ignore[arg-type]


def test_the_callers_arrays_are_not_changed() -> None:
    came, live, unknown = np.array([3.0, 1.0]), np.array([5.0, np.nan]), np.array([False, True])
    participation_ratio(came, live, unknown=unknown)
    assert (came.tolist(), live[0], unknown.tolist()) == ([3, 1], 5, [False, True])
