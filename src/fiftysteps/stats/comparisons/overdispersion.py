"""How much more areas differ than chance alone would make them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Groups, get_groups
from fiftysteps.stats.results import Floats

# Spiegelhalter's suggestion: a tenth of the z-scores at either end is drawn in.
WINSORISED = 0.1
# The usual level of a test that decides whether a term is needed at all.
TEST_LEVEL = 0.05


@dataclass(frozen=True, eq=False)
class Overdispersion:
    """The over-dispersion of each of g groups of areas.

    Attributes
    ----------
    phi : ndarray of float, shape (g,)
        Mean square of the winsorised z-scores: about 1 where chance alone is at work; not a number without areas.
    tau_squared : ndarray of float, shape (g,)
        Variance between areas, in the square of the values' units; 0 where they differ no more than by chance; not a
        number with fewer than two areas.
    points : ndarray of int, shape (g,)
        How many areas each group has.
    p_value : ndarray of float, shape (g,)
        Chance of such a phi, or a larger one, without over-dispersion.
    applied : ndarray of bool, shape (g,)
        Whether the p-value is below 0.05 and tau squared above 0: only then limits are widened.
    winsorise : float
        The share of z-scores drawn in at either end.
    """

    phi: Floats
    tau_squared: Floats
    points: NDArray[np.int64]
    p_value: Floats
    applied: NDArray[np.bool_]
    winsorise: float


def estimate_overdispersion(
    value: ArrayLike,
    standard_error: ArrayLike,
    *,
    target: ArrayLike,
    groups: ArrayLike | Groups | None = None,
    winsorise: float = WINSORISED,
) -> Overdispersion:
    """Estimate how much more areas differ from a target than chance alone would make them.

    Parameters
    ----------
    value : array_like of float, shape (n,)
        One for each area. Not a number where missing.
    standard_error : array_like of float, shape (n,)
        Of each value, were it at the target and chance alone at work. Areas where it is missing or zero are left out.
    target : array_like of float, shape () or (n,), keyword-only
        What the values are measured against, mostly their average.
    groups : array_like of shape (n,), keyword-only
        The label of each area's group; all are one group where it is left out.
    winsorise : float, keyword-only
        The share of z-scores at either end that are drawn in, from 0 to below 0.5.

    Returns
    -------
    Overdispersion
        For each group, in the order of first appearance.

    Raises
    ------
    ValueError
        A standard error is negative, a value or standard error infinite, `winsorise` outside its range, or the shapes
        do not fit together.

    Notes
    -----
    With I areas and z = (value - target) / se:

    * Winsorise: z-scores below their quantile q, or above their quantile 1 - q, become that quantile. Quantiles are
      interpolated linearly between the ordered z-scores.
    * phi = sum(z²) / I over the winsorised z-scores.
    * tau² = (I·phi - (I - 1)) / (sum(w) - sum(w²) / sum(w)), w = 1 / se², and 0 where that is negative: the estimate of
      DerSimonian and Laird [2]_ with the winsorised phi in it, as [1]_ proposes.
    * I·phi is held against chi-square with I degrees of freedom. Winsorising makes I·phi smaller, so the test is
      cautious: a few extreme areas alone do not widen the limits that are to find them.

    Where nothing is extreme, winsorising by a tenth makes phi about 0.68 of its size, and so tau² too small rather than
    too large. With `winsorise=0` tau² is that of DerSimonian and Laird round a known target.

    References
    ----------
    .. [1] Spiegelhalter DJ (2005). Funnel plots for comparing institutional performance. Statistics in Medicine 24:
       1185-1202.
    .. [2] DerSimonian R, Laird N (1986). Meta-analysis in clinical trials. Controlled Clinical Trials 7: 177-188.
    .. [3] Spiegelhalter DJ (2005). Handling over-dispersion of performance indicators. Quality and Safety in Health
       Care 14: 347-351.

    Examples
    --------
    Eight areas at twice, and eight at half the distance from 50 that chance would put them at.

    >>> result = estimate_overdispersion([42, 58] * 4 + [48, 52] * 4, 4.0, target=50)
    >>> print(f"phi {result.phi[0]:.3f}, tau squared {result.tau_squared[0]:.1f}, p {result.p_value[0]:.3f}")
    phi 2.125, tau squared 20.3, p 0.005
    >>> print("The areas differ by more than chance." if result.applied[0] else "Chance alone may explain it.")
    The areas differ by more than chance.
    """
    if not 0 <= winsorise < 0.5:
        raise ValueError(f"winsorise: {winsorise:g} does not lie between 0 and 0.5; write 10% as 0.1")
    y, s, centre = np.broadcast_arrays(*(np.asarray(a, float) for a in (value, standard_error, target)))
    _check_inputs(y, s)
    found = get_groups(groups, len(y))
    used = ~np.isnan(y) & ~np.isnan(centre) & (s > 0)
    safe = np.where(used, s, 1.0)
    z = _winsorise(np.where(used, (y - centre) / safe, np.nan), found, winsorise)
    return _estimate(z, safe, used, found, winsorise)


def _check_inputs(y: Floats, s: Floats) -> None:
    if y.ndim != 1:
        raise ValueError(f"value: one dimension is needed, and these have {y.ndim}")
    if np.isinf(y).any():
        raise ValueError(f"value, element {int(np.argmax(np.isinf(y)))}: it is infinite")
    faulty = (s < 0) | np.isinf(s)
    if faulty.any():
        first = int(np.argmax(faulty))
        raise ValueError(f"standard_error, element {first}: {s[first]:g} is negative or infinite")


def _winsorise(z: Floats, groups: Groups, share: float) -> Floats:
    """Return z-scores drawn in to the quantiles of their own group; not a number where they were."""
    order = np.lexsort((z, groups.codes))  # what is not a number comes last within its group
    ordered = z[order]
    known = groups.sum((~np.isnan(z)).astype(float)).astype(np.int64)
    start = np.cumsum(groups.count()) - groups.count()
    low, high = (_get_quantile(ordered, start, known, at) for at in (share, 1 - share))
    return np.clip(z, low[groups.codes], high[groups.codes])


def _get_quantile(ordered: Floats, start: NDArray[np.int64], known: NDArray[np.int64], at: float) -> Floats:
    last = np.maximum(known - 1, 0)
    place = last * at
    below = np.floor(place).astype(np.int64)
    above = np.minimum(below + 1, last)
    least, most = ordered[start + below], ordered[start + above]
    return np.asarray(least + (place - below) * (most - least))


def _estimate(z: Floats, s: Floats, used: NDArray[np.bool_], groups: Groups, share: float) -> Overdispersion:
    from scipy.special import chdtrc

    number = groups.sum(used.astype(float))
    statistic = groups.sum(np.where(used, z**2, 0.0))
    weight = np.where(used, s**-2.0, 0.0)
    total = groups.sum(weight)
    spread = total - groups.sum(weight**2) / np.where(total > 0, total, 1.0)
    # One area, or one that outweighs all others beyond the computer's digits, tells nothing of the spread between.
    several = (number > 1) & (spread > 0)
    tau_squared = np.maximum(0.0, statistic - (number - 1)) / np.where(several, spread, 1.0)
    p_value = np.where(number > 0, chdtrc(np.maximum(number, 1.0), statistic), np.nan)
    phi = np.where(number > 0, statistic / np.maximum(number, 1.0), np.nan)
    applied = several & (p_value < TEST_LEVEL) & (tau_squared > 0)
    tau = np.where(several, tau_squared, np.nan)
    return Overdispersion(phi, tau, number.astype(np.int64), p_value, applied, share)
