"""A column of periods, read as numbers whose order and gaps can be told."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from fiftysteps.stats.frame.period_texts import KNOWN_FORMS, Span, Written, YearAndTwo, is_missing, parse_period
from fiftysteps.stats.frame.reading import Reader
from fiftysteps.stats.groups import Codes, number_labels

NO_PERIOD = "the period is missing"
AMBIGUOUS = "may be a month or several years, and the column does not tell; write 2010-12-01 or 2010-2012"
STRAY_DAY = "is a single day in a column of longer periods"


@dataclass(frozen=True, eq=False)
class Periods:
    """The first time unit of each row's period and how many units it lasts; and the first of those named beside."""

    start: Codes
    length: Codes
    beside: Codes


def read_periods(reader: Reader[Any], column: str, *, beside: Sequence[object] = (), name: str = "") -> Periods:
    """Return the periods of a column, and on the same scale those that the argument `name` gives in `beside`.

    Numbers are whole years. All is counted in months, but in days where a column holds nothing but dates that fall
    neither all on one day of the month nor all on its last. A missing or unknown period is a fault.
    """
    if not reader.has(column):
        return Periods(np.zeros(len(reader), np.int64), np.ones(len(reader), np.int64), np.zeros(0, np.int64))
    values = [*reader.frame[column].to_list(), *beside]
    # Labels are few beside the rows, so only they are looked at one by one.
    labels = list(dict.fromkeys(values))
    codes, written = number_labels(values), [parse_period(label) for label in labels]
    said = _find_faults(labels, written)
    faulty = np.array([bool(why) for why in said], dtype=bool)
    rows, rest = codes[: len(reader)], codes[len(reader) :]
    reader.refuse(column, faulty[rows], lambda row: said[rows[row]])
    reader.faults += [f"{name}: {said[code]}" for code in rest if said[code]]
    spans = [Span(0, 1)] * len(labels) if faulty.any() else _place(written)
    start = np.array([span.start for span in spans], dtype=np.int64)
    length = np.array([span.length for span in spans], dtype=np.int64)
    return Periods(start[rows], length[rows], start[rest])


def _find_faults(labels: Sequence[object], written: Sequence[Written]) -> list[str]:
    """Return what is wrong with each label, empty where nothing is."""
    clear = _are_years(written) or _are_months(written)
    regular = _is_by_month(written) or all(isinstance(one, date) for one in written)

    def say(label: object, one: Written) -> str:
        if is_missing(label):
            return NO_PERIOD
        if one is None:
            return f"{label!r} is no period in a known form ({KNOWN_FORMS})"
        if isinstance(one, YearAndTwo) and not clear:
            return f"{label!r} {AMBIGUOUS}"
        return f"{one} {STRAY_DAY}" if isinstance(one, date) and not regular else ""

    return [say(label, one) for label, one in zip(labels, written, strict=True)]


def _place(written: Sequence[Written]) -> list[Span]:
    """Return each period on one scale."""
    are_years, by_month = _are_years(written), _is_by_month(written)

    def place(one: Written) -> Span:
        if isinstance(one, YearAndTwo):
            return Span(12 * one.year, 12 * one.years) if are_years else Span(12 * one.year + one.two - 1, 1)
        if isinstance(one, date):
            return Span(12 * one.year + one.month - 1 if by_month else one.toordinal(), 1)
        return one or Span(0, 1)

    return [place(one) for one in written]


def _are_years(written: Sequence[Written]) -> bool:
    """Return whether what may be a month or several years is years: one length everywhere, or somewhere no month."""
    unclear = [one for one in written if isinstance(one, YearAndTwo)]
    lengths = {one.years for one in unclear}
    return 1 not in lengths and (len(lengths) == 1 or not all(one.is_month for one in unclear))


def _are_months(written: Sequence[Written]) -> bool:
    """Return whether what may be a month or several years can be a month everywhere, and somewhere nothing else."""
    unclear = [one for one in written if isinstance(one, YearAndTwo)]
    return all(one.is_month for one in unclear) and any(one.years == 1 for one in unclear)


def _is_by_month(written: Sequence[Written]) -> bool:
    """Return whether all dates fall on one day of the month, or all on its last."""
    days = [one for one in written if isinstance(one, date)]
    last = [one.day == monthrange(one.year, one.month)[1] for one in days]
    return len({one.day for one in days}) == 1 or all(last)
