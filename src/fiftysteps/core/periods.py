"""The periods that figures are for: calendar and financial years, years pooled, quarters, months and days."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, total_ordering
from typing import Literal

type PeriodKind = Literal["year", "financial-year", "years", "quarter", "month", "day"]

SHAPES = '"2021", "2020/21", "2018-20", "2024-Q1", "2024-09" or "2021-03-21"'
# Figures of health and population reach back to the first censuses and never far ahead: anything else is a slip.
EARLIEST, LATEST = 1801, 2199
# Years are pooled to steady small numbers; more than a generation is a slip of the pen.
LONGEST_POOL = 30


@total_ordering
@dataclass(frozen=True)
class Period:
    """A span of days, ends included, with the label that the source uses. Ordered by its start, then by its end."""

    kind: PeriodKind
    start: date
    end: date
    label: str

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.label!r} ends before it starts")

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, Period):
            return NotImplemented
        return (self.start, self.end) < (other.start, other.end)

    def __str__(self) -> str:
        return self.label

    @property
    def plain(self) -> str:
        """The period as people say it: "April 2020 to March 2021"."""
        return _say(self.kind, self.start, self.end)

    @property
    def short(self) -> str:
        """The period in few signs, for an axis: "2020/21", "2018–20", "2024 Q1", "Sep 2024"."""
        if self.kind in {"month", "day"}:
            return f"{self.start:%b %Y}"
        return self.label.replace("-Q", " Q").replace("-", "–")

    @property
    def middle(self) -> float:
        """The middle of the period as a year with its fraction, for an axis: 2021.5 for the year 2021."""
        first, last = _get_place(self.start, 0), _get_place(self.end, 1)
        return (first + last) / 2


def _get_place(day: date, days_later: int) -> float:
    length = 366 if calendar.isleap(day.year) else 365
    return day.year + (day.timetuple().tm_yday - 1 + days_later) / length


def _say(kind: PeriodKind, start: date, end: date) -> str:
    words = {
        "year": f"{start.year}",
        "financial-year": f"{start:%B %Y} to {end:%B %Y}",
        "years": f"{start.year} to {end.year}",
        "quarter": f"{start:%B} to {end:%B %Y}",
        "month": f"{start:%B %Y}",
        "day": f"{start.day} {start:%B %Y}",
    }
    return words[kind]


@lru_cache(maxsize=1024)
def parse_period(text: str) -> Period:
    """Return the period that `text` names.

    Raises
    ------
    ValueError
        With a sentence that says what was got and what is understood.
    """
    label = text.strip()
    for pattern, build in _BUILDERS:
        match = re.fullmatch(pattern, label, re.ASCII)
        if match:
            period = build(label, *(int(part) for part in match.groups()))
            _check_years(period)
            return period
    raise ValueError(f"{text!r} is not a period; write it like {SHAPES}")


def _check_years(period: Period) -> None:
    if not EARLIEST <= period.start.year <= period.end.year <= LATEST:
        raise ValueError(f"{period.label!r} lies outside the years {EARLIEST} to {LATEST}")


def _build_year(label: str, year: int) -> Period:
    return Period("year", _make_day(label, year, 1, 1), _make_day(label, year, 12, 31), label)


def _build_financial_year(label: str, year: int, following: int) -> Period:
    if following != (year + 1) % 100:
        raise ValueError(
            f"{label!r} is not a financial year; the one from April {year} is {year}/{(year + 1) % 100:02d}"
        )
    return Period("financial-year", _make_day(label, year, 4, 1), _make_day(label, year + 1, 3, 31), label)


def _build_years(label: str, first: int, last: int) -> Period:
    if last < 100:
        last += first - first % 100
        last += 100 if last <= first else 0
    if not first < last <= first + LONGEST_POOL:
        raise ValueError(f"{label!r} does not name years in order, at most {LONGEST_POOL} apart")
    return Period("years", _make_day(label, first, 1, 1), _make_day(label, last, 12, 31), label)


def _build_month_or_years(label: str, year: int, part: int) -> Period:
    # "2010-12" is how official sources write three years pooled, "2024-09" is how ISO 8601 writes a month. A part above
    # the year's own last digits is taken for a later year: from 2012 on no month is above them, and months older than
    # that are not published in what we read. "1999-01" is January; that pool is written in full, "1999-2001".
    if part > year % 100:
        return _build_years(label, year, part)
    return Period("month", _make_day(label, year, part, 1), _make_month_end(year, part), label)


def _build_quarter(label: str, year: int, quarter: int) -> Period:
    return Period("quarter", _make_day(label, year, quarter * 3 - 2, 1), _make_month_end(year, quarter * 3), label)


def _build_day(label: str, year: int, month: int, day: int) -> Period:
    only = _make_day(label, year, month, day)
    return Period("day", only, only, label)


def _make_day(label: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"{label!r} is not a day of the calendar") from error


def _make_month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


_BUILDERS: tuple[tuple[str, Callable[..., Period]], ...] = (
    (r"(\d{4})", _build_year),
    (r"(\d{4})/(\d{2})", _build_financial_year),
    (r"(\d{4})-(0[1-9]|1[0-2])", _build_month_or_years),
    (r"(\d{4})-(\d{2}|\d{4})", _build_years),
    (r"(\d{4})-Q([1-4])", _build_quarter),
    (r"(\d{4})-(\d{2})-(\d{2})", _build_day),
)
