"""Funnels of PHEindicatormethods 2.1.0, whose answers stand beside the project and never in it.

The limits of rates and ratios there are by count: each line is given where it passes a whole number of events. Ours, at
the denominators named there, must be that many events over the denominator.
"""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.special import gammainc, pdtr

from fiftysteps.stats.comparisons.funnel_axis import funnel_axis
from fiftysteps.stats.comparisons.funnel_classes import funnel_significance
from fiftysteps.stats.comparisons.funnels import funnel_limits
from fiftysteps.stats.results import Interval

GOLDEN = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "golden"
LEVELS = {0.95: "2s", 0.998: "3s"}
WORDS = {
    "High (0.001)": "high 99.8%",
    "High (0.025)": "high 95%",
    "Not significant": "not significant",
    "Low (0.025)": "low 95%",
    "Low (0.001)": "low 99.8%",
    "Not applicable for events less than 10 for dsrs": "",
}
# Both folders hold the same tests: as the package prints them, and as R reads them.
PROPORTION_INPUTS = ["r_outputs/testdata__test_funnel_inputs", "phe_indicator_methods/testdata_funnel_prop_inputs"]
RATIO_INPUTS = ["r_outputs/testdata__test_funnel_ratio_inputs", "phe_indicator_methods/testdata_funnel_ratio_inputs"]
RATE_INPUTS = ["r_outputs/testdata__test_funnel_rate_inputs", "phe_indicator_methods/testdata_funnel_rate_dsr_inputs"]
RATE_POINTS = [
    "r_outputs/testdata__test_funnel_rate_funnels_input",
    "phe_indicator_methods/testdata_funnel_rate_input_funnels",
]


def read_golden(name: str) -> dict[str, list[str]]:
    path = GOLDEN / f"{name}.csv"
    if not path.is_file():
        pytest.skip(
            f"The reference answers are not here: {path.name} belongs beside the project, in shared/data/golden."
        )
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    return {key.strip(): [row[key] for row in rows] for key in rows[0]}


def get_numbers(columns: dict[str, list[str]], *names: str) -> np.ndarray:
    """The first of the columns named that is there; an empty cell, or NA, is not a number."""
    name = next(one for one in names if one in columns)
    return np.array([float(cell) if cell not in {"", "NA"} else np.nan for cell in columns[name]])


def assert_limits_agree(
    columns: dict[str, list[str]], limits: dict[float, Interval], *, rel: float, multiplier: float = 100
) -> None:
    for level, name in LEVELS.items():
        old = {"2s": "2s0025limit", "3s": "3s0001limit"}[name]
        lower = get_numbers(columns, f"lower_{name}_limit", f"Lower{old}")
        upper = get_numbers(columns, f"upper_{name}_limit", f"Upper{old}")
        assert limits[level].lower.ravel().tolist() == pytest.approx(
            (lower * multiplier / 100).tolist(), rel=rel, abs=0
        )
        assert limits[level].upper.ravel().tolist() == pytest.approx(
            (upper * multiplier / 100).tolist(), rel=rel, abs=0
        )


@pytest.mark.parametrize("inputs", PROPORTION_INPUTS)
@pytest.mark.parametrize(
    ("outputs", "rel"),
    [
        ("r_outputs/R__funnel_prop_limits", 1e-9),
        ("r_outputs/testdata__test_funnel_outputs", 1e-6),
        ("phe_indicator_methods/testdata_funnel_prop_outputs", 1e-6),
    ],
)
def test_limits_of_proportions_along_the_axis_agree(inputs: str, outputs: str, rel: float) -> None:
    areas, lines = read_golden(inputs), read_golden(outputs)
    x, n = get_numbers(areas, "numerator"), get_numbers(areas, "denominator")
    result = funnel_limits(x, n, kind="proportion", multiplier=100)
    assert result.denominator[0].tolist() == get_numbers(lines, "Population").tolist()
    assert result.average[0] == pytest.approx(get_numbers(lines, "baseline", "Baseline")[0], rel=max(rel, 1e-9))
    assert_limits_agree(lines, dict(result.limits), rel=rel)


@pytest.mark.parametrize("inputs", PROPORTION_INPUTS)
@pytest.mark.parametrize(
    "outputs",
    [
        "r_outputs/testdata__test_funnel_outputs_axis_variation",
        "phe_indicator_methods/testdata_funnel_prop_outputs_with_axis_variation",
    ],
)
def test_limits_of_areas_of_like_size_start_the_axis_near_the_smallest(inputs: str, outputs: str) -> None:
    areas, lines = read_golden(inputs), read_golden(outputs)
    x, n = get_numbers(areas, "numerator"), get_numbers(areas, "denominator")
    # The answers' own average and axis are those of the 97 smallest areas.
    like = n <= np.sort(n)[96]
    result = funnel_limits(x[like], n[like], kind="proportion", multiplier=100)
    assert result.denominator[0].tolist() == get_numbers(lines, "Population").tolist()
    assert result.average[0] == pytest.approx(get_numbers(lines, "baseline", "Baseline")[0], rel=1e-9)
    assert_limits_agree(lines, dict(result.limits), rel=1e-9)


