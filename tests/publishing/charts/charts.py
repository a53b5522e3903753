"""Charts as they come from observations, with everything that can be awkward about them."""

from collections.abc import Sequence
from typing import Any

from fiftysteps.evidence.models import Area
from fiftysteps.evidence.observations import Observation
from fiftysteps.publishing.charts.build_funnel import build_funnel
from fiftysteps.publishing.charts.build_gradient import build_gradient_chart
from fiftysteps.publishing.charts.build_rows import build_compare, build_groups, build_wards
from fiftysteps.publishing.charts.build_trend import build_trend
from fiftysteps.publishing.charts.specs import (
    Chart,
    CompareChart,
    FunnelChart,
    GradientChart,
    GroupChart,
    TrendChart,
    WardChart,
)
from tests.evidence.numbers import ENGLAND, LONDON, make_area, make_indicator, observe

PLACE = make_area()
ENGLAND_AREA = make_area(ENGLAND, "England")
LONDON_AREA = make_area(LONDON, "London")
BENCHMARKS = (LONDON_AREA, ENGLAND_AREA)
MEDIAN = {"group_type": "comparator", "group": "median of London boroughs"}
LONG_NAMES = ("Black, Black British, Black Welsh, Caribbean or African", "White", "Other ethnic group")


def observe_years(values: dict[str, float | None], *, area: str = PLACE.code, spread: float = 0.0) -> list[Observation]:
    """One observation for each period; with `spread`, an interval of that much to both sides."""
    return [
        observe(value, area=area, period=period)
        if value is None or not spread
        else observe(value, area=area, period=period, lower_95=value - spread, upper_95=value + spread)
        for period, value in values.items()
    ]


def make_trend(**changes: object) -> TrendChart:
    """Newham since 2015: one year missing, the last carried forward, judged against England, London beside it."""
    rows = [
        *observe_years({"2015": 30.0, "2016": 31.0, "2017": None, "2018": 35.5, "2019": 36.0, "2020": 33.0}, spread=2),
        observe(33.0, period="2021", marker="carried-forward"),
        *observe_years({str(2015 + n): 31.5 + n / 5 for n in range(7)}, area=ENGLAND),
        *observe_years({str(2015 + n): 32.0 + n / 9 for n in range(7)}, area=LONDON),
    ]
    fields: dict[str, object] = {"area": PLACE, "benchmarks": BENCHMARKS}
    chart = build_trend(make_indicator(), rows, **(fields | changes))  # type: ignore[arg-type]
    assert chart is not None
    return chart


def make_compare() -> CompareChart:
    """Newham beside London and England, worse than England."""
    rows = [observe(21.5, lower_95=21.0, upper_95=22.0), observe(11.1, area=LONDON), observe(4.4, area=ENGLAND)]
    chart = build_compare(make_indicator(), rows, area=PLACE, benchmarks=BENCHMARKS)
    assert chart is not None
    return chart


def make_wards(count: int = 24, *, unit: str = "%") -> WardChart:
    """Wards round Newham's own value, one of them without a figure and one with a long name."""
    names = ["Plaistow West & Canning Town East", *(f"Ward number {n}" for n in range(1, count))]
    wards = [Area(code=f"E0501{n:04d}", name=name, type="ward") for n, name in enumerate(names)]
    rows = [observe(21.5)]
    for n, ward in enumerate(wards[:-1]):
        value = 10.0 + n
        rows.append(observe(value, area=ward.code, lower_95=value - 1.5, upper_95=value + 1.5))
    chart = build_wards(make_indicator(unit=unit), rows, wards=wards, borough=PLACE)
    assert chart is not None
    return chart


def make_groups(*, unit: str = "%") -> GroupChart:
    """Three groups with long names, against everyone."""
    rows = [observe(21.5)]
    for value, name in zip((31.0, 15.0, 22.5), LONG_NAMES, strict=True):
        interval = {"lower_95": value - 3, "upper_95": value + 3}
        rows.append(observe(value, group_type="ethnic group", group=name, **interval))
    chart = build_groups(make_indicator(unit=unit), rows, area=PLACE)
    assert chart is not None
    return chart


def make_every_kind() -> dict[str, Chart]:
    """Every kind of chart, and the shapes that differ within a kind."""
    long_name = make_area(name="Barking and Dagenham with Havering")
    return {
        "trend": make_trend(),
        "trend of a place with a long name": make_trend(area=long_name),
        "compare": make_compare(),
        "wards": make_wards(),
        "few wards on a scale without nought": make_wards(3, unit="years"),
        "groups as bars": make_groups(),
        "groups as points": make_groups(unit="years"),
        "gradient as boxes": make_gradient(),
        "gradient on a scale without nought": make_gradient(unit="years"),
        "gradient of equal parts": make_gradient(people=(100.0,) * 5),
        "funnel": make_funnel(),
        "funnel with its own place": make_funnel(own=make_funnel_areas()[3].code),
        "funnel with many outside": make_funnel([20.0 + 9 * (-1) ** n for n in range(14)]),
        "funnel whose names do not all fit": make_funnel([24.6, 24.8, 24.7, *(20.0,) * 11]),
    }


def make_gradient(*, unit: str = "%", people: tuple[float, ...] = (300.0, 900.0, 500.0, 60.0, 40.0)) -> GradientChart:
    """Five national parts, worst in the most deprived, two of them with few people."""
    values = (40.0, 35.0, 30.0, 24.0, 18.0)
    rows = [observe(34.0)]
    for number, (value, denominator) in enumerate(zip(values, people, strict=True), start=1):
        interval = {"lower_95": value - 3, "upper_95": value + 3}
        terms = {"group_type": "deprivation-fifth", "group": str(number), "denominator": denominator}
        rows.append(observe(value, count=value * denominator / 100, **terms, **interval))
    chart = build_gradient_chart(make_indicator(unit=unit), rows, area=PLACE, kind="deprivation-fifth")
    assert isinstance(chart, GradientChart)
    return chart


def observe_share(value: float, *, of: float, area: str = PLACE.code, **changes: Any) -> Observation:
    """A share with the counts that give it."""
    return observe(value, area=area, count=value * of / 100, denominator=of, **changes)


def make_funnel_areas(count: int = 14) -> list[Area]:
    names = ["Plaistow West & Canning Town East", *(f"Ward number {n}" for n in range(1, count))]
    return [Area(code=f"E0502{n:04d}", name=name, type="ward") for n, name in enumerate(names)]


def make_funnel(values: Sequence[float] = (), **changes: Any) -> FunnelChart:
    """Fourteen wards that differ by chance, but for two: one far above the average and one somewhat below."""
    areas = make_funnel_areas()
    values = values or (32.0, 17.8, *(20.0 + (n % 3 - 1) / 2 for n in range(12)))
    rows = [
        observe_share(value, of=1000.0 + 100 * n, area=area.code)
        for n, (area, value) in enumerate(zip(areas, values, strict=True))
    ]
    fields: dict[str, Any] = {"areas": areas, "name": "wards of Newham"}
    chart = build_funnel(make_indicator(method="proportion"), rows, **(fields | changes))
    assert chart is not None
    return chart
