import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.change.trends import recent_trend
from tests.stats.change.slow_trends import Row, tell_slowly

YEARS = [2019, 2020, 2021, 2022, 2023]
RISING = [10.0, 12.0, 14.0, 16.0, 18.0]
SE = [0.5] * 5


def tell(period=YEARS, value=RISING, se=SE, **options):
    return recent_trend(period, kind="other", value=value, se=se, **options)


def tell_proportions(count, denominator=None, **options):
    return recent_trend(YEARS, kind="proportion", count=count, denominator=denominator or [100] * 5, **options)


@st.composite
def build_rows(draw: st.DrawFn) -> list[Row]:
    starts = draw(st.lists(st.integers(0, 9), min_size=1, max_size=12, unique=draw(st.integers(0, 9)) > 0))
    length = draw(st.sampled_from([1, 1, 1, 2]))
    often = st.sampled_from([False] * 15 + [True])
    return [
        Row(
            start,
            draw(st.sampled_from([length] * 30 + [3])),
            draw(st.sampled_from([*range(0, 30, 2), None]) if draw(often) else st.integers(start, start + 6)),
            draw(st.sampled_from([0, None]) if draw(often) else st.integers(1, 3)),
            draw(st.sampled_from([0, None, 200]) if draw(often) else st.integers(20 + 5 * start, 40 + 5 * start)),
            draw(st.sampled_from([200, None]) if draw(often) else st.integers(100, 200)),
            draw(often),
            draw(often),
        )
        for start in starts
    ]


def make_possible(row: Row) -> Row:
    if row.count is not None and row.denominator is not None:
        row.count = min(row.count, row.denominator)
    return row


