"""Counts that add up in other ways than rows and columns: wards in a borough, boroughs in a region, years in a span."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.disclosure import Total, attack_cells, know_cells, suppress_cells
from fiftysteps.stats.disclosure.tables import HIDDEN, PROTECTING, SHOWN

RULE = "hiv_and_sti"


def build_tree(wards: list[list[int]]) -> tuple[list[float], list[Total], list[str]]:
    """Return the wards of boroughs, the boroughs and their region, with what adds up to what."""
    counts = [float(count) for borough in wards for count in borough]
    places, start, totals = [], 0, []
    for borough in wards:
        totals.append(Total(tuple(range(start, start + len(borough))), whole=len(counts) + len(places)))
        places.append(float(sum(borough)))
        start += len(borough)
    whole = len(counts) + len(places)
    totals.append(Total(tuple(range(len(counts), whole)), whole=whole))
    levels = ["ward"] * len(counts) + ["borough"] * len(places) + ["region"]
    return [*counts, *places, sum(places)], totals, levels


def test_what_is_large_is_shown() -> None:
    counts, totals, _ = build_tree([[10, 20, 0], [30, 40]])
    made = suppress_cells(counts, totals, rule=RULE)
    assert set(made.status.tolist()) == {SHOWN}
    assert made.levels == ()


def test_a_small_ward_takes_another_of_its_borough_with_it_and_no_other_borough() -> None:
    counts, totals, _ = build_tree([[3, 60, 55], [30, 40, 50]])
    status = suppress_cells(counts, totals, rule=RULE).status.tolist()
    assert status[:3].count(SHOWN) == 1
    assert status[0] == HIDDEN
    assert set(status[3:]) == {SHOWN}


def test_a_small_ward_alone_in_its_borough_hides_the_borough_and_one_more() -> None:
    counts, totals, _ = build_tree([[3], [30, 40], [50, 60]])
    made = suppress_cells(counts, totals, rule=RULE)
    assert made.status[0] == HIDDEN
    assert made.status[5] == PROTECTING
    assert (made.status[6:] == PROTECTING).any()


def test_people_in_no_published_part_leave_a_small_count_open() -> None:
    # 3 + 60 and two people of no known group make 65: who subtracts gets a bound of 5 and no count.
    counts, totals = [3, 60, 65, 2], [Total((0, 1, 3), whole=2)]
    made = suppress_cells(counts, totals, rule=RULE, unpublished=[False, False, False, True])
    assert made.status[0] == HIDDEN
    (found,) = attack_cells(made.status, counts, totals, rule=RULE, unpublished=[False, False, False, True])
    assert found.is_safe


def test_what_a_reader_knows_from_elsewhere_is_never_hidden_and_others_are_in_its_place() -> None:
    # Two groups by age; who did not tell is in no table. Hiding a group's size would cost least.
    counts = [40, 40, 80, 27, 20, 47, 3, 10, 13, 0, 0, 70, 70]
    totals = [Total((at, at + 1), whole=at + 2) for at in (0, 3, 6)]
    totals += [Total((at, at + 3, at + 6, 9 + at), whole=11 + at) for at in range(2)]
    unpublished = [at in {9, 10} for at in range(13)]
    free = suppress_cells(counts, totals, rule="default", unpublished=unpublished)
    assert free.status[11] == PROTECTING
    sizes = [at >= 11 for at in range(13)]
    made = suppress_cells(counts, totals, rule="default", unpublished=unpublished, shown_elsewhere=sizes)
    assert made.status[6] == HIDDEN
    assert made.status[11:].tolist() == [SHOWN, SHOWN]
    found = attack_cells(made.status, counts, totals, rule="default", unpublished=unpublished)
    assert all(each.is_safe for each in found)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 30), min_size=2, max_size=3), min_size=2, max_size=4).filter(
    lambda rows: len({len(row) for row in rows}) == 1))  # fmt: skip
def test_with_sizes_that_are_known_nothing_can_be_worked_out(rows: list[list[int]]) -> None:
    width, number = len(rows[0]), len(rows)
    cells = [count for row in rows for count in [*row, sum(row)]]
    sizes = [sum(row[at] for row in rows) + 5 for at in range(width)]
    counts = [*cells, *[5] * width, *sizes]
    totals = [Total(tuple(range(at, at + width)), whole=at + width) for at in range(0, len(cells), width + 1)]
    totals += [
        Total((*range(at, len(cells), width + 1), len(cells) + at), whole=len(cells) + width + at)
        for at in range(width)
    ]
    unpublished = [len(cells) <= at < len(cells) + width for at in range(len(counts))]
    fixed = [at >= len(cells) + width for at in range(len(counts))]
    made = suppress_cells(counts, totals, rule=RULE, unpublished=unpublished, shown_elsewhere=fixed)
    assert not made.is_hidden[len(cells) + width :].any()
    assert number * (width + 1) == len(cells)
    lost = np.isin(np.array([""] * len(counts)), made.levels) & (made.status != SHOWN)
    found = attack_cells(made.status, counts, totals, rule=RULE, unpublished=unpublished, lost=lost)
    assert made.levels or all(each.is_safe for each in found)


def test_what_is_known_from_elsewhere_and_gives_a_small_count_back_is_refused() -> None:
    with pytest.raises(ValueError, match="what is shown elsewhere gives cell 0 back"):
        suppress_cells([3, 60, 63], [Total((0, 1), whole=2)], rule=RULE, shown_elsewhere=[False, True, True])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.integers(0, 25), min_size=1, max_size=6), min_size=1, max_size=4))
def test_nothing_can_be_worked_out_of_any_tree(wards: list[list[int]]) -> None:
    counts, totals, levels = build_tree(wards)
    made = suppress_cells(counts, totals, rule=RULE, levels=levels)
    small = np.array([1 <= count <= 4 for count in counts])
    assert made.is_hidden[small].all()
    for found in attack_cells(made.status, counts, totals, rule=RULE):
        # Where a whole tree is small, nothing is left to hide behind but that it is hidden.
        assert found.is_safe or made.levels


def test_too_many_to_solve_hides_the_level_and_what_would_give_a_part_of_it_back() -> None:
    counts, totals, levels = build_tree([[3, 60, 55], [30, 40, 50]])
    made = suppress_cells(counts, totals, rule=RULE, levels=levels, most=2)
    assert made.levels == ("ward",)
    assert made.is_hidden.tolist() == [True] * 6 + [False] * 3
    # A ward alone in its borough would be read off the borough.
    counts, totals, levels = build_tree([[3], [30, 40, 50]])
    made = suppress_cells(counts, totals, rule=RULE, levels=levels, most=2)
    assert made.levels == ("borough", "ward")
    assert made.status[-1] == SHOWN


def test_the_attacker_recovers_what_is_hidden_alone() -> None:
    counts, totals, _ = build_tree([[3, 60], [30, 40]])
    only_small = np.array([HIDDEN, *[SHOWN] * 6])
    (found,) = attack_cells(only_small, counts, totals, rule=RULE, names=list("abcdefg"))
    assert found.recovered == ("a",)


def test_a_reader_of_a_base_knows_that_a_count_is_no_larger() -> None:
    known = know_cells(np.array([HIDDEN]), [5], [], rule="survey", population=[20])
    assert (known.lowest[0], known.highest[0]) == (0, 20)


@pytest.mark.parametrize(
    ("counts", "totals", "said"),
    [
        ([1.5], [], "a whole number"),
        ([-1], [], "a whole number"),
        ([[1, 2]], [], "one row of numbers"),
        ([1, 2, 4], [Total((0, 1), whole=2)], "do not add up to cell 2"),
        ([1, 2], [Total((0, 1), whole=7)], "a cell that they add up to"),
        ([1, 2], [Total((0, 1))], "a cell that they add up to"),
    ],
)
def test_counts_that_make_no_sense_are_refused(counts: list[float], totals: list[Total], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        suppress_cells(counts, totals, rule=RULE)


@pytest.mark.parametrize("wards", [[0, 0, 0], [1, 1, 1, 1, 1, 1, 1, 1], [3, 0, 20]])
def test_of_a_level_that_is_hidden_whole_a_reader_is_told_nothing(wards: list[int]) -> None:
    """Another borough is too large to solve, so all wards are hidden, zeros too: the attacker must not trip on them."""
    counts, totals, levels = build_tree([[3, 60, 55, 10, 20, 30, 40, 50, 60, 70], wards])
    counts, totals = counts[:-1], totals[:-1]
    made = suppress_cells(counts, totals, rule=RULE, levels=levels[:-1], most=10)
    assert made.levels == ("ward",)
    lost = np.array([level in made.levels for level in levels[:-1]])
    for found in attack_cells(made.status, counts, totals, rule=RULE, lost=lost, most=10):
        assert found.is_safe


def test_a_zero_in_a_level_that_is_hidden_whole_is_not_to_be_protected() -> None:
    known = know_cells(np.array([PROTECTING, HIDDEN]), [0, 3], [], rule=RULE, lost=[True, True])
    assert known.hidden.tolist() == [False, True]
    assert (known.lowest.tolist(), known.highest.tolist()) == ([0, 0], [np.inf, np.inf])
