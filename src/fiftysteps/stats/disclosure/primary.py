"""Hiding small counts, and nothing else: the first step of suppression."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.disclosure.inputs import TrueTable, get_true_table
from fiftysteps.stats.disclosure.rules import Mask, Rule, get_rule
from fiftysteps.stats.disclosure.tables import HIDDEN, PROTECTING, ROUNDED, SHOWN, PublishedTable
from fiftysteps.stats.results import Floats

PRIMARY = "primary suppression"


def hide_small(
    counts: ArrayLike,
    *,
    rule: Rule | str = "default",
    population: ArrayLike | None = None,
    dimensions: Mapping[str, Sequence[str]] | None = None,
) -> PublishedTable:
    """Hide the small counts and small totals of a table, which by itself is not safe to publish.

    It is what is commonly done, and here to be attacked. `suppress_table` and `round_table` make tables that are safe.

    Parameters
    ----------
    counts : array_like of int, shape (a, b, ...)
        People in each cell: whole numbers from 0, none missing, in any number of dimensions, without totals.
    rule : Rule or str, keyword-only
        The rule, or the name of one of `RULES`.
    population : array_like of float, same shape, keyword-only
        The people among whom each was counted, for rules that ask: not a number where unknown, which hides. For a rule
        on bases, the number asked, which is needed.
    dimensions : mapping of str to sequence of str, keyword-only
        The name of each axis and its labels; without, they are numbered.

    Returns
    -------
    PublishedTable
        With totals at the end of every axis, of shape (a + 1, b + 1, ...). Where the rule rounds, what is not hidden,
        totals too, is rounded to the nearest multiple, halves upwards, each by itself.

    Raises
    ------
    ValueError
        A count is missing, negative or not whole, or exceeds its base; shapes or labels do not fit; a rule on bases
        gets none; or no rule has this name.

    Examples
    --------
    >>> hide_small([3, 60, 55, 0], rule="hiv_and_sti").values.tolist()
    [nan, 60.0, 55.0, 0.0, 118.0]
    """
    asked = get_rule(rule)
    true = get_true_table(counts, rule=asked, population=population, dimensions=dimensions)
    hidden = asked.find_hidden(true.counts, true.population)
    return build_table(true, asked, hidden=hidden, protecting=np.zeros_like(hidden), method=PRIMARY)


def build_table(true: TrueTable, rule: Rule, *, hidden: Mask, protecting: Mask, method: str) -> PublishedTable:
    """Return the table with what is hidden left out, and what is not rounded where the rule rounds."""
    values, lowest, highest = round_shown(true.counts, rule)
    for mask, bounds in (
        (hidden, rule.get_hidden_range(true.population)),
        (protecting, rule.get_protecting_range(true.population)),
    ):
        values = np.where(mask, np.nan, values)
        lowest, highest = np.where(mask, bounds[0], lowest), np.where(mask, bounds[1], highest)
    shown = np.where(lowest == highest, SHOWN, ROUNDED)
    status = np.select([hidden, protecting], [HIDDEN, PROTECTING], default=shown)
    return PublishedTable(values, status, lowest, highest, rule, true.dimensions, method)


def round_shown(counts: Floats, rule: Rule) -> tuple[Floats, Floats, Floats]:
    """Return counts as the rule shows them, and between what a reader then knows each to lie."""
    if rule.rounds_to is None:
        return counts, counts, counts
    values = rule.rounds_to * np.floor(counts / rule.rounds_to + 0.5)
    return (values, *rule.get_rounded_range(values))
