"""Write a codebook (`.qdc`) and a project (`.qdpx`) by REFI-QDA 1.0; the same input gives the same bytes.

Source: REFI-QDA standard 1.0 (2019), https://www.qdasoftware.org/; elements and attributes as programs that read and
write it have them. Positions count characters of the text, which has line ends of one character.
"""

import io
import uuid
import zipfile
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from fiftysteps.engagement.exchange.shapes import ExchangedCode, ExchangedProject, ExchangedSource

CODEBOOK: Final = "urn:QDA-XML:codebook:1.0"
PROJECT: Final = "urn:QDA-XML:project:1.0"
ORIGIN: Final = "Fifty Steps"
# A moment that a zip file can hold, and no file was made at.
_TIME: Final = (1980, 1, 1, 0, 0, 0)


def write_qdc(codes: tuple[ExchangedCode, ...]) -> bytes:
    """Return a codebook as a `.qdc` file."""
    root = Element("CodeBook", {"xmlns": CODEBOOK, "origin": ORIGIN})
    _add_codes(root, codes)
    SubElement(root, "Sets")
    return _print(root)


def write_qdpx(project: ExchangedProject) -> bytes:
    """Return a project as a `.qdpx` file: the codebook, the texts, and what was coded in them by whom."""
    root = Element("Project", {"xmlns": PROJECT, "name": project.name, "origin": ORIGIN})
    users = SubElement(root, "Users")
    for key, name in sorted(project.users.items()):
        SubElement(users, "User", {"guid": _guid(key), "name": name})
    _add_codes(SubElement(root, "CodeBook"), project.codes)
    sources = SubElement(root, "Sources")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for source in project.sources:
            _add_source(sources, source)
            _add_file(archive, f"Sources/{_guid(source.key)}.txt", normalise(source.text).encode())
        _add_file(archive, "project.qde", _print(root))
    return stream.getvalue()


def normalise(text: str) -> str:
    """Return a text with line ends of one character, on which its positions are counted."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def make_key(*parts: object) -> str:
    """Return a UUID that the same parts always have."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(map(str, parts))))


def _add_codes(parent: Element, codes: tuple[ExchangedCode, ...]) -> None:
    place = SubElement(parent, "Codes")
    for code in codes:
        _add_code(place, code)


def _add_code(parent: Element, code: ExchangedCode) -> None:
    told = {"guid": _guid(code.key), "name": code.name, "isCodable": "true" if code.is_codable else "false"}
    element = SubElement(parent, "Code", told)
    if code.description:
        SubElement(element, "Description").text = _keep_legal(code.description)
    for child in code.children:
        _add_code(element, child)


def _add_source(parent: Element, source: ExchangedSource) -> None:
    key = _guid(source.key)
    told = {"guid": key, "name": source.name, "plainTextPath": f"internal://{key}.txt"}
    element = SubElement(parent, "TextSource", told)
    for number, coding in enumerate(source.codings):
        by = {"creatingUser": _guid(coding.user), "creationDateTime": f"{coding.at:%Y-%m-%dT%H:%M:%SZ}"}
        where = {"startPosition": str(coding.start), "endPosition": str(coding.end)}
        selection = SubElement(
            element, "PlainTextSelection", {"guid": _guid(make_key(source.key, number, "selection")), **where, **by}
        )
        given = SubElement(selection, "Coding", {"guid": _guid(make_key(source.key, number, "coding")), **by})
        SubElement(given, "CodeRef", {"targetGUID": _guid(coding.code)})


def _guid(key: str) -> str:
    return key.upper()


def _keep_legal(text: str) -> str:
    """Return a text without the signs that XML cannot hold."""
    return "".join(sign for sign in text if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff"))


def _print(root: Element) -> bytes:
    ElementTree.indent(root)
    printed: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return printed


def _add_file(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)
