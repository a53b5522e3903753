"""What is exchanged with other programs, without a database and without a file."""

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ExchangedCode:
    """A code with those below it. `key` is what both programs know it by, in the form of a UUID."""

    key: str
    name: str
    description: str = ""
    is_codable: bool = True
    children: tuple["ExchangedCode", ...] = ()


@dataclass(frozen=True)
class ExchangedCoding:
    """Somebody gave a code to a part of a text: from `start` to before `end`, in characters."""

    code: str
    start: int
    end: int
    user: str
    at: datetime.datetime


@dataclass(frozen=True)
class ExchangedSource:
    """A text with what was coded in it."""

    key: str
    name: str
    text: str
    codings: tuple[ExchangedCoding, ...] = ()


@dataclass(frozen=True)
class ExchangedProject:
    name: str
    codes: tuple[ExchangedCode, ...]
    sources: tuple[ExchangedSource, ...] = ()
    users: dict[str, str] = field(default_factory=dict)
