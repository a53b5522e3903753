"""Public health statistics on arrays: estimates with intervals, comparisons, inequality, participation, opinion.

NumPy only; SciPy on first use. `fiftysteps.stats.frame` gives the same for data frames.
"""

from fiftysteps.stats.change.process_charts import ProcessChart, spc
from fiftysteps.stats.change.spc_rules import Rule
from fiftysteps.stats.change.spc_words import Assurance, Improvement, Variation
from fiftysteps.stats.change.trend_inputs import TrendKind
from fiftysteps.stats.change.trend_points import NoTrend
from fiftysteps.stats.change.trends import RecentTrend, TrendDirection, TrendLabel, recent_trend
from fiftysteps.stats.coding.agreement import Agreement, krippendorff_alpha
from fiftysteps.stats.coding.codings import Measurement
from fiftysteps.stats.comparisons.comparing import Comparison, Polarity, compare
from fiftysteps.stats.comparisons.comparing_otherwise import compare_overlap, compare_quintiles, compare_with_limits
from fiftysteps.stats.comparisons.funnel_axis import funnel_axis
from fiftysteps.stats.comparisons.funnel_classes import FunnelSignificance, funnel_significance
from fiftysteps.stats.comparisons.funnels import FunnelLimits, funnel_limits
from fiftysteps.stats.comparisons.overdispersion import Overdispersion, estimate_overdispersion
from fiftysteps.stats.comparisons.quantiles import assign_quantiles
from fiftysteps.stats.estimates.attributable import AttributableRisk, attributable_risk
from fiftysteps.stats.estimates.attributable_fractions import AttributableFraction, attributable_fraction
from fiftysteps.stats.estimates.direct import directly_standardised_rate
from fiftysteps.stats.estimates.excesses import excess
from fiftysteps.stats.estimates.indirect import (
    IndirectlyStandardisedRate,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
)
from fiftysteps.stats.estimates.means import Mean, mean
from fiftysteps.stats.estimates.proportions import proportion
from fiftysteps.stats.estimates.rates import rate
from fiftysteps.stats.estimates.standards import StandardPopulation, get_standard
from fiftysteps.stats.inequality.concentration import ConcentrationIndex, concentration_index
from fiftysteps.stats.inequality.entropy import Theil, theil
from fiftysteps.stats.inequality.gap_changes import compare_gaps
from fiftysteps.stats.inequality.gap_comparing import GapChange, GapOutcome
from fiftysteps.stats.inequality.gap_estimating import Gap
from fiftysteps.stats.inequality.gaps import gap
from fiftysteps.stats.inequality.slope_estimating import SlopeIndex
from fiftysteps.stats.inequality.slope_indices import slope_index
from fiftysteps.stats.inequality.slope_scales import ValueKind
from fiftysteps.stats.life.expectancies import LifeExpectancy, NoExpectancy
from fiftysteps.stats.life.healthy_life import healthy_life_expectancy
from fiftysteps.stats.life.life_tables import life_expectancy
from fiftysteps.stats.life.life_years import NoYearsLost, YearsOfLifeLost, years_of_life_lost
from fiftysteps.stats.opinion import (
    Components,
    NearestGroup,
    OpinionGroup,
    OpinionGroups,
    OpinionStatements,
    Representative,
    Stance,
    nearest_group,
    opinion_groups,
    opinion_statements,
)
from fiftysteps.stats.results import Estimate, GroupedEstimate, Interval
from fiftysteps.stats.turnout.design_effects import DesignEffect, design_effect
from fiftysteps.stats.turnout.goodness_of_fit import GoodnessOfFit, chi_square
from fiftysteps.stats.turnout.partial_indicators import PartialIndicators
from fiftysteps.stats.turnout.participation import ParticipationRatio, participation_ratio
from fiftysteps.stats.turnout.r_indicators import RIndicator, r_indicator
from fiftysteps.stats.turnout.raking import Raking, rake
from fiftysteps.stats.turnout.raking_refusals import RakingRefused
from fiftysteps.stats.turnout.unheard import Unheard, unheard

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
    "IndirectlyStandardisedRate",
    "Interval",
    "LifeExpectancy",
    "Mean",
    "Measurement",
    "NearestGroup",
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
    "StandardPopulation",
    "Theil",
    "TrendDirection",
    "TrendKind",
    "TrendLabel",
    "Unheard",
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
    "directly_standardised_rate",
    "estimate_overdispersion",
    "excess",
    "funnel_axis",
    "funnel_limits",
    "funnel_significance",
    "gap",
    "get_standard",
    "healthy_life_expectancy",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "krippendorff_alpha",
    "life_expectancy",
    "mean",
    "nearest_group",
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
    "unheard",
    "years_of_life_lost",
]
