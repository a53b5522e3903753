"""Hiding further counts until the attacker finds nothing: the loop that every kind of table goes through."""

from collections.abc import Callable
from itertools import islice

import numpy as np

from fiftysteps.stats.disclosure.attacking import Attack, Disclosure, search
from fiftysteps.stats.disclosure.complements import Pattern
from fiftysteps.stats.disclosure.knowledge import Knowledge
from fiftysteps.stats.disclosure.rules import Mask
from fiftysteps.stats.disclosure.searching import COUNTED_VALUES

# How often cells that the attacker still pins are given further values, before all that may be hidden is.
MENDINGS = 3


def settle[Made](pattern: Pattern, publish: Callable[[Mask], tuple[Made, Knowledge]]) -> Made:
    """Return what is published once nothing can be worked out of it.

    Parameters
    ----------
    pattern : Pattern
        The true counts and what is hidden of them at first.
    publish : callable
        From all that is hidden, flat: what is published, and what its reader then knows, count by count in the same
        order.

    Raises
    ------
    Disclosure
        The attacker still finds something when all is hidden that may be.
    """
    pattern.protect()
    for turn in range(MENDINGS + 1):
        made, known = publish(pattern.hidden)
        found = search(known, ends=pattern.ends)
        if _is_kept(found, known, pattern.ends):
            return made
        if turn < MENDINGS - 1:
            _mend(pattern, known, found)
        else:
            pattern.hide_all()
    raise Disclosure(found)


def _is_kept(found: Attack, known: Knowledge, ends: Mask) -> bool:
    """Return whether nothing is found, and the whole range of the rule is left where that is asked."""
    asked = ends[known.hidden]
    whole = (found.lowest <= known.lowest[known.hidden]) & (found.highest >= known.highest[known.hidden])
    return found.is_safe and bool(whole[asked].all())


def _mend(pattern: Pattern, known: Knowledge, found: Attack) -> None:
    """Give the counts that are still pinned, because their range has holes, values close to the true one."""
    places = np.flatnonzero(known.hidden)
    for name in found.pinned:
        place = int(places[found.names.index(name)])
        steps = [sign * step for step in range(1, COUNTED_VALUES) for sign in (1, -1)]
        reached = (step for step in steps if pattern.reach(place, pattern.truth[place] + step))
        # The true value is one already.
        list(islice(reached, COUNTED_VALUES - 1))
