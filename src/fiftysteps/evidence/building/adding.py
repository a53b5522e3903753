"""Adding cells of small areas up to larger ones, and to the deprived and less deprived parts of them."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from fiftysteps.evidence.building.cells import Cells, Codes, Floats


@dataclass(frozen=True, eq=False)
class Within:
    """Which areas make up which: row by row a part, what it is part of, its group there, and its share.

    A group is empty where all the parts of an area are meant.
    """

    parts: Codes
    wholes: Codes
    groups: Codes
    shares: Floats

    @classmethod
    def from_table(cls, table: pa.Table) -> "Within":
        """Return what a look-up of areas says: its columns `area`, `within` and `weight`."""
        parts = np.array(table["area"].to_pylist(), dtype=str)
        wholes = np.array(table["within"].to_pylist(), dtype=str)
        return cls(parts, wholes, np.zeros(len(parts), dtype="U1"), table["weight"].to_numpy().astype(float))

    def without(self, parts: Collection[str]) -> "Within":
        """Return the same without these parts."""
        if not parts:
            return self
        kept = ~np.isin(self.parts, np.array(sorted(parts), dtype=str))
        return Within(self.parts[kept], self.wholes[kept], self.groups[kept], self.shares[kept])

    def divide(self, groups: dict[str, str]) -> "Within":
        """Return the same with each whole divided by the groups of its parts. A part of no group is left out."""
        found = np.array([groups.get(part, "") for part in self.parts.tolist()], dtype=str)
        kept = found != ""
        return Within(self.parts[kept], self.wholes[kept], found[kept], self.shares[kept])


@dataclass(frozen=True, eq=False)
class Adding:
    """How cells of `areas` are added up: `units` and `groups` name the sums."""

    units: Codes
    groups: Codes
    _places: NDArray[np.int64]
    _starts: NDArray[np.int64]
    _shares: Floats | None
    _areas: Codes

    def add(self, cells: Cells) -> Floats:
        """Return the sums, of shape (groups of people, units, bands); missing where a part is."""
        aligned = cells.align(self._areas).values
        # One more area, which has no number: that of parts that no count was for.
        beyond = np.full((aligned.shape[0], 1, aligned.shape[2]), np.nan)
        taken = np.concatenate([aligned, beyond], axis=1)[:, self._places]
        if self._shares is not None:
            taken = taken * self._shares[None, :, None]
        return np.add.reduceat(taken, self._starts, axis=1)


def plan_adding(areas: Codes, within: Within) -> Adding | None:
    """Return how cells of these sorted areas are added up, or None where none of them is part of anything.

    A whole none of whose parts has a count is left out. One of which some part has none is kept: its sum is missing,
    because a sum of some of its parts would be taken for all of it.
    """
    places = np.searchsorted(areas, within.parts)
    held = (places < len(areas)) & (areas[np.minimum(places, len(areas) - 1)] == within.parts)
    keys = np.char.add(np.char.add(within.wholes, "\t"), within.groups)
    order = np.argsort(keys, kind="stable")
    named, starts = np.unique(keys[order], return_index=True)
    if not len(named):
        return None
    some = np.add.reduceat(held[order].astype(np.int64), starts) > 0
    wanted = np.repeat(some, np.diff(starts, append=len(order)))
    order, named = order[wanted], named[some]
    if not len(named):
        return None
    starts = np.flatnonzero(np.concatenate([[True], keys[order][1:] != keys[order][:-1]]))
    shares = within.shares[order]
    split = np.char.partition(named, "\t")
    return Adding(
        units=split[:, 0],
        groups=split[:, 2],
        _places=np.where(held, places, len(areas))[order],
        _starts=starts,
        # Whole numbers times one stay whole: without shares the sums are exact to the last person.
        _shares=None if (shares == 1.0).all() else shares,
        _areas=areas,
    )
