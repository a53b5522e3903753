"""BibTeX and BibLaTeX, as reference managers and the pages of publishers give them."""

import logging
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.middlewares.parsestack import default_parse_stack
from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String

from fiftysteps.core.text import quote
from fiftysteps.evidence.citing.dates import make_date, read_date
from fiftysteps.evidence.citing.latex import check_braces, read_address, read_latex
from fiftysteps.evidence.citing.names import Name, make_body, make_person
from fiftysteps.evidence.citing.reading import MOST_RECORDS, ReadFile, Reading, first

# The parser warns on the terminal of what we say in sentences.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_NAMES: Final[Mapping[str, str]] = {
    "type": "type",
    "title": "title",
    "authors": "author",
    "editors": "editor",
    "issued": "year",
    "container": "journal",
    "publisher": "publisher",
    "place": "address",
    "volume": "volume",
    "issue": "number",
    "page": "pages",
    "number": "number",
    "edition": "edition",
    "genre": "type",
    "isbn": "isbn",
    "doi": "doi",
    "url": "url",
}
_TYPES: Final[Mapping[str, str]] = {
    "article": "article-journal",
    "book": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "legislation": "legislation",
    "manual": "report",
    "mastersthesis": "thesis",
    "misc": "document",
    "online": "webpage",
    "phdthesis": "thesis",
    "proceedings": "book",
    "report": "report",
    "software": "software",
    "standard": "standard",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "www": "webpage",
}
# Fifty for each of the most references that are read.
MOST_FIELDS = 1_000_000
# A thousand names have some forty thousand characters.
LONGEST_WRITTEN = 60_000
_REPORTS = {"report", "thesis"}
_ADDRESSES = {"doi", "url", "howpublished"}


def read_bibtex(file: str, text: str) -> ReadFile:
    """Return the references of a BibTeX file.

    Raises
    ------
    Faults
        Everything that is wrong with it.
    """
    reading = Reading(file, _NAMES)
    _check_size(reading, text)
    library = parse_string(text, parse_stack=[])
    strings = [block for block in library.blocks if isinstance(block, String)]
    entries = list(_get_entries(reading, library))
    plain = Library([*strings, *entries])
    for middleware in default_parse_stack():
        plain = middleware.transform(plain)
    for number, entry in enumerate(plain.entries, 1):
        _Entry(reading, (entry.start_line or 0) + 1, number, entry).read()
    return reading.finish()


def _check_size(reading: Reading, text: str) -> None:
    """Refuse what would fill the memory: the parser makes an object of every sign."""
    if sum(1 for _ in re.finditer(r"@\w*[ \t]*[{(]", text)) > 2 * MOST_RECORDS:
        reading.stop(f"the file holds more than {MOST_RECORDS:,} references, which is the most that is read at once")
    if text.count("=") > MOST_FIELDS:
        reading.stop(f"the file has more than {MOST_FIELDS:,} signs =, which is the most that is read at once")


def _get_entries(reading: Reading, library: Library) -> Iterator[Entry]:
    """Yield every entry under its number: two may have the same key, and be two references all the same."""
    for block in library.blocks:
        entry = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
        line = (block.start_line or 0) + 1
        if isinstance(entry, Entry):
            number = reading.start()
            entry.key = str(number)
            if isinstance(block, DuplicateFieldKeyBlock):
                twice = ", ".join(map(quote, sorted(block.duplicate_keys)))
                reading.note(line, number, f"{twice} stands there twice, and the first one was taken")
            yield entry
        elif isinstance(block, ParsingFailedBlock):
            reason = getattr(block.error, "abort_reason", "it cannot be read")
            reading.refuse(line, reading.start(), f"the entry has no end or a sign too many: {reason}", block.raw or "")


