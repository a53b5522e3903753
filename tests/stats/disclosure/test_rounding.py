from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fiftysteps.stats.disclosure import Disclosure, attack, round_table
from fiftysteps.stats.disclosure import rounding as module
from fiftysteps.stats.disclosure.margins import add_margins
from tests.stats.disclosure.enumerating import build_poisson_table

# Found by trying random tables: 27 counts for which no rounding to fours keeps every total next to the truth.
UNROUNDABLE = np.array(
    [
        [[0, 2, 0], [2, 0, 0], [0, 2, 2]],
        [[2, 2, 0], [0, 0, 2], [0, 2, 0]],
        [[2, 0, 2], [2, 0, 2], [0, 2, 0]],
    ]
)
SHAPES = st.sampled_from([(1,), (5,), (3, 4), (2, 2, 2), (3, 3, 2)])
TABLES = SHAPES.flatmap(lambda shape: arrays(np.int64, shape, elements=st.integers(0, 40)))


@settings(max_examples=10, deadline=None)
@given(TABLES, st.integers(4, 10), st.integers(0, 99))
def test_everything_shown_is_a_multiple_and_totals_are_sums_of_it(counts: np.ndarray, base: int, seed: int) -> None:
    values = round_table(counts, base=base, seed=seed).values
    assert not (values % base).any()
    for axis in range(counts.ndim):
        parts = np.moveaxis(values, axis, -1)
        assert (parts[..., :-1].sum(axis=-1) == parts[..., -1]).all()


@settings(max_examples=10, deadline=None)
@given(TABLES, st.integers(0, 99))
def test_each_count_is_one_of_the_two_multiples_next_to_it(counts: np.ndarray, seed: int) -> None:
    table = round_table(counts, seed=seed)
    inner = tuple(slice(0, length) for length in counts.shape)
    assert (np.abs(table.values[inner] - counts) < 5).all()
    assert (table.values[inner][counts % 5 == 0] == counts[counts % 5 == 0]).all()


@settings(max_examples=6, deadline=None)
@given(arrays(np.int64, (3, 4), elements=st.integers(0, 40)), st.integers(0, 99))
def test_in_two_dimensions_so_is_each_total(counts: np.ndarray, seed: int) -> None:
    table = round_table(counts, seed=seed)
    assert abs(table.values[-1, :-1] - counts.sum(axis=0)).max() < 5
    assert abs(table.values[-1, -1] - counts.sum()) < 5
    assert (table.highest - table.values).max() == 4


@settings(max_examples=8, deadline=None)
@given(TABLES, st.integers(0, 99))
def test_of_a_rounded_table_nothing_can_be_worked_out(counts: np.ndarray, seed: int) -> None:
    found = attack(round_table(counts, seed=seed))
    assert found.is_safe
    assert (found.highest - found.lowest >= 4).all()


def test_totals_go_further_off_where_they_cannot_be_next_to_the_truth_and_the_bounds_say_so() -> None:
    table = round_table(UNROUNDABLE, base=4, seed=1)
    truth = UNROUNDABLE.sum(axis=0)
    assert np.abs(table.values[:3, :3, :3] - UNROUNDABLE).max() < 4
    assert np.unique((table.highest - table.values)[:3, :3, :3]).tolist() == [3]
    assert (table.highest - table.values)[3, 3, 3] == 7
    assert (table.lowest[3, :3, :3] <= truth).all()
    assert (truth <= table.highest[3, :3, :3]).all()


def test_of_that_table_no_rounding_has_every_total_next_to_the_truth() -> None:
    truth = add_margins(UNROUNDABLE.astype(float))
    odd = tuple(np.argwhere(UNROUNDABLE % 4 == 2).T)
    for ups in product((0.0, 4.0), repeat=len(odd[0])):
        tried = np.zeros((3, 3, 3))
        tried[odd] = ups
        off = np.abs(add_margins(tried) - truth)
        # Next to the truth is less than a base away, and not away at all where the truth is a multiple.
        assert ((off >= 4) | ((truth % 4 == 0) & (off > 0))).any()


def test_a_rounding_that_is_not_found_near_is_looked_for_further_off(monkeypatch: pytest.MonkeyPatch) -> None:
    find, asked = module._find_rounding, []

    def find_far(true, base, cost, steps):
        asked.append(steps)
        return None if steps < 2 else find(true, base, cost, steps)

    monkeypatch.setattr(module, "_find_rounding", find_far)
    table = round_table([[3, 4], [8, 9]], seed=1)
    assert asked == [0, 1, 2]
    assert (table.highest - table.values).tolist() == [[4, 4, 14], [4, 4, 14], [14, 14, 14]]


def test_a_solver_that_gives_up_is_asked_for_something_easier(monkeypatch: pytest.MonkeyPatch) -> None:
    solve, calls = module.solve_whole, []

    def give_up_once(*arguments, **options):
        calls.append(arguments)
        if len(calls) == 1:
            raise module.UnsettledError("The solver gave up before it knew.")
        return solve(*arguments, **options)

    monkeypatch.setattr(module, "solve_whole", give_up_once)
    table = round_table([3, 4], seed=1)
    assert (table.highest - table.values).tolist() == [4, 4, 9]
    assert len(calls) == 2


def test_counts_are_drawn_upwards_as_often_as_their_remainder_says() -> None:
    draws = np.array([module._draw_costs(np.array([0.0, 1, 7, 24]), 5, np.random.default_rng(s)) for s in range(2000)])
    # Five standard errors of a share of 2,000.
    assert np.abs((draws < 0).mean(axis=0) - [0, 0.2, 0.4, 0.8]).max() < 5 * 0.5 / 2000**0.5
    assert not (draws[:, 0] < 0).any()


def test_the_same_seed_gives_the_same_table_and_the_table_does_not_tell_it() -> None:
    counts = build_poisson_table((8, 4), 6, 2)
    one, two, other = (round_table(counts, seed=seed) for seed in (918273, 918273, 5))
    assert (one.values == two.values).all()
    assert (one.values != other.values).any()
    assert "918273" not in repr(one)


def test_ten_areas_by_six_groups_by_two_sexes_are_rounded_and_safe() -> None:
    counts = build_poisson_table((10, 6, 2), 4, 1)
    # The attacker has been run within.
    table = round_table(counts, seed=11)
    assert (table.status == "rounded").all()
    assert np.abs(table.values[:10, :6, :2] - counts).max() < 5


def test_a_table_that_is_not_safe_is_not_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    make = module._round

    def tell_total(*arguments):
        table = make(*arguments)
        table.lowest[-1] = table.highest[-1] = 31
        return table

    monkeypatch.setattr(module, "_round", tell_total)
    with pytest.raises(Disclosure, match="axis 0 0 is"):
        round_table([31], seed=1)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"base": 3, "seed": 1}, "base: 3 is under 4, and would leave three values or fewer of a small count"),
        ({"seed": -1}, "seed: -1 is negative"),
    ],
)
def test_what_protects_nobody_is_refused(arguments, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        round_table([3, 4], **arguments)


def test_a_table_too_large_to_be_rounded_is_refused() -> None:
    with pytest.raises(ValueError, match="counts: 10,201 cells with totals are more than 5,000; split the table"):
        round_table(np.ones((100, 100), int), seed=1)


def test_a_seed_has_to_be_chosen() -> None:
    with pytest.raises(TypeError, match="seed"):
        round_table([3, 4])  # type: ignore[call-arg]
