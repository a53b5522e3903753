"""Charts against published answers, those of NHSRplotthedots, and real series."""

import numpy as np
import pandas as pd
import pytest

from fiftysteps.stats.change.process_charts import spc
from fiftysteps.stats.change.spc_rules import find_causes
from fiftysteps.stats.change.spc_segments import Segments, get_half_widths, get_means
from fiftysteps.stats.frame.process_charts import spc as spc_of_frame
from tests.reference.trend_spc_files import get_floats, read_shared, read_trend_spc
from tests.stats.change.slow_charts import chart_slowly

RULES = {
    "Common Cause": "",
    "Above UCL": "above the upper limit",
    "Below LCL": "below the lower limit",
    "7 Point Trend (Increasing)": "rising trend",
    "7 Point Trend (Decreasing)": "falling trend",
    "2 in 3 Above CL": "two of three near the upper limit",
    "2 in 3 Below CL": "two of three near the lower limit",
    "7 Points Above CL": "seven above the mean",
    "7 Points Below CL": "seven below the mean",
}
VARIATIONS = {
    "common_cause": "common cause",
    "special_cause_improvement": "special cause improving",
    "special_cause_concern": "special cause concerning",
}


def test_limits_and_rules_agree_with_the_reference_answers_in_every_segment() -> None:
    # 75 of the 300 series begin anew after twelve points. The reference gives limits to those too, so what is compared
    # here is what lies under `spc`, which would make them run charts.
    rows = read_trend_spc("R__spc_screenTRUE_dir1.csv")
    labels = [(row["f"], row["rebase_group"]) for row in rows]
    code = np.cumsum([False, *(a != b for a, b in zip(labels[1:], labels[:-1], strict=True))])
    segments = Segments(np.array(get_floats(rows, "y")), code)
    mean, half_width = get_means(segments), get_half_widths(segments)
    assert mean[code].tolist() == pytest.approx(get_floats(rows, "mean_col"), rel=1e-9)
    assert (mean - half_width)[code].tolist() == pytest.approx(get_floats(rows, "lpl"), rel=1e-9)
    assert (mean + half_width)[code].tolist() == pytest.approx(get_floats(rows, "upl"), rel=1e-9)
    causes = find_causes(segments, mean, half_width, trend=7)
    assert causes.tolist() == [RULES[row["special_cause_type"]] for row in rows]


def test_charts_of_series_without_a_rebase_agree_with_the_reference_answers() -> None:
    every = read_trend_spc("R__spc_screenTRUE_dir1.csv")
    begun_anew = {row["f"] for row in every if row["rebase_group"] == "1"}
    rows = [row for row in every if row["f"] not in begun_anew]
    chart = spc(
        get_floats(rows, "y"),
        period=get_floats(rows, "x"),
        groups=[row["f"] for row in rows],
        improvement="increase",
    )
    assert len(rows) == 225 * 24
    assert chart.mean.tolist() == pytest.approx(get_floats(rows, "mean_col"), rel=1e-9)
    assert chart.lower_limit.tolist() == pytest.approx(get_floats(rows, "lpl"), rel=1e-9)
    assert chart.upper_limit.tolist() == pytest.approx(get_floats(rows, "upl"), rel=1e-9)
    assert chart.rule.tolist() == [RULES[row["special_cause_type"]] for row in rows]
    assert chart.variation.tolist() == [VARIATIONS[row["point_type"]] for row in rows]


def test_segments_of_twelve_points_are_run_charts_though_the_reference_draws_limits() -> None:
    rows = [row for row in read_trend_spc("R__spc_screenTRUE_dir1.csv") if row["f"] == "s100"]
    marks = np.diff([int(row["rebase_group"]) for row in rows], prepend=0) > 0
    chart = spc(get_floats(rows, "y"), rebase=marks)
    assert set(chart.chart) == {"run"}
    assert chart.median.tolist() == [np.median(get_floats(rows[i : i + 12], "y")) for i in (0, 12) for _ in range(12)]


