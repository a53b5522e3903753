import pytest

from fiftysteps.publishing.charts.build_gradient import build_gradient_chart
from fiftysteps.publishing.charts.drawing import build_spec
from fiftysteps.publishing.charts.layout import WIDE
from fiftysteps.publishing.charts.specs import GradientChart, GroupChart
from fiftysteps.publishing.charts.words import describe
from fiftysteps.stats import slope_index
from tests.evidence.numbers import make_indicator, observe
from tests.publishing.charts.charts import PLACE, make_gradient


def get_layers(chart: GradientChart, mark: str) -> list[list[dict[str, object]]]:
    layers = build_spec(chart, WIDE)["layer"]
    return [layer["data"]["values"] for layer in layers if layer["mark"]["type"] == mark]


def test_parts_are_as_wide_as_their_share_of_the_people() -> None:
    chart = make_gradient(people=(300.0, 900.0, 500.0, 60.0, 240.0))
    assert chart.shares == pytest.approx((0.15, 0.45, 0.25, 0.03, 0.12))
    points = get_layers(chart, "point")[0]
    assert [row["x"] for row in points] == pytest.approx([0.075, 0.375, 0.725, 0.865, 0.94])


def test_line_is_that_of_the_slope_index() -> None:
    chart = make_gradient(people=(100.0,) * 5)
    found = slope_index(
        [40.0, 35.0, 30.0, 24.0, 18.0],
        [100.0] * 5,
        [1, 2, 3, 4, 5],
        lower=[37.0, 32.0, 27.0, 21.0, 15.0],
        upper=[43.0, 38.0, 33.0, 27.0, 21.0],
    )
    assert chart.ends == pytest.approx((float(found.fitted_first[0]), float(found.fitted_last[0])))
    line = get_layers(chart, "line")[0]
    assert [(row["x"], row["y"]) for row in line] == [(0.0, chart.ends[0]), (1.0, chart.ends[1])]


def test_description_tells_where_the_line_begins_and_ends() -> None:
    chart = make_gradient(people=(100.0,) * 5)
    assert chart.ends is not None
    assert f"the line of the slope index goes from {chart.ends[0]:.1f}% to {chart.ends[1]:.1f}%" in describe(chart)


def test_parts_whose_people_are_not_known_are_rows_without_a_line() -> None:
    rows = [observe(value, group_type="deprivation-fifth", group=str(n)) for n, value in ((1, 30.0), (5, 20.0))]
    chart = build_gradient_chart(make_indicator(), rows, area=PLACE, kind="deprivation-fifth")
    assert isinstance(chart, GroupChart)


def test_part_without_a_value_is_marked_as_missing_and_keeps_its_width() -> None:
    terms = {"group_type": "deprivation-fifth", "denominator": 100.0}
    values = ((1, 30.0), (2, None), (3, 25.0), (4, 22.0), (5, 20.0))
    rows = [observe(value, group=str(n), **terms) for n, value in values]
    chart = build_gradient_chart(make_indicator(), rows, area=PLACE, kind="deprivation-fifth")
    assert isinstance(chart, GradientChart)
    assert chart.shares == pytest.approx((0.2,) * 5)
    shapes = [row["shape"] for rows in get_layers(chart, "point") for row in rows]
    assert len(shapes) == 5
    assert sum(str(shape).startswith("M") for shape in shapes) == 1


def test_value_of_a_narrow_part_between_others_is_not_written_where_it_would_be_read_as_theirs() -> None:
    chart = make_gradient(people=(500.0, 500.0, 500.0, 5.0, 100.0))
    texts = [row["text"] for rows in get_layers(chart, "text") for row in rows]
    assert {"40.0%", "35.0%", "30.0%", "18.0%"} <= set(texts)
    assert "24.0%" not in texts
