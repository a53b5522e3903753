"""Areas that are no more beside those that replaced them: of the two, only those that were counted are parts."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Final

import numpy as np

from fiftysteps.evidence.building.levels import is_of_level

# What these became before they became what they are now. The list of successors names only the latter, and counts of
# 2019 to 2022 are of what was between (Somerset West and Taunton Order 2018).
BETWEEN: Final[Mapping[str, tuple[str, ...]]] = {"E07000190": ("E07000246",), "E07000191": ("E07000246",)}


def keep_level(successors: Mapping[str, tuple[str, ...]], level: str) -> dict[str, tuple[str, ...]]:
    """Return the successions between areas of one level: a district was not replaced by what replaced its county."""
    codes = np.array(sorted({*successors, *(new for each in successors.values() for new in each)}), dtype=str)
    kept = set(codes[is_of_level(codes, level)].tolist())
    return {
        old: tuple(each for each in new if each in kept)
        for old, new in successors.items()
        if old in kept and kept & set(new)
    }


def find_covered(counted: Collection[str], successors: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Return the areas whose ground is covered by others that were counted, and so are no parts of a larger one.

    Look-ups know the areas of several years, and counts are of those of one. An old area is covered where all that
    replaced it were counted, a new one where all that it replaced were, and it was not counted itself. An area of which
    neither holds stays a part: without its count, the sum of the larger area is missing.

    Parameters
    ----------
    counted : collection of str
        The codes of the areas with counts.
    successors : mapping of str to tuple of str
        Which areas replaced one that is no more.
    """
    held = counted if isinstance(counted, set | frozenset) else frozenset(counted)
    covered, predecessors = set(), defaultdict(set)
    for old, replacing in successors.items():
        # An area that kept its code through a change of others is not replaced.
        new = set(replacing) - {old}
        for each in new:
            predecessors[each].add(old)
        if new and new <= held and old not in replacing:
            covered.add(old)
    covered |= {new for new, old in predecessors.items() if new not in held and old <= held}
    return frozenset(covered)
