"""The slope index and the relative index of inequality."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.groups import Groups, get_groups
from fiftysteps.stats.inequality.ridits import get_ranks
from fiftysteps.stats.inequality.slope_estimating import Options, SlopeIndex, estimate_slopes
from fiftysteps.stats.inequality.slope_fitting import Ratio
from fiftysteps.stats.inequality.slope_inputs import build_slope_rows, check_uncertainty, find_slope_faults
from fiftysteps.stats.inequality.slope_scales import Transform, ValueKind, get_fitting_scale
from fiftysteps.stats.inputs import check_confidence
from fiftysteps.stats.rows import check_rows, find_out_of_range, get_rows

# The year of Low and Low's paper. Any whole number would do; a fixed one makes the same data give the same bounds.
SEED = 2004


def slope_index(
    value: ArrayLike,
    population: ArrayLike,
    quantile: ArrayLike,
    groups: ArrayLike | Groups | None = None,
    *,
    se: ArrayLike | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    kind: ValueKind | str = ValueKind.OTHER,
    transform: Transform = False,
    multiplier: float = 1.0,
    confidence: float | Sequence[float] = 0.95,
    repetitions: int = 100_000,
    seed: int = SEED,
    rii: Ratio = "ends",
) -> SlopeIndex:
    """Estimate the slope index and the relative index of inequality of each group.

    The slope index says how much a value differs between the two ends of society, read from a line through all
    quantiles and not from the two outermost alone.

    Parameters
    ----------
    value : array_like of float, shape (n,)
        The value of each quantile: a rate, a proportion between 0 and 1, or another value such as life expectancy. Not
        a number where missing.
    population : array_like of float, shape (n,)
        Its people. A quantile of nobody plays no part.
    quantile : array_like of float, shape (n,)
        Its place in society, such as its deprivation decile, each only once in a group. Only the order counts. The
        lowest is the first end: with 1 for the most deprived, the index is the least deprived's value less the most
        deprived's.
    groups : array_like or Groups, shape (n,)
        The label of each row's group, such as its area. All rows are one group where it is left out.
    se : array_like of float, shape (n,), keyword-only
        Standard errors: **of the logarithm** of a rate, **of the logit** of a proportion, of any other value itself.
    lower, upper : array_like of float, shape (n,), keyword-only
        Bounds at 95% confidence, in the units of the value, instead of standard errors. These are worked out from the
        width on the scale just named: (log upper - log lower) / (2 · 1.959964) for a rate.
    kind : {"rate", "proportion", "other"}, keyword-only
        What the value is.
    transform : bool or {"none", "log", "logit"}, keyword-only
        Whether the line is fitted on the scale of the kind: log for rates, logit for proportions. It cannot be for
        other values.
    multiplier : float, keyword-only
        By which the slope index is multiplied: 100 turns a difference of proportions into percentage points. A negative
        one turns the index round, to the first end less the last, and the ratio with it.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.
    repetitions : int, keyword-only
        Draws of the simulation, at least 1,000. It plays no part where the value is not transformed.
    seed : int, keyword-only
        Of the simulation, from 0. The same seed gives the same bounds.
    rii : {"ends", "mean"}, keyword-only
        The relative index: the last end over the first, or the slope index over the mean value, as Scotland's reports
        state it.

    Returns
    -------
    SlopeIndex
        One index for each group, in the order in which groups first appear. A group with a value, population or
        quantile missing, or with people in fewer than two quantiles, has none. One with a standard error or bound
        missing has no intervals. A rate of zero, a proportion of 0 or 1, or a bound of these, has no place on its
        scale: then the index has no interval, and where the value itself would have to be transformed, no estimate
        either. The ratio is missing where the ends are not of one sign, and its interval where that is unbounded.
        `reason` says which.

    Raises
    ------
    ValueError
        A population, a standard error, a rate or a proportion is negative, a proportion is above 1, a number is
        infinite, a bound lies on the wrong side of its value, a quantile stands twice in a group; or there are neither
        standard errors nor bounds, or both; or an option is none of those above.

    Notes
    -----
    With a the share of a quantile's people and x its ridit, which is the share of people below the middle of it, the
    line is fitted by least squares weighted by a [1]_. Its middle is sum(a · y) and its slope sum(a · (x - 1/2) · y) /
    sum(a · (x - 1/2)²), y being the values or their transforms. The ends are the middle less and plus half of the
    slope, taken back to the value's own scale.

    Untransformed, the index is a sum of the values times fixed weights w, so its variance is sum(w² · se²) and its
    interval the normal one. The standard error of a rate is taken as the rate times that of its logarithm, and of a
    proportion p as p · (1 - p) times that of its logit (the delta method). The interval of the ratio is Fieller's [2]_.
    The R package PHEindicatormethods simulates these too; the two agree within the error of its draws, and for rates
    and proportions the slight shift between the average of its log-normal or logit-normal draws and the value.

    Transformed, slopes are drawn from their normal distribution, the line's middle being held at its estimate, and the
    bounds are quantiles of what the ends then give. This is what the R package's answers are, to all digits: the
    uncertainty of the middle plays no part in them. Its SII intervals of the examples that come with it are between 2%
    narrower and 7% wider than with the middle drawn as well. Every group gets the same standard normal draws, so that
    its bounds do not hang on which others there are. Where the multiplier lies between 0 and 1 the R package swaps the
    bounds of the slope index on the log scale; we do not.

    References
    ----------
    .. [1] Low A, Low A (2004). Measuring the gap: quantifying and comparing local health inequalities.
       Journal of Public Health 26: 388-395.
    .. [2] Fieller EC (1954). Some problems in interval estimation.
       Journal of the Royal Statistical Society, Series B 16: 175-185.

    Examples
    --------
    Years of life expected in five fifths of an area, 1 being the most deprived (illustrative figures).

    >>> years = [76.2, 77.9, 79.8, 81.1, 83.0]
    >>> result = slope_index(years, [9_000, 11_000, 10_000, 8_000, 12_000], [1, 2, 3, 4, 5], se=[0.5] * 5)
    >>> interval = result.sii_intervals[0.95]
    >>> print(f"{result.sii[0]:.1f} years more, likely between {interval.lower[0]:.1f} and {interval.upper[0]:.1f}")
    8.6 years more, likely between 7.0 and 10.1
    """
    kind, levels = ValueKind(kind), check_confidence(confidence)
    scale = get_fitting_scale(kind, transform)
    _check_options(multiplier, repetitions, rii)
    check_uncertainty(se=se, lower=lower, upper=upper)
    uncertainty = {"se": se} if se is not None else {"lower": lower, "upper": upper}
    given = {"value": value, "population": population, "quantile": quantile, **uncertainty}
    rows = get_rows(**given)  # type: ignore[arg-type]  # what may be None has just been checked
    own = get_groups(groups, len(rows["value"]))
    may_be_negative = ["quantile", *(("value", "lower", "upper") if kind is ValueKind.OTHER else ())]
    faults = find_out_of_range(rows, may_be_negative)
    check_rows([*faults, *find_slope_faults(rows, kind, get_ranks(rows["quantile"], own))])
    ready = build_slope_rows(rows, kind, scale, own)
    return estimate_slopes(ready, Options(kind, scale, rii, multiplier, levels, repetitions, seed))


def _check_options(multiplier: float, repetitions: int, rii: str) -> None:
    if multiplier == 0 or not np.isfinite(multiplier):
        raise ValueError(f"multiplier: {multiplier:g} is zero or not finite")
    # Below a thousand draws, quantiles in the tails of 95% rest on a couple of dozen draws.
    if repetitions < 1_000:
        raise ValueError(f"repetitions: {repetitions} is fewer than 1,000")
    if rii not in {"ends", "mean"}:
        raise ValueError(f'rii: {rii!r} is neither "ends" nor "mean"')
