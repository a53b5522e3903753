"""The share of people who took part against the share of people who live here."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.estimates.bounds import get_wilson_bounds
from fiftysteps.stats.groups import Groups
from fiftysteps.stats.inputs import check_confidence
from fiftysteps.stats.results import Estimate, Floats, Interval, Words
from fiftysteps.stats.turnout.census_margins import CensusMargin, get_census_margin

METHOD = "Wilson"
COUNTED_APART = "This answer is not one of the census's and is counted apart."
EMPTY_CATEGORY = "The census counts nobody in this category."


@dataclass(frozen=True, eq=False)
class ParticipationRatio(Estimate):
    """Ratios of shares, one for each category.

    `numerator` is the count of people who took part and `denominator` that of people who live here, as they were given.

    Attributes
    ----------
    groups : ndarray, shape (n,)
        The label of each category's variable.
    share : ndarray of float, shape (n,)
        The category's share among people who took part and gave an answer to the variable.
    census_share : ndarray of float, shape (n,)
        Its share among people who live here.
    answered, not_known : ndarray of float, shape (n,)
        How many people answered the category's variable, and how many gave an answer that is counted apart.
    """

    groups: NDArray[np.generic]
    share: Floats
    census_share: Floats
    answered: Floats
    not_known: Floats


def participation_ratio(
    took_part: ArrayLike,
    lives_here: ArrayLike,
    *,
    groups: "ArrayLike | Groups | None" = None,
    unknown: ArrayLike | None = None,
    confidence: float | Sequence[float] = 0.95,
) -> ParticipationRatio:
    """Divide each category's share among people who took part by its share among people who live here.

    1 means that the category is there as it is at home, 0.5 that it is there half as much.

    Parameters
    ----------
    took_part : array_like of float, shape (n,)
        People who took part, by category.
    lives_here : array_like of float, shape (n,)
        People who live here, by category, from the census. **Each variable has the base that the caller gives**: where
        a question is for people of 16 and over (sexual orientation) or of 3 and over (English proficiency), both
        counts must be of them alone.
    groups : array_like or Groups, shape (n,), keyword-only
        The variable of each category, such as sex or ethnicity: shares are taken within it. All categories are of one
        variable where it is left out.
    unknown : array_like of bool, shape (n,), keyword-only
        Where the answer is none of the census's, such as "prefer not to say". These people are counted apart: they
        belong to no share, and `not_known` says how many there are. Their census count is not read.
    confidence : float or sequence of float, keyword-only
        Levels of confidence between 0 and 1; several at once give several intervals.

    Returns
    -------
    ParticipationRatio
        Of shape (n,). A category of which nobody took part has a ratio of 0, a lower bound of 0 and an upper bound.
        Value and bounds are not a number, and `reason` says why, where the answer is counted apart or the census
        counts nobody in the category, and in all of a variable's categories where one of its counts is missing, nobody
        answered or the census counts nobody at all.

    Raises
    ------
    ValueError
        A count is negative or infinite, the lengths differ, `unknown` is not true or false, or a level does not lie
        between 0 and 1.

    Notes
    -----
    The ratio is (x / n) / (N_k / N). Medicine knows it as the participation-to-prevalence ratio [2]_. The census share
    is taken as known without error, so the interval is Wilson's [1]_ for x / n, both bounds divided by N_k / N.

    **People who chose themselves are no random sample.** The interval says how far the ratio could differ if as many
    people came again by the same ways. It is no margin of error of what they said, and a ratio near 1 does not make
    their answers those of the borough. People who come in groups (a class, a congregation) make it too narrow.

    No ratio should be given for gender identity: the Office for National Statistics calls its census estimates
    uncertain where few people speak English well.

    References
    ----------
    .. [1] Wilson EB (1927). Probable inference, the law of succession, and statistical inference.
       Journal of the American Statistical Association 22: 209-212.
    .. [2] Scott PE, Unger EF, Jenkins MR and others (2018). Participation of women in clinical trials supporting FDA
       approval of cardiovascular drugs. Journal of the American College of Cardiology 71: 1960-1969.

    Examples
    --------
    Of 200 people who took part, 60 were men, where men are half of all who live here; 8 more did not say.

    >>> result = participation_ratio([140, 60, 8], [50, 50, 0], unknown=[False, False, True])
    >>> interval = result.intervals[0.95]
    >>> print(f"Men came {result.value[1]:.1f} times as often as their share, "
    ...       f"likely between {interval.lower[1]:.2f} and {interval.upper[1]:.2f}")
    Men came 0.6 times as often as their share, likely between 0.48 and 0.73
    >>> print(f"{result.not_known[1]:g} did not say")
    8 did not say
    """
    levels = check_confidence(confidence)
    margin = get_census_margin(took_part, lives_here, groups, unknown)
    reason = _get_reasons(margin)
    known = reason == ""
    codes = margin.groups.codes
    answered = margin.answered[codes]
    counted, safe = np.where(known, margin.counted, 0.0), np.where(known, answered, 1.0)
    share = counted / safe
    census_share = np.where(known, margin.census / np.where(known, margin.population[codes], 1.0), 1.0)

    def blank(values: Floats) -> Floats:
        return np.where(known, values, np.nan)

    def scale(bounds: Interval) -> Interval:
        return Interval(blank(bounds.lower / census_share), blank(bounds.upper / census_share))

    return ParticipationRatio(
        value=blank(share / census_share),
        intervals={level: scale(get_wilson_bounds(counted, safe, level)) for level in levels},
        method=np.where(known, METHOD, ""),
        reason=reason,
        numerator=margin.took_part,
        denominator=margin.lives_here,
        multiplier=1.0,
        groups=margin.groups.labels[codes],
        share=blank(share),
        census_share=blank(census_share),
        answered=answered,
        not_known=margin.not_known[codes],
    )


def _get_reasons(margin: CensusMargin) -> Words:
    of_group = margin.reason[margin.groups.codes]
    own = np.where((of_group == "") & (margin.census == 0), EMPTY_CATEGORY, of_group)
    return np.where(margin.unknown, COUNTED_APART, own)
