from collections.abc import Sequence
from typing import Any

import pytest

from fiftysteps.evidence.models import Area
from fiftysteps.evidence.observations import Observation
from fiftysteps.publishing.charts.build_funnel import LEAST_POINTS, build_funnel
from fiftysteps.publishing.charts.drawing import build_spec, draw_picture
from fiftysteps.publishing.charts.layout import NARROW, WIDE
from fiftysteps.publishing.charts.specs import FunnelChart
from fiftysteps.publishing.charts.tables import get_columns, get_table
from fiftysteps.publishing.charts.words import describe
from tests.evidence.numbers import make_indicator, observe
from tests.publishing.charts.charts import make_funnel, make_funnel_areas, observe_share

AREAS = make_funnel_areas()


def show(rows: Sequence[Observation], *, areas: Sequence[Area] = AREAS, **indicator: Any) -> FunnelChart | None:
    fields = {"method": "proportion"} | indicator
    return build_funnel(make_indicator(**fields), rows, areas=areas, name="wards of Newham")


def observe_all(values: Sequence[float], *, of: float = 1000.0, **changes: Any) -> list[Observation]:
    return [observe_share(value, of=of, area=area.code, **changes) for area, value in zip(AREAS, values, strict=False)]


def get_levels(chart: FunnelChart) -> dict[str, str]:
    return {point.mark.label: point.level for point in chart.points if point.level}


def test_places_that_chance_does_not_explain_are_marked_with_the_limits_they_lie_outside() -> None:
    chart = make_funnel()
    assert get_levels(chart) == {"Plaistow West & Canning Town East": "99.8%", "Ward number 1": "95%"}
    assert chart.title == (
        "Homes with too few bedrooms: 2 of the 14 wards of Newham differ from the average by more than chance"
    )


def test_what_lies_outside_is_better_or_worse_by_the_direction_of_the_measure() -> None:
    worse, better = make_funnel().points[:2]
    assert (worse.mark.outcome, better.mark.outcome) == ("worse", "better")
    rows = observe_all((32.0, 17.0, *(20.0,) * 12))
    neither = show(rows, polarity="none")
    assert neither is not None
    assert neither.points[0].mark.outcome == "higher"


def test_limits_are_those_of_the_formula_and_narrow_as_places_grow() -> None:
    chart = make_funnel()
    average = chart.average.value / 100
    line = next(line for line in chart.limits if line.level == "95%")
    for size, lower, upper in zip(chart.sizes, line.lower, line.upper, strict=True):
        half = 1.959963984540054 * (average * (1 - average) / size) ** 0.5
        assert lower == pytest.approx(100 * max(average - half, 0), abs=1e-9)
        assert upper == pytest.approx(100 * min(average + half, 1), abs=1e-9)


def test_the_average_weighs_places_by_their_size() -> None:
    rows = [observe_share(10.0, of=9000.0, area=AREAS[0].code), *observe_all((20.0,) * 10)[1:]]
    chart = show(rows)
    assert chart is not None
    assert chart.average.value == pytest.approx(100 * (900 + 9 * 200) / (9000 + 9 * 1000))


def test_limits_are_widened_and_said_to_be_where_most_places_lie_outside() -> None:
    values = [20.0 + 9 * (-1) ** n for n in range(13)] + [55.0]
    chart = show(observe_all(values))
    assert chart is not None
    assert "over-dispersion, additive random effects" in chart.subtitle
    assert "stands out even among places that differ widely" in chart.title
    assert list(get_levels(chart)) == ["Ward number 13"]
    plain = make_funnel()
    assert "over-dispersion" not in plain.subtitle
    assert "chance alone explains" in plain.subtitle


def test_places_that_all_differ_and_none_more_than_the_others_are_told_so() -> None:
    chart = show(observe_all([20.0 + 9 * (-1) ** n for n in range(14)]))
    assert chart is not None
    assert chart.title.endswith("none of the 14 wards of Newham stands out among the others, which differ widely")


def test_places_within_chance_are_told_so() -> None:
    chart = show(observe_all((20.0,) * 14))
    assert chart is not None
    assert chart.title.endswith("none of the 14 wards of Newham differs from the average by more than chance")
    assert (chart.compared_with, get_levels(chart)) == ("", {})


def test_fewer_than_ten_places_make_no_funnel() -> None:
    assert show(observe_all((20.0,) * (LEAST_POINTS - 1))) is None
    assert show(observe_all((20.0,) * LEAST_POINTS)) is not None


def test_counts_that_do_not_give_the_value_or_values_that_are_not_measured_are_left_out() -> None:
    good = observe_all((20.0,) * 12)
    spoilt = [
        observe(20.0, area=AREAS[12].code, count=500.0, denominator=1000.0),
        observe_share(20.0, of=1000.0, area=AREAS[13].code, marker="modelled"),
    ]
    chart = show([*good, *spoilt])
    assert chart is not None
    assert len(chart.points) == 12
    assert show([*good[:9], observe(20.0, area=AREAS[9].code)]) is None
    assert show([*good[:9], observe_share(20.0, of=1000.0, area=AREAS[9].code, marker="provisional")]) is not None


@pytest.mark.parametrize(
    "indicator",
    [
        {"method": "as-published"},
        {"method": "index"},
        {"method": "count"},
        {"method": "mean"},
        {"kind": "demographic"},
    ],
)
def test_measures_without_chance_in_them_and_who_lives_somewhere_make_no_funnel(indicator: dict[str, str]) -> None:
    assert show(observe_all((20.0,) * 14), **indicator) is None


def test_rates_have_the_limits_of_counts_of_events() -> None:
    unit = "per 100,000"
    rows = [
        observe(count / 1000.0 * 100, area=area.code, count=count, denominator=100_000.0)
        for area, count in zip(AREAS, (1000.0,) * 13 + (1300.0,), strict=True)
    ]
    rows = [observe(row.count, area=row.area, count=row.count, denominator=row.denominator) for row in rows]
    chart = show(rows, method="rate", unit=unit)
    assert chart is not None
    assert get_levels(chart) == {"Ward number 13": "99.8%"}


def test_description_and_table_say_of_each_place_how_far_out_it_lies() -> None:
    chart = make_funnel()
    assert "Plaistow West & Canning Town East 32.0% (outside the 99.8% limits, higher than the average)" in describe(
        chart
    )
    assert get_columns(chart) == ("Place", "%", "Likely range", "Out of how many", "Note")
    first, *_, last = get_table(chart)
    assert first[0] == "Plaistow West & Canning Town East"
    assert first[3:] == ("1,000", "outside the 99.8% limits, higher than the average; worse than the average")
    assert last[0] == "Average"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_place_outside_is_named_beside_its_point_or_below_the_picture(width: int) -> None:
    values = [24.6, 24.8, 24.7, *(20.0,) * 11]
    chart = show(observe_all(values))
    assert chart is not None
    texts = [
        row["text"]
        for layer in build_spec(chart, width)["layer"]
        if layer["mark"]["type"] == "text"
        for row in layer["data"]["values"]
    ]
    named = " ".join(texts)
    assert len(get_levels(chart)) == 3
    assert all(label in named for label in get_levels(chart))


def test_place_that_the_reader_looks_for_is_named_although_chance_explains_it() -> None:
    chart = make_funnel(own=AREAS[5].code)
    assert ">Ward number 5<" in draw_picture(chart).wide
    assert ">Ward number 6<" not in draw_picture(chart).wide
