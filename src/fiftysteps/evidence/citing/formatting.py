"""References as a list of references prints them, by citeproc and the styles of the Citation Style Language."""

import functools
import html
import json
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle
from citeproc.source.json import CiteProcJSON
from django.utils.safestring import SafeString, mark_safe

from fiftysteps.evidence.citing.names import Name
from fiftysteps.evidence.citing.records import ReferenceRecord, to_csl

# Twice what the largest library that we know holds, in both styles.
MOST_KEPT = 2_048
# Characters that belong to nobody stand for the marks of italics until everything else has been escaped.
_OPEN, _CLOSE = "\ue000", "\ue001"


@dataclass(frozen=True)
class Style:
    """A style of citing. `csl` is the name of its file."""

    label: str
    csl: str
    is_numbered: bool


STYLES: Final[Mapping[str, Style]] = {
    "harvard": Style("Harvard", "harvard-cite-them-right", is_numbered=False),
    # citeproc-py leaves out the blank between year and month of this one, so only the year is handed to it.
    "vancouver": Style("Vancouver", "nlm-citation-sequence", is_numbered=True),
}
DEFAULT_STYLE: Final = "harvard"


@dataclass(frozen=True)
class FormattedReference:
    """A reference in print: as HTML, of which everything that came from a file is escaped, and as plain text."""

    html: SafeString
    text: str


def format_reference(record: ReferenceRecord, *, style: str = DEFAULT_STYLE) -> FormattedReference:
    """Return `record` as a list of references in `style` prints it.

    Raises
    ------
    ValueError
        There is no such style.
    """
    if style not in STYLES:
        raise ValueError(f"there is no style {style!r}; there are: {', '.join(STYLES)}")
    item = json.dumps(to_csl(_adapt(record, STYLES[style])), sort_keys=True, ensure_ascii=False)
    return _format(item.replace(_OPEN, "").replace(_CLOSE, ""), style)


def _adapt(record: ReferenceRecord, style: Style) -> ReferenceRecord:
    """Return `record` as the style can print it."""
    if style.is_numbered:
        return replace(record, issued=record.issued[:1], authors=tuple(map(_say_et_al, record.authors)))
    # This style calls an article "Preprint" that has neither volume nor page. What is one has another type.
    is_bare = record.type == "article-journal" and not (record.volume or record.page)
    record = replace(record, type="article-magazine" if is_bare else record.type)
    if record.people:
        return record
    # Whoever published what nobody signed is its author. Where nobody is named at all, citeproc-py prints the title of
    # an author-date style twice, so there it is handed over once, in the place of the author.
    return replace(record, authors=(Name(literal=record.publisher or record.container or record.title),))


def _say_et_al(name: Name) -> Name:
    return Name(literal="et al") if name == Name(literal="others") else name


# Making one takes hundredths of a second, and a page of what works shows dozens.
@functools.lru_cache(MOST_KEPT)
def _format(item: str, style: str) -> FormattedReference:
    values = {"id": "it"} | json.loads(item)
    if values.get("author") == [{"literal": values["title"]}]:
        values["title"] = ""
    with _LOCK:
        printed = _print(values, style)
    # A style that numbers its list numbers a list of one, too.
    printed = re.sub(r"^\s*1\.\s*", "", printed) if STYLES[style].is_numbered else printed
    text = printed.replace(_OPEN, "").replace(_CLOSE, "")
    marked = html.escape(printed).replace(_OPEN, "<i>").replace(_CLOSE, "</i>")
    return FormattedReference(mark_safe(marked), text)  # noqa: S308  escaped in the line above


def _print(values: dict[str, Any], style: str) -> str:
    source = CiteProcJSON([{key: value for key, value in values.items() if value}])
    bibliography = CitationStylesBibliography(_get_style(style), source, _Marks)
    bibliography.register(Citation([CitationItem("it")]))
    return "".join(map(str, bibliography.bibliography()))


# The style's tree holds what it is printing, so one thread prints at a time.
_LOCK = threading.Lock()


@functools.cache
def _get_style(name: str) -> CitationStylesStyle:
    return CitationStylesStyle(STYLES[name].csl, locale="en-GB", validate=False)


class _Marks:
    """How citeproc is told to write italics: by marks, so that the escaping of what it prints is ours alone."""

    @staticmethod
    def preformat(text: object) -> str:
        return str(text)

    @staticmethod
    def Italic(text: object) -> str:  # noqa: N802  the name that citeproc looks for
        return f"{_OPEN}{text}{_CLOSE}"

    Oblique = Italic
    Bold = Light = Underline = Superscript = Subscript = SmallCaps = preformat
