from typing import Any

import pytest

from fiftysteps.evidence.models import Area
from fiftysteps.evidence.observations import Observation
from fiftysteps.publishing.charts.build_rows import build_compare, build_groups, build_wards, put_on_one_scale
from fiftysteps.publishing.charts.drawing import build_spec
from fiftysteps.publishing.charts.layout import WIDE
from fiftysteps.publishing.charts.specs import Reference
from fiftysteps.publishing.charts.words import describe
from tests.evidence.numbers import ENGLAND, LONDON, make_indicator, observe
from tests.publishing.charts.charts import (
    BENCHMARKS,
    ENGLAND_AREA,
    MEDIAN,
    PLACE,
    make_compare,
    make_groups,
    make_wards,
)

WARDS = [Area(code=f"E0500000{n}", name=name, type="ward") for n, name in enumerate(("Beckton", "Boleyn", "Plashet"))]
COUNT = {"unit": "people", "method": "count", "decimals": 0}


def compare(rows: list[Observation], **changes: Any) -> Any:
    indicator = make_indicator(**changes.pop("indicator", {}))
    return build_compare(indicator, rows, **({"area": PLACE, "benchmarks": BENCHMARKS} | changes))


def show_wards(rows: list[Observation], **changes: Any) -> Any:
    indicator = make_indicator(**changes.pop("indicator", {}))
    return build_wards(indicator, rows, **({"wards": WARDS, "borough": PLACE} | changes))


def show_groups(rows: list[Observation], **changes: Any) -> Any:
    indicator = make_indicator(**changes.pop("indicator", {}))
    return build_groups(indicator, rows, **({"area": PLACE} | changes))


def group(name: str, value: float | None = 1.0, kind: str = "age", **changes: Any) -> Observation:
    return observe(value, group_type=kind, group=name, **changes)


def test_place_stands_before_those_it_is_compared_with() -> None:
    chart = make_compare()
    assert [(mark.label, mark.text, mark.outcome) for mark in chart.rows] == [
        ("Newham", "21.5%", "worse"),
        ("London", "11.1%", ""),
        ("England", "4.4%", ""),
    ]
    assert chart.title == "Homes with too few bedrooms: Newham 21.5%, London 11.1%, England 4.4%"
    assert (chart.compared_with, chart.is_bars) == ("England", True)


def test_newest_new_value_is_compared_and_another_period_if_asked_for() -> None:
    rows = [
        *(observe(value, period=period) for value, period in ((1.0, "2019"), (2.0, "2020"))),
        observe(2.0, marker="carried-forward"),
        *(observe(5.0, area=ENGLAND, period=period) for period in ("2019", "2020", "2021")),
    ]
    assert compare(rows).rows[0].period == "2020"
    assert compare(rows, period="2019").rows[0].text == "1.0%"


def test_carried_forward_value_is_compared_only_where_nothing_newer_is_held_and_not_judged() -> None:
    rows = [observe(2.0, lower_95=1.0, upper_95=3.0, marker="carried-forward"), observe(5.0, area=ENGLAND)]
    chart = compare(rows)
    assert chart.rows[0].is_carried_forward
    assert (chart.rows[0].outcome, chart.compared_with) == ("", "")


def test_median_of_councils_is_a_row_under_its_own_name() -> None:
    rows = [observe(2.0, lower_95=1.0, upper_95=3.0), observe(5.0, area=LONDON, **MEDIAN)]
    chart = compare(rows)
    assert [mark.label for mark in chart.rows] == ["Newham", "Median of London boroughs"]
    assert chart.rows[0].outcome == ""


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [observe(1.0)],
        [observe(1.0, area=ENGLAND)],
        [observe(1.0), observe(1.0, area=ENGLAND, period="2020")],
        [observe(1.0), observe(None, area=ENGLAND)],
        [observe(None), observe(1.0, area=ENGLAND)],
    ],
)
def test_nothing_is_compared_without_a_value_on_either_side(rows: list[Observation]) -> None:
    assert compare(rows) is None


def test_counts_are_not_compared() -> None:
    assert compare([observe(1.0), observe(9.0, area=ENGLAND)], indicator=COUNT) is None


@pytest.mark.parametrize(
    ("unit", "is_bars"), [("%", True), ("years", False), ("score out of 10", False), ("index", False)]
)
def test_bars_are_for_units_with_a_true_nought(unit: str, is_bars: bool) -> None:
    rows = [observe(80.0), observe(82.0, area=ENGLAND)]
    assert compare(rows, indicator={"unit": unit}).is_bars is is_bars


def test_values_below_nought_are_no_bars() -> None:
    assert compare([observe(-1.0), observe(2.0, area=ENGLAND)]).is_bars is False


def test_wards_are_from_the_highest_to_the_lowest_and_those_without_a_figure_last() -> None:
    rows = [observe(10.0, area=WARDS[0].code), observe(30.0, area=WARDS[2].code), observe(20.0)]
    chart = show_wards(rows)
    assert [(mark.label, mark.text) for mark in chart.rows] == [
        ("Plashet", "30.0%"),
        ("Beckton", "10.0%"),
        ("Boleyn", "no figure"),
    ]
    assert chart.title == "Homes with too few bedrooms: from 10.0% in Beckton to 30.0% in Plashet"
    assert chart.reference == Reference("Newham", 20.0, "20.0%")
    assert chart.compared_with == ""


