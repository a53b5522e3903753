"""The statistics on data frames: pandas, Polars, PyArrow and what else Narwhals knows. The same kind comes back."""

from fiftysteps.stats.frame.agreement import krippendorff_alpha
from fiftysteps.stats.frame.attributable import attributable_fraction, attributable_risk, excess
from fiftysteps.stats.frame.comparing import compare
from fiftysteps.stats.frame.comparing_otherwise import compare_overlap, compare_quintiles, compare_with_limits
from fiftysteps.stats.frame.directly_standardised import directly_standardised_rate
from fiftysteps.stats.frame.disclosure import round_counts, suppress
from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.funnels import funnel_limits, funnel_significance
from fiftysteps.stats.frame.gaps import compare_gaps, gap
from fiftysteps.stats.frame.indirectly_standardised import (
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)
from fiftysteps.stats.frame.inequality import concentration_index, theil
from fiftysteps.stats.frame.life_tables import healthy_life_expectancy, life_expectancy
from fiftysteps.stats.frame.life_years import years_of_life_lost
from fiftysteps.stats.frame.means import mean
from fiftysteps.stats.frame.opinion import OpinionFrames, opinion_groups
from fiftysteps.stats.frame.participation import participation_ratio
from fiftysteps.stats.frame.process_charts import spc
from fiftysteps.stats.frame.proportions_and_rates import proportion, rate
from fiftysteps.stats.frame.quantiles import quantile
from fiftysteps.stats.frame.raking import rake
from fiftysteps.stats.frame.slope_indices import slope_index
from fiftysteps.stats.frame.trends import recent_trend

__all__ = [
    "FrameFaults",
    "OpinionFrames",
    "attributable_fraction",
    "attributable_risk",
    "compare",
    "compare_gaps",
    "compare_overlap",
    "compare_quintiles",
    "compare_with_limits",
    "concentration_index",
    "directly_standardised_rate",
    "excess",
    "funnel_limits",
    "funnel_significance",
    "gap",
    "healthy_life_expectancy",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "krippendorff_alpha",
    "life_expectancy",
    "mean",
    "opinion_groups",
    "participation_ratio",
    "proportion",
    "quantile",
    "rake",
    "rate",
    "recent_trend",
    "round_counts",
    "slope_index",
    "spc",
    "suppress",
    "theil",
    "years_of_life_lost",
]
