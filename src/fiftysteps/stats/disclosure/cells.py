"""Counts that are no plain cross of dimensions: areas within areas, groups within some of them, years within spans."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.disclosure.attacking import Attack, Disclosure, attack
from fiftysteps.stats.disclosure.complements import Pattern
from fiftysteps.stats.disclosure.knowledge import Knowledge, Total, build_matrix
from fiftysteps.stats.disclosure.rules import Mask, Rule, get_rule
from fiftysteps.stats.disclosure.searching import COUNTED_VALUES
from fiftysteps.stats.disclosure.settling import settle
from fiftysteps.stats.disclosure.tables import HIDDEN, PROTECTING, SHOWN
from fiftysteps.stats.results import Floats, Words

# Counts that hang together by totals. As many take half a minute on two busy cores; many more take many.
MOST_LINKED = 5_000


@dataclass(frozen=True, eq=False)
class SuppressedCells:
    """Which of n counts are shown.

    Attributes
    ----------
    status : ndarray of str, shape (n,)
        "shown", "hidden" or "hidden to protect another".
    levels : tuple of str
        The levels that were hidden whole, because no smaller pattern was found that is safe.
    rule : Rule
        The rule that was used.
    """

    status: Words
    levels: tuple[str, ...]
    rule: Rule

    @property
    def is_hidden(self) -> Mask:
        """Which counts are hidden, for whatever reason; rates and denominators that give them back go with them."""
        return np.asarray(self.status != SHOWN)


def suppress_cells(
    counts: ArrayLike,
    totals: Sequence[Total],
    *,
    rule: Rule | str,
    population: ArrayLike | None = None,
    levels: Sequence[str] | None = None,
    unpublished: ArrayLike | None = None,
    shown_elsewhere: ArrayLike | None = None,
    most: int = MOST_LINKED,
) -> SuppressedCells:
    """Hide the small ones among counts that add up in any way, and further ones, so that nobody can work them out.

    Parameters
    ----------
    counts : array_like of int, shape (n,)
        People in each cell, totals among them: whole numbers from 0.
    totals : sequence of Total
        Which cells add up to which other cell (`whole`); true of `counts`.
    rule : Rule or str, keyword-only
        The rule, or the name of one of `RULES`. It is asked only what it hides: the counts that are shown are taken as
        known exactly, so what is safe here stays safe when they are rounded.
    population : array_like of float, shape (n,), keyword-only
        The people among whom each was counted; not a number where unknown, which hides.
    levels : sequence of str, length n, keyword-only
        What each count belongs with, such as wards of one year: hidden whole where nothing less is safe. Without, all
        counts are one level.
    unpublished : array_like of bool, shape (n,), keyword-only
        Which cells are in no publication, such as people whose group is not known: a reader knows that they are there,
        and they need no protection.
    shown_elsewhere : array_like of bool, shape (n,), keyword-only
        Which cells a reader knows already, such as the total of another table: they are never hidden, since to hide
        them here would protect nobody.
    most : int, keyword-only
        Of more counts than this that hang together, no pattern is looked for: their levels are hidden.

    Returns
    -------
    SuppressedCells
        The status of each count. The attacker has been run on it and has found nothing; for levels that are hidden
        whole, only that no total gives a single one of them back.

    Raises
    ------
    ValueError
        A count is negative or not whole, shapes differ, a total is not true, or a rule on bases gets none; or what is
        shown elsewhere gives a small count back, whatever is hidden here.

    Notes
    -----
    As `suppress_table`, for every part of the counts that hangs together and holds a small one. A cell that others add
    up to is never told to be small: then its parts would be known to be small too.

    Examples
    --------
    Two wards make a town, and the town and another place make a county.

    >>> totals = [Total((0, 1), whole=2), Total((2, 3), whole=4)]
    >>> suppress_cells([3, 60, 63, 40, 103], totals, rule="hiv_and_sti").status.tolist()
    ['hidden', 'hidden to protect another', 'shown', 'shown', 'shown']
    """
    asked = get_rule(rule)
    true, people, aside, fixed = _read(counts, population, unpublished, shown_elsewhere)
    named = np.array(levels if levels is not None else [""] * true.size, object)
    _check(true, people, aside, fixed, named, totals)
    small = asked.find_hidden(true, people) & ~aside & ~fixed
    status = np.full(true.shape, SHOWN, dtype=f"<U{len(PROTECTING)}")
    lost: set[str] = set()
    for part in _find_parts(true, people, aside, totals, small):
        own = small[part.places]
        try:
            status[part.places] = _suppress(part, asked, own, fixed[part.places], most)
        except (_TooManyError, Disclosure):
            status[part.places] = np.where(own, HIDDEN, SHOWN)
            lost |= set(named[part.places[own]].tolist())
    lost = _lose_levels(status, named, aside, fixed, totals, lost)
    return SuppressedCells(status, tuple(sorted(lost)), asked)


def know_cells(
    status: Words,
    counts: ArrayLike,
    totals: Sequence[Total],
    *,
    rule: Rule | str,
    population: ArrayLike | None = None,
    unpublished: ArrayLike | None = None,
    lost: ArrayLike | None = None,
    names: Sequence[str] | None = None,
) -> Knowledge:
    """Return what a reader knows of counts that were published with these statuses: what `attack` takes.

    Parameters
    ----------
    status : ndarray of str, shape (n,)
        As in `SuppressedCells`.
    counts : array_like of int, shape (n,)
        The true counts, as for `suppress_cells`.
    totals : sequence of Total
        Which cells add up to which other cell.
    rule : Rule or str, keyword-only
        The rule that hid them.
    population : array_like of float, shape (n,), keyword-only
        The people among whom each was counted.
    unpublished : array_like of bool, shape (n,), keyword-only
        Which cells are in no publication.
    lost : array_like of bool, shape (n,), keyword-only
        Which cells are of levels that were hidden whole: of them a reader is told nothing, not even that they are not
        zero; and who finds a zero among them has found nobody.
    names : sequence of str, length n, keyword-only
        What each count is called in a sentence; numbered where it is left out.

    Returns
    -------
    Knowledge
        The bounds of every count, and the totals.

    Examples
    --------
    >>> known = know_cells(np.array(["hidden", "shown"]), [3, 60], [], rule="hiv_and_sti")
    >>> print(known.lowest.tolist(), known.highest.tolist())
    [1.0, 60.0] [4.0, 60.0]
    """
    true, people, aside, gone = _read(counts, population, unpublished, lost)
    shown = (status == SHOWN) & ~aside
    lowest, highest = _get_bounds(get_rule(rule), true, people, status == HIDDEN, aside | gone)
    named = tuple(names) if names is not None else _number(true.size)
    low, high = np.where(shown, true, lowest), np.where(shown, true, highest)
    to_protect = ~shown & ~aside & ~(gone & (true == 0))
    return Knowledge(low, high, tuple(totals), named, to_protect, high - low + 1)


def attack_cells(
    status: Words,
    counts: ArrayLike,
    totals: Sequence[Total],
    *,
    rule: Rule | str,
    population: ArrayLike | None = None,
    unpublished: ArrayLike | None = None,
    lost: ArrayLike | None = None,
    names: Sequence[str] | None = None,
    most: int = MOST_LINKED,
) -> tuple[Attack, ...]:
    """Attack counts that were published with these statuses, those that hang together at once and the others apart.

    Parameters
    ----------
    status : ndarray of str, shape (n,)
        As in `SuppressedCells`.
    counts : array_like of int, shape (n,)
        The true counts, as for `suppress_cells`.
    totals : sequence of Total
        Which cells add up to which other cell.
    rule : Rule or str, keyword-only
        The rule that hid them.
    population : array_like of float, shape (n,), keyword-only
        The people among whom each was counted.
    unpublished : array_like of bool, shape (n,), keyword-only
        Which cells are in no publication.
    lost : array_like of bool, shape (n,), keyword-only
        Which cells are of levels that were hidden whole: of them a reader is told nothing, not even that they are not
        zero; and who finds a zero among them has found nobody.
    names : sequence of str, length n, keyword-only
        What each count is called in a sentence; numbered where it is left out.
    most : int, keyword-only
        Of more counts than this that hang together, whole levels are hidden, and they are not attacked.

    Returns
    -------
    tuple of Attack
        One for each set of counts that hang together and of which one is hidden.

    Examples
    --------
    >>> totals = [Total((0, 1), whole=2)]
    >>> (found,) = attack_cells(np.array(["hidden", "shown", "shown"]), [3, 60, 63], totals, rule="hiv_and_sti")
    >>> found.recovered
    ('cell 0',)
    """
    true, people, aside, gone = _read(counts, population, unpublished, lost)
    named = tuple(names) if names is not None else _number(true.size)
    return tuple(
        attack(
            know_cells(
                status[part.places],
                part.counts,
                part.totals,
                rule=rule,
                population=part.population,
                unpublished=part.aside,
                lost=gone[part.places],
                names=[named[place] for place in part.places],
            ),
            quick=True,
        )
        for part in _find_parts(true, people, aside, totals, (status != SHOWN) & ~aside)
        if part.counts.size <= most
    )


def _read(
    counts: ArrayLike, population: ArrayLike | None, unpublished: ArrayLike | None, lost: ArrayLike | None = None
) -> tuple[Floats, Floats | None, Mask, Mask]:
    """Return arrays of what is given, and of nothing where nothing is."""
    true = np.array(counts, float)
    people = None if population is None else np.array(population, float)
    aside, gone = (np.zeros(true.shape, bool) if mask is None else np.array(mask, bool) for mask in (unpublished, lost))
    return true, people, aside, gone


def _number(size: int) -> tuple[str, ...]:
    return tuple(f"cell {place}" for place in range(size))


class _TooManyError(ValueError):
    pass


@dataclass(frozen=True, eq=False)
class _Part:
    """Counts that hang together by totals: their places among all, and what is known of them, numbered anew."""

    places: NDArray[np.int64]
    counts: Floats
    population: Floats | None
    aside: Mask
    totals: tuple[Total, ...]

    @property
    def is_whole(self) -> Mask:
        mask = np.zeros(self.counts.shape, bool)
        mask[[total.whole for total in self.totals if total.whole is not None]] = True
        return mask


def _suppress(part: _Part, rule: Rule, small: Mask, fixed: Mask, most: int) -> Words:
    if part.counts.size > most:
        raise _TooManyError
    hidden = small & ~part.is_whole
    lower, upper = _get_bounds(rule, part.counts, part.population, hidden, part.aside)
    ends = hidden if rule.base_under is None else np.zeros_like(hidden)
    pattern = Pattern(
        truth=part.counts,
        lower=lower,
        upper=upper,
        hidden=small | part.aside,
        can_hide=(part.counts >= lower) & (part.counts <= upper) & (lower < upper) & ~part.aside & ~fixed,
        ends=ends,
        width=np.where(part.aside, 1, np.minimum(COUNTED_VALUES, upper - lower + 1)),
        matrix=build_matrix(part.totals, part.counts.size),
    )

    def publish(kept: Mask) -> tuple[Words, Knowledge]:
        status = np.select([hidden, kept & ~part.aside], [HIDDEN, PROTECTING], default=SHOWN)
        known = know_cells(
            status, part.counts, part.totals, rule=rule, population=part.population, unpublished=part.aside
        )
        return status, known

    return settle(pattern, publish)


def _get_bounds(
    rule: Rule, counts: Floats, population: Floats | None, hidden: Mask, aside: Mask
) -> tuple[Floats, Floats]:
    """Return between what a reader who is not told a count knows it to lie."""
    least, most = rule.get_hidden_range(population)
    lowest, highest = rule.get_protecting_range(population)
    lower, upper = np.where(hidden, least, lowest), np.where(hidden, most, highest)
    return np.where(aside, 0.0, lower) + np.zeros_like(counts), np.where(aside, np.inf, upper) + np.zeros_like(counts)


def _find_parts(
    counts: Floats, population: Floats | None, aside: Mask, totals: Sequence[Total], marked: Mask
) -> Iterator[_Part]:
    """Yield each set of counts that hang together by totals and of which one is marked."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    pairs = [(total.whole, part) for total in totals for part in total.parts if total.whole is not None]
    ends = np.array(pairs, int).reshape(-1, 2)
    graph = csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(counts.size, counts.size))
    _, which = connected_components(graph, directed=False)
    own: dict[int, list[Total]] = defaultdict(list)
    for total in totals:
        own[int(which[total.parts[0]])].append(total)
    for one in np.unique(which[marked]).tolist():
        places = np.flatnonzero(which == one)
        number = {int(place): at for at, place in enumerate(places)}
        renumbered = tuple(
            Total(tuple(number[part] for part in total.parts), whole=number[total.whole])
            for total in own[one]
            if total.whole is not None
        )
        people = None if population is None else population[places]
        yield _Part(places, counts[places], people, aside[places], renumbered)


