"""The day of publication: a year, with its month and day where they are known."""

import datetime
import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS = re.compile(r"(?P<year>\d{4})(?:[-/](?P<month>\d{1,2}))?(?:[-/](?P<day>\d{1,2}))?(?!\d)", re.ASCII)
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)", re.ASCII)


def read_date(text: str) -> tuple[int, ...]:
    """Return the year, month and day that `text` begins with, or the only year in it; nothing where none is.

    A range such as 2019/2020 or 2020-05/2020-07 counts from its first year.
    """
    if found := _PARTS.match(text.strip()):
        return make_date(*(found[name] for name in ("year", "month", "day")))
    years = set(_YEAR.findall(text))
    return (int(years.pop()),) if len(years) == 1 else ()


def make_date(year: object, month: object = None, day: object = None) -> tuple[int, ...]:
    """Return what is a date of these parts: nothing without a year, no day without a month, none that is not there."""
    numbers = [_read_number(part) for part in (year, month, day)]
    if not numbers[0]:
        return ()
    month_number = numbers[1] if 1 <= numbers[1] <= 12 else 0
    if not month_number:
        return (numbers[0],)
    try:
        datetime.date(numbers[0], month_number, numbers[2])
    except ValueError:
        return (numbers[0], month_number)
    return (numbers[0], month_number, numbers[2])


def _read_number(part: object) -> int:
    """Return `part` as a number of at most four digits: a month may be a word. 0 where it is none."""
    text = str(part).strip().rstrip(".").casefold()
    if text[:3] in MONTHS:
        return MONTHS.index(text[:3]) + 1
    return int(text) if re.fullmatch(r"\d{1,4}", text, re.ASCII) else 0
