"""The heading of a table: in which rows it stands, and which column a mapping means by a name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.tables.sheet import Sheet, get_letters
from fiftysteps.core.text import quote, suggest
from fiftysteps.evidence.ingest.mapping import MappingShape

_LETTER: Final = re.compile(r"\[([A-Z]{1,3})\]")
# A table whose heading stands lower than this has it named in the mapping.
_SEARCHED: Final = 100
# Between the parts of a heading of two rows.
JOINED: Final = " | "


@dataclass(frozen=True)
class Heading:
    """The words above each column, one for each row of the heading, and the first row of the table under it."""

    file: str
    sheet: str
    line: int
    levels: tuple[tuple[str, ...], ...]
    first: int

    def get_label(self, column: int) -> str:
        """Return how a person finds the column: its letter and its words."""
        words = self.get_words(column)
        return f"{get_letters(column + 1)} {quote(words)}" if words else get_letters(column + 1)

    def get_words(self, column: int) -> str:
        parts = [level[column] for level in self.levels if level[column]]
        return JOINED.join(dict.fromkeys(parts))

    def find(self, name: str) -> int:
        """Return which column `name` means.

        Raises
        ------
        Faults
            None of this name is there, or several.
        """
        if match := _LETTER.fullmatch(name):
            return self._check_width(name, get_number(match.group(1)))
        wanted = make_key(name)
        width = range(len(self.levels[0]) if self.levels else 0)
        found = [at for at in width if make_key(self.get_words(at)) == wanted]
        found = found or [at for at in width if any(make_key(level[at]) == wanted for level in self.levels)]
        if len(found) == 1:
            return found[0]
        if found:
            letters = ", ".join(get_letters(at + 1) for at in found)
            letter = get_letters(found[0] + 1)
            rule = f"several columns are called {quote(name)}: name one by its letter, such as [{letter}]"
            raise Faults([Fault(self.file, self.line, rule, letters, self.sheet)])
        known = [self.get_words(at) for at in width if self.get_words(at)]
        rule = f"there is no column {quote(name)}{suggest(name, known)}"
        raise Faults([Fault(self.file, self.line, rule, sheet=self.sheet)])

    def find_range(self, name: str) -> list[int]:
        """Return the columns that `name` means: one, or all from one to another, "2010 to 2046"."""
        parts = name.split(" to ")
        if len(parts) == 2:
            try:
                return [self.find(name)]
            except Faults:
                first, last = self.find(parts[0].strip()), self.find(parts[1].strip())
            return list(range(first, last + 1))
        return [self.find(name)]

    def _check_width(self, name: str, column: int) -> int:
        width = len(self.levels[0]) if self.levels else 0
        if column >= width:
            rule = f"there is no column {name}: the table has {width}"
            raise Faults([Fault(self.file, self.line, rule, sheet=self.sheet)])
        return column


def get_number(letters: str) -> int:
    """Return which column, counted from 0, spreadsheets call by these letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def make_key(text: str) -> str:
    """Return a heading as it is compared: without regard to case, line ends and spaces."""
    return " ".join(text.split()).casefold()


def build_heading(file: str, sheet: Sheet, mapping: MappingShape) -> Heading:
    """Return the heading of the table in a sheet.

    Raises
    ------
    Faults
        It is not where the mapping says, or no row has all the columns that it names.
    """
    rows = mapping.header or (_find_row(file, sheet, mapping),)
    levels = tuple(_get_level(sheet, row) for row in rows)
    # Above the lowest row a group is often named over its first column alone.
    levels = (*map(fill_right, levels[:-1]), levels[-1])
    first = mapping.first or rows[-1] + 1
    return Heading(file, sheet.name, rows[-1], levels, first)


def _find_row(file: str, sheet: Sheet, mapping: MappingShape) -> int:
    wanted = {make_key(name) for names in mapping.columns.values() for name in names if not _LETTER.fullmatch(name)}
    wanted |= {make_key(name) for name in mapping.has_columns}
    best, most = 0, -1
    for place in range(min(len(sheet), _SEARCHED)):
        found = len(wanted & set(map(make_key, sheet.get_texts(place))))
        if found > most:
            best, most = place, found
        if found == len(wanted):
            break
    if not len(sheet):
        raise Faults([Fault(file, None, "the sheet is empty", sheet=sheet.name)])
    return sheet.lines[best]


def _get_level(sheet: Sheet, row: int) -> tuple[str, ...]:
    """Return the words of one row of the heading, those of merged cells over all that they cover."""
    place = sheet.find_row(row)
    texts = sheet.get_texts(place) if place is not None else [""] * sheet.width
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom:
            origin = sheet.find_row(top)
            words = sheet.get_texts(origin)[left - 1] if origin is not None and left <= sheet.width else ""
            texts[left - 1 : right] = [words] * len(texts[left - 1 : right])
    return tuple(" ".join(text.split()) for text in texts)


def fill_right(words: Sequence[str]) -> tuple[str, ...]:
    """Return a row of a heading in which a group is named over its first column alone, named over all of them."""
    filled: list[str] = []
    for word in words:
        filled.append(word or (filled[-1] if filled else ""))
    return tuple(filled)
