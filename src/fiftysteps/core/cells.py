"""What a cell of a table may be: the same as in core/shapes.py, out of text, since a table holds nothing else."""

import datetime
import re
from typing import Annotated

from pydantic import BeforeValidator

from fiftysteps.core.shapes import break_rule

_NUMBER = re.compile(r"[-+]?\d{1,15}(\.\d{1,17})?([eE][-+]?\d{1,2})?", re.ASCII)
_WHOLE = re.compile(r"[-+]?\d{1,9}", re.ASCII)

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _read_figure(value: str) -> object:
    if not value:
        return None
    if not _NUMBER.fullmatch(value) or not abs(figure := float(value)) < 1e15:
        raise break_rule("must be a number such as 1234.5, with a full stop and without other signs, or empty")
    return figure


def _read_maybe_whole(value: str) -> object:
    if not value:
        return None
    if not _WHOLE.fullmatch(value):
        raise break_rule("must be a whole number, or empty")
    return int(value)


def _read_whole(value: str) -> object:
    if not value:
        raise break_rule("is empty")
    return _read_maybe_whole(value)


def _read_maybe_day(value: str) -> object:
    if not value:
        return None
    if not _DAY.fullmatch(value):
        raise break_rule("must be a date such as 2021-03-21, or empty")
    try:
        return datetime.date.fromisoformat(value)
    except ValueError as error:
        raise break_rule("must be a date that there is, such as 2021-03-21, or empty") from error


Figure = Annotated[float | None, BeforeValidator(_read_figure)]
MaybeWholeCell = Annotated[int | None, BeforeValidator(_read_maybe_whole)]
WholeCell = Annotated[int, BeforeValidator(_read_whole)]
MaybeDayCell = Annotated[datetime.date | None, BeforeValidator(_read_maybe_day)]