@settings(max_examples=150, deadline=None)
@given(st.lists(build_rows(), min_size=1, max_size=4), st.sampled_from(["other", "proportion"]), st.randoms())
def test_trend_is_the_one_of_the_rule_written_out(groups: list[list[Row]], kind: str, chance) -> None:
    rows = [(name, make_possible(row)) for name, group in enumerate(groups) for row in group]
    chance.shuffle(rows)

    def get(field: str) -> list[float]:
        return [math.nan if getattr(row, field) is None else getattr(row, field) for _, row in rows]

    fields = ("value", "se") if kind == "other" else ("count", "denominator")
    result = recent_trend(
        get("start"),
        kind=kind,
        **{field: get(field) for field in fields},
        groups=[name for name, _ in rows],
        length=get("length"),
        carried_forward=np.array(get("carried_forward"), dtype=bool),
        break_before=np.array(get("break_before"), dtype=bool),
    )
    for i, name in enumerate(result.groups):
        trend, statistic, slope, reason = tell_slowly([row for other, row in rows if other == name], kind)
        assert (result.trend[i], result.reason[i]) == (trend, reason)
        assert result.statistic[i] == pytest.approx(statistic, rel=1e-9, abs=1e-12, nan_ok=True)
        assert result.slope[i] == pytest.approx(slope, rel=1e-9, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize(
    ("polarity", "rise", "fall"),
    [("higher", "getting better", "getting worse"), ("lower", "getting worse", "getting better"), ("none", "", "")],
)
def test_direction_is_told_by_polarity(polarity: str, rise: str, fall: str) -> None:
    result = tell([*YEARS, *YEARS], RISING + RISING[::-1], SE * 2, groups=["a"] * 5 + ["b"] * 5, polarity=polarity)
    assert result.trend.tolist() == ["increasing", "decreasing"]
    assert result.direction.tolist() == [rise, fall]


def test_a_series_without_significant_change_has_no_direction() -> None:
    result = tell(se=[100.0] * 5, polarity="higher")
    assert (result.trend[0], result.direction[0], result.reason[0]) == ("no significant change", "", "")


def test_chi_square_at_the_critical_value_is_not_significant() -> None:
    # Slope 1 and equal standard errors: chi-square is 10 / se^2.
    at, above = (tell(value=[1.0, 2, 3, 4, 5], se=[math.sqrt(10 / chi)] * 5) for chi in (9.5495, 9.5496))
    assert (at.trend[0], above.trend[0]) == ("no significant change", "increasing")


def test_a_trend_that_hangs_on_one_point_is_none_and_the_reason_says_so() -> None:
    result = tell(value=[1.0, 1, 1, 1, 9], se=[0.1] * 5)
    assert result.statistic[0] > 100
    assert result.trend[0] == "no significant change"
    assert result.reason[0] == "Without one of the points the slope is level or turns the other way."


def test_a_slope_that_is_level_without_one_point_is_level_though_binary_tilts_it() -> None:
    # Without the last: -1.5 x 0.6 - 0.5 x 1.0 + 0.5 x 0.7 + 1.5 x 0.7 = 0.
    result = tell(value=[0.6, 1.0, 0.7, 0.7, 0.5], se=[0.01] * 5)
    assert (result.trend[0], result.reason[0][:26]) == ("no significant change", "Without one of the points ")


def test_level_proportions_have_no_trend_though_rounding_parts_their_logits() -> None:
    result = tell_proportions([10, 20, 30, 40, 70], [100, 200, 300, 400, 700])
    assert (result.trend[0], result.statistic[0]) == ("no significant change", pytest.approx(0, abs=1e-12))


def test_only_the_last_five_points_count() -> None:
    result = tell([2016, 2017, 2018, *YEARS], [90.0, 80.0, 70.0, *RISING], [0.5] * 8)
    assert result.trend[0] == "increasing"
    assert result.rows.tolist() == [[3, 4, 5, 6, 7]]


def test_rows_may_stand_in_any_order() -> None:
    result = tell(YEARS[::-1], RISING[::-1])
    assert (result.trend[0], result.slope[0]) == ("increasing", pytest.approx(2))
    assert result.rows.tolist() == [[4, 3, 2, 1, 0]]


def test_of_rolling_periods_only_independent_ones_count() -> None:
    # 2001-03 to 2013-15: of thirteen, those that end before the next begins, from the last one backwards.
    start = list(range(2001, 2014))
    result = tell(start, [float(year) for year in start], [0.5] * 13, length=3)
    assert [start[row] for row in result.rows[0]] == [2001, 2004, 2007, 2010, 2013]
    assert (result.trend[0], result.slope[0]) == ("increasing", pytest.approx(3))


def test_twelve_rolling_periods_of_three_years_are_too_few() -> None:
    start = list(range(2002, 2014))
    result = tell(start, [float(year) for year in start], [0.5] * 12, length=3)
    assert result.reason[0] == "There are fewer than five independent points."


def test_a_carried_forward_value_at_the_end_is_left_out() -> None:
    carried = [False] * 5 + [True]
    result = tell([*YEARS, 2024], [*RISING, 18.0], [0.5] * 6, carried_forward=carried)
    assert (result.trend[0], result.rows.tolist()) == ("increasing", [[0, 1, 2, 3, 4]])


def test_a_carried_forward_value_in_the_middle_leaves_a_gap() -> None:
    carried = [False, False, False, True, False, False]
    result = tell([2018, *YEARS], [8.0, *RISING], [0.5] * 6, carried_forward=carried)
    assert result.reason[0] == "The gaps between the last five points differ."


def test_a_break_among_the_points_makes_a_trend_incalculable() -> None:
    result = tell(break_before=[False, False, True, False, False])
    assert (result.trend[0], result.reason[0]) == (
        "cannot be calculated",
        "The series breaks among the last five points.",
    )


def test_a_break_at_the_first_of_the_five_points_does_no_harm() -> None:
    assert tell(break_before=[True, False, False, False, False]).trend[0] == "increasing"


def test_a_break_at_a_period_that_is_skipped_parts_the_points_round_it() -> None:
    start = list(range(2001, 2014))
    result = tell(start, start, [0.5] * 13, length=3, break_before=[year == 2005 for year in start])
    assert result.reason[0] == "The series breaks among the last five points."


def test_gaps_of_two_years_are_equal_gaps() -> None:
    assert tell([2015, 2017, 2019, 2021, 2023]).trend[0] == "increasing"


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"period": YEARS[:4], "value": RISING[:4], "se": SE[:4]}, "There are fewer than five independent points."),
        ({"period": [2018, 2020, 2021, 2022, 2023]}, "The gaps between the last five points differ."),
        ({"period": [2019, 2020, 2021, 2021, 2022]}, "A period stands more than once."),
        ({"length": [1, 1, 1, 1, 3]}, "The periods differ in length."),
        ({"value": [10.0, math.nan, 14, 16, 18]}, "A value among the last five points is missing."),
        ({"se": [0.5, math.nan, 1, 1, 1]}, "A standard error or bound among the last five points is missing."),
        ({"se": [0.5, 0.0, 1, 1, 1]}, "A standard error among the last five points is zero."),
    ],
)
def test_reason_says_why_a_trend_cannot_be_calculated(options: dict[str, list[float]], reason: str) -> None:
    result = tell(**options)
    assert (result.trend[0], result.direction[0], result.reason[0]) == ("cannot be calculated", "", reason)
    assert np.isnan(result.statistic[0])
    assert np.isnan(result.slope[0])


@pytest.mark.parametrize(
    ("count", "denominator", "reason"),
    [
        ([1, 2, 0, 4, 5], None, "A count among the last five points is zero, so its logit has no value."),
        (
            [1, 2, 100, 4, 5],
            None,
            "A count among the last five points equals its denominator, so its logit has no value.",
        ),
        ([1, 2, 0, 4, 5], [9, 9, 0, 9, 9], "A denominator among the last five points is zero."),
        ([1, 2, math.nan, 4, 5], None, "A value among the last five points is missing."),
        ([1, 2, 3, 4, 5], [9, 9, math.nan, 9, 9], "A value among the last five points is missing."),
    ],
)
def test_reason_says_why_a_trend_of_proportions_cannot_be_calculated(count, denominator, reason: str) -> None:
    result = tell_proportions(count, denominator)
    assert (result.trend[0], result.reason[0]) == ("cannot be calculated", reason)


