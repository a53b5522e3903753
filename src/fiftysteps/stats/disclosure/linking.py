"""Several tables as one thing to the reader, who lays them side by side and subtracts."""

from collections.abc import Mapping, Sequence

import numpy as np

from fiftysteps.stats.disclosure.knowledge import Knowledge, Total
from fiftysteps.stats.disclosure.margins import Key, get_keys, get_totals, name_key
from fiftysteps.stats.disclosure.tables import PublishedTable

type Nested = Mapping[str, Mapping[str, Sequence[str]]]


def link_tables(*tables: PublishedTable, nested: Nested | None = None) -> Knowledge:
    """Return what a reader of all the tables knows. A cell that stands in several is one, with all that each tells.

    Parameters
    ----------
    *tables : PublishedTable
        Tables of counts of the same people, each with the labels of its dimensions.
    nested : mapping of str to mapping of str to sequence of str, keyword-only
        Labels that are made of others of the same dimension: {"area": {"North": ["Beckton", "Plaistow"]}}.

    Returns
    -------
    Knowledge
        What `attack` takes.

    Raises
    ------
    ValueError
        Two tables contradict each other, or one of several has no labels of its own.

    Examples
    --------
    >>> from fiftysteps.stats.disclosure import hide_small
    >>> wards = {"ward": ["Beckton", "Plaistow"]}
    >>> by_ward = hide_small([3, 60], rule="hiv_and_sti", dimensions=wards)
    >>> by_sex = hide_small([[1, 2], [20, 40]], rule="hiv_and_sti", dimensions=wards | {"sex": ["f", "m"]})
    >>> both = link_tables(by_ward, by_sex)
    >>> print(f"{len(both.names)} counts, of which {int(both.hidden.sum())} are to be protected")
    9 counts, of which 3 are to be protected
    """
    if len(tables) > 1 and any(name.startswith("axis ") for table in tables for name in table.dimensions):
        raise ValueError("published: tables are linked by their labels; give each its dimensions")
    keys = [get_keys(table.dimensions) for table in tables]
    places: dict[Key, int] = {}
    numbers = [np.array([places.setdefault(key, len(places)) for key in own]) for own in keys]
    lowest, highest = np.zeros(len(places)), np.full(len(places), np.inf)
    hidden, own_values = np.zeros(len(places), bool), np.ones(len(places))
    totals: list[Total] = []
    for table, number in zip(tables, numbers, strict=True):
        lowest[number] = np.maximum(lowest[number], table.lowest.ravel())
        highest[number] = np.minimum(highest[number], table.highest.ravel())
        to_protect = table.is_to_protect.ravel()
        hidden[number] |= to_protect
        width = np.where(to_protect, (table.highest - table.lowest).ravel() + 1, 1)
        own_values[number] = np.maximum(own_values[number], width)
        totals += [_renumber(total, number) for total in get_totals(table.values.shape)]
    totals += _nest(places, nested or {})
    order = list(dict.fromkeys(name for table in tables for name in table.dimensions))
    names = tuple(name_key(key, order) for key in places)
    return Knowledge(lowest, highest, tuple(totals), names, hidden, own_values)


def _renumber(total: Total, number: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Total:
    whole = None if total.whole is None else int(number[total.whole])
    return Total(tuple(number[list(total.parts)].tolist()), total.lowest, total.highest, whole)


def _nest(places: Mapping[Key, int], nested: Nested) -> list[Total]:
    """Return a total for each cell with a label that is made of others, where a table has all of them."""
    made = {(name, label): parts for name, labels in nested.items() for label, parts in labels.items()}
    there = {pair for key in places for pair in key}
    for (name, label), parts in made.items():
        for one in (label, *parts):
            if (name, one) not in there:
                raise ValueError(f"nested: no table has {name} {one}")
    totals = []
    for key, place in places.items():
        for name, label in key & made.keys():
            rest = key - {(name, label)}
            found = [places.get(rest | {(name, part)}) for part in made[name, label]]
            known = tuple(part for part in found if part is not None)
            if len(known) == len(found):
                totals.append(Total(known, whole=place))
    return totals
