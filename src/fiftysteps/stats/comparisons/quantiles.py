"""Equal groups by rank."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Codes, Groups, get_groups
from fiftysteps.stats.results import Floats


def assign_quantiles(
    values: ArrayLike, groups: ArrayLike | Groups | None = None, *, quantiles: int, invert: bool = False
) -> NDArray[np.int64]:
    """Assign values to quantiles, groups of equal number by rank, 1 being the lowest.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        Not a number where missing.
    groups : array_like or Groups, shape (n,)
        The label of each value's group, such as its region: values are ranked within their group. All values are one
        group where it is left out.
    quantiles : int, keyword-only
        How many quantiles: 5 for fifths, 10 for tenths.
    invert : bool, keyword-only
        Whether the highest values make quantile 1.

    Returns
    -------
    ndarray of int, shape (n,)
        1 to `quantiles`; 0 where the value is missing, and throughout a group in which fewer values than quantiles are
        known.

    Raises
    ------
    ValueError
        Fewer than two quantiles are asked for, `values` has not one dimension, a label is missing, or there is not one
        label for each value.

    Notes
    -----
    The quantile of rank r among n is floor((k + 1) - ceil((n + 1 - r) / (n / k))). Equal values share the lowest of
    their ranks, counted from the values that make quantile 1, so they are never parted. It is worked out in whole
    numbers, because n / k is seldom exact in binary. This is the rule of the official profiles [1]_.

    References
    ----------
    .. [1] Public Health England. Public Health Profiles: technical guidance, on quantiles. The formula stands in the
       documentation of the reference package, PHEindicatormethods 2.1.0.

    Examples
    --------
    >>> assign_quantiles([10, 40, 20, float("nan"), 30], quantiles=2).tolist()
    [1, 2, 1, 0, 2]

    Two regions are ranked each for itself, and here the highest values come first.

    >>> assign_quantiles([10, 40, 3, 5], ["east", "east", "west", "west"], quantiles=2, invert=True).tolist()
    [2, 1, 2, 1]
    """
    array = np.asarray(values, dtype=float)
    if quantiles < 2:
        raise ValueError(f"quantiles: {quantiles} is fewer than two")
    if array.ndim != 1:
        raise ValueError(f"values: one dimension is needed, and these have {array.ndim}")
    codes = get_groups(groups, len(array)).codes
    known = np.flatnonzero(~np.isnan(array))
    rank, n = _rank(-array[known] if invert else array[known], codes[known])
    result = np.zeros(array.shape, dtype=np.int64)
    result[known] = np.where(n < quantiles, 0, quantiles + 1 - -(-(n + 1 - rank) * quantiles // n))
    return result


def _rank(values: Floats, codes: Codes) -> tuple[Codes, Codes]:
    """Return the lowest rank of each value among its group's, from 1, and how many values the group has."""
    order = np.lexsort((values, codes))
    ordered, own = values[order], codes[order]
    place = np.arange(len(order))
    is_group_head = np.diff(own, prepend=-1) != 0
    is_head = is_group_head.copy()
    is_head[1:] |= ordered[1:] != ordered[:-1]

    def carry(heads: NDArray[np.bool_]) -> Codes:
        return np.maximum.accumulate(np.where(heads, place, 0))

    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = carry(is_head) - carry(is_group_head) + 1
    return rank, np.bincount(codes)[codes]