def test_limits_of_the_nist_flowrates_are_the_published_ones() -> None:
    # NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: mean 50.81, mean moving range 1.8778, limits 55.8041 and
    # 45.8159, by 3 / 1.128 where the NHS rounds to 2.66.
    flow = np.array([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    segments = Segments(flow, np.zeros(10, dtype=np.int64))
    assert float(get_means(segments)[0]) == pytest.approx(50.81, abs=1e-9)
    assert float(get_half_widths(segments)[0]) / 2.66 == pytest.approx(1.8778, abs=0.00005)
    assert float(get_half_widths(segments)[0]) == pytest.approx(55.8041 - 50.81, rel=0.0002)


def test_chart_with_an_outlier_has_the_limits_worked_out_by_hand() -> None:
    # The values of the vignette "Deviations from Excel defaults" of NHSRplotthedots. They add up to 35. Of their moving
    # ranges, 32 in all, 8 and 9 are above 3.267 x 32 / 17 and left out; the fifteen others are 1.
    chart = spc([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1])
    lines = chart.lower_limit[0], chart.mean[0], chart.upper_limit[0]
    assert lines == pytest.approx((35 / 18 - 2.66, 35 / 18, 35 / 18 + 2.66), rel=1e-12)
    assert chart.rule.tolist() == [""] * 4 + ["above the upper limit"] + [""] * 13


def read_infections() -> list[dict[str, str]]:
    return read_shared("timeseries/qicharts2_cdi.csv")


def test_teaching_series_of_infections_begins_anew_after_its_intervention() -> None:
    rows = read_infections()
    frame = pd.DataFrame({"month": [row["month"] for row in rows], "n": get_floats(rows, "n")})
    first = next(row["month"] for row in rows if row["period"] == "post")
    result = spc_of_frame(frame, value="n", period="month", improvement="decrease", target=5, rebase=first)
    pre, post = (chart_slowly([float(row["n"]) for row in rows if row["period"] == part]) for part in ("pre", "post"))
    assert result["chart"].tolist() == [pre.chart] * pre.size + [post.chart] * post.size
    assert result["rule"].tolist() == pre.rule + post.rule
    assert result["upper_limit"].tolist() == pytest.approx(
        [pre.upper] * pre.size + [post.upper] * post.size, nan_ok=True
    )
    assert result["median"].tolist() == pytest.approx([pre.median] * pre.size + [post.median] * post.size, nan_ok=True)


def test_teaching_series_of_harms_and_of_bypasses_are_those_of_the_rule_written_out() -> None:
    harms = pd.DataFrame(read_shared("timeseries/qicharts2_gtt.csv"))
    harms["rate"] = pd.to_numeric(harms["harms"])
    stays = pd.DataFrame(read_shared("timeseries/qicharts2_cabg.csv")).head(100)
    series = [harms.groupby("month")["rate"].mean(), pd.to_numeric(stays["age"])]
    for values in series:
        chart, slow = spc(values.tolist()), chart_slowly(values.tolist())
        assert chart.rule.tolist() == slow.rule
        assert (chart.lower_limit[0], chart.upper_limit[0]) == pytest.approx((slow.lower, slow.upper), rel=1e-9)


def test_teaching_series_of_many_hospitals_are_charted_at_once_as_one_by_one() -> None:
    rows = read_shared("timeseries/qicharts2_hospital_infections.csv")
    labels = [f"{row['hospital']} {row['infection']}" for row in rows]
    rate = [float(row["n"]) / float(row["days"]) for row in rows]
    chart = spc(rate, groups=labels)
    for label in dict.fromkeys(labels):
        places = [i for i, other in enumerate(labels) if other == label]
        slow = chart_slowly([rate[i] for i in places])
        assert chart.rule[places].tolist() == slow.rule
        assert chart.upper_limit[places[0]] == pytest.approx(slow.upper, rel=1e-9)


def read_emergencies() -> pd.DataFrame:
    frame = pd.DataFrame(read_shared("timeseries/nhsrdatasets_ae_attendances.csv"))
    frame = frame[frame["type"] == "1"].reset_index(drop=True)
    frame["within"] = 1 - pd.to_numeric(frame["breaches"]) / pd.to_numeric(frame["attendances"])
    return frame


def test_monthly_emergencies_of_every_trust_are_charted_at_once() -> None:
    frame = read_emergencies()
    result = spc_of_frame(
        frame,
        value="within",
        period="period",
        by="org_code",
        improvement="increase",
        target=0.95,
        rebase=["2018-04-01"],
    )
    assert len(result) == len(frame)
    assert set(result["assurance"]) <= {"consistently hits", "consistently fails", "hit and miss", ""}
    # Every sixth segment against the slow twin.
    segments = [rows for _, rows in result.groupby(["org_code", result["period"] >= "2018-04-01"])]
    for rows in segments[::6]:
        ordered = rows.sort_values("period")
        slow = chart_slowly(ordered["within"].tolist())
        assert ordered["rule"].tolist() == slow.rule
        assert set(ordered["chart"]) == {slow.chart}
        assert ordered["upper_limit"].tolist() == pytest.approx([slow.upper] * slow.size, rel=1e-9, nan_ok=True)
