"""The gap between two categories of people: absolute and relative."""

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Groups, get_groups
from fiftysteps.stats.inequality.gap_estimating import Gap, estimate_gaps
from fiftysteps.stats.inputs import check_confidence
from fiftysteps.stats.results import Floats
from fiftysteps.stats.rows import Mask, RowFault, check_rows, find_out_of_range, get_rows


def gap(
    value: ArrayLike,
    category: ArrayLike,
    groups: ArrayLike | Groups | None = None,
    *,
    between: tuple[Hashable, Hashable] | None = None,
    se: ArrayLike | None = None,
    lower: ArrayLike | None = None,
    upper: ArrayLike | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> Gap:
    """Estimate the absolute and the relative gap between two categories in each group.

    Parameters
    ----------
    value : array_like of float, shape (n,)
        The value of each category. Not a number where missing.
    category : array_like, shape (n,)
        What each row is about: a deprivation decile, a place, a sex, an ethnic group. Each only once in a group.
    groups : array_like or Groups, shape (n,)
        The label of each row's group, such as its area. All rows are one group where it is left out.
    between : tuple of two categories, keyword-only
        The gap is the first's value less the second's. Where it is left out and categories are numbers, it lies between
        the lowest and the highest of them: with deciles from 1, between the most and the least deprived.
    se : array_like of float, shape (n,), keyword-only
        Standard errors of the values.
    lower, upper : array_like of float, shape (n,), keyword-only
        Bounds of the values instead, at the one level of `confidence`.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1. With bounds it is one: theirs.

    Returns
    -------
    Gap
        One gap for each group. It is missing where one of the two categories, or its value, is. The relative gap is
        missing too unless both values are above zero; its upper bound where the second's lower bound is zero or below;
        its lower bound is zero where the first's is. Without standard errors or bounds there are no intervals.

    Raises
    ------
    ValueError
        A number is infinite, a standard error negative, a bound on the wrong side of its value, a category missing or
        twice in a group, or one of `between` is nowhere; the categories are no numbers and `between` is left out; there
        are standard errors and bounds, or one bound only; with bounds there are several levels.

    Notes
    -----
    The two estimates are taken to be independent, as different people are. With bounds l and u of each, the lower bound
    of the difference d is d - sqrt((v1 - l1)² + (u2 - v2)²) and the upper one d + sqrt((u1 - v1)² + (v2 - l2)²): method
    10 of [1]_, generalised by [2]_. The bounds of the ratio come from the same on logarithms. With standard errors
    these are the usual formulas: sqrt(se1² + se2²) of a difference, and with se / value of each in place of se, of the
    logarithm of a ratio [3]_.

    References
    ----------
    .. [1] Newcombe RG (1998). Interval estimation for the difference between independent proportions: comparison of
       eleven methods. Statistics in Medicine 17: 873-890.
    .. [2] Zou GY, Donner A (2008). Construction of confidence limits about effect measures: a general approach.
       Statistics in Medicine 27: 1693-1702.
    .. [3] Altman DG, Bland JM (2003). Interaction revisited: the difference between two estimates. BMJ 326: 219.

    Examples
    --------
    Newcombe's first example: 56 of 70 against 48 of 80.

    >>> from fiftysteps.stats.estimates.proportions import proportion
    >>> each = proportion([56, 48], [70, 80])
    >>> bounds = each.intervals[0.95]
    >>> result = gap(each.value, ["men", "women"], between=("men", "women"), lower=bounds.lower, upper=bounds.upper)
    >>> interval = result.absolute_intervals[0.95]
    >>> print(f"{result.absolute[0]:.1f}, likely between {interval.lower[0]:.4f} and {interval.upper[0]:.4f}")
    0.2, likely between 0.0524 and 0.3339
    >>> print(f"The proportion among men is {result.relative[0]:.2f} times that among women.")
    The proportion among men is 1.33 times that among women.
    """
    levels = check_confidence(confidence)
    check_gap_options(se=se, lower=lower, upper=upper, levels=levels)
    given = {"value": value, "se": se, "lower": lower, "upper": upper}
    rows = get_rows(**{name: one for name, one in given.items() if one is not None})
    categories = np.asarray(category)
    own = get_groups(groups, len(rows["value"]))
    two = between if between is not None else find_extremes(categories)
    check_rows([*find_out_of_range(rows, ("value", "lower", "upper")), *find_gap_faults(rows, categories, own)])
    check_between(two, categories)
    return estimate_gaps(rows, categories, two, own, levels)


def check_gap_options(*, se: object, lower: object, upper: object, levels: Sequence[float]) -> None:
    """Raise ValueError where standard errors, bounds and levels do not go together."""
    if se is not None and (lower is not None or upper is not None):
        raise ValueError("se: give either standard errors or bounds, not both")
    if (lower is None) is not (upper is None):
        raise ValueError("lower: give both lower and upper bounds, or neither")
    if lower is not None and len(levels) > 1:
        raise ValueError("confidence: bounds have one level; name that one, or give standard errors")


def find_extremes(categories: NDArray[np.generic]) -> tuple[Hashable, Hashable]:
    """Return the lowest and the highest category.

    Raises
    ------
    ValueError
        They are not numbers, or there are fewer than two.
    """
    try:
        numbers = np.unique(categories.astype(float))
    except (TypeError, ValueError) as error:
        raise ValueError("between: name the two categories, because these are no numbers") from error
    known = numbers[~np.isnan(numbers)]
    if len(known) < 2:
        raise ValueError("between: there are fewer than two categories")
    return known[0].item(), known[-1].item()


def check_between(between: Sequence[Hashable], categories: NDArray[np.generic]) -> None:
    """Raise ValueError unless there are two different categories that stand in some row."""
    if len(between) != 2 or between[0] == between[1]:
        raise ValueError(f"between: {between!r} are not two different categories")
    absent = [one for one in between if not np.any(categories == one)]
    if absent:
        raise ValueError(f"between: no row has the category {absent[0]!r}")


def find_gap_faults(rows: Mapping[str, Floats], categories: NDArray[np.generic], groups: Groups) -> list[RowFault]:
    """Return bounds on the wrong side, and categories that are missing or stand twice in a group."""
    value = rows["value"]
    if len(categories) != len(value):
        raise ValueError(f"category: {len(categories)} do not fit {len(value)} rows")
    faults = []
    if "lower" in rows:
        lower, upper = rows["lower"], rows["upper"]
        faults += [
            RowFault("lower", lower > value, lambda i: f"{lower[i]:g} exceeds the value of {value[i]:g}"),
            RowFault("upper", upper < value, lambda i: f"{upper[i]:g} is below the value of {value[i]:g}"),
        ]
    # Only what is missing is unequal to itself.
    missing = np.asarray((categories != categories) | np.equal(categories, np.array(None)))  # noqa: PLR0124
    repeated = _find_repeated(categories, groups) & ~missing
    return [
        *faults,
        RowFault("category", missing, lambda _: "the category is missing"),
        RowFault("category", repeated, lambda i: f"{categories[i]} stands in its group already"),
    ]


def _find_repeated(categories: NDArray[np.generic], groups: Groups) -> Mask:
    numbers = get_groups(categories.astype(str), len(categories))
    pairs = get_groups(groups.codes * max(len(numbers), 1) + numbers.codes, len(categories))
    repeated = np.ones(len(categories), dtype=bool)
    repeated[pairs.first] = False
    return repeated
