"""Significance in funnels of random data, against PHStatsMethods."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fiftysteps.stats.comparisons.funnel_classes import funnel_significance
from fiftysteps.stats.comparisons.funnels import funnel_limits

oracle = pytest.importorskip("PHStatsMethods")
WORDS = {
    "High (0.001)": "high 99.8%",
    "High (0.025)": "high 95%",
    "Not significant": "not significant",
    "Low (0.025)": "low 95%",
    "Low (0.001)": "low 99.8%",
    "Not applicable for events less than 10 for DSRs": "",
}
AREAS = st.lists(
    st.integers(20, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2, max_size=25
)
pytestmark = pytest.mark.filterwarnings("ignore")


def ask_oracle(frame: pd.DataFrame, statistic: str, **options: Any) -> list[str]:
    answer = oracle.assign_funnel_significance(frame, "x", statistic, **options)
    (added,) = [name for name in answer.columns if name not in frame.columns and name.lower() == "significance"]
    return [WORDS[word] for word in answer[added]]


@settings(max_examples=10, deadline=None)
@given(AREAS, st.sampled_from(["proportion", "ratio"]))
def test_significance_of_proportions_and_ratios_agrees(rows: list[tuple[int, int]], kind: Any) -> None:
    frame = pd.DataFrame(rows, columns=["x", "n"])
    # The oracle breaks down where everybody, or nobody, has the characteristic.
    assume(kind == "ratio" or 0 < frame["x"].sum() < frame["n"].sum())
    result = funnel_significance(frame["x"], frame["n"], kind=kind)
    assert result.significance.tolist() == ask_oracle(frame, kind, denom_col="n")


@settings(max_examples=10, deadline=None)
@given(AREAS, st.sampled_from(["dsr", "crude"]))
def test_significance_of_rates_agrees(rows: list[tuple[int, int]], rate_type: str) -> None:
    frame = pd.DataFrame([row for row in rows if row[0]], columns=["x", "n"])
    assume(len(frame) > 1)
    frame["y"] = 100_000 * frame["x"] / frame["n"]
    if rate_type == "dsr":
        result = funnel_significance(frame["x"], kind="rate", rate=frame["y"])
    else:
        result = funnel_significance(frame["x"], frame["n"], kind="rate")
    options = {"rate": "y", "rate_type": rate_type, "multiplier": 100_000}
    assert result.significance.tolist() == ask_oracle(frame, "rate", denom_col="n", **options)


@settings(max_examples=5, deadline=None)
@given(
    st.lists(
        st.integers(1000, 90_000).flatmap(lambda n: st.tuples(st.integers(1, n - 1), st.just(n))),
        min_size=2,
        max_size=25,
    )
)
def test_limits_of_proportions_along_the_axis_agree(rows: list[tuple[int, int]]) -> None:
    frame = pd.DataFrame(rows, columns=["x", "n"])
    answer = oracle.calculate_funnel_limits(frame, "x", "proportion", 100, denom_col="n")
    result = funnel_limits(frame["x"], frame["n"], kind="proportion", multiplier=100)
    assert result.denominator[0].tolist() == answer.iloc[:, 0].tolist()
    for level, name in ((0.95, "2s"), (0.998, "3s")):
        limits = result.limits[level]
        for side, ours in (("lower", limits.lower[0]), ("upper", limits.upper[0])):
            assert ours.tolist() == pytest.approx(answer[f"{side}_{name}_limit"].tolist(), rel=1e-9, abs=1e-9)


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 400), st.floats(1, 400)), min_size=2, max_size=10))
def test_limits_of_ratios_pass_through_the_oracles_lines(rows: list[tuple[int, float]]) -> None:
    frame = pd.DataFrame(rows, columns=["x", "n"])
    answer = oracle.calculate_funnel_limits(frame, "x", "ratio", 100, denom_col="n", ratio_type="isr", years_of_data=1)
    for level, name in ((0.95, "2s"), (0.998, "3s")):
        for side in ("lower", "upper"):
            at = np.asarray(answer[f"{side}_{name}_exp_events"], float)
            ours = getattr(funnel_limits([1], [1], kind="ratio", at=at, multiplier=100).limits[level], side)[0]
            # The oracle finds its expected events by a search that stops early.
            assert ours.tolist() == pytest.approx(answer[f"{side}_{name}_limit"].tolist(), rel=1e-5)
