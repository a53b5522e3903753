"""PHStatsMethods as an oracle: rates, ratios, proportions and means of random tables."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from fiftysteps.stats import frame as frames
from fiftysteps.stats.frame.directly_standardised import directly_standardised_rate
from fiftysteps.stats.frame.indirectly_standardised import indirectly_standardised_rate, indirectly_standardised_ratio
from fiftysteps.stats.frame.means import mean

oracle = pytest.importorskip("PHStatsMethods")
# What the oracle itself warns of.
pytestmark = pytest.mark.filterwarnings("ignore")

LEVELS = [0.95, 0.998]
ROW = st.fixed_dictionaries(
    {
        "area": st.sampled_from("abc"),
        # The oracle takes neither a total of no events nor negative values; our own tests do.
        "count": st.integers(1, 30),
        "population": st.integers(30, 5_000),
        "standard": st.integers(1, 7_000),
        "reference_count": st.integers(1, 500),
        "reference_population": st.integers(500, 60_000),
        "value": st.floats(0, 1_000),
    }
)
# The oracle takes seconds for what we do at once: few examples, and no search for a smaller one.
FEW = settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
TABLES = st.lists(ROW, min_size=1, max_size=15).map(pd.DataFrame)
REFERENCE = {"reference_count": "reference_count", "reference_population": "reference_population"}


def assert_same(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Group by group and bound by bound; where the oracle has no value, ours is missing for a reason."""
    theirs = theirs.set_index("area").loc[ours["area"]]
    for name, column in (
        ("value", "Value"),
        ("lower_95", "lower_95_ci"),
        ("upper_95", "upper_95_ci"),
        ("lower_99_8", "lower_99_8_ci"),
        ("upper_99_8", "upper_99_8_ci"),
    ):
        expected = pd.to_numeric(theirs[column], errors="coerce").to_numpy(dtype=float)
        assert ours[name].tolist() == pytest.approx(expected.tolist(), rel=1e-9, abs=1e-9, nan_ok=True)
    assert (ours["note"] != "").tolist() == ours["value"].isna().tolist()


def call(function: Any, table: pd.DataFrame, *columns: str, **options: object) -> pd.DataFrame:
    # The oracle changes what it is given.
    return function(table.copy(), *columns, group_cols="area", confidence=LEVELS, **options)


@FEW
@given(TABLES)
def test_directly_standardised_rates_are_the_oracles(table: pd.DataFrame) -> None:
    ours = directly_standardised_rate(
        table, count="count", population="population", standard="standard", by="area", confidence=LEVELS
    )
    theirs = call(oracle.ph_dsr, table, "count", "population", "standard", euro_standard_pops=False)
    assert_same(ours, theirs)


@FEW
@given(TABLES)
def test_indirectly_standardised_results_are_the_oracles(table: pd.DataFrame) -> None:
    names = {"count": "count", "population": "population", **REFERENCE}
    ratios = indirectly_standardised_ratio(table, **names, by="area", multiplier=100, confidence=LEVELS)
    assert_same(ratios, call(oracle.ph_ISRatio, table, *names, refvalue=100))
    rates = indirectly_standardised_rate(table, **names, by="area", confidence=LEVELS)
    assert_same(rates, call(oracle.ph_ISRate, table, *names))


@FEW
@given(TABLES)
def test_rates_and_proportions_are_the_oracles(table: pd.DataFrame) -> None:
    rates = frames.rate(table, count="count", population="population", by="area", confidence=LEVELS)
    assert_same(rates, call(oracle.ph_rate, table, "count", "population"))
    parts = frames.proportion(table, count="count", denominator="population", by="area", confidence=LEVELS)
    assert_same(parts, call(oracle.ph_proportion, table, "count", "population"))


@FEW
@given(TABLES)
def test_means_are_the_oracles(table: pd.DataFrame) -> None:
    enough = table[table.groupby("area")["area"].transform("size") > 1]
    if len(enough):
        assert_same(mean(enough, value="value", by="area", confidence=LEVELS), call(oracle.ph_mean, enough, "value"))
