from typing import Any

import pytest

from fiftysteps.evidence.observations import Observation
from fiftysteps.publishing.charts.build_trend import build_trend
from fiftysteps.publishing.charts.words import describe
from tests.evidence.numbers import ENGLAND, LONDON, make_indicator, observe
from tests.publishing.charts.charts import BENCHMARKS, ENGLAND_AREA, MEDIAN, PLACE, make_trend, observe_years


def build(rows: list[Observation], **changes: Any) -> Any:
    indicator = changes.pop("indicator", make_indicator())
    return build_trend(indicator, rows, **({"area": PLACE, "benchmarks": BENCHMARKS} | changes))


def test_trend_has_the_place_first_and_its_values_oldest_first() -> None:
    chart = make_trend()
    assert [(line.name, line.is_own) for line in chart.lines] == [
        ("Newham", True),
        ("London", False),
        ("England", False),
    ]
    assert [mark.label for mark in chart.lines[0].marks] == [str(year) for year in range(2015, 2022)]


def test_each_value_is_judged_against_the_last_benchmark_in_its_own_period() -> None:
    chart = make_trend()
    assert [mark.outcome for mark in chart.lines[0].marks] == [
        "similar",
        "similar",
        "",
        "worse",
        "worse",
        "similar",
        "",
    ]
    assert chart.compared_with == "England"
    assert {mark.outcome for line in chart.lines[1:] for mark in line.marks} == {""}


def test_title_says_what_changed_between_new_values_only() -> None:
    assert make_trend().title == "Homes with too few bedrooms in Newham: from 30.0% in 2015 to 33.0% in 2020"
    assert make_trend(title="Crowding has grown").title == "Crowding has grown"


def test_subtitle_says_the_measure_its_unit_and_what_thin_lines_are() -> None:
    assert make_trend().subtitle == (
        "Overcrowded households, %, 2015 to 2021. Thin lines show where the true value is likely to be (95% interval)."
    )
    plain = build(observe_years({"2019/20": 1.0, "2020/21": 2.0}))
    assert plain.subtitle == "Overcrowded households, %, April 2019 to March 2020 to April 2020 to March 2021."


def test_illustrative_figures_are_said_to_be_so() -> None:
    rows = [observe(1.0, period=period, nature="illustrative") for period in ("2020", "2021")]
    assert build(rows).subtitle.endswith("Illustrative figures.")


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [observe(1.0)],
        [observe(1.0, period="2020"), observe(1.0, marker="carried-forward")],
        [observe(1.0, period="2020"), observe(None)],
        observe_years({"2020": 1.0, "2021": 2.0}, area=ENGLAND),
    ],
)
def test_one_new_value_is_no_trend(rows: list[Observation]) -> None:
    assert build(rows) is None


def test_medians_of_councils_stand_in_under_their_own_name_and_judge_nothing() -> None:
    rows = [
        *observe_years({"2020": 30.0, "2021": 31.0}, spread=1),
        *(observe(20.0, area=ENGLAND, period=period, **MEDIAN) for period in ("2020", "2021")),
    ]
    chart = build(rows, benchmarks=(ENGLAND_AREA,))
    assert [line.name for line in chart.lines] == ["Newham", "Median of London boroughs"]
    assert {mark.outcome for mark in chart.lines[0].marks} == {""}
    assert chart.compared_with == ""


def test_benchmark_that_is_carried_forward_judges_nothing() -> None:
    rows = [
        *observe_years({"2020": 30.0, "2021": 31.0}, spread=1),
        observe(20.0, area=ENGLAND, marker="carried-forward"),
    ]
    assert {mark.outcome for mark in build(rows).lines[0].marks} == {""}


def test_benchmark_without_values_has_no_line() -> None:
    rows = [*observe_years({"2020": 30.0, "2021": 31.0}), observe(None, area=LONDON)]
    assert [line.name for line in build(rows).lines] == ["Newham"]


def test_counts_have_no_benchmarks_because_places_differ_in_size() -> None:
    rows = [*observe_years({"2020": 30.0, "2021": 31.0}), *observe_years({"2020": 9e6, "2021": 9e6}, area=ENGLAND)]
    assert len(build(rows, indicator=make_indicator(unit="people", method="count")).lines) == 1


def test_description_has_every_own_value_and_the_ends_of_the_others() -> None:
    words = describe(make_trend())
    assert "Newham: 2015 30.0% (similar to England), 2016 31.0% (similar to England), 2017 no figure, 2018" in words
    assert "2021 33.0% (carried forward, not a new figure); London: 2015 32.0%, 2021 32.7%; England: 2015" in words


def test_description_says_a_lone_value_once() -> None:
    rows = [*observe_years({"2020": 30.0, "2021": 31.0}), observe(20.0, area=ENGLAND)]
    assert describe(build(rows)).endswith("England: 2021 20.0%.")
