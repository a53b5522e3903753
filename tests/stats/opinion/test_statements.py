import doctest
import math

import numpy as np
import pytest
import scipy.stats
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fiftysteps.stats.opinion import OpinionStatements, opinion_statements, statements
from fiftysteps.stats.opinion.testing import adjust_p_values, get_difference_z, get_upper_tail
from tests.stats.opinion.twins import (
    TABLES,
    Table,
    adjust,
    count_votes,
    drop_silent,
    find_p_value,
    find_z,
    list_votes,
)


def describe(table: Table, groups: list[int], **options: float) -> OpinionStatements:
    return opinion_statements(*list_votes(table), member=range(len(table)), group=groups, **options)


@settings(max_examples=60)
@given(TABLES, st.randoms(use_true_random=False))
def test_counts_proportions_and_tests_are_those_of_plain_loops(table: Table, random: object) -> None:
    table = drop_silent(table)
    assume(len(table) > 1)
    groups = [0, 1] + [random.randrange(3) for _ in table[2:]]  # type: ignore[attr-defined]
    result = describe(table, groups)
    everybody = range(len(table))
    tests: list[tuple[float, float]] = []
    for stance, vote in ((result.agree, 1), (result.disagree, -1)):
        for s in range(len(table[0])):
            product = 1.0
            for g, label in enumerate(result.groups.tolist()):
                own = [p for p in everybody if groups[p] == label]
                a, n = count_votes(table, own, s, vote)
                b, m = count_votes(table, [p for p in everybody if groups[p] != label], s, vote)
                product *= (a + 1) / (n + 2)
                assert (stance.count[g, s], result.seen[g, s]) == (a, n)
                assert stance.proportion[g, s] == pytest.approx((a + 1) / (n + 2))
                assert stance.proportion_z[g, s] == pytest.approx(2 * math.sqrt(n + 1) * ((a + 1) / (n + 1) - 0.5))
                if n and m:
                    assert stance.ratio[g, s] == pytest.approx((a + 1) / (n + 2) / ((b + 1) / (m + 2)))
                    assert stance.z[g, s] == pytest.approx(find_z(a, n, b, m), abs=1e-12)
                    assert stance.p_value[g, s] == pytest.approx(find_p_value(a, n, b, m), abs=1e-12)
                    tests.append((stance.p_value[g, s], stance.p_adjusted[g, s]))
                else:
                    assert np.isnan([stance.ratio[g, s], stance.z[g, s], stance.p_adjusted[g, s]]).all()
            assert stance.consensus[s] == pytest.approx(product)
            assert (stance.overall_count[s], result.overall_seen[s]) == count_votes(table, list(everybody), s, vote)
    assert [adjusted for _, adjusted in tests] == pytest.approx(adjust([p for p, _ in tests]))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_adjusted_p_values_are_those_of_scipy(values: list[float]) -> None:
    assert adjust_p_values(np.array(values)) == pytest.approx(scipy.stats.false_discovery_control(values))


def test_what_is_no_test_does_not_count_among_the_tests() -> None:
    adjusted = adjust_p_values(np.array([[0.01, np.nan], [0.04, np.nan]]))
    assert adjusted[:, 0] == pytest.approx([0.02, 0.04])
    assert np.isnan(adjusted[:, 1]).all()


def test_difference_is_zero_where_all_do_on_both_sides() -> None:
    assert get_difference_z([3], [3], [5], [5], added=0).tolist() == [0]


def test_p_values_are_rarely_small_where_nothing_differs_but_those_of_pseudo_counts_are() -> None:
    # A group of six and two hundred others, of whom a tenth agree: with one more on each side the six seem to agree.
    random = np.random.default_rng(1)
    a, b = random.binomial(6, 0.1, 20_000), random.binomial(200, 0.1, 20_000)
    plain, published = (
        get_upper_tail(get_difference_z(a, np.full(20_000, 6), b, np.full(20_000, 200), added=added))
        for added in (0, 1)
    )
    # A tenth should lie below a tenth; of so few people the normal distribution is right to within two hundredths.
    assert np.mean(plain < 0.1) < 0.12
    assert np.mean(published < 0.1) > 0.35


SPLIT: Table = [[1, 1, -1, None]] * 8 + [[-1, 1, -1, 1]] * 6 + [[0, 1, 0, -1]]
SPLIT_GROUPS = [1] * 8 + [2] * 7