def test_upper_limit_of_proportions_is_capped_at_the_multiplier_and_not_at_a_hundred() -> None:
    areas, lines = read_golden(PROPORTION_INPUTS[0]), read_golden("r_outputs/R__funnel_prop_limits")
    x, n = get_numbers(areas, "numerator"), get_numbers(areas, "denominator")
    assert get_numbers(lines, "upper_3s_limit").max() == 100
    per_thousand = funnel_limits(x, n, kind="proportion", multiplier=1000)
    assert per_thousand.limits[0.998].upper.max() == 1000
    # Had the cap stood at 100, all these upper limits would have been 100.
    assert_limits_agree(lines, dict(per_thousand.limits), rel=1e-9, multiplier=1000)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        *((name, name) for name in PROPORTION_INPUTS),
        (PROPORTION_INPUTS[0], "r_outputs/R__funnel_prop_significance"),
    ],
)
def test_significance_of_proportions_agrees(name: str, expected: str) -> None:
    areas, answers = read_golden(name), read_golden(expected)
    result = funnel_significance(
        get_numbers(areas, "numerator"), get_numbers(areas, "denominator"), kind="proportion", multiplier=100
    )
    assert result.significance.tolist() == [WORDS[word] for word in answers["significance"]]


@pytest.mark.parametrize(
    ("name", "expected"),
    [*((name, name) for name in RATIO_INPUTS), (RATIO_INPUTS[0], "r_outputs/R__funnel_ratio_significance")],
)
def test_significance_of_ratios_agrees(name: str, expected: str) -> None:
    areas, answers = read_golden(name), read_golden(expected)
    result = funnel_significance(get_numbers(areas, "obs"), get_numbers(areas, "expected"), kind="ratio")
    assert result.significance.tolist() == [WORDS[word] for word in answers["significance"]]


@pytest.mark.parametrize("name", RATE_INPUTS)
@pytest.mark.parametrize("multiplier", [100_000, 100])
def test_significance_of_rates_agrees(name: str, multiplier: float) -> None:
    """The answers are with the last area, which has no events, and without it."""
    areas = read_golden(name)
    x, n = get_numbers(areas, "count"), get_numbers(areas, "pop")
    standardised = get_numbers(areas, "rate_dsr") * multiplier / 100_000
    for rows, given in ((slice(None), "with_0"), (slice(0, -1), "without_0")):
        crude = funnel_significance(x[rows], n[rows], kind="rate", multiplier=multiplier)
        expected = [WORDS[word] for word in areas[f"crude_per_{multiplier}_{given}"][rows]]
        assert crude.significance.tolist() == expected
        dsr = funnel_significance(x[rows], kind="rate", rate=standardised[rows], multiplier=multiplier)
        assert dsr.significance.tolist() == [WORDS[word] for word in areas[f"dsr_per_{multiplier}_{given}"][rows]]


@pytest.mark.parametrize("name", RATE_POINTS)
def test_points_of_rates_stand_at_their_derived_yearly_population(name: str) -> None:
    areas = read_golden(name)
    x, rates, n = get_numbers(areas, "ev"), get_numbers(areas, "rate"), get_numbers(areas, "pop")
    years = 3
    crude = funnel_significance(x, kind="rate", rate=rates)
    assert (crude.denominator / years).tolist() == pytest.approx(
        get_numbers(areas, "denominator_derived_crude").tolist(), rel=1e-9
    )
    assert crude.value.tolist() == pytest.approx(get_numbers(areas, "rate_chart_crude").tolist(), rel=1e-9)
    # The one area without a standardised rate was given fewer than ten events in that test, and none in the next.
    few = np.isnan(get_numbers(areas, "rate_chart"))
    assert few.sum() == 1
    standardised = funnel_significance(np.where(few, 5, x), kind="rate", rate=rates)
    expected = get_numbers(areas, "denominator_derived")
    assert (standardised.denominator / years).tolist() == pytest.approx(expected.tolist(), rel=1e-9, nan_ok=True)
    # There the data are of five years, and the area without events stands at its own population.
    derived = np.where(few, n, np.where(few, 1, x) / rates * 100_000)
    none = funnel_significance(np.where(few, 0, x), derived, kind="rate")
    expected = get_numbers(areas, "denominator_derived_crude_with_denom")
    assert (none.denominator / 5).tolist() == pytest.approx(expected.tolist(), rel=1e-9)


