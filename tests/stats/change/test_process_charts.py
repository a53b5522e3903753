import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fiftysteps.stats.change.process_charts import ProcessChart, spc
from fiftysteps.stats.change.runs import get_run_lengths
from tests.stats.change.slow_charts import chart_slowly

# Thirteen values whose mean is 10 and whose mean moving range is 2, so that the limits are 4.68 and 15.32.
CALM = [9.0, 11, 9, 11, 9, 11, 10, 9, 11, 9, 11, 9, 11]
NAN = float("nan")


def build_calm(*last: float, times: int = 2) -> list[float]:
    return [*([9.0, 11] * 6 * times), *last]


# Small whole numbers and tenths, so that ties with a mean, a median and a limit come up.
STEPS = st.one_of(st.integers(0, 4).map(float), st.integers(0, 30).map(lambda tenth: tenth / 10))


@st.composite
def build_series(draw: st.DrawFn) -> list[float]:
    kind = draw(st.sampled_from(["any", "drift", "shift"]))
    values = draw(st.lists(STEPS, min_size=1, max_size=26))
    if kind == "drift":
        start = draw(st.integers(0, len(values)))
        return values[:start] + sorted(values[start:], reverse=draw(st.booleans()))
    if kind == "shift":
        return values + [value + 2 for value in draw(st.lists(STEPS, max_size=9))]
    return values


@settings(max_examples=150, deadline=None)
@given(st.lists(build_series(), min_size=1, max_size=4), st.sampled_from([6, 7]), st.booleans())
def test_chart_is_the_one_of_the_rules_written_out(series: list[list[float]], trend: int, groups: bool) -> None:
    values = [value for one in series for value in one]
    labels = [name for name, one in enumerate(series) for _ in one]
    heads = [i == 0 for one in series for i in range(len(one))]
    chart = spc(values, trend=trend, **({"groups": labels} if groups else {"rebase": heads}))
    slow = [chart_slowly(one, trend) for one in series]
    assert chart.chart.tolist() == [one.chart for one in slow for _ in one.rule]
    assert chart.rule.tolist() == [name for one in slow for name in one.rule]
    for ours, theirs in (("mean", "mean"), ("lower_limit", "lower"), ("upper_limit", "upper"), ("median", "median")):
        expected = [getattr(one, theirs) for one in slow for _ in one.rule]
        assert getattr(chart, ours).tolist() == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), STEPS), min_size=1, max_size=40), st.randoms())
def test_order_of_the_rows_does_not_matter(rows: list[tuple[int, float]], chance) -> None:
    places = list(range(len(rows)))
    chance.shuffle(places)
    ordered = spc([value for _, value in rows], groups=[name for name, _ in rows])
    mixed = spc([rows[i][1] for i in places], period=places, groups=[rows[i][0] for i in places])
    assert mixed.rule.tolist() == ordered.rule[places].tolist()
    assert mixed.upper_limit.tolist() == pytest.approx(ordered.upper_limit[places].tolist(), nan_ok=True)


def test_limits_are_the_formula_written_out() -> None:
    chart = spc([1.0, 3] * 7)
    assert chart.mean.tolist() == pytest.approx([2] * 14)
    assert chart.lower_limit.tolist() == pytest.approx([2 - 2.66 * 2] * 14)
    assert chart.upper_limit.tolist() == pytest.approx([2 + 2.66 * 2] * 14)
    assert np.isnan(chart.median).all()


def test_moving_ranges_at_the_screen_are_left_out_once_only() -> None:
    # Ranges of 1 but for one of exactly 3.267 times their mean: 11 + r = 12 m and r = 3.267 m.
    r = 3.267 * 11 / (12 - 3.267)
    values = np.cumsum([0, 1, -1, 1, -1, 1, r + 1e-9, -1, 1, -1, 1, -1, 1])
    assert (spc(values).upper_limit - spc(values).mean)[0] == pytest.approx(2.66)
    below = np.cumsum([0, 1, -1, 1, -1, 1, r - 1e-9, -1, 1, -1, 1, -1, 1])
    assert (spc(below).upper_limit - spc(below).mean)[0] == pytest.approx(2.66 * (11 + r) / 12)


