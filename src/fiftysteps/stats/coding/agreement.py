"""How far people who coded the same units agree beyond chance: Krippendorff's alpha."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.coding.codings import Codings, Measurement, get_codings
from fiftysteps.stats.coding.disagreement import Disagreement, get_disagreement, resample_disagreement
from fiftysteps.stats.inputs import check_confidence
from fiftysteps.stats.results import Floats, Interval

METHOD = "Krippendorff's alpha, percentile bootstrap of units"
ONE_CODER = "Fewer than two coders coded anything, so there is nothing to compare."
NO_PAIRS = "No unit was coded by two coders or more."
ALL_THE_SAME = "All codes that can be compared are the same, so what chance would give is not known."
ONE_UNIT = "Only one unit was coded by two coders or more, which gives no interval."
TOO_FEW = "In most resamples all codes were the same, which gives no interval."
# So that the same codes give the same interval on every page and in every run.
DEFAULT_SEED = 2011


@dataclass(frozen=True, eq=False)
class Agreement:
    """Krippendorff's alpha with its interval.

    Attributes
    ----------
    value : ndarray of float, shape ()
        Alpha: 1 for perfect agreement, 0 for what chance would give, below 0 for less; not a number where missing.
    intervals : mapping of float to Interval
        By level of confidence; not a number where missing.
    method, reason : str
        The method's name, and why alpha is missing; empty where it is not.
    interval_reason : str
        Why the interval is missing; empty where it is not.
    observed, expected : float
        The disagreement observed and that expected by chance: alpha is 1 - observed / expected.
    measurement : Measurement
        What the codes are.
    units, coders, codes : int
        The units coded by two coders or more, the coders who coded anything, and the codes of those units.
    left_out : int
        Codes of units that only one coder coded: they can be compared with nothing.
    seed, repetitions, undefined : int
        Of the bootstrap; in `undefined` resamples all codes were the same, so they have no alpha and are left out.
    """

    value: Floats
    intervals: Mapping[float, Interval]
    method: str
    reason: str
    interval_reason: str
    observed: float
    expected: float
    measurement: Measurement
    units: int
    coders: int
    codes: int
    left_out: int
    seed: int
    repetitions: int
    undefined: int


def krippendorff_alpha(
    codes: ArrayLike,
    *,
    measurement: Measurement | str = Measurement.NOMINAL,
    order: Sequence[object] | None = None,
    confidence: float | Sequence[float] = 0.95,
    repetitions: int = 1000,
    seed: int = DEFAULT_SEED,
) -> Agreement:
    """Estimate how reliably coders give units the same codes: Krippendorff's alpha, with a bootstrap interval.

    Parameters
    ----------
    codes : array_like of float or of labels, shape (coders, units)
        The code that each coder gave each unit. Missing where it is not a number or None.
    measurement : {"nominal", "ordinal", "interval", "ratio"}, keyword-only
        What the codes are: names; ranks; numbers of which differences count; or numbers from 0 of which proportions
        count. Labels can be nominal, or ordinal with their `order`.
    order : sequence, keyword-only
        The labels from the lowest to the highest, for ordinal labels.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1.
    repetitions : int, keyword-only
        How many times the units are drawn again.
    seed : int, keyword-only
        Of the random numbers; the default is fixed, so that the same codes give the same interval.

    Returns
    -------
    Agreement
        Alpha is missing, and `reason` says why, where fewer than two coders coded anything, no unit was coded by two,
        or all codes that can be compared are the same: disagreement by chance is then zero. With a single unit coded
        by two, or where in more than half of the resamples all codes are the same, only the interval is missing.

    Raises
    ------
    ValueError
        The codes have not two dimensions, labels are of another measurement than nominal or have no place in the order,
        a code is infinite, a code of a ratio is negative, there is no repetition, the seed is negative, or a level does
        not lie between 0 and 1.

    Notes
    -----
    alpha = 1 - D_o / D_e [1]_. Each unit of m codes gives its m (m - 1) ordered pairs the weight 1 / (m - 1); D_o is
    the mean of the squared difference of all pairs within units, D_e of all pairs of codes whatever their unit. The
    squared difference of c and k is 1 where they differ (nominal), (c - k)² (interval), ((c - k) / (c + k))² (ratio),
    and for ordinal codes the squared number of codes from the one to the other, both ends counted by half.

    Interval: units are drawn with replacement and alpha is computed anew, the percentiles being its bounds; [2]_ found
    this to keep its level. It differs on purpose from Krippendorff's own bootstrap, which draws pairs and holds D_e
    fixed. Resamples without alpha are left out and counted.

    Krippendorff asks for alpha of at least 0.8, and for 0.667 where tentative conclusions are enough [3]_.

    References
    ----------
    .. [1] Krippendorff K (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania.
    .. [2] Zapf A, Castell S, Morawietz L, Karch A (2016). Measuring inter-rater reliability for nominal data: which
       coefficients and confidence intervals are appropriate? BMC Medical Research Methodology 16: 93.
    .. [3] Krippendorff K (2004). Content Analysis: An Introduction to Its Methodology, 2nd edition. Thousand Oaks:
       Sage.

    Examples
    --------
    Four coders, twelve units and five codes, with some missing (Krippendorff's own example, his section D).

    >>> no = float("nan")
    >>> codes = [
    ...     [1, 2, 3, 3, 2, 1, 4, 1, 2, no, no, no],
    ...     [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, no, 3],
    ...     [no, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, no],
    ...     [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, no],
    ... ]
    >>> for measurement in Measurement:
    ...     print(f"{measurement}: {krippendorff_alpha(codes, measurement=measurement).value:.3f}")
    nominal: 0.743
    ordinal: 0.815
    interval: 0.849
    ratio: 0.797

    As names the codes are reliable enough for tentative conclusions only; as ranks they are reliable.
    """
    levels = check_confidence(confidence)
    if repetitions < 1 or seed < 0:
        raise ValueError(f"repetitions, seed: {repetitions} and {seed} must be at least 1 and 0")
    read = get_codings(codes, Measurement(measurement), order)
    full = get_disagreement(read)
    reason = _get_reason(read, full)
    draws = full if reason or read.units < 2 else resample_disagreement(read, repetitions, seed)
    undefined = 0 if reason or read.units < 2 else int((draws.expected == 0).sum())
    why = reason or _get_interval_reason(read, undefined, repetitions)
    return Agreement(
        value=np.array(np.nan) if reason else full.alpha[0],
        intervals={level: _get_interval(draws, level, missing=bool(why)) for level in levels},
        method="" if reason else METHOD,
        reason=reason,
        interval_reason=why,
        observed=float(full.observed[0]),
        expected=float(full.expected[0]),
        measurement=read.measurement,
        units=read.units,
        coders=read.coders,
        codes=read.codes,
        left_out=read.left_out,
        seed=seed,
        repetitions=repetitions,
        undefined=undefined,
    )


def _get_reason(read: Codings, full: Disagreement) -> str:
    if read.coders < 2:
        return ONE_CODER
    if not read.units:
        return NO_PAIRS
    return "" if full.expected[0] > 0 else ALL_THE_SAME


def _get_interval_reason(read: Codings, undefined: int, repetitions: int) -> str:
    if read.units < 2:
        return ONE_UNIT
    return TOO_FEW if 2 * undefined > repetitions else ""


def _get_interval(draws: Disagreement, level: float, *, missing: bool) -> Interval:
    if missing:
        return Interval(np.array(np.nan), np.array(np.nan))
    lower, upper = np.nanquantile(draws.alpha, [(1 - level) / 2, (1 + level) / 2])
    return Interval(np.asarray(lower), np.asarray(upper))
