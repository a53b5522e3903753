"""Public health statistics: estimates with intervals, and comparisons. NumPy only; SciPy on first use."""

from fiftysteps.stats.comparing import Comparison, Polarity, compare
from fiftysteps.stats.proportions import proportion
from fiftysteps.stats.quantiles import assign_quantiles
from fiftysteps.stats.rates import rate
from fiftysteps.stats.results import Estimate, Interval

__all__ = ["Comparison", "Estimate", "Interval", "Polarity", "assign_quantiles", "compare", "proportion", "rate"]
