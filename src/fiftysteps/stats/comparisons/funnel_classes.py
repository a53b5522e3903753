"""Where areas stand in a funnel plot."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.comparisons.funnel_points import LEVELS, FunnelKind, get_funnel_points
from fiftysteps.stats.comparisons.funnel_shape import estimate_spread, get_applied, get_side, scale_spread
from fiftysteps.stats.comparisons.overdispersion import WINSORISED, Overdispersion
from fiftysteps.stats.groups import Groups
from fiftysteps.stats.inputs import check_confidence
from fiftysteps.stats.results import Floats, Words

NOT_SIGNIFICANT = "not significant"


@dataclass(frozen=True, eq=False)
class FunnelSignificance:
    """Where n areas stand in the funnels of g groups.

    Attributes
    ----------
    value, denominator : ndarray of float, shape (n,)
        Where each area's point is drawn: up, in units of `multiplier`, and along; not a number where missing.
    significance : ndarray of str, shape (n,)
        "not significant", or "high" or "low" with the highest level outside whose limits the area lies: "high 99.8%".
        Empty where missing.
    reason : ndarray of str, shape (n,)
        Why an area has none; empty where it has one.
    groups, average, kind, multiplier, overdispersion
        As in FunnelLimits.
    """

    value: Floats
    denominator: Floats
    significance: Words
    reason: Words
    groups: NDArray[np.generic]
    average: Floats
    kind: FunnelKind
    multiplier: float
    overdispersion: Overdispersion | None


def funnel_significance(
    numerator: ArrayLike,
    denominator: ArrayLike | None = None,
    *,
    kind: FunnelKind,
    rate: ArrayLike | None = None,
    groups: ArrayLike | Groups | None = None,
    average: ArrayLike | None = None,
    confidence: float | Sequence[float] = LEVELS,
    multiplier: float | None = None,
    overdispersion: bool = False,
    winsorise: float = WINSORISED,
) -> FunnelSignificance:
    """Say which areas of a funnel plot lie outside its control limits, and outside which.

    Parameters
    ----------
    numerator : array_like of float, shape (n,)
        For each area: people with the characteristic, events, or observed events. Not a number where missing.
    denominator : array_like of float, shape (n,)
        People among whom they were counted, population, or expected events. Left out where `rate` is given.
    kind : {"proportion", "rate", "ratio"}, keyword-only
        What is plotted.
    rate : array_like of float, shape (n,), keyword-only
        Directly standardised rates per `multiplier`, in place of the denominator.
    groups : array_like, shape (n,), keyword-only
        The label of each area's funnel; all are in one where it is left out.
    average : array_like of float, shape () or (g,), keyword-only
        The middle line in units of `multiplier`; from the data where it is left out, and 1 for ratios.
    confidence : float or sequence of float, keyword-only
        Levels between 0 and 1, those of the limits.
    multiplier : float, keyword-only
        100,000 for rates and 1 otherwise, unless given.
    overdispersion : bool, keyword-only
        Whether to widen the limits of a group whose areas differ by significantly more than chance.
    winsorise : float, keyword-only
        The share of z-scores drawn in at either end for that; see `estimate_overdispersion`.

    Returns
    -------
    FunnelSignificance
        Of shape (n,). Areas whose numerator, denominator or rate is missing, whose denominator is zero, or whose
        standardised rate has fewer than ten events have no class, and `reason` says why. The last count towards the
        average where they have a rate, the others do not. An area on a limit is inside it.

    Raises
    ------
    ValueError
        As `funnel_limits` raises it.

    Notes
    -----
    Proportions are held against the limits of `funnel_limits`. Rates and ratios are significant where the interval
    round the area's own count (exact below ten events, else Byar's, as in `rate`) leaves out the average times the
    denominator: so published answers are made, and so `compare` finds the same areas. Byar's bounds lie so near the
    exact limits drawn that a point seldom falls between the two. Where limits are widened for over-dispersion an area
    has to lie outside those too.

    References
    ----------
    .. [1] Public Health England (2017). Technical Guide: Funnel Plots. London: Public Health England.
    .. [2] Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24:
       1185-1202.

    Examples
    --------
    Observed deaths of four wards, and those expected from the borough's rates.

    >>> result = funnel_significance([8, 30, 61, 25], [16.1, 28.9, 33.5, 26.2], kind="ratio")
    >>> for value, said in zip(result.value, result.significance):
    ...     print(f"{value:.2f} deaths for each one expected: {said}")
    0.50 deaths for each one expected: low 95%
    1.04 deaths for each one expected: not significant
    1.82 deaths for each one expected: high 99.8%
    0.95 deaths for each one expected: not significant
    """
    levels = check_confidence(confidence)
    made = get_funnel_points(
        numerator, denominator, kind=kind, rate=rate, groups=groups, average=average, multiplier=multiplier
    )
    spread = estimate_spread(made, winsorise) if overdispersion else None
    tau_squared = get_applied(spread, len(made.groups))[made.groups.codes]
    words = np.full(len(made.value), NOT_SIGNIFICANT, dtype=np.object_)
    for level in sorted(levels):
        side = get_side(made, level, tau_squared)
        words[side > 0] = f"high {100 * level:.10g}%"
        words[side < 0] = f"low {100 * level:.10g}%"
    return FunnelSignificance(
        value=made.value * made.multiplier,
        denominator=np.where(made.known, made.denominator, np.nan),
        significance=np.where(made.known, words, "").astype(np.str_),
        reason=made.reason,
        groups=made.groups.labels,
        average=made.average * made.multiplier,
        kind=kind,
        multiplier=made.multiplier,
        overdispersion=scale_spread(spread, made.multiplier),
    )
