"""Chains that lead back to where they began: an area within itself, a step that continues its own follower."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from contextlib import suppress
from graphlib import CycleError, TopologicalSorter


def find_circles(links: Mapping[str, Collection[str]]) -> set[str]:
    """Return the names from which a chain of links leads back to themselves."""
    backwards: dict[str, set[str]] = defaultdict(set)
    for name, others in links.items():
        for other in others:
            backwards[other].add(name)
    # What waits for a circle in both directions is in one, or between two.
    return _get_blocked(links) & _get_blocked(backwards)


def _get_blocked(links: Mapping[str, Collection[str]]) -> set[str]:
    sorter = TopologicalSorter(links)
    with suppress(CycleError):  # it still gives out everything that no circle holds back
        sorter.prepare()
    free: set[str] = set()
    while ready := sorter.get_ready():
        free.update(ready)
        sorter.done(*ready)
    return set(links) - free


def sort_by_links(links: Mapping[str, Collection[str]]) -> list[str]:
    """Return the names of `links`, each after those that it links to. There must be no circle."""
    return [name for name in TopologicalSorter(links).static_order() if name in links]
