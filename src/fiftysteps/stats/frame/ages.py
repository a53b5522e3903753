"""Reading the column of age bands, as numbers or as labels such as "0", "1-4", "<1" and "85+"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import narwhals as nw
import numpy as np
from narwhals.typing import IntoDataFrame
from numpy.typing import NDArray

from fiftysteps.stats.frame.faults import NAMED_ROWS, name_rows
from fiftysteps.stats.frame.reading import FrameGroups, Reader
from fiftysteps.stats.frame.writing import get_estimate_columns, write_groups
from fiftysteps.stats.groups import number_labels
from fiftysteps.stats.life.ages import AgeBands, find_band_faults, get_age_bands
from fiftysteps.stats.life.expectancies import LifeExpectancy
from fiftysteps.stats.results import Floats

HOW_TO_WRITE = 'write an age band like "0", "1-4", "<1" or "85+"'
NOT_KNOWN = float("nan")
OPEN = float("inf")
YEARS = r"(?: *(?:years?|yrs?))?"
# Each pattern with where the band that it names starts and ends; the end is the first age above it.
PATTERNS: Sequence[tuple[str, Callable[[int, int], tuple[float, float]]]] = [
    # Whole numbers that a spreadsheet wrote as text end in ".0".
    (rf"(\d+)(?:\.0+)?{YEARS}", lambda low, _: (low, NOT_KNOWN)),
    (rf"(\d+) *(?:-|–|to) *(\d+){YEARS}", lambda low, high: (low, high + 1)),
    (rf"(?:<|under|less than) *(\d+){YEARS}", lambda high, _: (0, high)),
    (rf"(\d+){YEARS} *(?:and|or|&) *(?:under|younger|below)", lambda high, _: (0, high + 1)),
    (rf"(\d+){YEARS} *(?:\+|plus|(?:and|or|&) *(?:over|older|above))", lambda low, _: (low, OPEN)),
    (rf"(?:>=|≥) *(\d+){YEARS}", lambda low, _: (low, OPEN)),
]


@dataclass(frozen=True, eq=False)
class Ages:
    """Where the band of each row starts, and where it ends if its label says so; shape (n,)."""

    start: Floats
    end: Floats


def parse_age_band(label: str) -> tuple[float, float]:
    """Return the start of a band and the first age above it: not a number if unknown, infinity for an open band.

    Raises
    ------
    ValueError
        The label is not that of an age band.
    """
    text = re.sub(r"^(?:aged?|ages) +", "", label.strip().lower())
    for pattern, read in PATTERNS:
        found = re.fullmatch(pattern, text)
        if found:
            low, high = (int(number) for number in (*found.groups(), "0")[:2])
            start, end = read(low, high)
            if end <= start:
                break
            return start, end
    raise ValueError(f"{label!r} is not an age band; {HOW_TO_WRITE}")


def read_ages(reader: Reader[Any], column: str) -> Ages:
    """Return the bands of a column of numbers, the starts, or of labels. Missing and other values are faults."""
    if not reader.has(column):
        return Ages(np.full(len(reader), np.nan), np.full(len(reader), np.nan))
    if reader.frame[column].dtype.is_numeric():
        starts = reader.read_numbers(column)
        missing, ages = np.isnan(starts), Ages(starts, np.full(len(reader), np.nan))
    else:
        missing = reader.frame[column].is_null().to_numpy().astype(bool)
        ages = _read_labels(reader, column, missing)
    reader.refuse(column, missing, lambda _: "the age is missing")
    return ages


def _read_labels(reader: Reader[Any], column: str, missing: NDArray[np.bool_]) -> Ages:
    labels = np.array([*reader.frame[column].to_list(), None], dtype=object)[:-1]
    codes = np.full(len(labels), -1, dtype=np.int64)
    codes[~missing] = number_labels(labels[~missing].tolist())
    numbers, first = np.unique(codes, return_index=True)
    read = [_read_label(str(label)) for label in labels[first[numbers >= 0]].tolist()]
    # One more band, of what is not known, is the one that code -1 finds.
    bounds = np.array([*(band for band, _ in read), (NOT_KNOWN, NOT_KNOWN)], dtype=float)[codes]
    wrong = np.array([*(fault != "" for _, fault in read), False])[codes]
    reader.refuse(column, wrong, lambda row: read[codes[row]][1])
    return Ages(bounds[:, 0], bounds[:, 1])


def _read_label(label: str) -> tuple[tuple[float, float], str]:
    try:
        return parse_age_band(label), ""
    except ValueError as error:
        return (NOT_KNOWN, NOT_KNOWN), str(error)


def check_bands(
    reader: Reader[Any], column: str, ages: Ages, groups: FrameGroups, accept: Callable[[AgeBands], object], end: float
) -> None:
    """Keep the faults of the bands of groups, and of labels that say where a band ends.

    Parameters
    ----------
    reader : Reader
        The frame.
    column : str
        The column of age bands.
    ages : Ages
        What was read from it. Bands are not looked at where one could not be read.
    groups : FrameGroups
        The groups of the rows.
    accept : callable
        Raises ValueError, in words for the caller, where the bands do not fit the other arguments.
    end : float
        Where the last band has to end: infinity where it has to be open.
    """
    if not np.all((ages.start >= 0) & np.isfinite(ages.start)):
        return
    bands = get_age_bands(ages.start, groups.groups)
    faults = sorted(find_band_faults(bands, lambda group: _name_group(groups, group)))
    reader.faults += name_rows(column, [fault.row for fault in faults], [fault.said for fault in faults[:NAMED_ROWS]])
    _check_ends(reader, column, ages, bands, end)
    try:
        accept(bands)
    except ValueError as error:
        reader.faults.append(f'column "{column}": {error}')


def _check_ends(reader: Reader[Any], column: str, ages: Ages, bands: AgeBands, end: float) -> None:
    last = bands.starts[-1]
    # A last band that starts where nothing counts any more may end anywhere.
    ends = np.append(bands.starts[1:], end if last < end else np.nan)[bands.index]
    wrong = ~np.isnan(ages.end) & ~np.isnan(ends) & (ages.end != ends)

    def say(row: int) -> str:
        if ages.start[row] != last and ages.end[row] == OPEN:
            return f"an open band has to be the last, and another starts at {ends[row]:g}"
        if ages.start[row] != last:
            return f"the band ends before {ages.end[row]:g}, and the next starts at {ends[row]:g}"
        return 'the last band has to be open, like "85+"' if end == OPEN else f"the last band has to end at {end:g}"

    reader.refuse(column, wrong, say)


def _name_group(groups: FrameGroups, group: int) -> str:
    named = [f"{name} {groups.keys[name][group]!r}" for name in groups.keys.columns]
    return "the group of " + ", ".join(named) if named else "the frame"


def write_ages[FrameT: IntoDataFrame](reader: Reader[FrameT], groups: FrameGroups, result: LifeExpectancy) -> FrameT:
    """Return one row for each group and age: the labels of the group, `age`, then the columns of an estimate."""
    number, keys = len(result.ages), groups.keys
    if keys.columns and len(groups.groups):
        repeated = np.repeat(np.arange(len(groups.groups)), number)
        keys = nw.maybe_reset_index(keys[repeated.tolist()])
    whole = bool(np.all(result.ages == np.round(result.ages)))
    ages = np.tile(result.ages.astype(np.int64) if whole else result.ages, len(groups.groups))
    columns = {name: np.ravel(values) for name, values in get_estimate_columns(result).items()}
    return write_groups(reader, FrameGroups(groups.groups, keys), {"age": ages, **columns})
