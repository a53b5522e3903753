"""Equal groups by rank."""

import numpy as np
from numpy.typing import ArrayLike, NDArray


def assign_quantiles(values: ArrayLike, *, groups: int) -> NDArray[np.int64]:
    """Assign values to groups of equal number by rank, 1 being the lowest.

    Parameters
    ----------
    values : array_like of float, shape (n,)
        Not a number where missing.
    groups : int, keyword-only
        How many groups: 5 for quintiles.

    Returns
    -------
    ndarray of int, shape (n,)
        1 to `groups`; 0 where the value is missing, and everywhere where fewer values than groups are known.

    Raises
    ------
    ValueError
        Fewer than two groups are asked for, or `values` has not one dimension.

    Notes
    -----
    The group of rank r among n is floor((k + 1) - ceil((n + 1 - r) / (n / k))). Equal values share the lowest of their
    ranks, so they are never parted. It is worked out in whole numbers, because n / k is seldom exact in binary.

    Examples
    --------
    >>> assign_quantiles([10, 40, 20, float("nan"), 30], groups=2).tolist()
    [1, 2, 1, 0, 2]
    """
    array = np.asarray(values, dtype=float)
    if groups < 2:
        raise ValueError(f"groups: {groups} is fewer than two")
    if array.ndim != 1:
        raise ValueError(f"values: one dimension is needed, and these have {array.ndim}")
    known = ~np.isnan(array)
    n = int(known.sum())
    result = np.zeros(array.shape, dtype=np.int64)
    if n >= groups:
        ordered = np.sort(array[known])
        rank = np.searchsorted(ordered, array[known], side="left") + 1
        result[known] = groups + 1 - -(-(n + 1 - rank) * groups // n)
    return result
