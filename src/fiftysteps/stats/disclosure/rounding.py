"""Controlled rounding: every count and every total a multiple of the base, and the totals still the sums."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.disclosure.attacking import Disclosure, search
from fiftysteps.stats.disclosure.inputs import TrueTable, get_true_table
from fiftysteps.stats.disclosure.knowledge import build_matrix
from fiftysteps.stats.disclosure.linking import link_tables
from fiftysteps.stats.disclosure.margins import get_totals
from fiftysteps.stats.disclosure.solving import Programme, UnsettledError, solve_whole
from fiftysteps.stats.disclosure.suppressing import MOST_CELLS
from fiftysteps.stats.disclosure.tables import ROUNDED, PublishedTable
from fiftysteps.stats.results import Floats

# Below it a count shown as zero could only be one of three values or fewer.
LEAST_BASE = 4


def round_table(
    counts: ArrayLike,
    *,
    seed: int,
    base: int = 5,
    dimensions: Mapping[str, Sequence[str]] | None = None,
) -> PublishedTable:
    """Round every count and total of a table to a multiple of the base so that the totals are sums of what is shown.

    Parameters
    ----------
    counts : array_like of int, shape (a, b, ...)
        People in each cell: whole numbers from 0, none missing, in any number of dimensions, without totals.
    seed : int, keyword-only
        A number from 0 that decides which way each count goes. **It is a secret**: who knows it can undo much of the
        rounding. So there is no default, and the table does not report it. Use the same for the same table, since the
        mean of many roundings is near the truth.
    base : int, keyword-only
        From 4 up.
    dimensions : mapping of str to sequence of str, keyword-only
        The name of each axis and its labels; without, they are numbered.

    Returns
    -------
    PublishedTable
        With totals at the end of every axis, of shape (a + 1, b + 1, ...), all with the status "rounded". Each count is
        one of the two multiples next to it, a count that is a multiple stays, and zero stays zero. So is each total, as
        far as that is possible: in three dimensions and more it is not always, and then totals may be one or more
        multiples further off, as `lowest` and `highest` say. The attacker has been run and has found nothing.

    Raises
    ------
    ValueError
        A count is missing, negative or not whole; labels do not fit; the base is under 4; the seed is negative; or the
        table has more than 5,000 cells with its totals.
    Disclosure
        A count could be worked out to three values or fewer.

    Notes
    -----
    Each count draws the way it should go: upwards with the probability of its remainder over the base. Of all roundings
    that add up, a mixed-integer programme takes one in which nearly as few counts as can be go against their draw. In
    two dimensions there always is one [1]_. Because totals have to add up, the mean over all seeds is near the truth,
    not exactly on it.

    The reader sees that a count lies less than one base from what is shown. If every total moves with it, any count can
    be from 0 to base - 1 more than is shown, so at least as many values are left of it as the base has units.

    References
    ----------
    .. [1] Cox LH (1987). A constructive procedure for unbiased controlled rounding. Journal of the American Statistical
       Association 82: 520-524.

    Examples
    --------
    >>> table = round_table([[3, 1], [8, 12]], seed=20)
    >>> sums = table.values[:2].sum(axis=0) == table.values[2]
    >>> print(f"All are multiples of 5: {not (table.values % 5).any()}. Columns add up: {sums.all()}.")
    All are multiples of 5: True. Columns add up: True.
    """
    if base < LEAST_BASE:
        raise ValueError(f"base: {base} is under {LEAST_BASE}, and would leave three values or fewer of a small count")
    if seed < 0:
        raise ValueError(f"seed: {seed} is negative")
    true = get_true_table(counts, rule=None, population=None, dimensions=dimensions)
    if true.counts.size > MOST_CELLS:
        raise ValueError(
            f"counts: {true.counts.size:,} cells with totals are more than {MOST_CELLS:,}; split the table"
        )
    table = _round(true, base, np.random.default_rng(seed))
    known = link_tables(table)
    found = search(known, ends=np.zeros(len(known.names), bool))
    if not found.is_safe:
        raise Disclosure(found)
    return table


def _round(true: TrueTable, base: int, generator: np.random.Generator) -> PublishedTable:
    cost = _draw_costs(true.counts, base, generator)
    steps = 0
    while (values := _find_rounding(true, base, cost, steps)) is None:
        steps += 1
    reach = base - 1 + np.where(true.inner, 0, steps * base)
    return PublishedTable(
        values=values,
        status=np.full(values.shape, ROUNDED),
        lowest=np.maximum(values - reach, 0),
        highest=values + reach,
        rule=None,
        dimensions=true.dimensions,
        method=f"controlled rounding to multiples of {base}",
    )


def _draw_costs(counts: Floats, base: int, generator: np.random.Generator) -> Floats:
    """Return 1 for each cell that should go down and -1 for each that should go up: what going up costs."""
    drawn = generator.random(counts.shape) < (counts % base) / base
    return np.where(drawn, -1.0, 1.0)


def _find_rounding(true: TrueTable, base: int, cost: Floats, steps: int) -> Floats | None:
    """Return rounded counts with their totals, each total within `steps` multiples of the two next to it, or None."""
    truth = true.counts.ravel() / base
    # In units of the base. Every cell and every total is a variable, so that each has bounds of its own.
    slack = np.where(true.inner, 0, steps).ravel()
    lower, upper = np.maximum(np.floor(truth) - slack, 0), np.ceil(truth) + slack
    matrix = build_matrix(get_totals(true.counts.shape), truth.size)
    still = np.zeros(matrix.shape[0])
    try:
        found = solve_whole(
            np.where(true.inner, cost, 0.0).ravel(), Programme(matrix, still, still, lower, upper), is_best_needed=False
        )
    except UnsettledError:
        return None
    return None if found is None else base * found.reshape(true.counts.shape)