def test_a_missing_value_beside_a_count_makes_the_point_missing() -> None:
    result = tell_proportions([10, 20, 30, 40, 50], value=[0.1, 0.2, math.nan, 0.4, 0.5])
    assert result.reason[0] == "A value among the last five points is missing."


def test_a_missing_last_value_is_not_skipped_for_an_earlier_one() -> None:
    result = tell([*YEARS, 2024], [*RISING, math.nan], [0.5] * 6)
    assert result.reason[0] == "A value among the last five points is missing."


def test_bounds_give_the_standard_error_of_their_width() -> None:
    z = 1.959963984540054
    bounds = {"lower": np.array(RISING) - 0.5 * z, "upper": np.array(RISING) + 0.5 * z}
    result = recent_trend(YEARS, kind="other", value=RISING, **bounds)
    assert result.statistic[0] == pytest.approx(tell().statistic[0], rel=1e-12)
    older = recent_trend(YEARS, kind="other", value=RISING, **bounds, older_divisor=True)
    assert older.statistic[0] == pytest.approx(tell().statistic[0] * (1.96 / z) ** 2, rel=1e-12)


def test_very_small_standard_errors_do_not_overflow() -> None:
    assert tell(se=[1e-150] * 5).trend[0] == "increasing"


def test_result_says_what_was_asked_for() -> None:
    result = tell_proportions([10, 20, 30, 40, 50], polarity="lower")
    assert (result.kind, result.polarity, result.method) == ("proportion", "lower", "Cochran-Armitage")
    assert tell().method == "weighted least squares"


def test_no_rows_have_no_trends() -> None:
    result = recent_trend([], kind="other", value=[], se=[])
    assert len(result.trend) == len(result.statistic) == 0


def test_the_callers_arrays_are_not_changed() -> None:
    value, se = np.array(RISING), np.array([0.5, 0.4, 0.3, 0.2, 0.1])
    before = value.copy(), se.copy()
    tell(value=value, se=se)
    assert (value.tolist(), se.tolist()) == (before[0].tolist(), before[1].tolist())


@pytest.mark.parametrize("kind", ["rank", "decile", "quantile"])
def test_ranks_and_deciles_are_no_kind(kind: str) -> None:
    with pytest.raises(ValueError, match=f"'{kind}' is not a valid TrendKind"):
        recent_trend(YEARS, kind=kind, value=[1, 2, 3, 4, 5])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"polarity": "up"}, "'up' is not a valid Polarity"),
        ({"period": [2019, 2020, 2021, 2022, math.nan]}, "period, element 4: nan is not a whole number"),
        ({"period": [2019.5, 2020, 2021, 2022, 2023]}, "period, element 0: 2019.5 is not a whole number"),
        ({"period": [[2019]]}, "period: one dimension is needed, and these have 2"),
        ({"length": 0}, "length, element 0: 0 is below 1"),
        ({"value": [1.0, 2]}, r"value: shape \(2,\) does not fit the shape \(5,\) of the periods"),
        ({"value": [1.0, 2, 3, 4, math.inf]}, "value, element 4: inf is infinite"),
        ({"se": [-1.0, 1, 1, 1, 1]}, "se, element 0: -1 is negative"),
        (
            {"se": None},
            'kind "other" needs value and lower and upper .or se in place of both bounds.; not given: lower',
        ),
        ({"value": None}, 'kind "other" needs value and se; not given: value'),
        ({"lower": RISING}, 'kind "other" with value and se makes no use of lower'),
        ({"count": RISING}, 'kind "other" with value and se makes no use of count'),
        ({"carried_forward": [0, 0, 0, 0, 1]}, "carried_forward: true or false is needed"),
        ({"break_before": [True]}, r"break_before: shape \(1,\) does not fit"),
        ({"groups": ["a"]}, "groups: 1 labels do not fit 5 rows"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        tell(**options)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"count": [1, 2, 3, 4, 101]}, "count, element 4: 101 is above its denominator"),
        ({"count": [-1, 2, 3, 4, 5]}, "count, element 0: -1 is negative"),
        ({"count": [1] * 5, "denominator": [-1, 2, 3, 4, 5]}, "denominator, element 0: -1 is negative"),
        ({"count": [1] * 5, "se": SE}, 'kind "proportion" with count and denominator makes no use of se'),
    ],
)
def test_faulty_proportions_are_refused_with_a_sentence(options: dict[str, list[float]], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        tell_proportions(**options)


def test_a_lower_bound_above_its_upper_is_refused() -> None:
    with pytest.raises(ValueError, match="lower, element 0: 3 is above its upper bound"):
        recent_trend(YEARS, kind="other", value=RISING, lower=[3.0, 0, 0, 0, 0], upper=[2.0] * 5)
