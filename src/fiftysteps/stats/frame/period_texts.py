"""One period as people write it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

KNOWN_FORMS = "2019, 2019/20, 2018-20, 2016/17 - 18/19, 2020 Q1, 2020/21 Q1, 2020-01, 2020-01-31"
# The financial year begins in April, three months after the calendar year.
APRIL = 3


@dataclass(frozen=True)
class Span:
    """A period in months: the first, counted from January of the year 0, and how many."""

    start: int
    length: int


@dataclass(frozen=True)
class YearAndTwo:
    """What may be a month or several years, such as 2010-12. Only the whole column can tell."""

    year: int
    two: int

    @property
    def years(self) -> int:
        """How many years it spans if it is several years: 3 for 2010-12, 1 where it cannot be."""
        years = (self.two - self.year) % 100 + 1
        # Nobody pools more than twenty years, but January 2009 would be 93 years as 2009 to 2101.
        return years if years <= 20 else 1

    @property
    def is_month(self) -> bool:
        """Whether it can be a month."""
        return 1 <= self.two <= 12


type Written = Span | YearAndTwo | date | None


def parse_period(value: object) -> Written:
    """Return what a value says of a period; None where it is in no known form, or missing."""
    if is_missing(value):
        return None
    if isinstance(value, (int, float)):
        # Numbers are years, or the first, second and so on. 201904 would be neither.
        return Span(12 * int(value), 12) if abs(value) < 10_000 and value == int(value) else None
    if isinstance(value, date):
        # A moment is read as its day.
        return date(value.year, value.month, value.day)
    text = str(value).strip()
    for pattern, read in PATTERNS:
        if match := pattern.fullmatch(text):
            return read(*match.groups())
    return None


def is_missing(value: object) -> bool:
    """Return whether a value is missing: None, or unequal to itself as not-a-number and not-a-time are."""
    return value is None or bool(value != value)  # noqa: PLR0124


def _read_year(year: str) -> Written:
    return Span(12 * int(year), 12)


def _read_years(first: str, last: str) -> Written:
    return _span_years(int(first), last, 0)


def _read_financial_year(year: str, end: str) -> Written:
    return Span(12 * int(year) + APRIL, 12) if _is_next(year, end) else None


def _read_financial_years(first: str, end: str, last: str, last_end: str) -> Written:
    follows = _is_next(first, end) and _is_next(last, last_end)
    return _span_years(int(first), last, APRIL) if follows else None


def _read_quarter(year: str, end: str | None, quarter: str) -> Written:
    if end is not None and not _is_next(year, end):
        return None
    return Span(12 * int(year) + 3 * (int(quarter) - 1) + (0 if end is None else APRIL), 3)


def _read_year_and_two(year: str, two: str) -> Written:
    read = YearAndTwo(int(year), int(two))
    return read if read.is_month or read.years > 1 else None


def _read_day(text: str) -> Written:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _span_years(first: int, last: str, months: int) -> Written:
    years = (int(last) - first + 1) if len(last) == 4 else YearAndTwo(first, int(last)).years
    return Span(12 * first + months, 12 * years) if years > 1 else None


def _is_next(year: str, end: str) -> bool:
    """Return whether `end`, of two or four digits, is the year after `year`."""
    return end == str(int(year) + 1)[-len(end) :]


DASH = r"(?: +- +| *– *)"
PATTERNS: list[tuple[re.Pattern[str], Callable[..., Written]]] = [
    (re.compile(r"(\d{4})"), _read_year),
    (re.compile(rf"(\d{{4}})(?:{DASH}|-)(\d{{4}})"), _read_years),
    (re.compile(rf"(\d{{4}}){DASH}(\d{{2}})"), _read_years),
    (re.compile(r"(\d{4})-(\d{2})"), _read_year_and_two),
    (re.compile(r"(\d{4})/(\d{2}|\d{4})"), _read_financial_year),
    (re.compile(rf"(\d{{4}})/(\d{{2}}|\d{{4}})(?:{DASH}|-)(\d{{2}}|\d{{4}})/(\d{{2}}|\d{{4}})"), _read_financial_years),
    (re.compile(r"(\d{4})(?:/(\d{2}))?[ -]?Q([1-4])"), _read_quarter),
    (re.compile(r"Q([1-4]) (\d{4})(?:/(\d{2}))?"), lambda quarter, year, end: _read_quarter(year, end, quarter)),
    (re.compile(r"(\d{4}-\d{2}-\d{2})"), _read_day),
]
