"""RIS: what PubMed, EndNote, Mendeley and the publishers' pages give."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import rispy
from rispy.config import LIST_TYPE_TAGS, TAG_KEY_MAPPING

from fiftysteps.core.text import quote
from fiftysteps.evidence.citing.dates import read_date
from fiftysteps.evidence.citing.names import Name, read_inverted
from fiftysteps.evidence.citing.reading import ReadFile, Reading, first

_NAMES: Final[Mapping[str, str]] = {
    "type": "TY",
    "title": "TI",
    "authors": "AU",
    "editors": "ED",
    "issued": "PY",
    "container": "T2",
    "publisher": "PB",
    "place": "CY",
    "volume": "VL",
    "issue": "IS",
    "page": "SP",
    "number": "M1",
    "edition": "ET",
    "genre": "M3",
    "isbn": "SN",
    "doi": "DO",
    "url": "UR",
}
_TYPES: Final[Mapping[str, str]] = {
    "BLOG": "post-weblog",
    "BOOK": "book",
    "CASE": "legal_case",
    "CHAP": "chapter",
    "CONF": "paper-conference",
    "CPAPER": "paper-conference",
    "DATA": "dataset",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "ELEC": "webpage",
    "GEN": "document",
    "GOVDOC": "report",
    "GRANT": "document",
    "INPR": "article-journal",
    "JFULL": "periodical",
    "JOUR": "article-journal",
    "LEGAL": "legislation",
    "MANSCPT": "manuscript",
    "MGZN": "article-magazine",
    "NEWS": "article-newspaper",
    "PAMP": "pamphlet",
    "RPRT": "report",
    "STAND": "standard",
    "STAT": "legislation",
    "THES": "thesis",
    "UNPB": "manuscript",
    "VIDEO": "motion_picture",
}
# An article of a thousand authors has some eleven hundred.
MOST_LINES = 20_000
_IN_BOOKS = {"chapter", "paper-conference", "book"}
# Two letters or a letter and a digit, two blanks, a dash. Some programs write one blank or none; a line of an abstract
# can look like that too, so the second form counts only in a file that has none of the first.
_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9])  -(?: |$)(?P<words>.*)")
_LOOSE_TAG = re.compile(r"\s*(?P<tag>[A-Z][A-Z0-9])[ \t]{0,4}-(?:[ \t]|$)(?P<words>.*)")
_MAPPING = {tag: name for tag, name in TAG_KEY_MAPPING.items() if tag != "UK"} | {"ED": "editors", "BT": "book_title"}


@dataclass
class _Chunk:
    """The lines of one record, with the line in the file on which it starts."""

    line: int
    lines: list[str]
    is_ended: bool = False

    def add(self, reading: Reading, written: str) -> None:
        self.lines.append(written)
        if len(self.lines) > MOST_LINES:
            reading.stop(f"the record on line {self.line} has more than {MOST_LINES:,} lines")


def read_ris(file: str, text: str) -> ReadFile:
    """Return the references of a RIS file.

    Raises
    ------
    Faults
        Everything that is wrong with it.
    """
    reading = Reading(file, _NAMES)
    parser = rispy.RisParser(mapping=_MAPPING, list_tags=[*LIST_TYPE_TAGS, "ED"], skip_unknown_tags=True)
    for chunk in _split(reading, text):
        number = reading.start()
        if not chunk.is_ended:
            reading.note(chunk.line, number, 'the record does not end with "ER", and was taken to end before the next')
        _read_record(reading, chunk.line, number, parser.parse("\n".join([*chunk.lines, "ER  - "]))[0])
    return reading.finish()


def _split(reading: Reading, text: str) -> Iterator[_Chunk]:
    """Yield the records one by one: the parser by itself forgets lines, and loses a record that has no end."""
    chunk: _Chunk | None = None
    is_strict = bool(re.search(r"^[A-SU-Z][A-Z0-9]  - ", text, re.MULTILINE))
    for line, written_line in enumerate(io.StringIO(text), 1):
        words = written_line.rstrip("\n")
        found = _find_tag(words, is_strict)
        tag = found["tag"] if found else ""
        written = f"{tag}  - {found['words']}" if found else words
        if tag == "TY":
            if chunk:
                yield chunk
            chunk = _Chunk(line, [written])
        elif chunk and tag == "ER":
            chunk.is_ended = True
            yield chunk
            chunk = None
        elif chunk:
            chunk.add(reading, written)
        elif tag:
            rule = f'{quote(tag)} stands outside a record: each begins with "TY" and ends with "ER"'
            reading.refuse(line, reading.count + 1, rule, words)
    if chunk:
        yield chunk


def _find_tag(words: str, is_strict: bool) -> re.Match[str] | None:
    """Return the tag of a line. What begins and ends a record is known by more than its blanks."""
    found = _LOOSE_TAG.match(words)
    if found and (found["tag"], bool(found["words"].strip())) in {("TY", True), ("ER", False)}:
        return found
    return _TAG.match(words) if is_strict else found


def _read_record(reading: Reading, line: int, number: int, record: Mapping[str, Any]) -> None:
    kind = record["type_of_reference"].upper()
    if kind not in _TYPES:
        reading.note(line, number, f'the type {quote(kind)} is not known, so it is held as "document"')
    csl = _TYPES.get(kind, "document")
    texts = {key: value for key, value in record.items() if isinstance(value, str)}
    pages = [texts.get("start_page", ""), texts.get("end_page", "")]
    editors = [*record.get("editors", []), *(record.get("secondary_authors", []) if csl in _IN_BOOKS else [])]
    values = {
        "type": csl,
        "title": first([texts.get("title"), texts.get("primary_title"), texts.get("book_title")]),
        "authors": _read_names([*record.get("authors", []), *record.get("first_authors", [])]),
        "editors": _read_names(editors),
        "issued": _read_issued(texts),
        "container": first(texts.get(key) for key in ("secondary_title", "alternate_title3", "journal_name")),
        "publisher": texts.get("publisher", ""),
        "place": texts.get("place_published", ""),
        "volume": texts.get("volume", ""),
        "issue": texts.get("number", ""),
        "page": "-".join(dict.fromkeys(page for page in pages if page)),
        "edition": texts.get("edition", ""),
        "isbn": texts.get("issn", "") if csl in _IN_BOOKS else "",
        "doi": texts.get("doi", ""),
        "url": first(record.get("urls", [])),
    }
    values["container"] = values["container"] or texts.get("alternate_title1") or texts.get("alternate_title2") or ""
    reading.add(line, number, values)


def _read_names(names: list[str]) -> tuple[Name, ...]:
    return tuple(name for name in map(read_inverted, names) if name)


def _read_issued(texts: Mapping[str, str]) -> tuple[int, ...]:
    """Return the fullest of the dates: programs write the year into one field and the day into another."""
    dates = [read_date(texts.get(key, "").strip("/")) for key in ("year", "publication_year", "date")]
    best: tuple[int, ...] = max((date for date in dates if date), key=len, default=())
    known = next((date for date in dates if date), ())
    return best if known[:1] == best[:1] else known
