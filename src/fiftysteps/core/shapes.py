"""What a value in a file may be. Each type says in a sentence what it wanted: it is the rule and its message."""

import datetime
import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from fiftysteps.core.periods import parse_period
from fiftysteps.core.text import suggest

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Shape(BaseModel):
    """An object of a file. A key that it does not name is a fault, so that no word is lost by a slip of the pen."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def break_rule(sentence: str) -> PydanticCustomError:
    """Return the error for a value that breaks a rule; `sentence` follows the name of the key."""
    # The sentence is an argument, not the template: braces in it must stay what they are.
    return PydanticCustomError("rule", "{sentence}", {"sentence": sentence})


def _read_words(value: object) -> object:
    if value is None:
        raise break_rule("is empty")
    if not isinstance(value, str):
        raise break_rule("must be text: put quotes round it")
    if not value.strip():
        raise break_rule("is empty")
    return value.strip()


def _read_maybe_words(value: object) -> object:
    return "" if value is None or value == "" else _read_words(value)


def _read_slug(value: object) -> object:
    words = _read_words(value)
    if not SLUG.fullmatch(str(words)):
        raise break_rule('must be small letters a to z and digits, in parts with "-" between them')
    return words


def _read_whole(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise break_rule("must be a whole number, without quotes")
    return value


def _read_number(value: object) -> object:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        raise break_rule("must be a number such as 12.5, without quotes, or null")
    return float(value)


def _read_day(value: object) -> object:
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise break_rule("must be a date such as 2025-06-30, without quotes")
    return value


def _read_maybe_day(value: object) -> object:
    return None if value is None else _read_day(value)


def _read_flag(value: object) -> object:
    if not isinstance(value, bool):
        raise break_rule("must be true or false")
    return value


def _read_many(value: object) -> object:
    if value is None:  # a key with nothing after it
        return ()
    if not isinstance(value, list):
        raise break_rule('must be a list: each item on a line of its own that starts with "- "')
    return tuple(value)


def _read_period(value: str) -> str:
    try:
        parse_period(value)
    except ValueError:
        raise break_rule("must be a period such as 2021, 2020/21, 2018-20, 2024-Q1, 2024-09 or 2021-03-21") from None
    return value


def _read_maybe_period(value: str) -> str:
    return _read_period(value) if value else ""


def _read_year_as_text(value: object) -> object:
    """A time is a text, but the most common ones look like a number or a date: nobody should have to quote them."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Words = Annotated[str, BeforeValidator(_read_words)]
MaybeWords = Annotated[str, BeforeValidator(_read_maybe_words)]
WordsOrYear = Annotated[Words, BeforeValidator(_read_year_as_text)]
MaybeWordsOrYear = Annotated[MaybeWords, BeforeValidator(_read_year_as_text)]
PeriodText = Annotated[WordsOrYear, AfterValidator(_read_period)]
MaybePeriodText = Annotated[MaybeWordsOrYear, AfterValidator(_read_maybe_period)]
Slug = Annotated[str, BeforeValidator(_read_slug)]
Whole = Annotated[int, BeforeValidator(_read_whole)]
Number = Annotated[float | None, BeforeValidator(_read_number)]
Day = Annotated[datetime.date, BeforeValidator(_read_day)]
MaybeDay = Annotated[datetime.date | None, BeforeValidator(_read_maybe_day)]
Flag = Annotated[bool, BeforeValidator(_read_flag)]
type Many[T] = Annotated[tuple[T, ...], BeforeValidator(_read_many)]


def one_of(allowed: Iterable[str]) -> BeforeValidator:
    """Allow these words and no others."""
    words = tuple(allowed)
    named = ("empty, or one of " if "" in words else "one of ") + ", ".join(word for word in words if word)

    def check(value: object) -> object:
        if value not in words:
            raise break_rule(f"must be {named}{_get_hint(value, words)}")
        return value

    return BeforeValidator(check)


def _get_hint(value: object, words: tuple[str, ...]) -> str:
    hint = suggest(value, words) if isinstance(value, str) else ""
    return hint if "did you mean" in hint else ""


def at_most(length: int) -> AfterValidator:
    def check(value: str) -> str:
        if len(value) > length:
            raise break_rule(f"must be at most {length} characters long, and is {len(value)}")
        return value

    return AfterValidator(check)


def between(least: int, most: int) -> AfterValidator:
    def check(value: int) -> int:
        if not least <= value <= most:
            raise break_rule(f"must be between {least} and {most}")
        return value

    return AfterValidator(check)


def passes(check: Callable[[Any], None]) -> AfterValidator:
    """Allow what `check` lets pass; the ValueError that it raises says in a sentence what it wanted."""

    def run(value: Any) -> Any:
        try:
            check(value)
        except ValueError as error:
            raise break_rule(str(error)) from None
        return value

    return AfterValidator(run)
