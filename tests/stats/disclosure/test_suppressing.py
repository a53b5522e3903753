from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from fiftysteps.stats.disclosure import (
    RULES,
    Disclosure,
    PublishedTable,
    Rule,
    attack,
    check_safe,
    hide_small,
    link_tables,
    suppress_table,
)
from fiftysteps.stats.disclosure import suppressing as module
from tests.stats.disclosure.enumerating import build_poisson_table, enumerate_table, is_told

EXACT = replace(RULES["default"], rounds_to=None)
HIDES_ZERO = Rule(name="made", source="this test", date="2025", hide_up_to=4, hides_zero=True)
SHAPES = st.sampled_from([(1,), (4,), (3, 3), (2, 5), (2, 2, 2), (3, 2, 2)])
TABLES = SHAPES.flatmap(lambda shape: arrays(np.int64, shape, elements=st.integers(0, 14)))


def get_with_totals(counts: np.ndarray) -> np.ndarray:
    for axis in range(counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    return counts


def count_statuses(table: PublishedTable) -> dict[str, int]:
    return {name: int((table.status == name).sum()) for name in np.unique(table.status).tolist()}


@settings(max_examples=25, deadline=None)
@given(TABLES, st.sampled_from(["hiv_and_sti", EXACT, HIDES_ZERO]))
def test_after_protection_no_hidden_count_can_be_worked_out_or_pinned(counts: np.ndarray, rule: Rule | str) -> None:
    table = suppress_table(counts, rule=rule)
    found = attack(table)
    assert found.is_safe
    # Of a small count a reader learns nothing but the rule.
    small = (table.status == "hidden")[table.is_hidden]
    assert (found.lowest[small] == table.lowest[table.status == "hidden"]).all()
    assert (found.highest[small] == table.highest[table.status == "hidden"]).all()


@settings(max_examples=25, deadline=None)
@given(TABLES, st.sampled_from(["hiv_and_sti", EXACT, HIDES_ZERO]))
def test_what_is_shown_is_true_and_everything_small_is_hidden(counts: np.ndarray, rule: Rule | str) -> None:
    table, truth = suppress_table(counts, rule=rule), get_with_totals(counts)
    assert (table.values[~table.is_hidden] == truth[~table.is_hidden]).all()
    assert not (hide_small(counts, rule=rule).is_hidden & ~table.is_hidden).any()
    assert ((table.lowest <= truth) & (truth <= table.highest)).all()


@settings(max_examples=15, deadline=None)
@given(arrays(np.int64, st.sampled_from([(3,), (2, 2)]), elements=st.integers(0, 6)))
def test_after_protection_enumeration_finds_nothing_either(counts: np.ndarray) -> None:
    known = link_tables(suppress_table(counts, rule="births_and_deaths"))
    # Of counts without a bound, values near the true ones are enough: four of each are all that is looked for.
    values_of = enumerate_table(known, 9)
    for values, own, hidden in zip(values_of, known.own_values, known.hidden, strict=True):
        assert not (hidden and is_told(values, own))


@settings(max_examples=15, deadline=None)
@given(TABLES)
def test_where_the_rule_rounds_totals_are_sums_of_what_is_shown(counts: np.ndarray) -> None:
    table = suppress_table(counts)
    inner = tuple(slice(0, length) for length in counts.shape)
    shown = get_with_totals(np.nan_to_num(table.values[inner]))
    kept = ~table.is_hidden
    assert (table.values[kept] == shown[kept]).all()
    assert not (table.values[kept] % 5).any()
    # A total is hidden only where none of what it adds up is shown.
    assert not shown[table.is_hidden].any()
    assert attack(table).is_safe


@settings(max_examples=10, deadline=None)
@given(arrays(np.int64, (3, 3), elements=st.integers(0, 20)), arrays(np.int64, (3, 3), elements=st.integers(20, 60)))
def test_of_survey_answers_no_count_of_a_small_base_can_be_pinned(counts: np.ndarray, bases: np.ndarray) -> None:
    table = suppress_table(counts, rule="survey", population=bases)
    assert table.is_hidden[:3, :3][bases < 30].all()
    assert attack(table).is_safe


def test_a_single_count_takes_every_total_with_it() -> None:
    table = suppress_table([[3, 0], [0, 0]], rule="births_and_deaths")
    assert count_statuses(table) == {"hidden": 1, "hidden to protect another": 3, "shown": 5}
    assert attack(table).lowest.tolist() == [1, 1, 1, 1]


def test_small_totals_do_not_bound_their_parts() -> None:
    # Were the total of six known to be small, each of six ones would be one or two.
    table = suppress_table([1, 1, 1, 1, 1, 1], rule="default")
    found = attack(suppress_table([1, 1, 1, 1, 1, 1], rule=EXACT))
    assert table.status[-1] == "hidden to protect another"
    assert (found.lowest[:6].tolist(), found.highest[:6].tolist()) == ([1] * 6, [7] * 6)


def test_a_table_without_small_counts_is_shown_whole() -> None:
    table = suppress_table([[30, 0], [40, 50]], rule="hiv_and_sti")
    assert count_statuses(table) == {"shown": 9}
    check_safe(table)


def test_the_cheapest_counts_are_hidden_to_protect_others() -> None:
    table = suppress_table([3, 5_000, 30, 4_000], rule="births_and_deaths")
    assert table.status.tolist() == ["hidden", "shown", "hidden to protect another", "shown", "shown"]


def test_thirty_areas_by_six_groups_by_two_sexes_are_protected() -> None:
    counts = build_poisson_table((30, 6, 2), 4, 1)
    before = attack(hide_small(counts, rule="births_and_deaths"), quick=True)
    assert len(before.recovered) > 0
    table = suppress_table(counts, rule="births_and_deaths")
    after = attack(table, quick=True)
    assert (len(after.recovered), len(after.pinned)) == (0, 0)
    assert (table.status == "shown").sum() > 200


def test_the_same_table_is_protected_the_same_way_each_time_and_the_caller_keeps_theirs() -> None:
    counts = build_poisson_table((6, 4), 6, 3).astype(float)
    kept = counts.copy()
    one, two = (suppress_table(counts, rule="hiv_and_sti") for _ in range(2))
    assert (one.status == two.status).all()
    assert (counts == kept).all()


def test_a_published_table_holds_no_hidden_count_anywhere() -> None:
    one, two = (suppress_table([count, 60, 55 - count], rule="births_and_deaths") for count in (3, 4))
    for field in fields(PublishedTable):
        assert repr(getattr(one, field.name)) == repr(getattr(two, field.name))


def test_rates_are_left_out_wherever_a_count_is_not_shown_as_it_is() -> None:
    table = suppress_table([3, 60, 55], rule="births_and_deaths")
    assert table.hide_with(np.array([0.1, 0.2, 0.3, 0.4])).tolist() == pytest.approx(
        [np.nan, 0.2, np.nan, 0.4], nan_ok=True
    )
    rounded = suppress_table([0, 60], rule="default")
    assert np.isnan(rounded.hide_with(np.array([0.0, 0.2, 0.3]))).tolist() == [False, True, True]
    with pytest.raises(ValueError, match=r"values: shape \(3,\) is not that of the table with totals, \(4,\)"):
        table.hide_with(np.array([0.1, 0.2, 0.3]))


def test_a_table_too_large_to_be_protected_is_refused() -> None:
    with pytest.raises(ValueError, match="counts: 10,201 cells with totals are more than 5,000; split the table"):
        suppress_table(np.ones((100, 100), int))


def test_a_pattern_that_the_attacker_still_pins_is_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    # As if no count needed protection at first: only the attacker says that it does.
    monkeypatch.setattr(module.Pattern, "protect", lambda _: None)
    table = suppress_table([[3, 60], [40, 50]], rule="births_and_deaths")
    assert attack(table).is_safe
    assert (table.status == "hidden to protect another").sum() >= 3


def test_a_table_that_is_never_safe_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    for method in ("protect", "hide_all"):
        monkeypatch.setattr(module.Pattern, method, lambda _: None)
    monkeypatch.setattr(module.Pattern, "reach", lambda *_: False)
    with pytest.raises(Disclosure, match="axis 0 0 is 3"):
        suppress_table([3, 60], rule="births_and_deaths")


def test_of_what_is_rounded_too_nothing_is_returned_that_is_not_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    make = module._total_what_is_shown

    def tell_total(*arguments):
        table = make(*arguments)
        table.lowest[-1] = table.highest[-1] = 3
        return table

    monkeypatch.setattr(module, "_total_what_is_shown", tell_total)
    with pytest.raises(Disclosure, match="axis 0 0 is 3"):
        suppress_table([3])


def test_where_the_solver_gives_up_while_hiding_everything_that_may_be_is_hidden(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from fiftysteps.stats.disclosure import complements

    def give_up(*_, **__):
        raise complements.UnsettledError("The solver gave up before it knew.")

    monkeypatch.setattr(complements, "solve_whole", give_up)
    table = suppress_table([[3, 60], [40, 0]], rule="births_and_deaths")
    assert (table.is_hidden == (table.highest > 0)).all()
    assert attack(table).is_safe