def assert_poisson_lines_agree(
    lines: dict[str, list[str]],
    kind: Any,
    *,
    average: float,
    count: str,
    place: str,
    limit: str = "limit",
    years: float = 1,
    ratio_type: Any = "isr",
) -> None:
    """Hold our limits, at the denominators of the answers, against the answers' limits and against their definition.

    The answers' denominators were found by a search that stops early: the tail's probability there is off by up to
    0.0000004, and so the limits are by up to 0.00001 of themselves. Ours are exact at the same denominators, which the
    tail of the count that each answer belongs to shows.
    """
    x = get_numbers(lines, count)
    for level, name in LEVELS.items():
        for side in ("lower", "upper"):
            n = get_numbers(lines, f"{side}_{name}_{place}") * years
            given = {"kind": kind, "average": average, "at": n, "ratio_type": ratio_type}
            found = getattr(funnel_limits([1], [1], confidence=level, **given).limits[level], side)[0]
            scale = 100 if limit == "isr" or (limit == "limit" and ratio_type == "isr" and kind == "ratio") else 1
            expected = get_numbers(lines, f"{side}_{name}_{limit}")
            assert (found * scale).tolist() == pytest.approx(expected.tolist(), rel=1e-5)
            mean = n * average / (100_000 if kind == "rate" else 1)
            tails = pdtr(x, mean) if side == "lower" else gammainc(x, mean)
            assert tails.tolist() == pytest.approx([(1 - level) / 2] * len(n), abs=5e-7)


@pytest.mark.parametrize(
    ("name", "ratio_type"),
    [("r_outputs/R__funnel_ratio_count_limits", "count"), ("r_outputs/R__funnel_ratio_isr_limits", "isr")],
)
def test_limits_of_ratios_agree(name: str, ratio_type: str) -> None:
    lines = read_golden(name)
    place = {"count": "Observed_events", "place": "exp_events"}
    assert_poisson_lines_agree(lines, "ratio", average=1, ratio_type=ratio_type, **place)


@pytest.mark.parametrize(
    "name", ["r_outputs/testdata__test_funnel_ratio_outputs", "phe_indicator_methods/testdata_funnel_ratio_outputs"]
)
@pytest.mark.parametrize("ratio_type", ["count", "isr"])
def test_limits_of_ratios_agree_with_the_packages_own_tests(name: str, ratio_type: str) -> None:
    lines = read_golden(name)
    place = {"count": "Observed_events", "place": "exp_events", "limit": ratio_type}
    assert_poisson_lines_agree(lines, "ratio", average=1, ratio_type=ratio_type, **place)


@pytest.mark.parametrize("name", RATIO_INPUTS)
def test_axis_of_ratios_is_the_answers_and_one_step_longer(name: str) -> None:
    """The answers' axis of ratios stops one step short of its end."""
    areas, lines = read_golden(name), read_golden("r_outputs/R__funnel_ratio_isr_limits")
    axis = funnel_axis(get_numbers(areas, "expected"), points=101)
    assert axis[:-1].tolist() == get_numbers(lines, "Observed_events").tolist()
    assert axis[-1] == 750


@pytest.mark.parametrize(
    "folder", ["r_outputs/testdata__test_funnel_rate_funnels", "phe_indicator_methods/testdata_funnel_rate_outputs"]
)
@pytest.mark.parametrize("number", ["", "_2", "_3"])
def test_limits_of_rates_agree(folder: str, number: str) -> None:
    lines = read_golden(folder + number)
    average = get_numbers(lines, "baseline")[0]
    place = {"count": "Events", "place": "population_1_year", "years": 3}
    assert_poisson_lines_agree(lines, "rate", average=average, **place)


@pytest.mark.parametrize("name", RATE_POINTS)
@pytest.mark.parametrize(("number", "events"), [("", None), ("_2", 5)])
def test_average_and_end_of_the_axis_of_rates_agree(name: str, number: str, events: float | None) -> None:
    """In the second test the area without a standardised rate has five events, and the rates are crude."""
    areas, lines = read_golden(name), read_golden("r_outputs/testdata__test_funnel_rate_funnels" + number)
    x, rates = get_numbers(areas, "ev"), get_numbers(areas, "rate")
    if events is None:
        result = funnel_limits(x, kind="rate", rate=rates, at="data")
    else:
        x = np.where(np.isnan(get_numbers(areas, "rate_chart")), events, x)
        result = funnel_limits(x, x / rates * 100_000, kind="rate", at="data")
    average = float(result.average[0])
    assert average == pytest.approx(get_numbers(lines, "baseline")[0], rel=1e-9)
    # The answers' axis is of events, up to those expected at the end of the axis of yearly populations.
    end = funnel_axis(result.denominator / 3)[-1]
    assert np.ceil(end * 3 * average / 100_000) == get_numbers(lines, "Events")[-1]
