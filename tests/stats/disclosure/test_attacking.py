import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.disclosure import (
    Disclosure,
    Knowledge,
    Rule,
    Total,
    attack,
    check_safe,
    hide_small,
    know,
    link_tables,
    publish_total,
    suppress_table,
)
from fiftysteps.stats.disclosure import attacking as module
from tests.stats.disclosure.enumerating import build_poisson_table, enumerate_table, enumerate_values, is_told

WARDS = {"ward": ["Beckton", "Plaistow"]}


@st.composite
def draw_knowledge(draw: st.DrawFn) -> Knowledge:
    """Up to five cells with any totals, exact or within bounds, of which a true table is known to fit."""
    n = draw(st.integers(2, 5))
    truth = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n))
    below, above = (draw(st.lists(st.integers(0, 2), min_size=n, max_size=n)) for _ in range(2))
    totals = []
    for _ in range(draw(st.integers(1, 3))):
        parts = draw(st.lists(st.integers(0, n - 1), min_size=1, max_size=n, unique=True))
        value, slack = sum(truth[part] for part in parts), draw(st.sampled_from([0, 0, 1]))
        totals.append(Total(tuple(parts), value - slack, value + slack))
    lowest = [max(true - less, 0) for true, less in zip(truth, below, strict=True)]
    return know(lowest, [true + more for true, more in zip(truth, above, strict=True)], totals)


@settings(max_examples=40, deadline=None)
@given(draw_knowledge())
def test_ranges_and_numbers_of_values_are_those_of_every_fitting_table(known: Knowledge) -> None:
    expected = [values for values, hidden in zip(enumerate_values(known, 9), known.hidden, strict=True) if hidden]
    found = attack(known)
    assert found.is_exact
    assert found.lowest.tolist() == [min(values) for values in expected]
    assert found.highest.tolist() == [max(values) for values in expected]
    wanted = np.minimum(known.own_values[known.hidden], 4)
    assert np.minimum(found.values, wanted).tolist() == [
        min(len(values), most) for values, most in zip(expected, wanted, strict=True)
    ]


@settings(max_examples=40, deadline=None)
@given(draw_knowledge(), st.booleans())
def test_safe_is_never_said_where_every_fitting_table_agrees(known: Knowledge, quick: bool) -> None:
    told = [
        name
        for name, values, own, hidden in zip(
            known.names, enumerate_values(known, 9), known.own_values, known.hidden, strict=True
        )
        if hidden and is_told(values, own)
    ]
    found = attack(known, quick=quick)
    assert list(found.pinned) == told
    assert found.is_safe == (not told)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(st.integers(0, 5), min_size=2, max_size=2), min_size=2, max_size=3))
def test_a_table_gives_away_what_enumeration_finds(counts: list[list[int]]) -> None:
    table = hide_small(counts, rule="births_and_deaths")
    known = link_tables(table)
    expected = [v for v, hidden in zip(enumerate_table(known, 9), known.hidden, strict=True) if hidden]
    found = attack(table)
    assert [(low, high) for low, high in zip(found.lowest, found.highest, strict=True)] == [
        (min(values), max(values)) for values in expected
    ]


def test_whole_numbers_give_narrower_bounds_than_fractions_and_these_are_used() -> None:
    # Each two of three cells add up to one at most, so in fractions all three are a half and add up to 1.5.
    pairs = [Total((0, 1), 0, 1), Total((1, 2), 0, 1), Total((0, 2), 0, 1)]
    known = know([0, 0, 0, 0], [1, 1, 1, 3], [*pairs, Total((0, 1, 2), whole=3)])
    found = attack(known)
    assert (found.lowest[3], found.highest[3], found.values[3]) == (0, 1, 2)
    assert "cell 3" in found.pinned


def test_a_wide_range_with_holes_does_not_pass_for_safe() -> None:
    # x = y and x + y + z = 7: between 1 and 7 only the odd numbers are left for z, and only three with x up to 2.
    known = know(
        [0, 0, 0, 0], [2, 9, 9, 9], [publish_total([0, 3], 5), publish_total([1, 3], 5), publish_total([0, 1, 2], 7)]
    )
    found = attack(known)
    assert (found.lowest[2], found.highest[2], found.values[2]) == (3, 7, 3)
    assert "cell 2" in found.pinned
    assert "cell 2" in attack(known, quick=True).pinned


