"""Sums of counts as arrays: groups by areas by age bands, so that nothing is computed row by row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from fiftysteps.evidence.building.ages import CommonBands, read_band
from fiftysteps.evidence.building.levels import is_of_level
from fiftysteps.evidence.building.selecting import COLUMNS, Selection
from fiftysteps.evidence.store import sum_counts

type Codes = NDArray[np.str_]
type Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Layout:
    """How cells are laid out: what the figures are divided by, its labels, the bands, and the kind of area."""

    split: str
    labels: tuple[str, ...]
    bands: CommonBands | None
    level: str

    @property
    def column(self) -> str:
        """The column that the figures are divided by."""
        return self.split if self.split in {"", *COLUMNS} else "group"

    @property
    def columns(self) -> list[str]:
        """The columns that the sums keep apart besides the area."""
        return list(dict.fromkeys([*([self.column] if self.split else []), *(["age"] if self.bands else [])]))

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.labels), len(self.bands.starts) if self.bands else 1


@dataclass(frozen=True, eq=False)
class Cells:
    """Numbers of shape (groups, areas, bands), not a number where a row is missing; `areas` are sorted."""

    areas: Codes
    values: Floats

    def align(self, areas: Codes) -> "Cells":
        """Return the cells of these areas, which hold all of ours; without a number where there is none."""
        if np.array_equal(areas, self.areas):
            return self
        values = np.full((self.values.shape[0], len(areas), self.values.shape[2]), np.nan)
        values[:, np.searchsorted(areas, self.areas)] = self.values
        return Cells(areas, values)

    def fill(self) -> "Cells":
        """Return the cells with nothing for zero where no row was."""
        return replace(self, values=np.nan_to_num(self.values, nan=0.0))


def read_cells(selection: Selection, period: str, layout: Layout, *, missing_as_zero: bool = False) -> Cells:
    """Return the sums of a period. One that lacks a row is missing, unless what is missing is zero."""
    sums = sum_counts(
        [selection.file_name],
        by=["area", *layout.columns],
        measures={"total": selection.measure},
        with_rows=True,
        ordered=False,
        period=period,
        **selection.equals,
    )
    codes = sums["area"].combine_chunks().dictionary_encode()
    areas: Codes = np.array(codes.dictionary.to_pylist(), dtype=str)
    order = np.argsort(areas)
    ranks = np.empty(len(areas), dtype=np.int64)
    ranks[order] = np.arange(len(areas))
    kept = is_of_level(areas, layout.level)[order]
    shape = (layout.shape[0], len(areas), layout.shape[1])
    places = _get_places(sums, layout, ranks[codes.indices.to_numpy(zero_copy_only=False)], shape)
    values = _add(places, sums["total"], shape)
    if not missing_as_zero:
        expected = _get_expected(selection, period, layout)
        values[_add(places, sums["rows"], shape) != expected[:, None, :]] = np.nan
    return Cells(areas[order][kept], values[:, kept])


def _add(places: NDArray[np.int64], column: "pa.ChunkedArray[Any]", shape: tuple[int, int, int]) -> Floats:
    numbers = column.to_numpy().astype(float, copy=False)
    known = places >= 0
    if not known.all():
        places, numbers = places[known], numbers[known]
    return np.bincount(places, weights=numbers, minlength=int(np.prod(shape))).astype(float).reshape(shape)


def _get_places(
    sums: pa.Table, layout: Layout, areas: NDArray[np.int64], shape: tuple[int, int, int]
) -> NDArray[np.int64]:
    """Return the place of each row in the array, counted through, and -1 for rows that have none."""
    groups = _number(sums, layout.column, {label: at for at, label in enumerate(layout.labels)}) if layout.split else 0
    bands = _number(sums, "age", _number_ages(sums, layout.bands)) if layout.bands else 0
    places: NDArray[np.int64] = (groups * shape[1] + areas) * shape[2] + bands
    return np.where((np.asarray(groups) < 0) | (np.asarray(bands) < 0), -1, places)


def _number(sums: pa.Table, column: str, numbers: Mapping[str, int]) -> NDArray[np.int64]:
    encoded = sums[column].combine_chunks().dictionary_encode()
    known = np.array([numbers.get(text, -1) for text in map(str, encoded.dictionary.to_pylist())], dtype=np.int64)
    found: NDArray[np.int64] = known[encoded.indices.to_numpy(zero_copy_only=False)]
    return found


def _number_ages(sums: pa.Table, bands: CommonBands) -> dict[str, int]:
    labels = map(str, pc.unique(sums["age"]).to_pylist())
    return {label: number for label in labels if (number := find_band(label, bands)) >= 0}


def find_band(label: str, bands: CommonBands) -> int:
    """Return the number of the band that an age lies in, or -1 where it lies in none."""
    band = read_band(label)
    return bands.find(band) if bands.starts[0] <= band.first and band.last <= bands.last else -1


def _get_expected(selection: Selection, period: str, layout: Layout) -> Floats:
    """Return of how many rows each sum should be, of shape (groups, bands)."""
    expected = np.zeros(layout.shape)
    for key, rows in selection.count_rows(period, layout.columns).items():
        said = dict(zip(layout.columns, key, strict=True))
        group = layout.labels.index(said[layout.column]) if layout.split else 0
        band = find_band(said["age"], layout.bands) if layout.bands else 0
        if band >= 0:
            expected[group, band] += rows
    return expected


def merge_areas(*cells: Cells) -> Codes:
    """Return the codes of all areas of all the cells, sorted."""
    first, *others = cells
    if all(np.array_equal(first.areas, other.areas) for other in others):
        return first.areas
    return np.unique(np.concatenate([each.areas for each in cells]))


def sum_cells(parts: Sequence[Cells]) -> Cells:
    """Return the sums of several cells of one layout, missing where one of them is."""
    areas = merge_areas(*parts)
    total = parts[0].align(areas).values
    for part in parts[1:]:
        total = total + part.align(areas).values
    return Cells(areas, total)
