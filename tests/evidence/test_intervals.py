from typing import Any

import pytest

from fiftysteps.evidence.intervals import KnownInterval, get_interval
from tests.evidence.numbers import make_indicator, observe

COUNTED: dict[str, Any] = {"value": 40.0, "count": 40.0, "denominator": 100.0}


def test_interval_of_the_source_is_taken_as_it_is() -> None:
    found = get_interval(observe(lower_95=39.0, upper_95=41.0, count=1.0, denominator=2.0), make_indicator())
    assert found == KnownInterval(39.0, 41.0, "as published")


def test_interval_of_a_proportion_is_worked_out_by_wilson() -> None:
    found = get_interval(observe(**COUNTED), make_indicator(method="proportion"))
    assert found is not None
    assert found.method == "Wilson"
    assert (found.lower, found.upper) == pytest.approx((30.9401, 49.7998), abs=1e-4)


@pytest.mark.parametrize(("count", "method"), [(5.0, "exact Poisson"), (500.0, "Byar")])
def test_interval_of_a_rate_is_worked_out_and_names_its_method(count: float, method: str) -> None:
    indicator = make_indicator(unit="per 1,000 births", method="rate", decimals=2)
    found = get_interval(observe(count / 10, count=count, denominator=10_000.0), indicator)
    assert found is not None
    assert found.method == method
    assert found.lower < count / 10 < found.upper


@pytest.mark.parametrize(
    ("changes", "indicator"),
    [
        ({}, {"method": "as-published"}),
        ({}, {"method": "proportion", "unit": "people"}),
        ({"marker": "rounded"}, {"method": "proportion"}),
        ({"marker": "modelled"}, {"method": "proportion"}),
        ({"count": None}, {"method": "proportion"}),
        ({"denominator": None}, {"method": "proportion"}),
        ({"denominator": 0.0}, {"method": "proportion"}),
        ({"value": None, "marker": "missing"}, {"method": "proportion"}),
        ({"value": 45.0}, {"method": "proportion"}),
        ({"value": 110.0, "count": 110.0}, {"method": "proportion"}),
    ],
)
def test_no_interval_is_worked_out_where_something_it_needs_is_not_there(
    changes: dict[str, Any], indicator: dict[str, Any]
) -> None:
    assert get_interval(observe(**(COUNTED | changes)), make_indicator(**indicator)) is None


def test_rounding_of_a_published_value_does_not_hide_its_interval() -> None:
    rounded = observe(0.3, count=3.0, denominator=1100.0)
    assert get_interval(rounded, make_indicator(method="proportion")) is not None


@pytest.mark.parametrize(
    ("method", "count", "said"),
    [
        ("proportion", 40.0, "Wilson"),
        ("rate", 9.0, "exact Poisson"),
        ("rate", 10.0, "Byar"),
        ("indirectly-standardised-ratio", 9.0, "exact Poisson"),
        ("directly-standardised-rate", 40.0, "Dobson with Byar"),
        ("life-expectancy", 40.0, "Chiang II with Silcocks's variance"),
    ],
)
def test_interval_that_was_computed_here_names_its_method(method: str, count: float, said: str) -> None:
    row = observe(40.0, lower_95=30.0, upper_95=50.0, count=count, dataset="built-overcrowding")
    found = get_interval(row, make_indicator(method=method))
    assert found is not None
    assert (found.lower, found.upper, found.method) == (30.0, 50.0, said)


def test_interval_of_a_ready_made_figure_stays_that_of_its_source() -> None:
    found = get_interval(observe(40.0, lower_95=30.0, upper_95=50.0), make_indicator(method="proportion"))
    assert found is not None
    assert found.method == "as published"
