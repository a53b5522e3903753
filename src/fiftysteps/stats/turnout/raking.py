"""Weights that give people who took part the margins of people who live here."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.groups import Codes
from fiftysteps.stats.results import Floats
from fiftysteps.stats.turnout.raking_cells import Cells, Fit, collapse, fit_weights
from fiftysteps.stats.turnout.raking_refusals import (
    Names,
    RakingRefused,
    find_exploded,
    find_faulty_margins,
    find_unfillable,
    find_unknown,
    find_unmet,
)

METHOD = "raking within bounds"
# Five times the mean is where the American National Election Studies cut weights off (DeBell and Krosnick 2009); the
# lower bound is its reciprocal.
BOUNDS = (0.2, 5.0)
# What the bounds allow: wider bounds need a wider limit, so that nobody gets such weights without asking for them.
LARGEST_RATIO = 25.0
# Three people's answers then tell as much as one's: less is not worth calling weighted.
LARGEST_DESIGN_EFFECT = 3.0


@dataclass(frozen=True, eq=False)
class Raking:
    """Weights, what they cost, and how they were found.

    Attributes
    ----------
    weights : ndarray of float, shape (n,)
        The weight of each person; they sum to `total`.
    total : float
        What the weights sum to.
    design_effect, effective_size : float
        By how much the unequal weights multiply the variance (Kish), and the people divided by that.
    lowest, highest, largest_ratio : float
        The smallest and largest weight, the mean weight being 1, and how many times the one the other is.
    at_lower, at_upper : int
        How many people have the weight of a bound.
    iterations : int
        Rounds through all variables; 0 where equal weights meet the margins.
    largest_gap : float
        The largest difference left between a category's weighted share and the margin's.
    unweighted, margins : mapping of str to ndarray of float
        The share of each category before weighting, and in the margin.
    bounds, tolerance, method
        As they were used.
    """

    weights: Floats
    total: float
    design_effect: float
    effective_size: float
    lowest: float
    highest: float
    at_lower: int
    at_upper: int
    iterations: int
    largest_gap: float
    unweighted: Mapping[str, Floats]
    margins: Mapping[str, Floats]
    bounds: tuple[float, float]
    tolerance: float
    method: str

    @property
    def largest_ratio(self) -> float:
        """The largest weight divided by the smallest, infinite where somebody's is zero."""
        return self.highest / self.lowest if self.lowest else float("inf")


def rake(
    codes: Mapping[str, ArrayLike],
    margins: Mapping[str, ArrayLike],
    *,
    categories: Names | None = None,
    total: float | None = None,
    bounds: tuple[float, float] = BOUNDS,
    tolerance: float = 1e-9,
    max_iterations: int = 1000,
    largest_design_effect: float = LARGEST_DESIGN_EFFECT,
    largest_ratio: float = LARGEST_RATIO,
) -> Raking:
    """Weight people so that every margin is met, with no weight outside bounds, or refuse and say why.

    Parameters
    ----------
    codes : mapping of str to array_like of int, shape (n,) each
        The category of each person by each variable, numbered from 0 as in the margin. Only people who live here and
        were asked to take part belong in it: no organisations, and nobody from elsewhere.
    margins : mapping of str to array_like of float, shape (k,) each
        By the same variables: how many people of each category live here, or their shares. All must be of the same
        people, so of one age base.
    categories : mapping of str to sequence, shape (k,) each, keyword-only
        The names of the categories, for the sentences of a refusal; their numbers where it is left out.
    total : float, keyword-only
        What the weights sum to: the people who live here, for estimates of how many. The number of people in `codes`
        where it is left out, so that the mean weight is 1.
    bounds : tuple of two floats, keyword-only
        The smallest and the largest weight allowed, the mean weight being 1: (0, inf) sets none.
    tolerance : float, keyword-only
        How far a category's weighted share may stay from the margin's.
    max_iterations : int, keyword-only
        After how many rounds to give up.
    largest_design_effect, largest_ratio : float, keyword-only
        The design effect, and the ratio of the largest to the smallest weight, above which weights are refused.

    Returns
    -------
    Raking
        The weights with their design effect and effective sample size.

    Raises
    ------
    RakingRefused
        With all reasons: nobody who took part is in a category that the margin counts people in, somebody is in one
        that it does not name or counts nobody in, a category by itself would need a mean weight outside the bounds,
        margins are faulty or their totals more than a thousandth apart; or, after the fit, the margins cannot be met
        together, or the weights exceed a limit. It is a ValueError.
    ValueError
        The variables of codes and margins differ, codes are not whole numbers of one length, nobody took part, or an
        option makes no sense.

    Notes
    -----
    The weights are those nearest to equal ones (by the sum of w log w - w + 1) that meet every margin within the
    bounds. Without bounds that is iterative proportional fitting [1]_, the generalised raking of [2]_ with the
    exponential function; with bounds the exponential is cut off at both. It is found by multiplying, variable by
    variable, each person's factor by margin / weighted total, the weight being the factor cut off at the bounds.
    Because the factor itself is never cut off, the order of the variables and of the people makes no difference. This
    is Dykstra's algorithm with Bregman's distance [3]_.

    Margins are taken as shares. Totals up to a thousandth apart are allowed, because the census changes small counts.
    People are first collapsed to distinct combinations of categories, which is why a million take no longer than their
    reading.

    The design effect is n · sum(w²) / sum(w)² [4]_. **Weights cannot make people who chose themselves a random
    sample**: they repair what the margins describe, and no margin of error follows from them or from the effective
    sample size.

    Bounds by default: 5 times the mean as in [5]_, and its reciprocal.

    References
    ----------
    .. [1] Deming WE, Stephan FF (1940). On a least squares adjustment of a sampled frequency table when the expected
       marginal totals are known. Annals of Mathematical Statistics 11: 427-444.
    .. [2] Deville JC, Särndal CE, Sautory O (1993). Generalized raking procedures in survey sampling.
       Journal of the American Statistical Association 88: 1013-1020.
    .. [3] Bauschke HH, Lewis AS (2000). Dykstra's algorithm with Bregman projections: a convergence proof.
       Optimization 48: 409-427.
    .. [4] Kish L (1965). Survey Sampling. New York: Wiley.
    .. [5] DeBell M, Krosnick JA (2009). Computing weights for American National Election Study survey data.
       ANES Technical Report nes012427.

    Examples
    --------
    Eight women and four men took part, five of the twelve from the north; half of all are men, half from the north.

    >>> sex = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1]
    >>> area = [0, 0, 0, 0, 1, 1, 1, 1, 0, 1, 1, 1]
    >>> result = rake({"sex": sex, "area": area}, {"sex": [50, 50], "area": [50, 50]})
    >>> print(f"A man of the north counts as {result.weights[8]:.2f} people, a woman as {result.weights[0]:.2f}")
    A man of the north counts as 2.20 people, a woman as 0.95
    >>> print(f"{len(result.weights)} people tell as much as {result.effective_size:.1f} of equal weight")
    12 people tell as much as 10.0 of equal weight
    """
    _check_options(bounds, tolerance, max_iterations, largest_design_effect, largest_ratio, total)
    people, targets, names = _read(codes, margins, categories)
    reasons = find_faulty_margins(targets)
    if not reasons:
        reasons = find_unknown(people, targets) + find_unfillable(people, targets, bounds, names)
    if reasons:
        raise RakingRefused(reasons)
    shares = {name: margin / margin.sum() for name, margin in targets.items()}
    cells = collapse(list(people.values()), [len(share) for share in shares.values()])
    fit = fit_weights(cells, list(shares.values()), bounds=bounds, tolerance=tolerance, max_iterations=max_iterations)
    result = _build_raking(cells, fit, shares, total, bounds, tolerance)
    reasons = find_unmet(fit, tolerance) + find_exploded(
        result.design_effect, largest_design_effect, result.largest_ratio, largest_ratio
    )
    if reasons:
        raise RakingRefused(reasons)
    return result


