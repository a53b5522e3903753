"""Funnel plots: which areas differ from the average by more than their size explains."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.comparisons.funnel_axis import POINTS, build_axes
from fiftysteps.stats.comparisons.funnel_points import LEVELS, FunnelKind, FunnelPoints, get_funnel_points
from fiftysteps.stats.comparisons.funnel_shape import estimate_spread, get_applied, get_limits, scale_spread
from fiftysteps.stats.comparisons.overdispersion import WINSORISED, Overdispersion
from fiftysteps.stats.estimates.proportions import WILSON
from fiftysteps.stats.estimates.rates import EXACT
from fiftysteps.stats.groups import Groups
from fiftysteps.stats.inputs import check_confidence
from fiftysteps.stats.results import Floats, Interval, Words

RANDOM_EFFECTS = "additive random effects"
NO_POINTS = "No area has a value."


@dataclass(frozen=True, eq=False)
class FunnelLimits:
    """The control limits of the funnels of g groups.

    Attributes
    ----------
    groups : ndarray, shape (g,)
        The label of each group, in the order of first appearance.
    denominator : ndarray of float, shape (n,) or (g, m)
        Where the limits stand: at the n areas, or at m denominators for each group.
    average : ndarray of float, shape (g,)
        The middle line of each group, in units of `multiplier`.
    limits : mapping of float to Interval, arrays of the shape of `denominator`
        Lower and upper limits by level, in units of `multiplier`.
    method : ndarray of str, of the shape of `denominator`
        "Wilson", "exact Poisson", or "additive random effects" where the limits are widened.
    reason : ndarray of str, of the shape of `denominator`
        Why a limit is missing; empty where it is not.
    kind : str
        "proportion", "rate" or "ratio".
    multiplier : float
        What one unit stands for.
    overdispersion : Overdispersion or None
        Phi and tau squared of each group, in units of `multiplier`, where they were asked for.
    """

    groups: NDArray[np.generic]
    denominator: Floats
    average: Floats
    limits: Mapping[float, Interval]
    method: Words
    reason: Words
    kind: FunnelKind
    multiplier: float
    overdispersion: Overdispersion | None


def funnel_limits(
    numerator: ArrayLike,
    denominator: ArrayLike | None = None,
    *,
    kind: FunnelKind,
    rate: ArrayLike | None = None,
    groups: ArrayLike | Groups | None = None,
    average: ArrayLike | None = None,
    at: Literal["axis", "data"] | ArrayLike = "axis",
    points: int = POINTS,
    confidence: float | Sequence[float] = LEVELS,
    multiplier: float | None = None,
    ratio_type: Literal["isr", "count"] = "isr",
    overdispersion: bool = False,
    winsorise: float = WINSORISED,
) -> FunnelLimits:
    """Return the control limits of a funnel plot: where areas lie that differ from the average by chance alone.

    Parameters
    ----------
    numerator : array_like of float, shape (n,)
        For each area: people with the characteristic, events, or observed events. Not a number where missing.
    denominator : array_like of float, shape (n,)
        People among whom they were counted, population (or person-years), or expected events. Left out where `rate` is
        given.
    kind : {"proportion", "rate", "ratio"}, keyword-only
        What is plotted.
    rate : array_like of float, shape (n,), keyword-only
        Directly standardised rates per `multiplier`. An area's denominator is then the population in which its events
        would give its rate. Areas with fewer than ten events are missing, but count towards the average where they have
        a rate.
    groups : array_like of shape (n,), keyword-only
        The label of each area's funnel; all are in one where it is left out.
    average : array_like of float, shape () or (g,), keyword-only
        The middle line in units of `multiplier`. Left out: all numerators over all denominators of the group; for
        ratios 1, because expected events come from a standard.
    at : {"axis", "data"} or array_like of float, shape (m,), keyword-only
        Where to give the limits: along an even axis for drawing (see `funnel_axis`), at each area's own denominator, or
        at the denominators named.
    points : int, keyword-only
        How many points the axis has.
    confidence : float or sequence of float, keyword-only
        Levels between 0 and 1.
    multiplier : float, keyword-only
        100,000 for rates and 1 otherwise, unless given.
    ratio_type : {"isr", "count"}, keyword-only
        Whether a ratio is drawn as it is (indirectly standardised ratio), or as the count's excess over the expected,
        for each expected: the ratio less 1.
    overdispersion : bool, keyword-only
        Whether to widen the limits of a group whose areas differ by significantly more than chance.
    winsorise : float, keyword-only
        The share of z-scores drawn in at either end for that; see `estimate_overdispersion`.

    Returns
    -------
    FunnelLimits
        At the areas, a limit is missing where the area's own inputs are; along an axis, where its group has no area.

    Raises
    ------
    ValueError
        A count, denominator or rate is negative or infinite, a numerator of a proportion exceeds its denominator, a
        rate is zero with ten events or more, an average is impossible, a denominator of `at` is not positive, a
        choice is unknown, a level or `winsorise` out of range, or the shapes do not fit together.

    Notes
    -----
    With average a per one of the denominator n, tail t = (1 - level) / 2 and z the normal quantile above which t lies:

    * Proportion: a ± z·sqrt(a(1 - a) / n), kept between 0 and 1. Wilson's interval round an area just touches the
      average there, hence the method's name in the published answers.
    * Rate and ratio: the count x whose exact Poisson limit equals a·n, over n. Below, P(X <= x) = t for X Poisson with
      mean a·n; above, P(X >= x) = t; x runs between whole numbers by the link with the gamma distribution. No lower
      limit is below 0.
    * Over-dispersion, only where it is significant: a ± z·sqrt(s² + tau²), with s² = a(1 - a) / n or a / n [3]_. Where
      the limits above lie farther out, as exact ones do for few events, they stay.

    On purpose we differ from the R package PHEindicatormethods (2.1.0): it caps the upper limit of a proportion at 100
    whatever the multiplier, and ours is capped at the multiplier; it finds the Poisson limits by a search that stops
    within some 0.0000004 of the tail's probability, and ours are solved to the computer's precision; it gives the lines
    of rates and ratios by the count along their edge, and ours stand at even denominators, on the same curves.

    References
    ----------
    .. [1] Flowers J (2007). Technical Briefing 2: Statistical process control methods in public health intelligence.
       York: Association of Public Health Observatories.
    .. [2] Public Health England (2017). Technical Guide: Funnel Plots. London: Public Health England.
    .. [3] Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24:
       1185-1202.

    Examples
    --------
    Two clinics of 400 and 1,600 people; 20% of all of them smoke.

    >>> result = funnel_limits([100, 300], [400, 1600], kind="proportion", at="data", multiplier=100)
    >>> limits = result.limits[0.95]
    >>> for n, lower, upper in zip(result.denominator, limits.lower, limits.upper):
    ...     print(f"Of {n:,.0f} people, chance alone explains {lower:.1f}% to {upper:.1f}%")
    Of 400 people, chance alone explains 16.1% to 23.9%
    Of 1,600 people, chance alone explains 18.0% to 22.0%
    """
    levels = check_confidence(confidence)
    if ratio_type not in {"isr", "count"}:
        raise ValueError(f"ratio_type: {ratio_type!r} is neither isr nor count")
    made = get_funnel_points(
        numerator, denominator, kind=kind, rate=rate, groups=groups, average=average, multiplier=multiplier
    )
    spread = estimate_spread(made, winsorise) if overdispersion else None
    denominators, group, reason = _place(made, at, points)
    known = reason == ""
    n, a = np.where(known, denominators, 1.0), np.where(known, made.average[group], 0.0)
    tau_squared = get_applied(spread, len(made.groups))[group]
    shift = 1.0 if (kind, ratio_type) == ("ratio", "count") else 0.0

    def scale(values: Floats) -> Floats:
        return np.where(known, (values - shift) * made.multiplier, np.nan)

    found = {level: get_limits(kind, a, n, level, tau_squared) for level in levels}
    method = np.where(tau_squared > 0, RANDOM_EFFECTS, WILSON if kind == "proportion" else EXACT)
    return FunnelLimits(
        groups=made.groups.labels,
        denominator=np.where(known, denominators, np.nan),
        average=(made.average - shift) * made.multiplier,
        limits={level: Interval(scale(one.lower), scale(one.upper)) for level, one in found.items()},
        method=np.where(known, method, ""),
        reason=reason,
        kind=kind,
        multiplier=made.multiplier,
        overdispersion=scale_spread(spread, made.multiplier),
    )


def _place(
    made: FunnelPoints, at: Literal["axis", "data"] | ArrayLike, points: int
) -> tuple[Floats, NDArray[np.int64], Words]:
    """Return where limits are wanted, the number of the group they belong to, and why they cannot be had."""
    if isinstance(at, str) and at == "data":
        return made.denominator, made.groups.codes, made.reason
    if isinstance(at, str) and at != "axis":
        raise ValueError(f"at: {at!r} is neither axis nor data, nor are these denominators")
    number = len(made.groups)
    denominators = _get_axes(made, points) if isinstance(at, str) else _get_named(at, number)
    group = np.broadcast_to(np.arange(number)[:, None], denominators.shape)
    missing = np.isnan(made.average[group]) | np.isnan(denominators)
    return denominators, group, np.where(missing, NO_POINTS, "")


def _get_axes(made: FunnelPoints, points: int) -> Floats:
    smallest, largest = np.full(len(made.groups), np.inf), np.zeros(len(made.groups))
    codes, n = made.groups.codes[made.known], made.denominator[made.known]
    np.minimum.at(smallest, codes, n)
    np.maximum.at(largest, codes, n)
    return build_axes(smallest, largest, points=points)


def _get_named(at: ArrayLike, number: int) -> Floats:
    named = np.asarray(at, dtype=float)
    if named.ndim != 1 or not np.all((named > 0) & np.isfinite(named)):
        raise ValueError("at: a row of positive numbers is needed")
    return np.tile(named, (number, 1))
