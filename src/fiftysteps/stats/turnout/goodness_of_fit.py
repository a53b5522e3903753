"""Whether people who took part differ, as a whole, from people who live here by more than chance."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Codes, Groups
from fiftysteps.stats.results import Floats, Words
from fiftysteps.stats.turnout.census_margins import CensusMargin, Mask, get_census_margin

PEARSON = "Pearson's chi-square"
RAO_SCOTT = "Pearson's chi-square, first-order Rao-Scott correction"
ONE_CATEGORY = "There are fewer than two categories to compare."
OUTSIDE_CENSUS = "Somebody is in a category in which the census counts nobody."
# The usual rule of thumb, under which the chi-square distribution is a poor guide: Cochran (1954).
LEAST_EXPECTED = 5


@dataclass(frozen=True, eq=False)
class GoodnessOfFit:
    """A test for each group of categories.

    Attributes
    ----------
    groups : ndarray, shape (g,)
        The label of each group: a variable, such as sex.
    statistic : ndarray of float, shape (g,)
        The chi-square, divided by the design effect; not a number where missing.
    uncorrected : ndarray of float, shape (g,)
        The chi-square before that.
    degrees_of_freedom : ndarray of int, shape (g,)
        One less than the categories that the census counts people in.
    p_value : ndarray of float, shape (g,)
        How often chance alone would give so large a statistic.
    design_effect : ndarray of float, shape (g,)
        As it was given.
    answered, not_known : ndarray of float, shape (g,)
        How many people answered, and how many gave an answer that is counted apart.
    expected : ndarray of float, shape (n,)
        How many would be in each category by the census; not a number where it is counted apart or missing.
    small : ndarray of bool, shape (n,)
        Where fewer than five are expected.
    note : ndarray of str, shape (g,)
        A sentence that names those categories; empty where there are none.
    method, reason : ndarray of str, shape (g,)
        The test's name, and why a test is missing.
    """

    groups: NDArray[np.generic]
    statistic: Floats
    uncorrected: Floats
    degrees_of_freedom: Codes
    p_value: Floats
    design_effect: Floats
    answered: Floats
    not_known: Floats
    expected: Floats
    small: Mask
    note: Words
    method: Words
    reason: Words


def chi_square(
    took_part: ArrayLike,
    lives_here: ArrayLike,
    *,
    groups: "ArrayLike | Groups | None" = None,
    unknown: ArrayLike | None = None,
    categories: Sequence[object] | None = None,
    design_effect: ArrayLike = 1.0,
) -> GoodnessOfFit:
    """Test whether the categories of people who took part differ from the census by more than chance.

    Parameters
    ----------
    took_part : array_like of float, shape (n,)
        People who took part, by category: people, never weights.
    lives_here : array_like of float, shape (n,)
        People who live here, by category, from the census, on the variable's own age base.
    groups : array_like or Groups, shape (n,), keyword-only
        The variable of each category; each has a test of its own.
    unknown : array_like of bool, shape (n,), keyword-only
        Where the answer is none of the census's. These people are counted apart.
    categories : sequence, shape (n,), keyword-only
        The names of the categories, for the note; their numbers where it is left out.
    design_effect : float or array_like of float, shape (g,), keyword-only
        By how much the variance is larger than if everybody had come by themselves: above 1 where people came in
        groups. One for all groups, or one for each in the order in which they first appear.

    Returns
    -------
    GoodnessOfFit
        One test for each group. A category in which neither the census nor the exercise counts anybody plays no part.
        The test is missing, and `reason` says why, where a count is missing, nobody answered, the census counts nobody,
        somebody is in a category in which it counts nobody, or there are fewer than two categories.

    Raises
    ------
    ValueError
        A count is negative or infinite, lengths differ, or a design effect is not a positive number.

    Notes
    -----
    The statistic is the sum of (x - n pi)² / (n pi) over the categories, pi being the census share [1]_, divided by the
    design effect [2]_, and compared with the chi-square distribution of k - 1 degrees of freedom. That is the
    first-order correction where one design effect holds for all categories, as it must be guessed here.

    **People who chose themselves are no random sample.** A large p-value does not say that they speak for the borough,
    only that these counts do not show a difference.

    References
    ----------
    .. [1] Pearson K (1900). On the criterion that a given system of deviations from the probable in the case of a
       correlated system of variables is such that it can be reasonably supposed to have arisen from random sampling.
       Philosophical Magazine, series 5, 50: 157-175.
    .. [2] Rao JNK, Scott AJ (1981). The analysis of categorical data from complex sample surveys: chi-squared tests for
       goodness of fit and independence in two-way tables. Journal of the American Statistical Association 76: 221-230.
    .. [3] Cochran WG (1954). Some methods for strengthening the common chi-square tests. Biometrics 10: 417-451.

    Examples
    --------
    Mendel counted 315, 101, 108 and 32 peas of four kinds, which his theory expects as 9 : 3 : 3 : 1 (1866).

    >>> result = chi_square([315, 101, 108, 32], [9, 3, 3, 1])
    >>> print(f"chi-square {result.statistic[0]:.2f}: chance gives more in {result.p_value[0]:.0%} of cases")
    chi-square 0.47: chance gives more in 93% of cases
    """
    from scipy.special import chdtrc  # imported on first use: it costs more than all the rest of this room

    margin = get_census_margin(took_part, lives_here, groups, unknown)
    names = _get_names(categories, len(margin.counted))
    effect = _get_design_effect(design_effect, len(margin.groups))
    degrees = np.bincount(margin.groups.codes[margin.census > 0], minlength=len(margin.groups)) - 1
    reason = _get_reasons(margin, degrees)
    known = reason == ""
    expected, statistic = _compare(margin, known)
    corrected = statistic / effect
    small = expected < LEAST_EXPECTED
    return GoodnessOfFit(
        groups=margin.groups.labels,
        statistic=np.where(known, corrected, np.nan),
        uncorrected=np.where(known, statistic, np.nan),
        degrees_of_freedom=np.where(known, degrees, 0),
        p_value=np.where(known, chdtrc(np.maximum(degrees, 1), corrected), np.nan),
        design_effect=effect,
        answered=margin.answered,
        not_known=margin.not_known,
        expected=expected,
        small=small,
        note=_name_small(margin.groups, small, expected, names),
        method=np.where(known, np.where(effect == 1, PEARSON, RAO_SCOTT), ""),
        reason=reason,
    )


def _compare(margin: CensusMargin, known: Mask) -> tuple[Floats, Floats]:
    codes = margin.groups.codes
    share = margin.census / np.where(known, margin.population, 1.0)[codes]
    expected = np.where(known[codes] & (margin.census > 0), margin.answered[codes] * share, np.nan)
    parts = (margin.counted - expected) ** 2 / expected
    return expected, margin.groups.sum(np.where(np.isnan(parts), 0.0, parts))


def _get_reasons(margin: CensusMargin, degrees: Codes) -> Words:
    outside = margin.groups.any((margin.census == 0) & (margin.counted > 0))
    return np.asarray(
        np.select([margin.reason != "", outside, degrees < 1], [margin.reason, OUTSIDE_CENSUS, ONE_CATEGORY], "")
    )


def _get_design_effect(design_effect: ArrayLike, length: int) -> Floats:
    effect = np.asarray(design_effect, dtype=float)
    if effect.shape not in {(), (length,)}:
        raise ValueError(f"design_effect: one number, or one for each of {length} groups, is needed")
    if not (np.isfinite(effect) & (effect > 0)).all():
        raise ValueError("design_effect: every one must be a positive number; 1 changes nothing")
    return np.broadcast_to(effect, (length,)).copy()


def _get_names(categories: Sequence[object] | None, length: int) -> list[object]:
    names: list[object] = list(range(length)) if categories is None else list(categories)
    if len(names) != length:
        raise ValueError(f"categories: {len(names)} names do not fit {length} categories")
    return names


def _name_small(groups: Groups, small: Mask, expected: Floats, names: Sequence[object]) -> Words:
    said: dict[int, list[str]] = {}
    for i in np.flatnonzero(small).tolist():
        said.setdefault(int(groups.codes[i]), []).append(f"{names[i]} ({expected[i]:.1f})")
    start = f"Fewer than {LEAST_EXPECTED} people are expected in"
    return np.array(
        [f"{start} {', '.join(said[g])}: read the p-value with care." if g in said else "" for g in range(len(groups))]
    )
