"""What of an indicator may leave, by its rule."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import pytest

from fiftysteps.core.periods import Period, parse_period
from fiftysteps.evidence import disclosing
from fiftysteps.evidence.disclosing import Decision, decide, find_totals, find_what_leaks, get_key, protect
from fiftysteps.evidence.models import DisclosureRule
from fiftysteps.evidence.observations import Observation
from fiftysteps.stats.disclosure import RULES, get_rule, suppress_cells
from tests.evidence.numbers import ENGLAND, LONDON, NEWHAM, observe

HIV = get_rule("hiv_and_sti")
ABOVE = dict.fromkeys((NEWHAM, "E09000002", "E09000003"), (LONDON, ENGLAND)) | {LONDON: (ENGLAND,)}


def count(number: float, **changes: Any) -> Observation:
    return observe(number / 100, **({"count": number, "denominator": 5_000.0} | changes))


def read(counts: Iterable[tuple[str, ...]]) -> dict[str, Period]:
    return {key[1]: parse_period(key[1]) for key in counts}


def by_sex(women: float, men: float, **changes: Any) -> list[Observation]:
    return [
        count(women, group_type="sex", group="Female", **changes),
        count(men, group_type="sex", group="Male", **changes),
        count(women + men, **changes),
    ]


def test_every_rule_that_can_be_chosen_is_one_of_the_statistics_or_the_sources_own() -> None:
    assert set(DisclosureRule.values) == {"source", *RULES}


def test_groups_areas_and_years_that_add_up_are_found_in_the_counts() -> None:
    counts = {get_key(row): row.count or 0.0 for row in by_sex(3, 40)}
    assert list(find_totals(counts, ABOVE, read(counts))) == [
        ((NEWHAM, "2021", "", ""), ((NEWHAM, "2021", "sex", "Female"), (NEWHAM, "2021", "sex", "Male")))
    ]
    areas = {(code, "2021", "", ""): number for code, number in ((NEWHAM, 3.0), ("E09000002", 40.0), (LONDON, 43.0))}
    assert [whole for whole, _ in find_totals(areas, ABOVE, read(areas))] == [(LONDON, "2021", "", "")]
    years = {(NEWHAM, year, "", ""): 5.0 for year in ("2019", "2020", "2021")} | {(NEWHAM, "2019-2021", "", ""): 15.0}
    ((whole, parts),) = find_totals(years, {}, read(years))
    assert (whole[1], [part[1] for part in parts]) == ("2019-2021", ["2019", "2020", "2021"])


def test_groups_of_two_kinds_add_up_to_those_of_either() -> None:
    counts = {
        (NEWHAM, "2021", "sex and age", "Female, 0-4"): 2.0,
        (NEWHAM, "2021", "sex and age", "Male, 0-4"): 3.0,
        (NEWHAM, "2021", "sex", "Female"): 2.0,
        (NEWHAM, "2021", "age", "0-4"): 5.0,
    }
    wholes = {whole[2:] for whole, _ in find_totals(counts, {}, read(counts))}
    assert wholes == {("sex", "Female"), ("age", "0-4")}


def test_parts_that_are_far_from_their_total_are_not_added_up() -> None:
    counts = {(NEWHAM, "2021", "", ""): 3.0, (LONDON, "2021", "", ""): 9_000.0}
    assert list(find_totals(counts, ABOVE, read(counts))) == []


def test_a_small_group_and_what_would_give_it_back_are_hidden() -> None:
    rows = by_sex(3, 40)
    decision = decide(rows, HIV, ABOVE)
    assert decision.small == {(NEWHAM, "2021", "sex", "Female")}
    assert (NEWHAM, "2021", "sex", "Male") in decision
    assert (NEWHAM, "2021", "", "") not in decision
    assert find_what_leaks(rows, decision, HIV, ABOVE) == ()


def test_the_attacker_names_what_is_hidden_alone_and_what_is_not_hidden() -> None:
    rows = by_sex(3, 40)
    alone = Decision(small=frozenset({(NEWHAM, "2021", "sex", "Female")}))
    (said,) = find_what_leaks(rows, alone, HIV, ABOVE)
    assert "E09000025 2021 sex Female is 3" in said
    assert find_what_leaks(rows, Decision(), HIV, ABOVE) == ("E09000025 2021 sex Female is shown",)


def test_a_ward_or_borough_is_not_read_off_its_region() -> None:
    rows = [count(number, area=area) for area, number in ((NEWHAM, 3), ("E09000002", 40), ("E09000003", 50))]
    rows.append(count(93, area=LONDON))
    decision = decide(rows, HIV, ABOVE)
    assert (NEWHAM, "2021", "", "") in decision.small
    assert len(decision.protecting) == 1
    assert find_what_leaks(rows, decision, HIV, ABOVE) == ()


def test_where_enough_people_live_nothing_is_hidden_by_a_rule_that_asks() -> None:
    rows = [count(3, denominator=300_000.0)]
    assert decide(rows, HIV, {}) == Decision()


def test_of_a_hidden_row_nothing_is_left() -> None:
    row = count(3, lower_95=0.01, upper_95=0.09, note="3 people")
    decision = decide([row], HIV, {})
    hidden = protect(row, decision, HIV, "rate")
    assert hidden.marker == "suppressed"
    assert hidden.is_suppressed
    assert (hidden.value, hidden.count, hidden.denominator, hidden.note) == (None, None, None, "")
    assert (hidden.lower_95, hidden.upper_95) == (None, None)


def test_what_is_shown_is_rounded_where_the_rule_rounds_and_its_rate_computed_anew() -> None:
    rule = get_rule("default")
    row = observe(12.3, count=123.0, denominator=1_000.0, lower_95=10.4, upper_95=14.5)
    shown = protect(row, decide([row], rule, {}), rule, "proportion")
    assert (shown.count, shown.marker) == (125.0, "rounded")
    assert shown.value == pytest.approx(12.5)
    assert (shown.lower_95, shown.upper_95) == (pytest.approx(10.59, abs=0.01), pytest.approx(14.69, abs=0.01))
    counted = protect(observe(123.0, count=123.0), Decision(), rule, "count")
    assert (counted.value, counted.count) == (125.0, 125.0)
    standardised = protect(row, Decision(), rule, "directly-standardised-rate")
    assert (standardised.value, standardised.count) == (12.3, 125.0)


def test_rounding_and_hiding_leave_a_missing_row_and_one_without_count_as_they_are() -> None:
    rule = get_rule("default")
    for row in (observe(None), observe(40.0)):
        assert protect(row, decide([row], rule, {}), rule, "proportion") == row


def test_a_survey_hides_what_few_were_asked_and_what_nobody_knows_how_many_were() -> None:
    rule = get_rule("survey")
    rows = [
        observe(50.0, denominator=20.0, group_type="sex", group="Female"),
        observe(50.0, group_type="sex", group="Male"),
        observe(50.0, denominator=200.0),
    ]
    assert {key[3] for key in decide(rows, rule, {}).small} == {"Female", "Male"}


def test_values_to_compare_with_are_no_people() -> None:
    row = count(3, group_type="comparator", group="median")
    assert decide([row], HIV, {}) == Decision()


def test_a_period_that_is_written_in_two_ways_is_one() -> None:
    rows = [*by_sex(3, 40, period="2018-20"), *by_sex(3, 40, period="2018-2020", dataset="another")]
    decision = decide(rows, HIV, ABOVE)
    assert [protect(row, decision, HIV, "rate").is_suppressed for row in rows] == [True, True, False] * 2


def test_a_level_that_is_hidden_whole_may_hold_zeros_and_is_no_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who sees that all of a level is hidden cannot tell that a count in it is not zero."""
    monkeypatch.setattr(disclosing, "suppress_cells", partial(suppress_cells, most=3))
    rows = [*by_sex(3, 40), count(0, area="E09000002"), *by_sex(0, 0, area="E09000002"), count(43, area=LONDON)]
    decision = decide(rows, HIV, ABOVE)
    assert decision.levels
    assert find_what_leaks(rows, decision, HIV, ABOVE) == ()
