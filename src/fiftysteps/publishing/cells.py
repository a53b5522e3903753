"""Figures within prose. They are never typed: a cell names a finding, and the system writes the figure.

`[[need-overcrowding]]` stands for the finding's value, `[[need-overcrowding: share]]` for the value as people say it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_CELL: Final = re.compile(r"\[\[\s*(?P<finding>[a-z0-9-]+)\s*(?::\s*(?P<part>[a-z]+)\s*)?\]\]")
_OPEN: Final = re.compile(r"\[\[[^\]]*\]{0,2}")
_FIGURE: Final = re.compile(r"\d[\d.,%]*")
# What of a finding can be said within a sentence.
PARTS: Final = ("value", "share", "range", "when", "comparison")


@dataclass(frozen=True)
class Cell:
    """A place in prose for one part of a finding."""

    finding: str
    part: str


def iterate_cells(text: str) -> Iterator[Cell]:
    """Yield the cells of a text in their order."""
    for match in _CELL.finditer(text):
        yield _make_cell(match)


def remove_cells(text: str) -> str:
    """Return a text without its cells."""
    return _CELL.sub("", text)


def split_cells(text: str) -> Iterator[str | Cell]:
    """Yield the words of a text and the cells between them, in their order."""
    end = 0
    for match in _CELL.finditer(text):
        yield text[end : match.start()]
        yield _make_cell(match)
        end = match.end()
    yield text[end:]


def get_prose_rules(text: str) -> Iterator[tuple[str, str]]:
    """Yield each rule that prose breaks, with what breaks it: it holds no figure of its own, and cells as they are."""
    bare = remove_cells(text)
    if found := _OPEN.search(bare):
        yield "must write a figure as [[name-of-a-finding]] or [[name-of-a-finding: part]]", found.group()
        bare = _OPEN.sub("", bare)
    if found := _FIGURE.search(bare):
        yield (
            "must have no figures of its own: put a finding beside it, or [[name-of-a-finding]] into it",
            found.group(),
        )
    for cell in iterate_cells(text):
        if cell.part not in PARTS:
            yield f"must ask for one of the parts {', '.join(PARTS)}", cell.part


def _make_cell(match: re.Match[str]) -> Cell:
    return Cell(match["finding"], match["part"] or PARTS[0])
