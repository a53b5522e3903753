"""Age bands of counts and of standard populations, and the bands that they have in common."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_ONE: Final = re.compile(r"(\d{1,3})", re.ASCII)
_SPAN: Final = re.compile(r"(\d{1,3})-(\d{1,3})", re.ASCII)
_OPEN: Final = re.compile(r"(\d{1,3})\+", re.ASCII)
# The last age of the open band: older than anybody.
END: Final = 999


@dataclass(frozen=True, order=True)
class Band:
    """An age band in full years, ends included, with the label that its source uses."""

    first: int
    last: int
    label: str


def read_band(label: str) -> Band:
    """Return the band of a label such as "7", "5-9" or "90+".

    Raises
    ------
    ValueError
        It is no such label.
    """
    if match := _OPEN.fullmatch(label):
        return Band(int(match[1]), END, label)
    if match := _SPAN.fullmatch(label):
        if int(match[2]) < int(match[1]):
            raise ValueError(f"{label!r} ends before it begins")
        return Band(int(match[1]), int(match[2]), label)
    if match := _ONE.fullmatch(label):
        return Band(int(match[1]), int(match[1]), label)
    raise ValueError(f'{label!r} is no age such as "7", "5-9" or "90+"')


def read_bands(labels: Iterable[str]) -> tuple[Band, ...]:
    """Return the bands of labels from the youngest.

    Raises
    ------
    ValueError
        A label is no age, or two bands overlap or leave a hole between them.
    """
    bands = tuple(sorted(read_band(label) for label in set(labels)))
    for younger, older in pairwise(bands):
        if older.first <= younger.last:
            raise ValueError(f"{younger.label} and {older.label} overlap")
        if older.first > younger.last + 1:
            raise ValueError(f"there is a hole between {younger.label} and {older.label}")
    return bands


@dataclass(frozen=True)
class CommonBands:
    """The finest bands in which several sets of bands can be written, from the youngest; `starts` are their ages."""

    starts: tuple[int, ...]
    last: int

    @property
    def labels(self) -> tuple[str, ...]:
        ends = [start - 1 for start in self.starts[1:]] + [self.last]
        return tuple(_say(first, last) for first, last in zip(self.starts, ends, strict=True))

    def find(self, band: Band) -> int:
        """Return the number of the common band that `band` lies in."""
        return max(number for number, start in enumerate(self.starts) if start <= band.first)

    def sum(self, people: Mapping[str, float]) -> tuple[float, ...]:
        """Return the sums of people by age in the common bands; ages outside them have no part in it."""
        sums = [0.0] * len(self.starts)
        for label, count in people.items():
            band = read_band(label)
            if self.starts[0] <= band.first and band.last <= self.last:
                sums[self.find(band)] += count
        return tuple(sums)


def find_common(sets: Sequence[tuple[Band, ...]]) -> CommonBands:
    """Return the bands in which every set can be written, over the ages that all of them have.

    Raises
    ------
    ValueError
        The sets have no such bands.
    """
    first = max(bands[0].first for bands in sets)
    last = min(bands[-1].last for bands in sets)
    starts = set.intersection(*({band.first for band in bands if first <= band.first <= last} for bands in sets))
    ends = set.intersection(*({band.last for band in bands} for bands in sets))
    if first not in starts or last not in ends:
        raise ValueError("; ".join(_say_bands(bands) for bands in sets))
    return CommonBands(tuple(sorted(starts)), last)


def _say(first: int, last: int) -> str:
    if last == END:
        return f"{first}+"
    return str(first) if first == last else f"{first}-{last}"


def _say_bands(bands: tuple[Band, ...]) -> str:
    said = [band.label for band in bands]
    return ", ".join(said if len(said) <= 4 else [*said[:2], "…", said[-1]])
