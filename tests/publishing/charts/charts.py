"""Charts as they come from observations, with everything that can be awkward about them."""

from fiftysteps.evidence.models import Area
from fiftysteps.evidence.observations import Observation
from fiftysteps.publishing.charts.build_rows import build_compare, build_groups, build_wards
from fiftysteps.publishing.charts.build_trend import build_trend
from fiftysteps.publishing.charts.specs import Chart, CompareChart, GroupChart, TrendChart, WardChart
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
    }
