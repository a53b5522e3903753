"""Charts of statistical process control: is a series only varying as it does, or has something changed?"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.change.spc_inputs import Ordered, get_values, put_in_order
from fiftysteps.stats.change.spc_rules import find_causes, find_run_causes
from fiftysteps.stats.change.spc_segments import Segments, get_half_widths, get_means, get_medians
from fiftysteps.stats.change.spc_words import Improvement, Lines, name_assurance, name_reasons, name_variation
from fiftysteps.stats.groups import Groups
from fiftysteps.stats.results import Floats, Words

# Limits from fewer points move too much with each new one; three years of quarterly returns are twelve.
LEAST_POINTS = 13
TREND_LENGTHS = (6, 7)
XMR, RUN = "xmr", "run"


@dataclass(frozen=True, eq=False)
class ProcessChart:
    """A chart's lines and what each of n points says, all of shape (n,) and in the caller's order.

    Attributes
    ----------
    value, target : ndarray of float
        The inputs; the target is not a number where there is none.
    mean, lower_limit, upper_limit : ndarray of float
        Of the point's segment; not a number on a run chart.
    median : ndarray of float
        Of the point's segment on a run chart; otherwise not a number.
    rule : ndarray of str
        The special cause that the point is part of (`Rule`); empty where it is of none.
    variation : ndarray of str
        The point's `Variation`; empty where the value is missing, and on a run chart where no rule is broken.
    assurance : ndarray of str
        The segment's `Assurance`; empty where there are no limits, no target, or no direction that is an improvement.
    chart : ndarray of str
        "xmr" or "run", which the point's segment has enough points for.
    reason : ndarray of str
        Why something is missing, in one or more sentences.
    improvement : Improvement
    """

    value: Floats
    target: Floats
    mean: Floats
    lower_limit: Floats
    upper_limit: Floats
    median: Floats
    rule: Words
    variation: Words
    assurance: Words
    chart: Words
    reason: Words
    improvement: Improvement


def spc(
    value: ArrayLike,
    *,
    period: ArrayLike | None = None,
    groups: "ArrayLike | Groups | None" = None,
    improvement: Improvement | str = Improvement.NONE,
    target: ArrayLike | None = None,
    rebase: ArrayLike | None = None,
    trend: Literal[6, 7] = 7,
) -> ProcessChart:
    """Chart each group's values (XmR) and find what is more than chance, as the NHS's Making Data Count does.

    Parameters
    ----------
    value : array_like of float, shape (n,)
        One value for each group and period. Not a number where missing: then its neighbours count as neighbours.
    period : array_like of int, shape (n,), keyword-only
        Whole numbers that order the values, such as months counted from any one. Left out, the rows are in order.
    groups : array_like or Groups, shape (n,), keyword-only
        The label of each row's series; all rows are one series where it is left out.
    improvement : {"increase", "decrease", "none"}, keyword-only
        Which direction is an improvement.
    target : array_like of float, shape () or (n,), keyword-only
        What the values are meant to reach: at least it where an increase is an improvement, otherwise at most.
    rebase : array_like of bool, shape (n,), keyword-only
        True at the first row of a new segment, which has its own mean and limits. No rule reaches across.
    trend : {6, 7}, keyword-only
        How many points that rise or fall one after the other are a trend.

    Returns
    -------
    ProcessChart
        Element by element in the caller's order. A segment of fewer than 13 known values is a run chart: it has a
        median, the rules of run charts, and neither limits nor assurance; nor is a point without a signal called
        common cause there, for so few points could not show a special one. Equal values have limits of no width.

    Raises
    ------
    ValueError
        A value or target is infinite, a period is missing, no whole number or twice in its group, the improvement or
        the trend is unknown, a mark is neither true nor false, or the shapes do not fit.

    Notes
    -----
    The limits are mean ± 2.66 times the mean moving range, after moving ranges at or above 3.267 times their mean
    have been left out, once [2]_. The spreadsheets of Making Data Count [1]_ do not leave them out, so after an outlier
    their limits are wider.

    A point is given the first of these that holds: outside the limits; one of seven (or six) points or more that rise
    or fall one after the other; in the outer third between mean and limit, with another such point on its side among
    three in a row; one of seven or more on one side of the mean. A point on the mean ends such a run, and a peak
    between two trends belongs to the first. Numbers closer than rounding error are equal.

    Run charts [3]_: five points or more that rise or fall, of equal neighbours only the first counted; then six or more
    on one side of the median. The rules on the number of runs say nothing of a point, so they are left out.

    A target is consistently hit where the limit on its far side reaches it, consistently failed where not even the
    limit on the near side does, and otherwise hit and miss.

    References
    ----------
    .. [1] NHS England and NHS Improvement. Making data count: strengthening your decisions.
    .. [2] Nelson LS (1982). Control charts for individual measurements. Journal of Quality Technology 14: 172-173.
    .. [3] Perla RJ, Provost LP, Murray SK (2011). The run chart: a simple analytical tool for learning from variation
       in healthcare processes. BMJ Quality and Safety 20: 46-51.

    Examples
    --------
    The eighteen values of the vignette "Deviations from Excel defaults" of the R package NHSRplotthedots, read as the
    falls on a ward in eighteen weeks:

    >>> falls = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
    >>> chart = spc(falls, improvement="decrease", target=5)
    >>> print(f"{chart.mean[0]:.2f} a week, as a rule {max(chart.lower_limit[0], 0):.0f} to {chart.upper_limit[0]:.2f}")
    1.94 a week, as a rule 0 to 4.60
    >>> print(f"Week 5: {chart.variation[4]} ({chart.rule[4]}); the target of at most 5: {chart.assurance[4]}")
    Week 5: special cause concerning (above the upper limit); the target of at most 5: consistently hits
    """
    improvement = Improvement(improvement)
    if trend not in TREND_LENGTHS:
        raise ValueError(f"trend: {trend} is neither 6 nor 7")
    values = get_values("value", value)
    targets = _get_targets(target, len(values))
    ordered = put_in_order(values, period, groups, rebase)
    lines = _draw(ordered)
    rule = np.full(len(values), "", dtype=object)
    rule[ordered.row] = _find_rules(ordered.segments, trend)
    assurance = name_assurance(lines, targets, improvement)
    return ProcessChart(
        value=values,
        target=targets,
        mean=lines.mean,
        lower_limit=lines.lower,
        upper_limit=lines.upper,
        median=lines.median,
        rule=rule.astype(str),
        variation=name_variation(rule.astype(str), lines, values, improvement),
        assurance=assurance,
        chart=np.where(lines.limited, XMR, RUN),
        reason=name_reasons(lines, values, targets, improvement, asked=target is not None),
        improvement=improvement,
    )


def _get_targets(target: ArrayLike | None, rows: int) -> Floats:
    given = np.atleast_1d(np.asarray(np.nan if target is None else target, dtype=float))
    if given.shape not in {(1,), (rows,)}:
        raise ValueError(f"target: shape {given.shape} does not fit {rows} values")
    return get_values("target", np.broadcast_to(given, (rows,)))


def _draw(ordered: Ordered) -> Lines:
    segments = ordered.segments
    limited = np.append(segments.count >= LEAST_POINTS, False)[ordered.place]
    # The last stands for segments without a known value, whose place is -1.
    mean, half_width, median = (
        np.append(line, np.nan)[ordered.place]
        for line in (get_means(segments), get_half_widths(segments), get_medians(segments))
    )
    return Lines(
        mean=np.where(limited, mean, np.nan),
        lower=np.where(limited, mean - half_width, np.nan),
        upper=np.where(limited, mean + half_width, np.nan),
        median=np.where(limited, np.nan, median),
        limited=limited,
    )


def _find_rules(segments: Segments, trend: int) -> Words:
    causes = find_causes(segments, get_means(segments), get_half_widths(segments), trend=trend)
    limited = (segments.count >= LEAST_POINTS)[segments.code]
    return np.where(limited, causes, find_run_causes(segments, get_medians(segments)))