def test_representative_statements_are_named_with_their_stance_the_strongest_first() -> None:
    result = describe(SPLIT, SPLIT_GROUPS)
    first, second = result.representatives
    assert [(one.statement, one.stance, one.count, one.seen) for one in first] == [(0, "agree", 8, 8)]
    assert [(one.statement, one.stance, one.count, one.seen) for one in second] == [(0, "disagree", 6, 7)]
    assert first[0].is_distinctive
    assert first[0].proportion == pytest.approx(9 / 10)
    assert first[0].ratio == pytest.approx((9 / 10) / (1 / 9))
    assert first[0].z == pytest.approx(find_z(8, 8, 0, 7))
    assert first[0].proportion_z == pytest.approx(2 * math.sqrt(9) / 2)


def test_strongest_is_what_has_the_largest_product_as_published() -> None:
    table: Table = [[1, 1]] * 7 + [[1, -1]] * 1 + [[-1, -1]] * 8
    first = describe(table, [1] * 8 + [2] * 8).representatives[0]
    strength = [one.proportion * one.proportion_z * one.ratio * one.z for one in first]
    assert [one.statement for one in first] == [0, 1]
    assert strength == sorted(strength, reverse=True)


def test_consensus_is_what_every_group_and_everybody_agree_or_disagree_with() -> None:
    result = describe(SPLIT, SPLIT_GROUPS)
    assert (result.consensus_agree, result.consensus_disagree) == ((1,), (2,))
    assert result.agree.consensus[1] == pytest.approx((9 / 10) * (8 / 9))


def test_consensus_is_not_what_one_group_has_not_seen() -> None:
    table: Table = [[1, 1]] * 9 + [[1, None]] * 4
    result = describe(table, [1] * 9 + [2] * 4)
    assert result.consensus_agree == (0,)
    assert result.agree.consensus[1] == pytest.approx((10 / 11) / 2)


def test_statement_splits_where_one_group_agrees_and_another_disagrees() -> None:
    result = describe(SPLIT, SPLIT_GROUPS)
    assert result.split == (0,)
    assert result.spread[0] == pytest.approx(9 / 10 - 1 / 9)


def test_who_is_in_no_group_counts_among_everybody_only() -> None:
    result = opinion_statements(["a", "b", "c"], ["x"] * 3, [1, -1, 1], member=["a", "b"], group=["p", "q"])
    assert (result.overall_seen.tolist(), result.seen.tolist()) == ([3], [[1], [1]])


def test_a_member_who_has_not_voted_counts_in_the_size_only() -> None:
    result = opinion_statements(["a", "b"], ["x"] * 2, [1, -1], member=["a", "b", "c"], group=["p", "q", "q"])
    assert (result.sizes.tolist(), result.seen.tolist()) == ([1, 2], [[1], [1]])


def test_distinctive_statements_become_fewer_with_a_stricter_rate() -> None:
    loose, strict = (describe(SPLIT, SPLIT_GROUPS, false_discovery_rate=rate) for rate in (0.1, 1e-9))
    assert (loose.agree.is_distinctive.sum(), strict.agree.is_distinctive.sum()) == (1, 0)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"group": ["p", "p"]}, "group: two groups at least are needed to compare, and there are 1"),
        ({"group": ["p"]}, r"group: labels of shape \(1,\) do not fit members of shape \(2,\)"),
        ({"group": ["p", None]}, "group, element 1: the label is missing"),
        ({"member": [None, "b"]}, "member, element 0: the label is missing"),
        ({"member": ["a", "a"]}, "member, element 1: a is named a second time"),
        ({"member": [1, 2]}, "member: none of them has voted"),
        ({"false_discovery_rate": 10}, "false_discovery_rate: 10 does not lie between 0 and 1"),
    ],
)
def test_members_that_make_no_groups_are_refused(changes: dict[str, object], said: str) -> None:
    arguments = {"member": ["a", "b"], "group": ["p", "q"], **changes}
    with pytest.raises(ValueError, match=said):
        opinion_statements(["a", "b"], ["x"] * 2, [1, -1], **arguments)  # type: ignore[arg-type]


def test_examples_in_the_documentation_are_true() -> None:
    tried = doctest.testmod(statements)
    assert (tried.failed, tried.attempted > 0) == (0, True)
