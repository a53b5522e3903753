"""What points at a person, and the text without it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import models

# What was looked at by an older version of the rules is looked at again.
VERSION: Final = 1


class PersonalKind(models.TextChoices):
    NAME = "name", "Name"
    ADDRESS = "address", "Address"
    POSTCODE = "postcode", "Postcode"
    PHONE = "phone", "Telephone number"
    EMAIL = "e-mail", "E-mail address"
    NHS = "nhs-number", "NHS number"
    INSURANCE = "ni-number", "National Insurance number"
    BIRTH = "date-of-birth", "Date of birth"
    BANK = "bank", "Bank account or card"
    WEB = "web", "Web address or name on a network"


@dataclass(frozen=True)
class Found:
    """A piece of a text that points at a person; `score` is how sure what found it is, from 0 to 1."""

    kind: PersonalKind
    start: int
    end: int
    score: float = 1.0


def redact(text: str, found: Iterable[Found]) -> str:
    """Return the text with each piece replaced by its kind in brackets. Pieces that overlap become one."""
    parts: list[str] = []
    at = 0
    for piece in merge(found):
        parts += [text[at : piece.start], f"[{piece.kind.value}]"]
        at = piece.end
    return "".join([*parts, text[at:]])


def trace(text: str, found: Iterable[Found]) -> list[tuple[int, int]]:
    """Return for each character of the redacted text from where to where it stands for the text itself."""
    places: list[tuple[int, int]] = []
    at = 0
    for piece in merge(found):
        places += [(place, place + 1) for place in range(at, piece.start)]
        places += [(piece.start, piece.end)] * len(f"[{piece.kind.value}]")
        at = piece.end
    return [*places, *((place, place + 1) for place in range(at, len(text)))]


def merge(found: Iterable[Found]) -> tuple[Found, ...]:
    """Return the pieces in their order; those that overlap are one, and the surest says of what kind it is."""
    merged: list[Found] = []
    for piece in sorted(found, key=lambda each: (each.start, -each.end)):
        if merged and piece.start < merged[-1].end:
            last = merged[-1]
            best = max((last, piece), key=lambda each: (each.score, each.end - each.start))
            merged[-1] = Found(best.kind, last.start, max(last.end, piece.end), best.score)
        else:
            merged.append(piece)
    return tuple(merged)
