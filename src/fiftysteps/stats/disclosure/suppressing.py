"""Tables with small counts hidden, and with them all that would give them back."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from fiftysteps.stats.disclosure.attacking import Disclosure, search
from fiftysteps.stats.disclosure.complements import Pattern
from fiftysteps.stats.disclosure.inputs import TrueTable, get_true_table
from fiftysteps.stats.disclosure.knowledge import Knowledge, build_matrix
from fiftysteps.stats.disclosure.linking import link_tables
from fiftysteps.stats.disclosure.margins import add_margins, get_totals
from fiftysteps.stats.disclosure.primary import build_table
from fiftysteps.stats.disclosure.rules import Mask, Rule, get_rule
from fiftysteps.stats.disclosure.searching import COUNTED_VALUES
from fiftysteps.stats.disclosure.settling import settle
from fiftysteps.stats.disclosure.tables import PROTECTING, ROUNDED, SHOWN, PublishedTable

COMPLEMENTARY = "primary and complementary suppression"
OF_SHOWN = "primary suppression, rounding, totals of what is shown"
# With totals. A table of 4,221 (200 by 6 by 2) takes half a minute on two busy cores; much larger ones take many.
MOST_CELLS = 5_000


def suppress_table(
    counts: ArrayLike,
    *,
    rule: Rule | str = "default",
    population: ArrayLike | None = None,
    dimensions: Mapping[str, Sequence[str]] | None = None,
) -> PublishedTable:
    """Hide the small counts of a table, and further counts and totals, so that nobody can work the small ones out.

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
        With totals at the end of every axis, of shape (a + 1, b + 1, ...). The attacker has been run on it and has
        found nothing.

        Where the rule does not round, everything shown is true. A zero is shown, unless the rule hides it, and is
        never hidden to protect another. A total that is hidden, small or not, is "hidden to protect another": were it
        known to be small, its parts would be too.

        Where the rule rounds, totals are the sums of what is shown, so they leave out what is hidden and tell nothing
        of it; a total of which nothing is shown is hidden. `round_table` keeps totals near the truth.

    Raises
    ------
    ValueError
        A count is missing, negative or not whole, or exceeds its base; shapes or labels do not fit; a rule on bases
        gets none; no rule has this name; or the table has more than 5,000 cells with its totals.
    Disclosure
        No table was found that is safe. Nothing is returned that is not.

    Notes
    -----
    What is asked: each small count can be, for all that a reader can tell, as low and as high as the rule's whole range
    (1 to 7), so that they learn nothing but the rule. Every other hidden count can be at least four different values.

    A count can be v if another table of whole numbers has v there, the same totals, and differs from the true one only
    in hidden cells. To let a count be v, the linear programme of least cost is solved over all ways to move people
    between cells, as in [1]_: moves among hidden cells are nearly free, a move of a shown cell costs log(1 + count) for
    each person, and the shown cells that move are hidden. First for many counts at once, then one by one.

    The tables found on the way prove that each count can be what is asked of it. All the same the attacker
    (`attack`) is run at the end from nothing but the published table. What is not counted as found is what somebody
    could guess, without being sure, from which further counts were chosen.

    References
    ----------
    .. [1] Kelly JP, Golden BL, Assad AA (1992). Cell suppression: disclosure protection for sensitive tabular data.
       Networks 22: 397-417.
    .. [2] Fischetti M, Salazar-Gonzalez JJ (2001). Solving the cell suppression problem on tabular data with linear
       constraints. Management Science 47: 1008-1027.

    Examples
    --------
    Three people are hidden in one ward. Somebody who knows the total would subtract, so a second ward is hidden.

    >>> table = suppress_table([3, 60, 55], rule="hiv_and_sti", dimensions={"ward": ["Beckton", "Plaistow", "Canning"]})
    >>> for ward, value, status in zip(["Beckton", "Plaistow", "Canning", "All"], table.values, table.status):
    ...     print(f"{ward}: {value:g} ({status})")
    Beckton: nan (hidden)
    Plaistow: 60 (shown)
    Canning: nan (hidden to protect another)
    All: 118 (shown)
    """
    asked = get_rule(rule)
    true = get_true_table(counts, rule=asked, population=population, dimensions=dimensions)
    if true.counts.size > MOST_CELLS:
        raise ValueError(
            f"counts: {true.counts.size:,} cells with totals are more than {MOST_CELLS:,}; split the table"
        )
    hidden = asked.find_hidden(true.counts, true.population)
    if asked.rounds_to is None:
        return _complement(true, asked, hidden)
    table = _total_what_is_shown(true, asked, hidden & true.inner)
    found = search(link_tables(table), ends=np.zeros(hidden.size, bool))
    if not found.is_safe:
        raise Disclosure(found)
    return table


def _complement(true: TrueTable, rule: Rule, small: Mask) -> PublishedTable:
    hidden = small & true.inner

    def publish(kept: Mask) -> tuple[PublishedTable, Knowledge]:
        further = kept.reshape(hidden.shape) & ~hidden
        table = build_table(true, rule, hidden=hidden, protecting=further, method=COMPLEMENTARY)
        return table, link_tables(table)

    # A rule on bases has a range as wide as the base, which few tables can leave whole: there four values must do.
    ends = hidden if rule.base_under is None else np.zeros_like(hidden)
    return settle(_build_pattern(true, rule, small, ends), publish)


def _build_pattern(true: TrueTable, rule: Rule, small: Mask, ends: Mask) -> Pattern:
    truth = true.counts
    lowest, highest = rule.get_protecting_range(true.population)
    least, most = rule.get_hidden_range(true.population)
    hidden = small & true.inner
    lower, upper = np.where(hidden, least, lowest), np.where(hidden, most, highest)
    return Pattern(
        truth=truth.ravel(),
        lower=lower.ravel(),
        upper=upper.ravel(),
        hidden=small.ravel(),
        can_hide=((truth >= lowest) & (truth <= highest) & (lowest < highest)).ravel(),
        ends=ends.ravel(),
        width=np.minimum(COUNTED_VALUES, upper - lower + 1).ravel(),
        matrix=build_matrix(get_totals(truth.shape), truth.size),
    )


def _total_what_is_shown(true: TrueTable, rule: Rule, hidden: Mask) -> PublishedTable:
    made = build_table(true, rule, hidden=hidden, protecting=np.zeros_like(hidden), method=OF_SHOWN)
    inner = tuple(slice(0, length - 1) for length in hidden.shape)
    totals = add_margins(np.nan_to_num(made.values[inner]))
    some_hidden = add_margins(hidden[inner].astype(float)) > 0
    lost = ~true.inner & some_hidden & (totals == 0)
    lowest, highest = rule.get_protecting_range(true.population)
    # Of the true total the one made of what is shown tells nothing that its parts do not.
    unknown = ~true.inner & (some_hidden | (totals > 0))
    values = np.where(true.inner, made.values, np.where(lost, np.nan, totals))
    status = np.where(true.inner, made.status, np.select([lost, unknown], [PROTECTING, ROUNDED], default=SHOWN))
    return PublishedTable(
        values,
        status,
        np.where(true.inner, made.lowest, np.where(lost, lowest, 0.0)),
        np.where(true.inner, made.highest, np.where(lost, highest, np.where(unknown, np.inf, 0.0))),
        rule,
        true.dimensions,
        OF_SHOWN,
    )