class _Entry:
    """One entry while it is being read."""

    def __init__(self, reading: Reading, line: int, number: int, entry: Entry) -> None:
        self.reading, self.line, self.number, self.type = reading, line, number, entry.entry_type.lower()
        self.raw: dict[str, str] = {}
        self.lines: dict[str, int] = {}
        for field in entry.fields:
            self.raw.setdefault(field.key.lower(), str(field.value))
            self.lines.setdefault(field.key.lower(), field.start_line + 1)

    def read(self) -> None:
        if self.type not in _TYPES:
            rule = f'the type {quote(self.type)} is not known, so it is held as "document"'
            self.reading.note(self.line, self.number, rule)
        csl = _TYPES.get(self.type, "document")
        issue = self.get("issue")
        values: dict[str, Any] = {
            "type": csl,
            "title": ": ".join(part for part in (self.get("title"), self.get("subtitle")) if part),
            "authors": self.get_names("author"),
            "editors": self.get_names("editor"),
            "issued": self.get_date(),
            "container": self.get("journal", "journaltitle", "booktitle"),
            "publisher": self.get("publisher", "institution", "school", "organization"),
            "place": self.get("address", "location"),
            "volume": self.get("volume"),
            "issue": issue or ("" if csl in _REPORTS else self.get("number")),
            "number": self.get("number") if csl in _REPORTS else "",
            "page": re.sub(r"\s*[-–—]+\s*", "-", self.get("pages")),
            "edition": self.get("edition"),
            "isbn": self.get("isbn"),
            "doi": self.get("doi"),
            "url": self.get("url") or self.get_published(),
        }
        self.reading.add(self.line, self.number, values)

    def get(self, *keys: str) -> str:
        """Return the words of the first of these fields that has any."""
        return first(self._decode(key, self.raw.get(key, "")) for key in keys)

    def _decode(self, key: str, value: str) -> str:
        return self._try(key, value, read_address if key in _ADDRESSES else read_latex) or ""

    def _try[T](self, key: str, value: str, read: Callable[[str], T]) -> T | None:
        try:
            if len(value) > LONGEST_WRITTEN:
                raise ValueError(f"is longer than {LONGEST_WRITTEN:,} characters")
            return read(" ".join(value.split()))
        except ValueError as error:
            self.reading.refuse(self.lines.get(key, self.line), self.number, f"{quote(key)} {error}", value)
            return None

    def get_published(self) -> str:
        """Return how it was published, where that is an address: the habit of the time before there were fields."""
        published = self.get("howpublished")
        return published if published.startswith(("http://", "https://")) else ""

    def get_date(self) -> tuple[int, ...]:
        if date := read_date(self.get("date")):
            return date
        year = read_date(self.get("year"))
        return make_date(year[0], self.get("month"), self.get("day")) if len(year) == 1 else year

    def get_names(self, key: str) -> tuple[Name, ...]:
        found = self._try(key, self.raw.get(key, ""), lambda value: list(_read_names(value)))
        return tuple(found or ())


def _read_names(value: str) -> Iterator[Name]:
    """Yield the names in `value`: what stands in braces as a whole is a body, not a person."""
    check_braces(value)
    for words in split_multiple_persons_names(re.sub(r"\s+and\s*$", "", value)):
        if _is_braced(words) or words == "others":
            name = make_body(read_latex(words))
        else:
            parts = parse_single_name_into_parts(words, strict=False)
            texts = [read_latex(_close(" ".join(part))) for part in (parts.last, parts.first, parts.von, parts.jr)]
            name = make_person(*texts)
        if name:
            yield name


def _is_braced(words: str) -> bool:
    """Whether one pair of braces holds all of `words`."""
    depths, depth = [], 0
    for sign in words:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        depths.append(depth)
    return words.startswith("{") and 0 not in depths[:-1] and words.endswith("}") and not words.startswith("{\\")


def _close(words: str) -> str:
    """Return the part of a name; as bare letters where the parser cut through a pair of braces."""
    return words if words.count("{") == words.count("}") else re.sub(r"[{}]", "", words)