def test_a_count_without_any_total_may_be_as_high_as_one_likes() -> None:
    found = attack(know([1, 1], [np.inf, 4], []))
    assert (found.lowest.tolist(), found.highest.tolist(), found.is_safe) == ([1, 1], [np.inf, 4], True)


def test_a_total_that_is_hidden_too_leaves_its_parts_open_above() -> None:
    found = attack(know([1, 1, 2], [np.inf, 4, np.inf], [Total((0, 1), whole=2)]))
    assert found.highest.tolist() == [np.inf, 4, np.inf]


def test_small_counts_hidden_with_true_totals_are_found_and_the_attack_says_how_many() -> None:
    found = attack(hide_small(build_poisson_table((30, 6, 2), 8, 1), rule="births_and_deaths"))
    assert len(found.names) == 150
    assert len(found.recovered) == 142
    assert len(found.pinned) == 150
    assert found.describe() == "Of 150 hidden counts, 142 can be worked out exactly and 150 to three values or fewer."
    assert set(found.recovered) <= set(found.pinned)


def test_who_is_found_is_named_with_the_range() -> None:
    table = hide_small([[3, 60], [2, 55]], rule="births_and_deaths", dimensions={**WARDS, "sex": ["women", "men"]})
    with pytest.raises(Disclosure) as refused:
        check_safe(table)
    assert str(refused.value) == (
        "Of 2 hidden counts, 2 can be worked out exactly and 2 to three values or fewer. "
        "This must not be published: ward Beckton, sex women is 3; ward Plaistow, sex women is 2"
    )
    assert refused.value.attack.recovered == ("ward Beckton, sex women", "ward Plaistow, sex women")


def test_of_a_count_that_is_only_pinned_the_range_is_given() -> None:
    table = hide_small([1, 2, 60], rule="births_and_deaths")
    with pytest.raises(Disclosure, match="axis 0 0 is between 1 and 2; axis 0 1 is between 1 and 2"):
        check_safe(table)


def test_of_many_counts_ten_are_named_and_the_rest_counted() -> None:
    with pytest.raises(Disclosure, match="; and 2 more$"):
        check_safe(know([0] * 12, [9] * 12, [publish_total([place], 1) for place in range(12)]))


def test_two_tables_that_are_safe_alone_are_refused_when_one_shows_what_the_other_hides() -> None:
    counts, sexes = [[3, 60], [40, 50]], {**WARDS, "sex": ["women", "men"]}
    strict = suppress_table(counts, rule="births_and_deaths", dimensions=sexes)
    mild = Rule(name="mild", source="this test", date="2025", hide_up_to=2)
    other = suppress_table(counts, rule=mild, dimensions=sexes)
    ages = suppress_table([[33, 30], [45, 45]], rule="births_and_deaths", dimensions={**WARDS, "age": ["young", "old"]})
    for table in (strict, other, ages):
        check_safe(table)
    # The totals of the wards are shown in both, and tell nothing new.
    check_safe(strict, ages)
    with pytest.raises(Disclosure, match="ward Beckton, sex women is 3"):
        check_safe(strict, other)


def test_the_same_total_in_two_tables_is_one_total_to_the_reader() -> None:
    # All three of a ward are women: the first table hides its total for their sake, and the second shows it.
    mild = Rule(name="mild", source="this test", date="2025", hide_up_to=2)
    sexes = suppress_table([[3, 0], [40, 50]], rule="births_and_deaths", dimensions={**WARDS, "sex": ["women", "men"]})
    ages = suppress_table([[0, 3], [45, 45]], rule=mild, dimensions={**WARDS, "age": ["young", "old"]})
    assert sexes.status[0, 2] == "hidden to protect another"
    check_safe(sexes)
    check_safe(ages)
    with pytest.raises(Disclosure, match="ward Beckton, sex women is 3; ward Beckton is 3"):
        check_safe(sexes, ages)


def test_nested_areas_are_told_apart_by_subtracting() -> None:
    wards = suppress_table(
        [3, 60, 9], rule="births_and_deaths", dimensions={"area": ["Beckton", "Plaistow", "Canning"]}
    )
    zones = suppress_table([63, 9], rule="births_and_deaths", dimensions={"area": ["South", "North"]})
    nested = {"area": {"South": ["Beckton", "Plaistow"], "North": ["Canning"]}}
    check_safe(wards)
    check_safe(wards, zones)
    with pytest.raises(Disclosure, match="area Beckton is 3"):
        check_safe(wards, zones, nested=nested)


