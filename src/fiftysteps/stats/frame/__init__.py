"""The statistics on data frames: pandas, Polars, PyArrow and what else Narwhals knows. The same kind comes back."""

from fiftysteps.stats.frame.faults import FrameFaults
from fiftysteps.stats.frame.proportions_and_rates import proportion, rate

__all__ = ["FrameFaults", "proportion", "rate"]
