"""What several indicators of one run are computed from, read once: divisions, look-ups and the index."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fiftysteps.evidence.building.adding import Within
from fiftysteps.evidence.building.cells import Codes
from fiftysteps.evidence.building.inputs import Input
from fiftysteps.evidence.building.recipe import LOCAL_FIFTHS, NATIONAL_TENTHS, DeprivationShape
from fiftysteps.evidence.building.selecting import CannotBuild, Division
from fiftysteps.evidence.building.succession import BETWEEN, find_covered, keep_level
from fiftysteps.evidence.ingest.areas import SUCCESSORS
from fiftysteps.evidence.queries.known_areas import get_known_areas
from fiftysteps.evidence.queries.lookups import get_lookup
from fiftysteps.evidence.store import list_divisions, read_columns
from fiftysteps.stats import assign_quantiles

FIFTHS = 5


@dataclass
class Shelf:
    """The current releases by dataset and table, and what was read so far."""

    inputs: Mapping[tuple[str, str], Input]
    _divisions: dict[str, tuple[Division, ...]] = field(default_factory=dict)
    _within: dict[tuple[str, str], Within] = field(default_factory=dict)
    _successors: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    _places: dict[DeprivationShape, dict[str, dict[str, str]]] = field(default_factory=dict)

    def get_divisions(self, file_name: str) -> tuple[Division, ...]:
        if file_name not in self._divisions:
            self._divisions[file_name] = tuple(list_divisions([file_name]).to_pylist())
        return self._divisions[file_name]

    def get_within(self, of: str, to: str) -> Within:
        """Return which areas lie within which, or which are themselves where the two kinds are one."""
        if (of, to) not in self._within:
            self._within[of, to] = Within.from_table(get_lookup(of, to))
        return self._within[of, to]

    def get_parts(self, of: str, to: str, counted: Codes) -> Within:
        """Return which areas lie within which, of those areas that were counted or that nothing counted covers."""
        if of not in self._successors:
            known = {**SUCCESSORS, **get_known_areas().successors, **BETWEEN}
            self._successors[of] = keep_level(known, of)
        return self.get_within(of, to).without(find_covered(set(counted.tolist()), self._successors[of]))

    def get_groups(self, index: DeprivationShape, kind: str) -> dict[str, str]:
        """Return the group of each small area: "1" is the most deprived.

        Raises
        ------
        CannotBuild
            The index has no such column.
        """
        if index not in self._places:
            self._places[index] = {}
        kept = self._places[index]
        if kind not in kept:
            kept[kind] = self._find_local_fifths(index) if kind == LOCAL_FIFTHS else self._find_national(index, kind)
        return kept[kind]

    def _find_national(self, index: DeprivationShape, kind: str) -> dict[str, str]:
        areas, tenths = self._read_index(index, index.tenth)
        # Two tenths make a fifth: the published tenths are of all England, so they need no ranking here.
        numbers = tenths if kind == NATIONAL_TENTHS else np.ceil(tenths / 2)
        return dict(zip(areas, numbers.astype(int).astype(str).tolist(), strict=True))

    def _find_local_fifths(self, index: DeprivationShape) -> dict[str, str]:
        areas, values = self._read_index(index, index.rank or index.score)
        within = self.get_within("lsoa", "borough")
        boroughs = dict(zip(within.parts.tolist(), within.wholes.tolist(), strict=True))
        known = np.array([area in boroughs for area in areas], dtype=bool)
        local = np.array([boroughs[area] for area, is_known in zip(areas, known, strict=True) if is_known], dtype=str)
        if not len(local):
            return {}
        fifths = assign_quantiles(values[known], local, quantiles=FIFTHS, invert=not index.rank)
        names = np.array(areas, dtype=str)[known].tolist()
        return {name: str(fifth) for name, fifth in zip(names, fifths.tolist(), strict=True) if fifth}

    def _read_index(self, index: DeprivationShape, name: str) -> tuple[list[str], NDArray[np.float64]]:
        held = self.inputs.get((index.dataset, "observations"))
        if held is None:
            raise CannotBuild(f'"dataset" of "deprivation" must be one with observations; got "{index.dataset}"')
        rows = read_columns("observations", [held.file_name], ["area", "period", "value"], indicator=name)
        rows = rows.filter(np.isfinite(rows["value"].to_numpy().astype(float)))
        if not rows.num_rows:
            raise CannotBuild(f'"deprivation" asks for "{name}", of which {index.dataset} has no value')
        if len(rows["period"].unique()) > 1:
            raise CannotBuild(f'"{name}" of {index.dataset} is of several years: places on an index are of one')
        return [str(area) for area in rows["area"].to_pylist()], rows["value"].to_numpy().astype(float)
