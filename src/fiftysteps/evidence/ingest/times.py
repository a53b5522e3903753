"""Periods as sources write them, into the few shapes that periods have here."""

import re
from datetime import date
from typing import Final

from fiftysteps.core.periods import Period, parse_period

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep sept", "oct", "nov", "dec"), start=1
    )
    for name in names.split()
}
_MONTH: Final = r"(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR: Final = r"(\d{4})"
# Signs of footnotes, which people set behind a label.
_FOOTNOTES: Final = re.compile(r"[\s¹²³⁴⁵⁶⁷⁸⁹†‡*]+$|\s*\[[a-z0-9 ]+\]$", re.IGNORECASE)
_TWO_YEARS: Final = re.compile(r"(?:fy |fy)?(\d{4})\s?([-/–]|to)\s?(\d{4}|\d{2})", re.IGNORECASE)
_AMBIGUOUS: Final = 'may be a financial year or two years together: say which under "years" of the mapping'


def read_period(text: str, *, years: str = "", span: str = "") -> Period:
    """Return the period that `text` names.

    `years` is what a pair of years means: "financial", "academic" or "rolling". `span` is what a date stands for:
    its "day", "month", "quarter" or "year".

    Raises
    ------
    ValueError
        With the rule that is broken; it follows what was got.
    """
    label = " ".join(_FOOTNOTES.sub("", text.strip()).split()).replace("–", "-")
    label = re.sub(r"^(mid|year|calendar year|fy|cy)[- ]?(?=\d{4}$)", "", label, flags=re.IGNORECASE)
    label = re.sub(r"^(\d{4})\.0$", r"\1", label)
    for read in (_read_date, _read_months, _read_quarter, _read_month, _read_years):
        if found := read(label, years, span):
            return _parse(found)
    return _parse(label)


def _parse(label: str) -> Period:
    try:
        return parse_period(label)
    except ValueError:
        raise ValueError(
            "is no period that is understood, such as 2021, 2020/21, 2018-20, 2024-Q1 or 2024-09"
        ) from None


def _read_date(label: str, years: str, span: str) -> str:
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?", label):
        year, month, day = map(int, match.groups())
    elif match := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: [\d:]+)?", label):  # as people here write dates
        day, month, year = map(int, match.groups())
    else:
        return ""
    try:
        date(year, month, day)
    except ValueError:
        raise ValueError("is no day of the calendar") from None
    return _cut(year, month, day, years, span)


def _cut(year: int, month: int, day: int, years: str, span: str) -> str:
    if span == "month":
        return _make_month(year, month)
    if span == "quarter":
        return f"{year}-Q{(month + 2) // 3}"
    if span == "year":
        return _make_pair(year - (month < 4)) if years == "financial" else str(year)
    return f"{year}-{month:02d}-{day:02d}"


def _make_month(year: int, month: int) -> str:
    label = f"{year}-{month:02d}"
    if parse_period(label).kind != "month":
        raise ValueError('is a month that would read as years together: months before 2013 need "period_is: quarter"')
    return label


def _make_pair(first: int) -> str:
    return f"{first}/{(first + 1) % 100:02d}"


def _read_month(label: str, years: str, span: str) -> str:
    text = label.lower()
    if match := re.fullmatch(rf"{_MONTH}[ -]{_YEAR}", text):
        month, year = match.groups()
    elif match := re.fullmatch(rf"{_YEAR}[ -]{_MONTH}", text):
        year, month = match.groups()
    elif match := re.fullmatch(rf"{_MONTH}[ '-](\d\d)", text):
        month, year = match.group(1), f"20{match.group(2)}"
    else:
        return ""
    return _cut(int(year), _MONTHS[month], 1, years, span if span in {"quarter", "year"} else "month")


def _read_months(label: str, years: str, span: str) -> str:
    text = label.lower()
    if match := re.fullmatch(rf"(?:12 months|year)(?: ending| to|-ending)(?: in)? (?:\d\d? )?{_MONTH} {_YEAR}", text):
        last, end = _MONTHS[match.group(1)], int(match.group(2))
        first, start = last % 12 + 1, end - (last < 12)
    elif match := re.fullmatch(rf"{_MONTH} {_YEAR} ?(?:-|to) ?{_MONTH} {_YEAR}", text):
        first, start, last, end = _MONTHS[match[1]], int(match[2]), _MONTHS[match[3]], int(match[4])
    else:
        return ""
    if (first, last) == (1, 12):
        return str(start) if start == end else f"{start}-{end}"
    if end == start + 1 and (first, last) in {(4, 3), (9, 8)}:
        return _make_pair(start)
    raise ValueError("is neither a calendar, a financial nor an academic year")


def _read_quarter(label: str, years: str, span: str) -> str:
    text = label.upper()
    if match := re.fullmatch(r"Q([1-4])[ -]?(\d{4})|(\d{4})[ -]?Q([1-4])", text):
        number, year = match[1] or match[4], match[2] or match[3]
        return _make_financial_quarter(int(year), int(number)) if years == "financial" else f"{year}-Q{number}"
    if match := re.fullmatch(r"Q([1-4])[ -]?(\d{4})[/-](?:\d\d)?\d\d|(\d{4})[/-](?:\d\d)?\d\d[ -]?Q([1-4])", text):
        return _make_financial_quarter(int(match[2] or match[3]), int(match[1] or match[4]))
    return ""


def _make_financial_quarter(year: int, number: int) -> str:
    return f"{year}-Q{number + 1}" if number < 4 else f"{year + 1}-Q1"


def _read_years(label: str, years: str, span: str) -> str:
    if years == "financial" and re.fullmatch(_YEAR, label):
        raise ValueError("is one year, and the mapping says financial years, which are written like 2020/21")
    match = _TWO_YEARS.fullmatch(label)
    if not match:
        return ""
    if re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", label) and int(match[3]) <= int(match[1]) % 100:
        return label  # a month as ISO 8601 writes it
    first, sign, last = int(match[1]), match[2], int(match[3])
    last += (first - first % 100 + (100 if last < first % 100 else 0)) if last < 100 else 0
    if last == first + 1:
        if years in {"financial", "academic"} or (sign == "/" and years != "rolling"):
            return _make_pair(first)
        if not years:
            raise ValueError(_AMBIGUOUS)
    return f"{first}-{last % 100:02d}" if first // 100 == last // 100 and last > first else f"{first}-{last}"