def test_equal_values_have_limits_of_no_width_and_no_signal() -> None:
    # The sum of thirteen tenths over thirteen is not a tenth in binary.
    chart = spc([0.1] * 13)
    assert set(zip(chart.lower_limit, chart.mean, chart.upper_limit, strict=True)) == {(0.1, 0.1, 0.1)}
    assert set(chart.variation) == {"common cause"}


@pytest.mark.parametrize(
    ("values", "places", "rule"),
    [
        (build_calm(30), [24], "above the upper limit"),
        (build_calm(-10), [24], "below the lower limit"),
        (build_calm(7, 8, 9, 10, 11, 12, 13), range(24, 31), "rising trend"),
        (build_calm(13, 12, 11, 10, 9, 8, 7), range(24, 31), "falling trend"),
        (build_calm(14.5, 10, 14.5), [24, 26], "two of three near the upper limit"),
        (build_calm(5, 10, 5), [24, 26], "two of three near the lower limit"),
        (build_calm(9.5, *[11.0] * 7, 9.5), range(25, 32), "seven above the mean"),
        (build_calm(10.5, *[9.0] * 7, 10.5), range(25, 32), "seven below the mean"),
    ],
)
def test_rule_names_the_special_cause_of_its_points(values: list[float], places: list[int], rule: str) -> None:
    chart = spc(values)
    assert [i for i, name in enumerate(chart.rule) if name == rule] == list(places)


def test_six_points_are_a_trend_only_where_that_is_asked_for() -> None:
    values = build_calm(7, 8, 9, 10, 11, 12)
    assert set(spc(values).rule) == {""}
    assert spc(values, trend=6).rule[24:].tolist() == ["rising trend"] * 6


def test_a_point_outside_the_limits_that_ends_a_trend_is_named_for_the_limits() -> None:
    chart = spc(build_calm(8, 9, 10, 11, 12, 13, 40))
    assert chart.rule[24:].tolist() == ["rising trend"] * 6 + ["above the upper limit"]


def test_a_trend_comes_before_two_of_three_and_those_before_seven_on_one_side() -> None:
    trend = spc(build_calm(9, 10, 11, 12, 13, 14.4, 14.5))
    assert trend.rule[-2:].tolist() == ["rising trend"] * 2
    near = spc(build_calm(9, *[11.0] * 5, 14.5, 14.5, times=4))
    assert near.rule[-3:].tolist() == ["seven above the mean"] + ["two of three near the upper limit"] * 2


def test_two_near_points_on_opposite_sides_are_no_signal() -> None:
    assert set(spc(build_calm(14.5, 10, 5.5)).rule) == {""}


def test_near_points_three_apart_are_no_signal() -> None:
    assert set(spc(build_calm(14.5, 10, 10, 14.5)).rule) == {""}


def test_a_point_on_the_mean_ends_a_run_on_one_side() -> None:
    values = [*([9.0, 11] * 6), 11, 11, 11, 10, 9, 9, 9, 10]
    assert spc(values).mean[0] == 10
    assert set(spc(values).rule) == {""}


def test_a_point_on_the_mean_is_on_it_though_binary_puts_it_below() -> None:
    # The mean is exactly 1.7, and so is the third value.
    values = [1.2, 1.6, 1.7, 1.0, 0.5, 0.4, 1.7, 0.3, 3.0, 2.6, 2.5, 1.8, 2.6, 1.9, 2.7]
    assert "seven below the mean" not in spc(values).rule


def test_a_peak_between_two_trends_belongs_to_the_first() -> None:
    chart = spc(build_calm(*range(5, 12), *range(10, 4, -1)))
    assert chart.rule[24:].tolist() == ["rising trend"] * 7 + ["falling trend"] * 6


def test_no_rule_reaches_across_a_rebase_or_a_group() -> None:
    halves = [*([9.0, 11] * 6), 11, 11, 11, 11, 11, 11, 9, *([9.0, 11] * 6)]
    assert "seven above the mean" in spc(halves).rule
    marks = np.arange(len(halves)) == 15
    assert set(spc(halves, rebase=marks).rule) == {""}
    assert set(spc(halves, groups=(np.arange(len(halves)) >= 15)).rule) == {""}


