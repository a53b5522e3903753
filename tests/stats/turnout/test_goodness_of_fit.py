import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from fiftysteps.stats.turnout.goodness_of_fit import chi_square


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 60), st.integers(1, 90)), min_size=2, max_size=9),
    st.sampled_from([1.0, 1.7]),
)
def test_the_test_is_that_of_plain_loops(rows: list[tuple[str, int, int]], effect: float) -> None:
    groups, came, live = zip(*rows, strict=True)
    result = chi_square(came, live, groups=groups, design_effect=effect)
    for g, label in enumerate(result.groups.tolist()):
        own = [row for row in rows if row[0] == label]
        if len(own) < 2:
            assert result.reason[g] == "There are fewer than two categories to compare."
            assert np.isnan(result.p_value[g])
            continue
        n, total = sum(row[1] for row in own), sum(row[2] for row in own)
        statistic = sum((x - n * people / total) ** 2 / (n * people / total) for _, x, people in own)
        assert result.uncorrected[g] == pytest.approx(statistic, abs=1e-9)
        assert result.statistic[g] == pytest.approx(statistic / effect, abs=1e-9)
        assert result.degrees_of_freedom[g] == len(own) - 1
        assert result.p_value[g] == pytest.approx(float(chi2.sf(statistic / effect, len(own) - 1)), abs=1e-12)


def test_a_design_effect_makes_the_difference_less_sure_and_is_named() -> None:
    plain = chi_square([60, 40], [50, 50])
    clustered = chi_square([60, 40], [50, 50], design_effect=2)
    assert (plain.statistic[0], clustered.statistic[0], clustered.uncorrected[0]) == (4, 2, 4)
    assert clustered.p_value[0] > plain.p_value[0]
    assert plain.method.tolist() == ["Pearson's chi-square"]
    assert clustered.method.tolist() == ["Pearson's chi-square, first-order Rao-Scott correction"]


def test_each_group_can_have_its_own_design_effect() -> None:
    result = chi_square([60, 40, 60, 40], [1, 1, 1, 1], groups=["a", "a", "b", "b"], design_effect=[1, 4])
    assert result.statistic.tolist() == [4, 1]


def test_categories_in_which_few_are_expected_are_named_with_how_many() -> None:
    result = chi_square([90, 6, 4], [95, 4, 1], categories=["White", "Asian", "Other"])
    assert result.small.tolist() == [False, True, True]
    assert result.note.tolist() == [
        "Fewer than 5 people are expected in Asian (4.0), Other (1.0): read the p-value with care."
    ]
    assert chi_square([90, 6, 4], [95, 4, 1]).note[0].startswith("Fewer than 5 people are expected in 1 (4.0), 2")


def test_five_expected_are_enough_for_no_note() -> None:
    assert chi_square([95, 5], [95, 5]).note.tolist() == [""]


def test_unknown_answers_are_counted_apart() -> None:
    result = chi_square([60, 40, 9], [50, 50, 7], unknown=[False, False, True])
    assert (result.statistic[0], result.answered[0], result.not_known[0]) == (4, 100, 9)
    assert result.degrees_of_freedom[0] == 1
    assert np.isnan(result.expected[2])


def test_an_empty_category_that_nobody_is_in_plays_no_part() -> None:
    result = chi_square([60, 40, 0], [50, 50, 0])
    assert (result.statistic[0], result.degrees_of_freedom[0]) == (4, 1)


@pytest.mark.parametrize(
    ("came", "live", "reason"),
    [
        ([1, np.nan], [1, 1], "The count of a category is missing, so the shares are not known."),
        ([1, 1], [1, np.nan], "The census count of a category is missing, so the shares are not known."),
        ([0, 0], [1, 1], "Nobody who took part gave an answer."),
        ([1, 1], [0, 0], "The census counts nobody in any category."),
        ([1, 1], [0, 5], "Somebody is in a category in which the census counts nobody."),
        ([1], [5], "There are fewer than two categories to compare."),
    ],
)
def test_a_test_that_cannot_be_is_missing_with_its_reason(came: list[float], live: list[float], reason: str) -> None:
    result = chi_square(came, live)
    assert result.reason.tolist() == [reason]
    assert np.isnan([result.statistic[0], result.uncorrected[0], result.p_value[0]]).all()
    assert (result.degrees_of_freedom[0], result.method[0], result.note[0]) == (0, "", "")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"design_effect": 0}, "every one must be a positive number"),
        ({"design_effect": np.nan}, "every one must be a positive number"),
        ({"design_effect": [1, 1]}, "one number, or one for each of 1 groups, is needed"),
        ({"categories": ["a"]}, "1 names do not fit 2 categories"),
    ],
)
def test_faulty_options_are_refused_with_a_sentence(options: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        chi_square([1, 2], [3, 4], **options)  # type: ignore[arg-type]


def test_the_callers_arrays_are_not_changed() -> None:
    came, live, effect = np.array([3.0, 1.0]), np.array([5.0, 6.0]), np.array([2.0])
    result = chi_square(came, live, design_effect=effect)
    assert (came.tolist(), live.tolist(), effect.tolist()) == ([3, 1], [5, 6], [2])
    assert result.design_effect is not effect
