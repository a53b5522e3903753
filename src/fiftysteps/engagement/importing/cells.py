"""One cell, as what its column is. Whatever it begins with, it is text: nothing in a file is ever worked out or run."""

import datetime
import re
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from fiftysteps.core.text import shorten
from fiftysteps.engagement.importing.mapping import Mapping, split_cell
from fiftysteps.engagement.importing.targets import LEFT_OUT, Target, Use

_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_BRITISH: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T, ].*)?")
# Days as spreadsheets count them, from 1 January 2000 to the end of 2099; a number that is no such day is a mistake.
_SERIAL: Final = re.compile(r"(\d{5})(?:\.\d+)?")
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
_SERIALS_FROM: Final = datetime.date(1899, 12, 30)


class CellError(Exception):
    """The rule that a cell breaks, with what was got."""


def read_cell(text: str, place: int, target: Target, mapping: Mapping) -> Any:
    """Return what a cell says: words, a day, or the codes of fixed answers.

    Raises
    ------
    CellError
        It cannot be that.
    """
    match target.use:
        case Use.DAY:
            return read_day(text)
        case Use.EMAIL:
            return _read_email(text)
        case Use.SHORT:
            return _read_short(text, target)
        case Use.WORDS:
            # As long as a cell can be: a submission may be many pages, and no word of it is cut.
            return text
        case _:
            return _read_answers(text, place, target, mapping)


def read_day(text: str) -> datetime.date:
    """Return the day that is meant: 2026-03-14, 14/03/2026, or as a spreadsheet counts days."""
    if found := _ISO.fullmatch(text):
        parts = (int(found[1]), int(found[2]), int(found[3]))
    elif found := _BRITISH.fullmatch(text):
        parts = (int(found[3]), int(found[2]), int(found[1]))
    elif (found := _SERIAL.fullmatch(text)) and _FIRST_SERIAL <= int(found[1]) <= _LAST_SERIAL:
        return _SERIALS_FROM + datetime.timedelta(days=int(found[1]))
    else:
        raise CellError(_say_no_day(text))
    try:
        return datetime.date(*parts)
    except ValueError:
        raise CellError(_say_no_day(text)) from None


def _say_no_day(text: str) -> str:
    return f"“{shorten(text)}” is no day: write it like 14/03/2026 or 2026-03-14"


def _read_email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise CellError(f"“{shorten(text)}” is no e-mail address") from None
    return text


def _read_short(text: str, target: Target) -> str:
    if target.longest and len(text) > target.longest:
        raise CellError(f"“{target.label}” has at most {target.longest} characters; there are {len(text):,}")
    return " ".join(text.split())


def _read_answers(text: str, place: int, target: Target, mapping: Mapping) -> list[str]:
    codes: list[str] = []
    known = dict(target.choices)
    for value in split_cell(text, target):
        code = mapping.answers.get((place, value), "")
        if code not in known and code != LEFT_OUT:
            raise CellError(f"“{shorten(value)}” is none of the answers")
        if code != LEFT_OUT and code not in codes:
            codes.append(code)
    if target.most and len(codes) > target.most:
        raise CellError(f"at most {target.most} can be chosen; there are {len(codes)}")
    return codes
