"""Recent trends against published answers, and those of PHEindicatormethods, whose figures are rounded to 4 decimals."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from fiftysteps.stats.change.trend_fit import get_trend_chi_square
from fiftysteps.stats.change.trends import CRITICAL, RecentTrend, recent_trend
from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.trends import recent_trend as trend_of_frame
from tests.reference.trend_spc_files import get_floats, read_trend_spc

# Half a unit of the fourth decimal.
ROUNDED = 0.000051
OTHER = ["trend__testdata_other_trends.csv", "trend__testdata_other_6.csv", "trend__testdata_other_grouped.csv"]
PROPORTIONS = ["trend__testdata_prop_trends.csv", "trend__testdata_prop_grouped.csv"]
# The reference gives these no trend, for reasons of its own; our `NoTrend` has the same ones under its own names.
REASONS = {
    "Missing values": "A value among the last five points is missing.",
    "Missing at least one confidence interval value": (
        "A standard error or bound among the last five points is missing."
    ),
    "Not enough data points": "There are fewer than five independent points.",
    "Duplicate years in group": "A period stands more than once.",
}


def split(rows: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        groups.setdefault(row.get("Ethnicity", "all"), []).append(row)
    return list(groups.values())


def assert_agrees(result: RecentTrend, answers: list[dict[str, str]]) -> None:
    for group, answer in enumerate(answers):
        assert result.trend[group] == answer["recent_trend"].lower()
        assert result.reason[group] == REASONS.get(answer["recent_trend_reason"], "")
        assert result.statistic[group] == pytest.approx(
            get_floats([answer], "Significance")[0], abs=ROUNDED, nan_ok=True
        )
        assert result.slope[group] == pytest.approx(get_floats([answer], "Gradient")[0], abs=ROUNDED, nan_ok=True)


@pytest.mark.parametrize("name", OTHER)
def test_trends_of_other_values_agree_with_the_reference_answers(name: str) -> None:
    rows = read_trend_spc(name)
    result = recent_trend(
        get_floats(rows, "Year"),
        kind="other",
        value=get_floats(rows, "Value"),
        lower=get_floats(rows, "LL"),
        upper=get_floats(rows, "UL"),
        groups=[row.get("Ethnicity", "all") for row in rows],
    )
    assert_agrees(result, [group[-1] for group in split(rows)])


@pytest.mark.parametrize("name", PROPORTIONS)
def test_trends_of_proportions_agree_with_the_reference_answers(name: str) -> None:
    # Two groups have a count above its denominator, which is refused (below); one has a gap (below).
    groups = [group for group in split(read_trend_spc(name)) if not is_impossible(group) and not has_gap(group)]
    rows = [row for group in groups for row in group]
    result = recent_trend(
        get_floats(rows, "Year"),
        kind="proportion",
        count=get_floats(rows, "Count"),
        denominator=get_floats(rows, "denominator"),
        value=get_floats(rows, "Value"),
        groups=[row.get("Ethnicity", "all") for row in rows],
    )
    assert_agrees(result, [group[-1] for group in groups])


def is_impossible(group: list[dict[str, str]]) -> bool:
    return any(x > n for x, n in zip(get_floats(group, "Count"), get_floats(group, "denominator"), strict=True))


def has_gap(group: list[dict[str, str]]) -> bool:
    years = get_floats(group, "Year")
    return years[-1] - years[0] > 4


def test_the_reference_group_with_a_gap_has_its_answer_only_where_the_gap_is_closed() -> None:
    (group,) = [group for group in split(read_trend_spc(PROPORTIONS[1])) if has_gap(group)]
    counts = {"count": get_floats(group, "Count"), "denominator": get_floats(group, "denominator")}
    result = recent_trend(get_floats(group, "Year"), kind="proportion", **counts)
    assert (result.trend[0], result.reason[0]) == (
        "cannot be calculated",
        "The gaps between the last five points differ.",
    )
    assert_agrees(recent_trend(range(5), kind="proportion", **counts), [group[-1]])


def test_the_reference_groups_with_a_count_above_its_denominator_are_refused() -> None:
    frame = pd.DataFrame(read_trend_spc(PROPORTIONS[1]))
    frame[["Year", "Count", "denominator"]] = frame[["Year", "Count", "denominator"]].apply(pd.to_numeric)
    with pytest.raises(FrameFaults) as caught:
        trend_of_frame(
            frame, period="Year", kind="proportion", count="Count", denominator="denominator", by="Ethnicity"
        )
    assert [fault.split(":")[0] for fault in caught.value.faults] == [
        'column "Count", row 6',
        'column "Count", row 11',
    ]


@pytest.mark.parametrize(("older", "statistic"), [(False, 46.7636), (True, 46.7653)])
def test_the_older_divisor_gives_the_older_services_statistic(older: bool, statistic: float) -> None:
    # The older service's figure is the newer one's times (3.92 / 3.919928)^2.
    rows = read_trend_spc(OTHER[0])
    result = recent_trend(
        get_floats(rows, "Year"),
        kind="other",
        value=get_floats(rows, "Value"),
        lower=get_floats(rows, "LL"),
        upper=get_floats(rows, "UL"),
        older_divisor=older,
    )
    assert result.statistic[0] == pytest.approx(statistic, abs=ROUNDED)


def test_chi_square_for_trend_of_fleiss_smokers_is_the_one_printed_in_the_manual_of_r() -> None:
    # Fleiss JL (1981), Statistical Methods for Rates and Proportions, p. 139, as in R's prop.trend.test: 8.2249.
    statistic = get_trend_chi_square(np.array([83.0, 90, 129, 70]), np.array([86.0, 93, 136, 82]))
    assert float(statistic) == pytest.approx(8.2249, abs=ROUNDED)


def test_trend_of_graubard_and_korns_malformations_is_the_published_one() -> None:
    # Graubard BI, Korn EL (1987), Biometrics 43: 471-476. With equally spaced scores Agresti (2002), Categorical Data
    # Analysis, has 1.83, and the makers of StatXact print a one-sided probability of 0.0882.
    result = recent_trend(
        range(1, 6), kind="proportion", count=[48, 38, 5, 1, 1], denominator=[17114, 14502, 793, 127, 38]
    )
    assert result.statistic[0] == pytest.approx(1.83, abs=0.005)
    assert chi2.sf(result.statistic[0], 1) / 2 == pytest.approx(0.0882, abs=0.00005)


def test_critical_value_is_chi_square_at_99_point_8_percent() -> None:
    assert pytest.approx(chi2.ppf(0.998, 1), rel=1e-12) == CRITICAL
