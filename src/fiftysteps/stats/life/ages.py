"""Age bands: which row holds which band of which group, and rows laid out as groups by bands without a loop."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fiftysteps.stats.groups import Codes, Groups, get_groups
from fiftysteps.stats.inputs import NAMED_FAULTS
from fiftysteps.stats.results import Floats

type At = Literal["all"] | float | Sequence[float]


class BandFault(NamedTuple):
    """What is wrong with the bands of a group, and the row at which it shows."""

    row: int
    said: str


@dataclass(frozen=True, eq=False)
class AgeBands:
    """The bands of n rows.

    Attributes
    ----------
    starts : ndarray of float, shape (b,)
        The ages at which bands start, in ascending order, over all groups.
    index : ndarray of int, shape (n,)
        The number of each row's band.
    groups : Groups
        The groups of the rows.
    """

    starts: Floats
    index: Codes
    groups: Groups

    @property
    def widths(self) -> Floats:
        """The years in each band but the last, which is open; shape (b - 1,)."""
        return np.diff(self.starts)

    @property
    def cells(self) -> Codes:
        """The place of each row in a table of groups by bands, counted row by row; shape (n,)."""
        return self.groups.codes * len(self.starts) + self.index

    def arrange(self, values: Floats) -> Floats:
        """Return values of the rows as a table of shape (g, b). Every group must have every band once."""
        table = np.empty(len(values))
        table[self.cells] = values
        return table.reshape(len(self.groups), len(self.starts))


def get_age_bands(age: Floats, groups: Groups) -> AgeBands:
    """Return the bands that start at the ages given. They may still be faulty: see `find_band_faults`."""
    if not len(age):  # one band of no group: then nothing below has to look for a last band that is not there
        return AgeBands(np.zeros(1), np.zeros(0, dtype=np.int64), groups)
    starts, index = np.unique(age, return_inverse=True)
    return AgeBands(starts, index.astype(np.int64), groups)


def find_band_faults(bands: AgeBands, name: Callable[[int], str]) -> list[BandFault]:
    """Return the faults of groups whose bands come twice, or are not those of the others.

    `name` gives the name of a group from its number.
    """
    codes, starts = bands.groups.codes, bands.starts

    def say(row: int, what: str) -> BandFault:
        return BandFault(row, f"the band that starts at {starts[bands.index[row]]:g} {what} in {name(int(codes[row]))}")

    twice = [say(row, "comes twice") for row in _find_repeated(bands).tolist()]
    return twice + _find_lacking(bands, name)


def _find_repeated(bands: AgeBands) -> Codes:
    _, first = np.unique(bands.cells, return_index=True)
    repeated = np.ones(len(bands.index), dtype=bool)
    repeated[first] = False
    return np.flatnonzero(repeated)


def _find_lacking(bands: AgeBands, name: Callable[[int], str]) -> list[BandFault]:
    shape = len(bands.groups), len(bands.starts)
    lacking = np.bincount(bands.cells, minlength=shape[0] * shape[1]).reshape(shape) == 0
    return [
        BandFault(int(bands.groups.first[group]), f"{name(group)} lacks {_name_bands(bands.starts[lacking[group]])}")
        for group in np.flatnonzero(lacking.any(axis=1)).tolist()
    ]


def _name_bands(starts: Floats) -> str:
    named = ", ".join(f"{start:g}" for start in starts[:NAMED_FAULTS])
    rest = len(starts) - NAMED_FAULTS
    what = "the band that starts" if len(starts) == 1 else "the bands that start"
    return f"{what} at {named}" + (f" and {rest} more" if rest > 0 else "") + ", which other groups have"


def lay_out(
    age: ArrayLike, groups: "ArrayLike | Groups | None", numbers: Mapping[str, Floats], faults: Sequence[str] = ()
) -> AgeBands:
    """Return checked bands, or raise ValueError with every fault of the ages and of `numbers`, and those given.

    Parameters
    ----------
    age : array_like of float, shape (n,)
        The age at which the band of each row starts.
    groups : array_like, Groups or None
        The labels of the rows.
    numbers : mapping of str to ndarray of float
        Further columns by their names, to be of the same shape, neither negative nor infinite.
    faults : sequence of str
        Faults that the caller found.
    """
    ages = np.asarray(age, dtype=float)
    _check_shapes({"age": ages, **numbers})
    resolved = get_groups(groups, len(ages))
    strange = _name_age_faults(ages)
    found = [*strange, *(fault for column, values in numbers.items() for fault in _name(column, values))]
    bands = get_age_bands(ages, resolved)
    if not strange:
        labels = resolved.labels.tolist()
        in_groups = find_band_faults(bands, lambda group: f"group {labels[group]!r}")
        found += [f"age, element {row}: {said}" for row, said in in_groups[:NAMED_FAULTS]]
    if found or faults:
        raise ValueError("; ".join([*found, *faults]))
    return bands


def choose_ages(bands: AgeBands, at: At) -> NDArray[np.int64]:
    """Return the numbers of the bands that start at the ages asked for; there are none where there are no rows.

    Raises
    ------
    ValueError
        No age is asked for, or one at which no band starts.
    """
    if isinstance(at, str):
        if at != "all":
            raise ValueError(f'at: {at!r} is neither "all" nor an age')
        return np.arange(len(bands.starts))
    wanted = np.atleast_1d(np.asarray(at, dtype=float))
    if not wanted.size:
        raise ValueError('at: name at least one age, or "all"')
    if not len(bands.index):
        return np.zeros(0, dtype=np.int64)
    strange = [f"{age:g}" for age in wanted[~np.isin(wanted, bands.starts)]]
    if strange:
        raise ValueError(f"at: no band starts at {', '.join(strange)}")
    return np.searchsorted(bands.starts, wanted)


def _check_shapes(arrays: Mapping[str, Floats]) -> None:
    length = arrays["age"].size
    for column, values in arrays.items():
        if values.shape != (length,):
            raise ValueError(f"{column}: one dimension of {length} elements is needed, and its shape is {values.shape}")


def _name_age_faults(ages: Floats) -> list[str]:
    missing = np.flatnonzero(np.isnan(ages))[:NAMED_FAULTS]
    return [f"age, element {i}: it is missing" for i in missing] + _name("age", ages)


def _name(column: str, values: Floats) -> list[str]:
    faulty = np.flatnonzero((values < 0) | np.isinf(values))[:NAMED_FAULTS]
    words = ["negative" if values[i] < 0 else "infinite" for i in faulty]
    return [f"{column}, element {i}: {values[i]:g} is {word}" for i, word in zip(faulty, words, strict=True)]
