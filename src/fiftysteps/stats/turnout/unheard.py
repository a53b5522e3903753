"""Which categories of people took part so much less than their share that chance does not explain it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Groups
from fiftysteps.stats.results import Floats
from fiftysteps.stats.turnout.census_margins import Mask, get_census_margin

METHOD = "one-sided exact binomial test, Holm over all categories"


@dataclass(frozen=True, eq=False)
class Unheard:
    """Categories of people who took part, each with whether they are named as not heard.

    Attributes
    ----------
    groups : ndarray, shape (n,)
        The label of each category's variable.
    took_part, expected : ndarray of float, shape (n,)
        How many took part, and how many would have by the census share; not a number where that is not known.
    ratio : ndarray of float, shape (n,)
        The one over the other.
    p_value, adjusted : ndarray of float, shape (n,)
        How often chance alone would bring so few, and the same adjusted for how many categories were looked at.
    is_unheard : ndarray of bool, shape (n,)
        Where `adjusted` is below `alpha` and `ratio` at most `most`.
    could_be_chance : ndarray of bool, shape (n,)
        Where nobody took part and so few were expected that chance may explain it.
    alpha, most : float
        As they were given.
    method : str
        The test.
    """

    groups: NDArray[np.generic]
    took_part: Floats
    expected: Floats
    ratio: Floats
    p_value: Floats
    adjusted: Floats
    is_unheard: Mask
    could_be_chance: Mask
    alpha: float
    most: float
    method: str = METHOD


def unheard(
    took_part: ArrayLike,
    lives_here: ArrayLike,
    *,
    groups: "ArrayLike | Groups | None" = None,
    unknown: ArrayLike | None = None,
    alpha: float = 0.05,
    most: float = 0.5,
) -> Unheard:
    """Find the categories of people who took part so much less than their share that chance does not explain it.

    Parameters
    ----------
    took_part : array_like of float, shape (n,)
        People who took part, by category: people, never weights.
    lives_here : array_like of float, shape (n,)
        People who live here, by category, from the census, on the variable's own age base.
    groups : array_like or Groups, shape (n,), keyword-only
        The variable of each category: shares are taken within it. All are of one variable where it is left out.
    unknown : array_like of bool, shape (n,), keyword-only
        Where the answer is none of the census's: these people are counted apart.
    alpha : float, keyword-only
        How often, at most, anybody at all may be named where everybody came by their share.
    most : float, keyword-only
        The largest ratio of shares that is called not heard: 0.5 is half as many as expected.

    Returns
    -------
    Unheard
        One row for each category. Where a share is not known nothing is named.

    Raises
    ------
    ValueError
        A count is negative, infinite or no whole number of people, lengths differ, or `alpha` or `most` does not lie
        between 0 and 1.

    Notes
    -----
    If n people answered a variable and everybody came by their share s, the count of a category is binomial (n, s), and
    P(X <= x) says how often so few would come by chance. Many categories are looked at, so the smallest of many such
    numbers is small by itself; Holm's method [1]_ keeps the chance of naming anybody wrongly at `alpha`, whatever hangs
    together. A shortfall that is sure and small is none: that is what `most` is for.

    A small community cannot be named so: where three are expected, nobody comes once in twenty times. `could_be_chance`
    says where that is so; a target that was set beforehand, and not a test, decides about them.

    References
    ----------
    .. [1] Holm S (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics
       6: 65-70.

    Examples
    --------
    200 people took part; 8 of them from a group that is a tenth of all who live here.

    >>> result = unheard([8, 192], [1_000, 9_000])
    >>> print(f"{result.expected[0]:g} were expected, 8 came: {result.ratio[0]:.1f} times their share")
    20 were expected, 8 came: 0.4 times their share
    >>> print("not heard" if result.is_unheard[0] else "heard, or chance")
    not heard
    """
    from scipy.special import bdtr  # imported on first use: it costs more than all the rest of this room

    for name, level in (("alpha", alpha), ("most", most)):
        if not 0 < level < 1:
            raise ValueError(f"{name}: {level:g} does not lie between 0 and 1")
    margin = get_census_margin(took_part, lives_here, groups, unknown)
    if (margin.counted % 1 != 0).any():
        raise ValueError("took_part: people are counted in whole numbers, not in weights")
    codes = margin.groups.codes
    known = (margin.reason[codes] == "") & ~margin.unknown & (margin.census > 0)
    answered = margin.answered[codes]
    share = np.where(known, margin.census / np.where(margin.population[codes] > 0, margin.population[codes], 1.0), 0.0)
    expected = np.where(known, answered * share, np.nan)
    p_value = np.where(known, bdtr(margin.counted, np.maximum(answered, 1).astype(int), share), np.nan)
    ratio = margin.counted / np.where(known & (expected > 0), expected, np.nan)
    adjusted = _adjust(p_value)
    named = (adjusted < alpha) & (ratio <= most)
    could_be = known & (margin.counted == 0) & ~named
    return Unheard(
        groups=margin.groups.labels[codes],
        took_part=margin.took_part,
        expected=expected,
        ratio=ratio,
        p_value=p_value,
        adjusted=adjusted,
        is_unheard=named,
        could_be_chance=could_be,
        alpha=alpha,
        most=most,
    )


def _adjust(p_value: Floats) -> Floats:
    """Return Holm's adjusted values; what is not a number stays so and is not counted."""
    known = np.flatnonzero(~np.isnan(p_value))
    order = known[np.argsort(p_value[known], kind="stable")]
    steps = p_value[order] * np.arange(len(order), 0, -1)
    adjusted = np.full(p_value.shape, np.nan)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0) if len(order) else steps
    return adjusted