def test_each_segment_has_its_own_mean_and_limits() -> None:
    chart = spc([1.0, 3] * 7 + [11.0, 15] * 7, rebase=np.arange(28) == 14)
    assert chart.mean.tolist() == pytest.approx([2] * 14 + [13] * 14)
    assert (chart.upper_limit - chart.mean).tolist() == pytest.approx([5.32] * 14 + [10.64] * 14)


@pytest.mark.parametrize(
    ("improvement", "high", "low"),
    [
        ("increase", "special cause improving", "special cause concerning"),
        ("decrease", "special cause concerning", "special cause improving"),
        ("none", "special cause neither", "special cause neither"),
    ],
)
def test_variation_is_told_by_the_direction_of_improvement(improvement: str, high: str, low: str) -> None:
    above, below = (spc(build_calm(value), improvement=improvement).variation for value in (30, -10))
    assert (above[-1], below[-1]) == (high, low)
    assert set(above[:-1]) == {"common cause"}


def assure(improvement: str, target: float) -> ProcessChart:
    # Mean 2, limits -3.32 and 7.32.
    return spc([1.0, 3] * 7, improvement=improvement, target=target)


@pytest.mark.parametrize(
    ("improvement", "target", "assurance"),
    [
        ("increase", -4, "consistently hits"),
        ("increase", 0, "hit and miss"),
        ("increase", 8, "consistently fails"),
        ("decrease", 8, "consistently hits"),
        ("decrease", 0, "hit and miss"),
        ("decrease", -4, "consistently fails"),
    ],
)
def test_assurance_is_told_by_the_limits(improvement: str, target: float, assurance: str) -> None:
    chart = assure(improvement, target)
    assert set(chart.assurance) == {assurance}
    assert set(chart.reason) == {""}


@pytest.mark.parametrize(
    ("improvement", "hit", "reached"), [("increase", "lower", "upper"), ("decrease", "upper", "lower")]
)
def test_a_target_that_equals_a_limit_is_reached_by_it(improvement: str, hit: str, reached: str) -> None:
    limits = assure(improvement, 0)
    assert assure(improvement, getattr(limits, f"{hit}_limit")[0]).assurance[0] == "consistently hits"
    assert assure(improvement, getattr(limits, f"{reached}_limit")[0]).assurance[0] == "hit and miss"


def test_targets_may_differ_row_by_row_and_a_missing_one_says_so() -> None:
    chart = spc([1.0, 3] * 7, improvement="increase", target=[-4.0] * 12 + [8, NAN])
    assert chart.assurance[-3:].tolist() == ["consistently hits", "consistently fails", ""]
    assert chart.reason[-2:].tolist() == ["", "The target is missing."]


def test_without_a_direction_of_improvement_a_target_is_neither_hit_nor_missed() -> None:
    chart = assure("none", 0)
    assert set(chart.assurance) == {""}
    assert set(chart.reason) == {"Neither direction is an improvement, so the target is neither hit nor missed."}


def test_without_a_target_there_is_no_assurance_and_no_reason_for_it() -> None:
    chart = spc(CALM)
    assert (set(chart.assurance), set(chart.reason)) == ({""}, {""})


def test_twelve_points_make_a_run_chart_and_thirteen_have_limits() -> None:
    assert set(spc(CALM[:12]).chart) == {"run"}
    assert set(spc(CALM).chart) == {"xmr"}


def test_a_run_chart_has_a_median_and_no_limits_and_says_why() -> None:
    chart = spc([3.0, 1, 2, 10], improvement="increase", target=1)
    assert chart.median.tolist() == [2.5] * 4
    assert np.isnan([chart.mean, chart.lower_limit, chart.upper_limit]).all()
    assert (set(chart.variation), set(chart.assurance)) == ({""}, {""})
    assert set(chart.reason) == {
        "Fewer than 13 points: a run chart with a median and no limits, which cannot show common cause."
    }


def test_six_points_on_one_side_of_the_median_are_a_shift() -> None:
    chart = spc([1.0, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 8], improvement="decrease")
    assert chart.rule.tolist() == ["shift below the median"] * 6 + ["shift above the median"] * 6
    assert chart.variation.tolist() == ["special cause improving"] * 6 + ["special cause concerning"] * 6


