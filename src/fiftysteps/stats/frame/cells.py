"""A frame's rows as the cells of a table, and the table with its totals as a frame again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, cast

import narwhals as nw
import numpy as np
from narwhals.typing import IntoDataFrame
from numpy.typing import NDArray

from fiftysteps.stats.disclosure import PublishedTable, Rule
from fiftysteps.stats.disclosure.knowledge import LARGEST_COUNT
from fiftysteps.stats.disclosure.tables import SHOWN
from fiftysteps.stats.frame.reading import Reader
from fiftysteps.stats.groups import number_labels
from fiftysteps.stats.results import Floats

type Places = tuple[NDArray[np.int64], ...]
STATUS = "status"


@dataclass(frozen=True, eq=False)
class Cells:
    """The counts of a table by place, and the place of each row."""

    counts: Floats
    population: Floats | None
    dimensions: Mapping[str, tuple[str, ...]]
    places: Places


class CellReader[FrameT: IntoDataFrame]:
    """Reads the cells of a table from the rows of a frame, and writes the published table with its totals."""

    def __init__(
        self, df: FrameT, *, count: str, by: str | Sequence[str], hide_with: Sequence[str], total: str
    ) -> None:
        self.reader = Reader(df)
        self.count, self.hide_with, self.total = count, list(hide_with), total
        self.by = [by] if isinstance(by, str) else list(by)
        if not self.by:
            raise ValueError("by: name at least one column")

    def read(self, rule: Rule | None, population: str | None) -> Cells | None:
        """Return the cells, or None where the frame has no rows.

        Raises
        ------
        FrameFaults
            Rows, columns or labels are not those of a table.
        """
        numbers = self._read_counts()
        people = self._read_population(rule, population, numbers)
        for column in self.hide_with:
            self.reader.read_numbers(column, least=None)
        self._check_names()
        labels = [self._read_labels(column) for column in self.by]
        self.reader.check()
        if not len(self.reader):
            return None
        codes = tuple(number_labels(own) for own in labels)
        self._check_combinations(codes, rule)
        dimensions = {name: tuple(dict.fromkeys(own)) for name, own in zip(self.by, labels, strict=True)}
        shape = tuple(len(own) for own in dimensions.values())
        return Cells(
            _spread(numbers, codes, shape), None if people is None else _spread(people, codes, shape), dimensions, codes
        )

    def write(self, cells: Cells, table: PublishedTable) -> FrameT:
        """Return the rows as they may be published, then the totals."""
        lengths = [len(own) for own in cells.dimensions.values()]
        everywhere = product(*(range(length + 1) for length in lengths))
        totals = [place for place in everywhere if any(at == end for at, end in zip(place, lengths, strict=True))]
        added = np.array(totals, np.int64).T
        places = tuple(np.concatenate([own, more]) for own, more in zip(cells.places, added, strict=True))
        ends = [(*own, self.total) for own in cells.dimensions.values()]
        labels = {name: [own[at] for at in more] for name, own, more in zip(self.by, ends, added.tolist(), strict=True)}
        frame = nw.maybe_reset_index(nw.concat([self._get_rows(), self._build(labels)], how="diagonal"))
        return self._finish(frame, table.values[places], table.status[places].tolist())

    def write_nothing(self) -> FrameT:
        """Return the frame without rows, with its status."""
        return self._finish(self._get_rows(), np.zeros(0), [])

    def _read_counts(self) -> Floats:
        numbers = self.reader.read_numbers(self.count)
        if self.count in self.reader.frame.columns and self.reader.frame[self.count].dtype.is_numeric():
            self.reader.refuse(self.count, np.isnan(numbers), lambda _: "the count is missing")
        finite = np.where(np.isfinite(numbers), numbers, 0)
        self.reader.refuse(
            self.count, finite != np.rint(finite), lambda row: f"{numbers[row]:g} is not a whole number of people"
        )
        if finite.sum() > LARGEST_COUNT:
            self.reader.faults.append(f'column "{self.count}": it adds up to more than {LARGEST_COUNT:,}')
        return numbers

    def _read_population(self, rule: Rule | None, population: str | None, numbers: Floats) -> Floats | None:
        is_base = rule is not None and rule.base_under is not None
        if population is None:
            if is_base:
                self.reader.faults.append("population: this rule needs the column of bases")
            return None
        people = self.reader.read_numbers(population)
        if is_base:
            known = ~np.isnan(people)
            self.reader.refuse(population, ~known, lambda _: "the base is missing")
            self.reader.refuse(
                self.count, numbers > people, lambda row: f"{numbers[row]:g} exceeds {population} of {people[row]:g}"
            )
        return people

    def _check_names(self) -> None:
        names = [self.count, *self.by, *self.hide_with]
        twice = dict.fromkeys(name for at, name in enumerate(names) if name in names[:at])
        self.reader.faults += [f'column "{column}": it is named for two purposes' for column in twice]
        self.reader.refuse_names([STATUS])

    def _read_labels(self, column: str) -> list[str]:
        if not self.reader.has(column):
            return []
        texts = self.reader.read_texts(column)
        missing = np.array(self.reader.frame[column].is_null().to_list(), bool)
        is_text = np.array([isinstance(text, str) for text in texts], bool)
        self.reader.refuse(column, missing, lambda _: "the label is missing")
        self.reader.refuse(
            column, ~missing & ~is_text, lambda row: f"{texts[row]!r} is not text, beside which a total could stand"
        )
        self.reader.refuse(
            column, texts == self.total, lambda _: f'"{self.total}" is the label of totals, which are made anew'
        )
        return [str(text) for text in texts]

    def _check_combinations(self, codes: Places, rule: Rule | None) -> None:
        seen: dict[tuple[int, ...], int] = {}
        earlier = [
            seen.setdefault(place, row) for row, place in enumerate(zip(*(c.tolist() for c in codes), strict=True))
        ]
        again = np.array(earlier) != np.arange(len(earlier))
        self.reader.refuse(", ".join(self.by), again, lambda row: f"the labels are those of row {earlier[row]}")
        places = int(np.prod([int(own.max()) + 1 for own in codes]))
        if rule is not None and rule.hides_zero and len(seen) < places:
            self.reader.faults.append(
                f'column "{", ".join(self.by)}": this rule hides zeros, so every combination of labels needs a row'
            )
        self.reader.check()

    def _build(self, columns: Mapping[str, Sequence[Any]]) -> nw.DataFrame[Any]:
        backend = self.reader.frame.implementation
        series = [nw.new_series(name, own, nw.String, backend=backend) for name, own in columns.items()]
        return nw.from_dict({one.name: one for one in series}, backend=backend)

    def _get_rows(self) -> nw.DataFrame[FrameT]:
        """Return the caller's frame, its labels as plain text: a column of categories takes no new label."""
        texts = [nw.col(column).cast(nw.String) for column in self.by]
        return nw.maybe_reset_index(self.reader.frame.with_columns(*texts))

    def _finish(self, frame: nw.DataFrame[Any], values: Floats, status: list[str]) -> FrameT:
        backend = self.reader.frame.implementation
        counts = nw.new_series(self.count, values, nw.Float64, backend=backend).fill_nan(None)
        marks = nw.new_series(STATUS, status, nw.String, backend=backend)
        shown = np.array([mark == SHOWN for mark in status], bool)
        kept = []
        for column in self.hide_with:
            own = frame[column].cast(nw.Float64).to_numpy().astype(float)
            kept.append(nw.new_series(column, np.where(shown, own, np.nan), nw.Float64, backend=backend).fill_nan(None))
        return cast("FrameT", frame.with_columns(counts, *kept, marks).to_native())


def _spread(values: Floats, places: Places, shape: tuple[int, ...]) -> Floats:
    table = np.zeros(shape)
    table[places] = values
    return table
