"""What unequal weights cost."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.inputs import NAMED_FAULTS, name_faults


@dataclass(frozen=True, eq=False)
class DesignEffect:
    """Kish's design effect of unequal weights, and how many people of equal weight would tell as much."""

    value: float
    effective_size: float
    people: int


def design_effect(weights: ArrayLike) -> DesignEffect:
    """Work out Kish's design effect of unequal weights and the effective sample size.

    Parameters
    ----------
    weights : array_like of float, shape (n,)
        Weights of any scale.

    Returns
    -------
    DesignEffect
        n · sum(w²) / sum(w)², which is 1 for equal weights, and n divided by it.

    Raises
    ------
    ValueError
        There are no weights, one is missing, negative or infinite, or all are zero.

    References
    ----------
    .. [1] Kish L (1965). Survey Sampling. New York: Wiley.

    Examples
    --------
    >>> effect = design_effect([1, 1, 2])
    >>> print(f"{effect.people} people tell as much as {effect.effective_size:.2f} of equal weight")
    3 people tell as much as 2.67 of equal weight
    """
    array = np.asarray(weights, dtype=float)
    faults = name_faults("weights", array)
    faults += [f"weights, element {i}: it is missing" for i in np.flatnonzero(np.isnan(array))[:NAMED_FAULTS]]
    if array.ndim != 1 or not array.any():
        faults.append("weights: one dimension and a weight above zero are needed")
    if faults:
        raise ValueError("; ".join(faults))
    value = float(len(array) * (array**2).sum() / array.sum() ** 2)
    return DesignEffect(value, len(array) / value, len(array))