def test_wards_are_judged_against_their_borough() -> None:
    chart = make_wards()
    assert {mark.outcome for mark in chart.rows} == {"better", "similar", "worse", ""}
    assert chart.compared_with == "Newham"


def test_ward_whose_figure_is_missing_in_the_data_is_shown_as_missing() -> None:
    rows = [observe(1.0, area=WARDS[0].code), observe(2.0, area=WARDS[1].code), observe(None, area=WARDS[2].code)]
    last = show_wards(rows).rows[-1]
    assert (last.label, last.text, last.is_missing) == ("Plashet", "no figure", True)


def test_counts_of_wards_have_no_line_for_the_whole() -> None:
    rows = [observe(1.0, area=WARDS[0].code), observe(2.0, area=WARDS[1].code), observe(3.0)]
    assert show_wards(rows, indicator=COUNT).reference is None


@pytest.mark.parametrize("rows", [[], [observe(1.0)], [observe(1.0, area=WARDS[0].code)]])
def test_fewer_than_two_wards_make_no_chart(rows: list[Observation]) -> None:
    assert show_wards(rows) is None


def test_groups_of_age_are_in_the_order_of_age() -> None:
    rows = [group(name) for name in ("65 and over", "Not stated", "5 to 9", "16 to 24", "Under 5")]
    assert [mark.label for mark in show_groups(rows).rows] == [
        "Under 5",
        "5 to 9",
        "16 to 24",
        "65 and over",
        "Not stated",
    ]


def test_groups_are_of_the_kind_with_most_groups_or_of_the_one_asked_for() -> None:
    rows = [group("Female", kind="sex"), group("Male", kind="sex"), *(group(name) for name in "abc")]
    assert show_groups(rows).title == "Homes with too few bedrooms in Newham, by age"
    assert [mark.label for mark in show_groups(rows, group_type="sex").rows] == ["Female", "Male"]


def test_values_to_compare_with_are_no_groups_of_people() -> None:
    assert show_groups([observe(1.0, **MEDIAN), observe(2.0, group_type="comparator", group="other")]) is None


def test_groups_are_judged_against_everyone_and_shown_against_their_value() -> None:
    chart = make_groups()
    assert [(mark.label[:5], mark.outcome) for mark in chart.rows] == [
        ("Black", "worse"),
        ("Other", "similar"),
        ("White", "better"),
    ]
    assert chart.reference == Reference("Everyone in Newham", 21.5, "21.5%")
    assert chart.compared_with == "everyone in Newham"


def test_groups_are_those_of_the_newest_period() -> None:
    rows = [group("a", 1.0, period="2019"), group("b", 2.0, period="2019"), group("a", 3.0), group("b", 4.0)]
    assert [mark.text for mark in show_groups(rows).rows] == ["3.0%", "4.0%"]
    assert [mark.text for mark in show_groups(rows, period="2019").rows] == ["1.0%", "2.0%"]


@pytest.mark.parametrize("rows", [[], [group("a")], [group("a", None), group("b", None)]])
def test_fewer_than_two_groups_make_no_chart(rows: list[Observation]) -> None:
    assert show_groups(rows) is None


def test_description_begins_with_the_value_of_the_whole() -> None:
    words = describe(make_groups())
    assert "Everyone in Newham: 21.5%; Black, Black British" in words
    assert "31.0% (worse than everyone in Newham)" in words
    assert "England" not in words


def test_description_of_a_comparison_has_every_place() -> None:
    assert describe(make_compare()).endswith("Newham 21.5% (worse than England); London 11.1%; England 4.4%.")


def test_benchmarks_are_judged_by_the_last_that_has_a_value() -> None:
    rows = [observe(9.0, lower_95=8.0, upper_95=10.0), observe(5.0, area=LONDON)]
    chart = compare(rows, benchmarks=(*BENCHMARKS, ENGLAND_AREA))
    assert (chart.rows[0].outcome, chart.compared_with) == ("worse", "London")


def test_groups_of_different_kinds_are_drawn_on_one_scale() -> None:
    by_age = show_groups([group("Under 5", 90.0), group("5 to 9", 10.0)])
    by_sex = show_groups([group("Female", 30.0, kind="sex"), group("Male", 20.0, kind="sex")])
    scales = {
        tuple(build_spec(chart, WIDE)["layer"][0]["encoding"]["x"]["scale"]["domain"])
        for chart in put_on_one_scale([by_age, by_sex])
    }
    assert len(scales) == 1
    assert build_spec(by_sex, WIDE)["layer"][0]["encoding"]["x"]["scale"]["domain"][1] == 30.0


def test_chart_of_the_only_kind_of_group_keeps_its_own_scale() -> None:
    chart = show_groups([group("Female", 30.0), group("Male", 20.0)])
    assert put_on_one_scale([chart]) == [chart]