def _lose_levels(
    status: Words, named: NDArray[np.object_], aside: Mask, fixed: Mask, totals: Sequence[Total], lost: set[str]
) -> set[str]:
    """Hide levels whole, and more of them while a total still gives one hidden count back."""
    if not lost:
        return lost
    while True:
        gone = np.isin(named, list(lost)) & ~aside & ~fixed & (status == SHOWN)
        status[gone] = PROTECTING
        more: set[str] = set()
        for total in totals:
            cells = [*total.parts, *([] if total.whole is None else [total.whole])]
            unknown = [cell for cell in cells if status[cell] != SHOWN or aside[cell]]
            if len(unknown) == 1 and not aside[unknown[0]]:
                others = {str(named[cell]) for cell in cells if status[cell] == SHOWN and not fixed[cell]}
                if not others:
                    raise ValueError(f"totals: what is shown elsewhere gives cell {unknown[0]} back")
                more |= others
        if not more - lost:
            return lost
        lost |= more


def _check(
    true: Floats, people: Floats | None, aside: Mask, fixed: Mask, named: NDArray[np.object_], totals: Sequence[Total]
) -> None:
    if true.ndim != 1 or any(one is not None and one.shape != true.shape for one in (people, aside, fixed, named)):
        raise ValueError("counts: they are one row of numbers, with as many populations, levels and marks")
    if not np.isfinite(true).all() or (true < 0).any() or (true != np.rint(true)).any():
        raise ValueError("counts: each is a whole number of people from 0")
    for total in totals:
        if total.whole is None or not 0 <= min(*total.parts, total.whole) <= max(*total.parts, total.whole) < true.size:
            raise ValueError("totals: each has cells, and a cell that they add up to")
        if true[list(total.parts)].sum() != true[total.whole]:
            raise ValueError(f"totals: cells {total.parts} do not add up to cell {total.whole}")
