"""Public health statistics on arrays: estimates with intervals, comparisons, inequality, participation, opinion.

NumPy only; SciPy on first use. `fiftysteps.stats.frame` gives the same for data frames.
"""

from fiftysteps.stats.agreement import Agreement, krippendorff_alpha
from fiftysteps.stats.attributable import AttributableRisk, attributable_risk
from fiftysteps.stats.attributable_fractions import AttributableFraction, attributable_fraction
from fiftysteps.stats.codings import Measurement
from fiftysteps.stats.comparing import Comparison, Polarity, compare
from fiftysteps.stats.comparing_otherwise import compare_overlap, compare_quintiles, compare_with_limits
from fiftysteps.stats.concentration import ConcentrationIndex, concentration_index
from fiftysteps.stats.design_effects import DesignEffect, design_effect
from fiftysteps.stats.entropy import Theil, theil
from fiftysteps.stats.excesses import excess
from fiftysteps.stats.expectancies import LifeExpectancy, NoExpectancy
from fiftysteps.stats.funnel_axis import funnel_axis
from fiftysteps.stats.funnel_classes import FunnelSignificance, funnel_significance
from fiftysteps.stats.funnels import FunnelLimits, funnel_limits
from fiftysteps.stats.gap_changes import compare_gaps
from fiftysteps.stats.gap_comparing import GapChange, GapOutcome
from fiftysteps.stats.gap_estimating import Gap
from fiftysteps.stats.gaps import gap
from fiftysteps.stats.goodness_of_fit import GoodnessOfFit, chi_square
from fiftysteps.stats.healthy_life import healthy_life_expectancy
from fiftysteps.stats.life_tables import life_expectancy
from fiftysteps.stats.life_years import NoYearsLost, YearsOfLifeLost, years_of_life_lost
from fiftysteps.stats.opinion import (
    Components,
    OpinionGroup,
    OpinionGroups,
    OpinionStatements,
    Representative,
    Stance,
    opinion_groups,
    opinion_statements,
)
from fiftysteps.stats.overdispersion import Overdispersion, estimate_overdispersion
from fiftysteps.stats.partial_indicators import PartialIndicators
from fiftysteps.stats.participation import ParticipationRatio, participation_ratio
from fiftysteps.stats.process_charts import ProcessChart, spc
from fiftysteps.stats.proportions import proportion
from fiftysteps.stats.quantiles import assign_quantiles
from fiftysteps.stats.r_indicators import RIndicator, r_indicator
from fiftysteps.stats.raking import Raking, rake
from fiftysteps.stats.raking_refusals import RakingRefused
from fiftysteps.stats.rates import rate
from fiftysteps.stats.results import Estimate, GroupedEstimate, Interval
from fiftysteps.stats.slope_estimating import SlopeIndex
from fiftysteps.stats.slope_indices import slope_index
from fiftysteps.stats.slope_scales import ValueKind
from fiftysteps.stats.spc_rules import Rule
from fiftysteps.stats.spc_words import Assurance, Improvement, Variation
from fiftysteps.stats.trend_inputs import TrendKind
from fiftysteps.stats.trend_points import NoTrend
from fiftysteps.stats.trends import RecentTrend, TrendDirection, TrendLabel, recent_trend

__all__ = [
    "Agreement",
    "Assurance",
    "AttributableFraction",
    "AttributableRisk",
    "Comparison",
    "Components",
    "ConcentrationIndex",
    "DesignEffect",
    "Estimate",
    "FunnelLimits",
    "FunnelSignificance",
    "Gap",
    "GapChange",
    "GapOutcome",
    "GoodnessOfFit",
    "GroupedEstimate",
    "Improvement",
    "Interval",
    "LifeExpectancy",
    "Measurement",
    "NoExpectancy",
    "NoTrend",
    "NoYearsLost",
    "OpinionGroup",
    "OpinionGroups",
    "OpinionStatements",
    "Overdispersion",
    "PartialIndicators",
    "ParticipationRatio",
    "Polarity",
    "ProcessChart",
    "RIndicator",
    "Raking",
    "RakingRefused",
    "RecentTrend",
    "Representative",
    "Rule",
    "SlopeIndex",
    "Stance",
    "Theil",
    "TrendDirection",
    "TrendKind",
    "TrendLabel",
    "ValueKind",
    "Variation",
    "YearsOfLifeLost",
    "assign_quantiles",
    "attributable_fraction",
    "attributable_risk",
    "chi_square",
    "compare",
    "compare_gaps",
    "compare_overlap",
    "compare_quintiles",
    "compare_with_limits",
    "concentration_index",
    "design_effect",
    "estimate_overdispersion",
    "excess",
    "funnel_axis",
    "funnel_limits",
    "funnel_significance",
    "gap",
    "healthy_life_expectancy",
    "krippendorff_alpha",
    "life_expectancy",
    "opinion_groups",
    "opinion_statements",
    "participation_ratio",
    "proportion",
    "r_indicator",
    "rake",
    "rate",
    "recent_trend",
    "slope_index",
    "spc",
    "theil",
    "years_of_life_lost",
]
