"""The recent trend of an indicator, in the words that the pages use."""

from typing import Any

import pytest

from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.queries.trend import INDEX, KINDS, NOT_WANTED, SEASONS, Trend, get_trend
from fiftysteps.stats import NoTrend
from tests.evidence.numbers import ENGLAND, NEWHAM, make_indicator, observe


def count(shares: list[int], *, first: int = 2017, **changes: Any) -> list[Observation]:
    """Yearly shares of 10,000 people, with their counts."""
    return [
        observe(share / 100, period=str(year), count=share, denominator=10_000, **changes)
        for year, share in enumerate(shares, start=first)
    ]


def measure(values: list[float], *, half: float = 0.5, **changes: Any) -> list[Observation]:
    """Yearly values with their source's own interval."""
    return [
        observe(value, period=str(year), lower_95=value - half, upper_95=value + half, **changes)
        for year, value in enumerate(values, start=2017)
    ]


def tell(rows: list[Observation], **fields: Any) -> Trend:
    return get_trend(make_indicator(**({"method": "proportion"} | fields)), rows, NEWHAM)


def test_share_that_rises_is_getting_worse_where_lower_is_better() -> None:
    trend = tell(count([1000, 1200, 1400, 1600, 1800]))
    assert (trend.label, trend.direction, trend.method) == ("increasing", "getting worse", "Cochran-Armitage")
    assert trend.periods == ("2017", "2018", "2019", "2020", "2021")
    assert trend.is_known


def test_share_that_falls_is_getting_better_where_lower_is_better() -> None:
    assert tell(count([1800, 1600, 1400, 1200, 1000])).direction == "getting better"


def test_share_that_rises_is_neither_where_neither_is_better() -> None:
    trend = tell(count([1000, 1200, 1400, 1600, 1800]), polarity="none")
    assert (trend.label, trend.direction) == ("increasing", "")


def test_share_that_wavers_has_no_significant_change() -> None:
    trend = tell(count([1000, 1010, 990, 1005, 1000]))
    assert (trend.label, trend.direction, trend.reason) == ("no significant change", "", "")


def test_only_the_last_five_are_tested() -> None:
    assert tell(count([100, 5000, 1000, 1010, 990, 1005, 1000])).periods == ("2019", "2020", "2021", "2022", "2023")


def test_ready_made_values_are_tested_by_the_interval_of_their_source() -> None:
    trend = tell(measure([30.1, 28.9, 28.4, 26.8, 25.9]), method="as-published")
    assert (trend.label, trend.direction, trend.method) == ("decreasing", "getting better", "weighted least squares")


def test_wider_intervals_of_the_source_leave_the_same_values_without_a_trend() -> None:
    assert tell(measure([30.1, 28.9, 28.4, 26.8, 25.9], half=8), method="as-published").label == "no significant change"


def test_value_carried_forward_is_left_out() -> None:
    rows = count([1000, 1200, 1400, 1600, 1800])
    repeated = observe(18.0, period="2022", count=1800, denominator=10_000, marker="carried-forward")
    assert tell([*rows, repeated]) == tell(rows)


def test_missing_value_leaves_a_gap_and_so_no_trend() -> None:
    rows = count([1000, 1200, 1400, 1600, 1800, 2000])
    trend = tell([*rows[:3], observe(None, period="2020"), *rows[4:]])
    assert (trend.label, trend.reason) == ("cannot be calculated", NoTrend.UNEQUAL_GAPS)


def test_fewer_than_five_points_have_no_trend() -> None:
    trend = tell(count([1000, 1200, 1400, 1600]))
    assert (trend.label, trend.reason) == ("cannot be calculated", NoTrend.TOO_FEW)
    assert not trend.is_known


def test_values_without_an_interval_have_no_trend() -> None:
    rows = [observe(float(year), period=str(year)) for year in range(2017, 2022)]
    assert tell(rows, method="as-published").reason == NoTrend.NO_STANDARD_ERROR


def test_without_values_there_is_no_trend() -> None:
    assert tell([]).reason == "There are no values."
    assert tell(count([1000, 1200, 1400, 1600, 1800], area=ENGLAND)).reason == "There are no values."


def test_index_has_no_trend_however_steady_it_looks() -> None:
    assert tell(measure([1.0, 2.0, 3.0, 4.0, 5.0], half=0.01), method="index") == Trend(
        "cannot be calculated", reason=INDEX
    )


def test_recipe_can_say_that_its_values_make_no_trend() -> None:
    assert tell(count([1000, 1200, 1400, 1600, 1800]), recipe={"trend": False}).reason == NOT_WANTED


def test_quarters_have_seasons() -> None:
    rows = [observe(10.0, period=f"2021-Q{n}", count=1000, denominator=10_000) for n in (1, 2, 3, 4)]
    assert tell(rows).reason == SEASONS


def test_calendar_and_financial_years_do_not_make_one_series() -> None:
    rows = [*count([1000, 1200, 1400, 1600]), observe(18.0, period="2021/22", count=1800, denominator=10_000)]
    assert tell(rows).reason == KINDS


@pytest.mark.parametrize("periods", [["2017/18", "2018/19", "2019/20", "2020/21", "2021/22"]])
def test_financial_years_are_a_year_long(periods: list[str]) -> None:
    rows = [
        observe(share / 100, period=period, count=share, denominator=10_000)
        for share, period in zip((1000, 1200, 1400, 1600, 1800), periods, strict=True)
    ]
    assert tell(rows).label == "increasing"


def test_of_pooled_years_only_those_that_do_not_overlap_count() -> None:
    shares = [1000 + 100 * number for number in range(13)]
    rows = [
        observe(share / 100, period=f"{2001 + number}-{2003 + number}", count=share, denominator=10_000)
        for number, share in enumerate(shares)
    ]
    assert tell(rows).periods == ("2001-2003", "2004-2006", "2007-2009", "2010-2012", "2013-2015")


def test_group_has_a_trend_of_its_own() -> None:
    women = count([1800, 1600, 1400, 1200, 1000], group_type="sex", group="Female")
    rows = [*count([1000, 1200, 1400, 1600, 1800]), *women]
    assert get_trend(make_indicator(method="proportion"), rows, NEWHAM, "sex", "Female").label == "decreasing"
