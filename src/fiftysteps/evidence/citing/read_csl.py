"""CSL-JSON: what Zotero, Mendeley and the registries of DOIs give."""

import html
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.text import quote
from fiftysteps.evidence.citing.dates import make_date, read_date
from fiftysteps.evidence.citing.names import Name, make_body, make_person
from fiftysteps.evidence.citing.reading import ReadFile, Reading
from fiftysteps.evidence.citing.records import TEXTS, TYPES

_NAMES: Final[Mapping[str, str]] = {
    **TEXTS,
    "type": "type",
    "authors": "author",
    "editors": "editor",
    "issued": "issued",
}
# The marks that CSL allows within a text. Everything else between < and > is text.
_MARKS = re.compile(r"</?(?:i|b|sub|sup|scp|jats:\w+)>|<span (?:class=\"nocase\"|style=\"[\w: ;-]*\")>|</span>", re.I)
# Where the registries write what CSL-JSON has under another name.
_TYPES: Final[Mapping[str, str]] = {
    "journal-article": "article-journal",
    "book-chapter": "chapter",
    "proceedings-article": "paper-conference",
    "posted-content": "article",
    "dissertation": "thesis",
    "monograph": "book",
}


def read_csl(file: str, text: str) -> ReadFile:
    """Return the references of a CSL-JSON file: a list of them, one alone, or a list under "items".

    Raises
    ------
    Faults
        Everything that is wrong with it.
    """
    reading = Reading(file, _NAMES)
    for item in _get_items(file, text):
        number = reading.start()
        if isinstance(item, dict):
            _read_item(reading, number, item)
        else:
            reading.refuse(None, number, "must be an object with the fields of one reference", str(item))
    return reading.finish()


def _get_items(file: str, text: str) -> list[Any]:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise Faults([Fault(file, error.lineno, f"this is no JSON: {error.msg}, column {error.colno}")]) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets within each other
        raise Faults(
            [Fault(file, None, "a number is too long, or too many brackets stand within each other")]
        ) from None
    if isinstance(data, dict):
        data = data.get("items", [data])
    if not isinstance(data, list):
        raise Faults([Fault(file, None, "must be a list of references in CSL-JSON", str(data))])
    return data


def _read_item(reading: Reading, number: int, item: dict[str, Any]) -> None:
    values: dict[str, Any] = {field: _get_text(item.get(csl)) for field, csl in TEXTS.items()}
    values["type"] = _get_type(reading, number, _get_text(item.get("type")))
    values["issued"] = _get_date(item.get("issued"))
    values["authors"] = _get_names(reading, number, item, "author")
    values["editors"] = _get_names(reading, number, item, "editor")
    reading.add(None, number, values)


def _get_text(value: object) -> str:
    if isinstance(value, list):  # the registries give some texts as lists of one
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return html.unescape(_MARKS.sub("", str(value)))


def _get_type(reading: Reading, number: int, name: str) -> str:
    known = _TYPES.get(name, name)
    if known not in TYPES:
        reading.note(None, number, f'the type {quote(name)} is not known, so it is held as "document"')
        return "document"
    return known


def _get_date(value: object) -> tuple[int, ...]:
    if not isinstance(value, dict):
        return read_date(_get_text(value))
    parts = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
        return make_date(*parts[0][:3])
    return read_date(_get_text(value.get("raw") or value.get("literal")))


def _get_names(reading: Reading, number: int, item: dict[str, Any], key: str) -> tuple[Name, ...]:
    given = item.get(key) or []
    if not (isinstance(given, list) and all(isinstance(name, dict) for name in given)):
        reading.refuse(
            None, number, f'{quote(key)} must be a list of names, each with "family" or "literal"', str(given)
        )
        return ()
    return tuple(name for name in map(_get_name, given) if name)


def _get_name(name: dict[str, Any]) -> Name | None:
    text = {key: _get_text(value) for key, value in name.items()}
    if body := make_body(text.get("literal") or text.get("name") or ""):
        return body
    particle = text.get("non-dropping-particle") or text.get("dropping-particle") or ""
    return make_person(text.get("family", ""), text.get("given", ""), particle, text.get("suffix", ""))