def test_a_nested_label_that_no_table_has_is_refused() -> None:
    table = suppress_table([30, 60], rule="births_and_deaths", dimensions=WARDS)
    with pytest.raises(ValueError, match="nested: no table has ward Stratford"):
        check_safe(table, nested={"ward": {"Beckton": ["Stratford"]}})


def test_tables_without_labels_of_their_own_are_not_linked() -> None:
    with pytest.raises(ValueError, match="tables are linked by their labels; give each its dimensions"):
        attack(suppress_table([30, 60]), suppress_table([30, 60]))


def test_publications_that_contradict_each_other_are_refused() -> None:
    one, two = (suppress_table([count, 60], rule="births_and_deaths", dimensions=WARDS) for count in (30, 31))
    with pytest.raises(ValueError, match="what is known of ward Beckton contradicts itself"):
        attack(one, two)
    with pytest.raises(ValueError, match="no table of whole numbers fits it"):
        attack(know([0, 0], [2, 2], [publish_total([0, 1], 5)]))
    with pytest.raises(ValueError, match="no table of whole numbers fits it"):
        attack(know([2, 2, 0], [2, 2, 9], [publish_total([0, 1], 5)]))
    # In fractions three halves would do.
    pairs = [publish_total([0, 1], 1), publish_total([1, 2], 1), publish_total([0, 2], 1)]
    with pytest.raises(ValueError, match="no table of whole numbers fits it"):
        attack(know([0, 0, 0], [1, 1, 1], pairs))


def test_a_hidden_count_that_is_known_from_elsewhere_is_recovered() -> None:
    known = link_tables(suppress_table([3, 60, 9], rule="births_and_deaths", dimensions={"area": ["a", "b", "c"]}))
    check_safe(known)
    highest = known.highest.copy()
    highest[0] = 1
    with pytest.raises(Disclosure, match="area a is 1"):
        check_safe(Knowledge(known.lowest, highest, known.totals, known.names, known.hidden, known.own_values))


@pytest.mark.parametrize("published", [(), (know([0], [1], []), know([0], [1], [])), ([1, 2],)])
def test_what_is_not_published_tables_is_refused(published: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match="give one or several published tables, or one Knowledge alone"):
        attack(*published)  # type: ignore[arg-type]


def test_more_hidden_counts_than_can_be_attacked_are_refused_and_never_passed() -> None:
    with pytest.raises(ValueError, match="5,001 hidden counts are more than the 5,000 that can be attacked at once"):
        check_safe(know([0] * 5001, [9] * 5001, []))


def test_where_the_solver_gives_up_a_count_is_not_called_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    from fiftysteps.stats.disclosure import searching

    solve, calls = searching.solve_whole, []

    def give_up(cost, programme, *, is_best_needed=True):
        calls.append(cost)
        if len(calls) > 1:
            raise searching.UnsettledError("The solver gave up before it knew.")
        return solve(cost, programme, is_best_needed=is_best_needed)

    monkeypatch.setattr(searching, "solve_whole", give_up)
    found = attack(know([0, 0], [9, 9], [publish_total([0, 1], 9)]))
    assert not found.is_safe
    assert not found.is_exact


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (([0], [1, 2], []), "bounds, names and what is hidden have different lengths"),
        (([2], [1], []), "what is known of cell 0 contradicts itself"),
        (([0.5], [1], []), "a bound is not a whole number"),
        (([np.nan], [1], []), "a bound is not a whole number"),
        (([0], [np.nan], []), "a bound is not a whole number"),
        (([-1], [1], []), "a bound is negative"),
        (([0], [1e9], []), "a count above 100,000,000 is more than this can settle"),
        (([0], [1], [publish_total([1], 1)]), "totals: there is no cell 1 among 1"),
    ],
)
def test_knowledge_that_makes_no_sense_is_refused(arguments, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        know(*arguments)


def test_totals_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="total: it has no parts"):
        publish_total([], 1)
    with pytest.raises(ValueError, match="its lowest value 2 exceeds its highest 1"):
        Total((0,), 2, 1)


def test_what_three_values_are_is_the_same_for_the_search_and_for_the_verdict() -> None:
    from fiftysteps.stats.disclosure.searching import COUNTED_VALUES

    assert module.PINNED_VALUES + 1 == COUNTED_VALUES
