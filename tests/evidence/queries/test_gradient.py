"""The gradient from the most to the least deprived: its rows, its slope and the gap between its ends."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fiftysteps.evidence.observations import Observation
from fiftysteps.evidence.queries.gradient import TOO_FEW, Gradient, build_gradient, get_gradient
from fiftysteps.stats import proportion, slope_index
from tests.evidence.numbers import ENGLAND, NEWHAM, make_indicator, observe, release_observations

# Crowded homes of all homes in each fifth, from the most deprived.
CROWDED, HOMES = (400, 330, 250, 180, 90), (1000, 1100, 1000, 900, 1000)


def make_rows(*, kind: str = "deprivation-fifth", **changes: Any) -> list[Observation]:
    return [
        observe(
            100 * crowded / homes,
            group_type=kind,
            group=str(number),
            count=crowded,
            denominator=homes,
            **changes,
        )
        for number, (crowded, homes) in enumerate(zip(CROWDED, HOMES, strict=True), start=1)
    ]


def find(rows: list[Observation], **fields: Any) -> Gradient | None:
    indicator = make_indicator(**({"method": "proportion"} | fields))
    return build_gradient(indicator, rows, NEWHAM, "2021", "deprivation-fifth")


def get(rows: list[Observation], **fields: Any) -> Gradient:
    found = find(rows, **fields)
    assert found is not None
    return found


def test_rows_come_from_the_most_deprived_with_their_intervals() -> None:
    gradient = get(make_rows()[::-1])
    assert [row.group for row in gradient.rows] == ["1", "2", "3", "4", "5"]
    wilson = proportion(400, 1000, multiplier=100).intervals[0.95]
    assert (gradient.rows[0].lower, gradient.rows[0].upper) == (float(wilson.lower), float(wilson.upper))


def test_slope_and_ratio_are_those_of_the_statistics_in_the_unit_of_the_indicator() -> None:
    gradient = get(make_rows())
    shares = proportion(CROWDED, HOMES)
    bounds = shares.intervals[0.95]
    slope = slope_index(
        shares.value, HOMES, range(1, 6), lower=bounds.lower, upper=bounds.upper, kind="proportion", multiplier=100
    )
    assert gradient.slope.value == pytest.approx(slope.sii[0], rel=1e-12)
    assert gradient.slope.lower == pytest.approx(slope.sii_intervals[0.95].lower[0], rel=1e-9)
    assert gradient.slope.method == "closed form"
    assert gradient.ratio.value == pytest.approx(slope.rii[0], rel=1e-12)
    assert gradient.reason == ""


def test_slope_is_negative_where_the_most_deprived_have_more() -> None:
    gradient = get(make_rows())
    assert gradient.slope.value is not None
    assert -45 < gradient.slope.value < -30


def test_gap_is_that_of_the_first_and_the_last_group() -> None:
    gradient = get(make_rows())
    assert gradient.gap.value == pytest.approx(31.0)
    assert gradient.relative_gap.value == pytest.approx(40 / 9)
    assert gradient.gap.lower is not None
    assert gradient.gap.lower < 31 < (gradient.gap.upper or 0)


def test_rates_are_not_bounded_by_their_people() -> None:
    rows = [
        observe(
            value,
            lower_95=value - 5,
            upper_95=value + 5,
            group_type="deprivation-fifth",
            group=str(number),
            denominator=100,
        )
        for number, value in enumerate((150.0, 140.0, 130.0, 120.0, 110.0), start=1)
    ]
    gradient = get(rows, method="rate", unit="per 1,000 people")
    assert gradient.slope.value == pytest.approx(-50.0)


def test_group_without_a_value_leaves_no_slope_and_says_why() -> None:
    rows = make_rows()
    hidden = observe(None, group_type="deprivation-fifth", group="3", denominator=1000)
    gradient = get([*rows[:2], hidden, *rows[3:]])
    assert gradient.slope.value is None
    assert gradient.reason
    assert gradient.gap.value == pytest.approx(31.0)


def test_values_without_intervals_have_a_slope_without_one() -> None:
    rows = [
        observe(row.value, group_type=row.group_type, group=row.group, denominator=row.denominator)
        for row in make_rows()
    ]
    gradient = get(rows, method="as-published")
    assert gradient.slope.value is not None
    assert (gradient.slope.lower, gradient.slope.method) == (None, "")


def test_gap_needs_both_ends() -> None:
    gradient = get(make_rows()[1:])
    assert (gradient.gap.value, gradient.relative_gap.value) == (None, None)
    assert gradient.slope.value is not None


def test_groups_without_people_make_no_slope() -> None:
    rows = [observe(10.0, group_type="deprivation-fifth", group=str(number)) for number in range(1, 6)]
    gradient = get(rows)
    assert gradient.slope.value is None
    assert gradient.reason == TOO_FEW


def test_gradient_of_another_area_period_or_kind_is_none_of_this() -> None:
    assert find(make_rows(area=ENGLAND)) is None
    assert find(make_rows(period="2011")) is None
    assert find(make_rows(kind="deprivation-tenth")) is None
    assert find([]) is None


def test_kind_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'sex' is none of deprivation-tenth"):
        build_gradient(make_indicator(), [], NEWHAM, "2021", "sex")  # type: ignore[arg-type]


@pytest.mark.django_db
def test_gradient_is_read_from_the_current_release(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    release_observations(make_rows(kind="deprivation-fifth-local"))
    gradient = get_gradient(make_indicator(method="proportion"), NEWHAM, "2021", "deprivation-fifth-local")
    assert gradient is not None
    assert np.allclose([row.value or 0 for row in gradient.rows], [40, 30, 25, 20, 9])
