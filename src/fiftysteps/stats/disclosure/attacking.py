"""The attacker: what a reader can work out of counts that were hidden from them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fiftysteps.stats.disclosure.knowledge import Knowledge
from fiftysteps.stats.disclosure.linking import Nested, link_tables
from fiftysteps.stats.disclosure.rules import Mask
from fiftysteps.stats.disclosure.searching import Search
from fiftysteps.stats.disclosure.tables import PublishedTable
from fiftysteps.stats.results import Floats

# A count of which no more values than this are left is as good as told.
PINNED_VALUES = 3
# Of many cells only some are named: the sentence has to stay readable.
NAMED_CELLS = 10
# Working out so many ranges to their ends takes minutes; beyond that nobody would wait for the answer.
MOST_CELLS = 5_000


@dataclass(frozen=True, eq=False)
class Attack:
    """What an attacker finds out about each hidden count.

    Attributes
    ----------
    names : tuple of str
        The hidden counts.
    lowest, highest : ndarray of float, shape (hidden,)
        The lowest and highest value of each that fits all that is published; infinite where there is no highest. After
        a quick attack these are values that were found to fit, and there may be lower and higher ones.
    values : ndarray of int, shape (hidden,)
        How many values fit, counted up to 4; fewer than the width of the range where it has holes.
    recovered : tuple of str
        The counts of which one value is left, so that they are known.
    pinned : tuple of str
        The counts of which three values or fewer are left, and fewer than the rule itself leaves; the recovered are
        among them.
    is_exact : bool
        Whether every range was worked out to its ends.
    """

    names: tuple[str, ...]
    lowest: Floats
    highest: Floats
    values: NDArray[np.int64]
    recovered: tuple[str, ...]
    pinned: tuple[str, ...]
    is_exact: bool

    @property
    def is_safe(self) -> bool:
        """Whether nothing is recovered and nothing pinned."""
        return not self.pinned and not self.recovered

    def describe(self) -> str:
        """Return the outcome as a sentence."""
        return (
            f"Of {len(self.names)} hidden counts, {len(self.recovered)} can be worked out exactly "
            f"and {len(self.pinned)} to three values or fewer."
        )


class Disclosure(ValueError):
    """A hidden count can be worked out from what is published. `attack` says which and how closely."""

    def __init__(self, attack: Attack) -> None:
        self.attack = attack
        where = {name: at for at, name in enumerate(attack.names)}
        named = [_describe_cell(attack, name, where[name]) for name in attack.pinned[:NAMED_CELLS]]
        rest = len(attack.pinned) - len(named)
        more = f"; and {rest} more" if rest else ""
        super().__init__(f"{attack.describe()} This must not be published: {'; '.join(named)}{more}")


def attack(*published: PublishedTable | Knowledge, nested: Nested | None = None, quick: bool = False) -> Attack:
    """Work out what a reader can learn about each hidden count from one or several publications together.

    Parameters
    ----------
    *published : PublishedTable or Knowledge
        Tables, which are one to the reader wherever they hold the same people: cells whose labels in every dimension
        are the same are the same cell, and so are totals over the dimensions that a table does not have. So a total
        has to be that of all people: women alone are no table without men. Or, alone, a `Knowledge`: any counts with
        any totals.
    nested : mapping of str to mapping of str to sequence of str, keyword-only
        Labels that are made of others of the same dimension: {"area": {"North": ["Beckton", "Plaistow"]}}.
    quick : bool, keyword-only
        Stop at each count once four values are known to fit. The verdict is the same, the ranges need not be.

    Returns
    -------
    Attack
        For each hidden count its lowest and highest possible value, the number of possible values, and who is found.

    Raises
    ------
    ValueError
        Nothing is published, the publications contradict themselves or one another, several are given without labels,
        or there are more than 5,000 hidden counts: then nothing is said, rather than that all is well.

    Notes
    -----
    The reader knows that counts are whole numbers from 0, which rule was used and what its marks mean, every figure
    shown, and that totals are sums. For each hidden count x the least and the greatest x under these conditions are
    the answers of two programmes. The linear programme is solved first; where its answer is a table of whole numbers,
    it is exact, and where it is not, the programme is solved in whole numbers, whose bounds are narrower. In tables of
    three dimensions a wide range can have holes, so that few values fit; therefore a count passes only when four
    different values have each been seen in a whole table that fits all that is published. Where the solver gives up,
    what it has not shown to be possible is taken as impossible.

    References
    ----------
    .. [1] Hundepool A, Domingo-Ferrer J, Franconi L, Giessing S, Schulte Nordholt E, Spicer K, de Wolf P-P (2012).
       Statistical Disclosure Control. Chichester: Wiley.

    Examples
    --------
    Two wards, one total: three and two people are hidden, and still everybody can subtract.

    >>> from fiftysteps.stats.disclosure import hide_small, get_rule
    >>> found = attack(hide_small([3, 60, 55], rule="hiv_and_sti"))
    >>> print(found.describe(), f"It is {found.lowest[0]:.0f}.")
    Of 1 hidden counts, 1 can be worked out exactly and 1 to three values or fewer. It is 3.
    """
    known = _get_knowledge(published, nested)
    return search(known, ends=np.zeros(len(known.names), bool) if quick else None)


def check_safe(*published: PublishedTable | Knowledge, nested: Nested | None = None) -> None:
    """Refuse publications from which a hidden count can be worked out, exactly or to three values or fewer.

    Parameters
    ----------
    *published : PublishedTable or Knowledge
        As in `attack`: everything that is out, together with what is to be published.
    nested : mapping, keyword-only
        As in `attack`.

    Raises
    ------
    Disclosure
        A count can be worked out. The sentence names the first ten, and `attack` holds all.
    ValueError
        As in `attack`.

    Examples
    --------
    >>> from fiftysteps.stats.disclosure import hide_small, suppress_table
    >>> wards = {"ward": ["Beckton", "Plaistow", "Canning"]}
    >>> try:
    ...     check_safe(hide_small([3, 60, 55], rule="hiv_and_sti", dimensions=wards))
    ... except Disclosure as refused:
    ...     print(str(refused).split(". ")[1])
    This must not be published: ward Beckton is 3
    >>> check_safe(suppress_table([3, 60, 55], rule="hiv_and_sti"))
    """
    found = attack(*published, nested=nested, quick=True)
    if not found.is_safe:
        # The sentence gives the ranges, so they are worked out to their ends.
        raise Disclosure(attack(*published, nested=nested))


def search(known: Knowledge, *, ends: Mask | None = None) -> Attack:
    """Attack counts; with `ends`, the range of those alone is worked out, of the others only that enough values fit."""
    hidden = np.flatnonzero(known.hidden)
    if hidden.size > MOST_CELLS:
        raise ValueError(f"{hidden.size:,} hidden counts are more than the {MOST_CELLS:,} that can be attacked at once")
    found = Search(known, ends=ends)
    found.run()
    lowest, highest = known.lowest.copy(), known.highest.copy()
    lowest[found.free] = found.reached_low
    highest[found.free] = np.where(found.unbounded, np.inf, found.reached_high)
    values = np.ones(len(known.names), np.int64)
    values[found.free] = found.count_values()
    fewer = values < known.own_values
    recovered, pinned = (known.hidden & fewer & (values <= most) for most in (1, PINNED_VALUES))
    return Attack(
        names=tuple(known.names[place] for place in hidden),
        lowest=lowest[hidden],
        highest=highest[hidden],
        values=values[hidden],
        recovered=tuple(known.names[place] for place in np.flatnonzero(recovered)),
        pinned=tuple(known.names[place] for place in np.flatnonzero(pinned)),
        is_exact=found.is_exact and ends is None,
    )


def _get_knowledge(published: tuple[PublishedTable | Knowledge, ...], nested: Nested | None) -> Knowledge:
    if len(published) == 1 and isinstance(published[0], Knowledge):
        return published[0]
    tables = [one for one in published if isinstance(one, PublishedTable)]
    if len(tables) != len(published) or not tables:
        raise ValueError("published: give one or several published tables, or one Knowledge alone")
    return link_tables(*tables, nested=nested)


def _describe_cell(found: Attack, name: str, at: int) -> str:
    low, high = found.lowest[at], found.highest[at]
    return f"{name} is {low:.0f}" if low == high else f"{name} is between {low:.0f} and {high:.0f}"