def test_five_points_on_one_side_of_the_median_are_no_shift() -> None:
    assert set(spc([1.0, 2, 1, 2, 1, 9, 8, 9, 8, 9]).rule) == {""}


def test_a_trend_of_a_run_chart_comes_before_a_shift() -> None:
    chart = spc([2.0, 1, 2, 3, 4, 5, 9, 8, 9, 8, 9, 8])
    assert chart.rule.tolist() == ["shift below the median", *["rising trend"] * 6, *["shift above the median"] * 5]


def test_five_rising_points_are_a_trend_of_a_run_chart_and_equal_neighbours_count_once() -> None:
    chart = spc([5.0, 1, 2, 2, 3, 4, 5, 1], improvement="decrease")
    assert chart.rule.tolist() == ["", *["rising trend"] * 6, ""]
    assert chart.variation.tolist() == ["", *["special cause concerning"] * 6, ""]


def test_four_rising_points_are_no_trend_of_a_run_chart() -> None:
    assert set(spc([4.0, 1, 2, 3, 4, 1]).rule) == {""}


def test_a_missing_value_has_no_point_and_its_neighbours_are_neighbours() -> None:
    values = build_calm(30)
    whole, holed = spc(values), spc([*values[:5], NAN, *values[5:]])
    assert np.delete(holed.rule, 5).tolist() == whole.rule.tolist()
    assert holed.upper_limit.tolist() == [whole.upper_limit[0]] * 26
    assert (holed.rule[5], holed.variation[5], holed.reason[5]) == ("", "", "The value is missing.")


def test_only_known_values_make_the_thirteen() -> None:
    assert set(spc([*CALM[:12], NAN]).chart) == {"run"}


def test_a_segment_without_a_known_value_has_no_lines() -> None:
    chart = spc([NAN, NAN, *CALM], groups=["a", "a", *["b"] * 13])
    assert np.isnan(chart.median[:2]).all()
    assert chart.chart.tolist() == ["run"] * 2 + ["xmr"] * 13
    assert chart.reason[0].startswith("The value is missing. Fewer than 13 points")
    assert chart.mean[2] == pytest.approx(10)


def test_a_rebase_at_a_missing_value_begins_there() -> None:
    chart = spc([*CALM, NAN, *CALM[1:]], rebase=np.arange(26) == 13)
    assert chart.chart.tolist() == ["xmr"] * 13 + ["run"] * 13


def test_a_single_value_is_its_own_median() -> None:
    chart = spc([4.0])
    assert (chart.median[0], chart.chart[0], chart.rule[0]) == (4, "run", "")


def test_no_rows_have_no_chart() -> None:
    chart = spc([])
    assert len(chart.mean) == len(chart.rule) == len(chart.reason) == 0


def test_all_values_missing_have_no_lines() -> None:
    assert np.isnan(spc([NAN, NAN]).median).all()


def test_the_callers_arrays_are_not_changed_nor_kept() -> None:
    values = np.array(CALM)
    chart = spc(values)
    values[0] = 99
    assert chart.value.tolist() == CALM


def test_lengths_of_runs_do_not_cross_segments() -> None:
    assert get_run_lengths(np.array([1, 1, 1, 0]), np.array([0, 0, 1, 1])).tolist() == [2, 2, 1, 1]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"value": [1.0, np.inf]}, "value, element 1: inf is infinite"),
        ({"value": [[1.0]]}, "value: one dimension is needed, and these have 2"),
        ({"improvement": "up"}, "'up' is not a valid Improvement"),
        ({"trend": 5}, "trend: 5 is neither 6 nor 7"),
        ({"target": np.inf}, "target, element 0: inf is infinite"),
        ({"target": [1.0, 2]}, r"target: shape \(2,\) does not fit 13 values"),
        ({"period": [1]}, "period: 1 periods do not fit 13 values"),
        ({"period": [*range(12), 3]}, "period: it stands more than once in its group at element 12: 3"),
        ({"period": [NAN, *range(12)]}, "period, element 0: nan is not a whole number"),
        ({"rebase": [1] * 13}, "rebase: true or false is needed"),
        ({"groups": ["a"]}, "groups: 1 labels do not fit 13 rows"),
    ],
)
def test_faulty_input_is_refused_with_a_sentence(options: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        spc(**{"value": CALM, **options})