def _check_options(
    bounds: tuple[float, float],
    tolerance: float,
    max_iterations: int,
    largest_design_effect: float,
    largest_ratio: float,
    total: float | None,
) -> None:
    lower, upper = bounds
    faults = []
    if not 0 <= lower < 1 < upper:
        faults.append(f"bounds: {lower:g} and {upper:g} do not lie on both sides of 1, the mean weight")
    if not tolerance > 0:
        faults.append(f"tolerance: {tolerance:g} is not a positive number")
    if max_iterations < 1:
        faults.append(f"max_iterations: {max_iterations} is fewer than one")
    if not (largest_design_effect >= 1 and largest_ratio >= 1):
        faults.append("largest_design_effect, largest_ratio: equal weights already have 1, so neither can be less")
    if total is not None and not 0 < total < float("inf"):
        faults.append(f"total: {total:g} is not a positive number")
    if faults:
        raise ValueError("; ".join(faults))


def _read(
    codes: Mapping[str, ArrayLike], margins: Mapping[str, ArrayLike], categories: Names | None
) -> tuple[dict[str, Codes], dict[str, Floats], Names]:
    if not margins or set(codes) != set(margins):
        there, wanted = ", ".join(map(str, codes)) or "none", ", ".join(map(str, margins)) or "none"
        raise ValueError(
            f"codes: their variables are {there}, and those of the margins {wanted}; both must be the same"
        )
    arrays = {name: np.asarray(codes[name]) for name in margins}
    targets = {name: np.asarray(margin, dtype=float) for name, margin in margins.items()}
    length = len(next(iter(arrays.values())))
    faults = [
        f"{name}: whole numbers in one dimension, as many as of the first variable, are needed"
        for name, array in arrays.items()
        if array.dtype.kind not in "iu" or array.shape != (length,)
    ]
    names = {name: (categories or {}).get(name, range(target.size)) for name, target in targets.items()}
    faults += [
        f"{name}: {len(names[name])} names do not fit the {target.size} categories of the margin"
        for name, target in targets.items()
        if len(names[name]) != target.size
    ]
    if not faults and not length:
        faults.append("codes: nobody took part")
    if faults:
        raise ValueError("; ".join(faults))
    return {name: np.ascontiguousarray(array, dtype=np.int64) for name, array in arrays.items()}, targets, names


def _build_raking(
    cells: Cells,
    fit: Fit,
    shares: Mapping[str, Floats],
    total: float | None,
    bounds: tuple[float, float],
    tolerance: float,
) -> Raking:
    n = float(cells.people.sum())
    ones = np.ones(len(cells.people))
    effect = n * float(cells.people @ fit.weights**2) / float(cells.people @ fit.weights) ** 2
    scale = (n if total is None else total) / float(cells.people @ fit.weights)
    return Raking(
        weights=(fit.weights * scale)[cells.cell],
        total=n if total is None else total,
        design_effect=effect,
        effective_size=n / effect,
        lowest=float(fit.weights.min()),
        highest=float(fit.weights.max()),
        at_lower=int(cells.people[fit.weights == bounds[0]].sum()),
        at_upper=int(cells.people[fit.weights == bounds[1]].sum()),
        iterations=fit.iterations,
        largest_gap=fit.largest_gap,
        unweighted={name: cells.total(i, ones, len(share)) / n for i, (name, share) in enumerate(shares.items())},
        margins=shares,
        bounds=bounds,
        tolerance=tolerance,
        method=METHOD,
    )
