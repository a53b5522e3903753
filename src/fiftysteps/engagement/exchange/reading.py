"""Read the codebook of a `.qdc` or `.qdpx` file that another program wrote; nothing in it is trusted."""

import io
import re
import uuid
import zipfile
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from fiftysteps.core.errors import PersonError
from fiftysteps.engagement.exchange.shapes import ExchangedCode

LARGEST: Final = 10 * 1024 * 1024
MOST_CODES: Final = 5_000
DEEPEST: Final = 20
LONGEST_NAME: Final = 100
# A file that declares entities can make a small text a huge one; none of these programs writes any.
_DTD: Final = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_NOT_ONE: Final = "This is no codebook of REFI-QDA (.qdc or .qdpx): {reason}."


def read_codebook(content: bytes) -> tuple[ExchangedCode, ...]:
    """Return the codes of a file, each with those below it.

    Raises
    ------
    PersonError
        The file is none, too large, or has faults; with a line for each fault.
    """
    root = _parse(_unpack(content))
    codes = next((each for each in root.iter() if _name(each) == "Codes"), None)
    if _name(root) not in {"CodeBook", "Project"} or codes is None:
        raise PersonError(_NOT_ONE.format(reason="it has no codes"))
    reader = _Reader()
    found = tuple(reader.read(each, 1) for each in codes if _name(each) == "Code")
    if reader.faults:
        raise PersonError("\n".join(reader.faults))
    if not found:
        raise PersonError(_NOT_ONE.format(reason="its codebook is empty"))
    return found


class _Reader:
    """Reads codes one by one, and keeps every fault until all are read."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.keys: set[str] = set()
        self.count = 0

    def read(self, element: Element, depth: int) -> ExchangedCode:
        self.count += 1
        name = " ".join(element.get("name", "").split())
        where = f"Code {self.count}{f', “{name[:60]}”' if name else ''}"
        if not name:
            self.faults.append(f"{where}: it has no name.")
        elif len(name) > LONGEST_NAME:
            self.faults.append(f"{where}: a name has at most {LONGEST_NAME} characters; this has {len(name)}.")
        key = self._read_key(element.get("guid", ""), where)
        children: tuple[ExchangedCode, ...] = ()
        if depth >= DEEPEST or self.count > MOST_CODES:
            rule = f"at most {DEEPEST} levels and {MOST_CODES:,} codes can be read"
            self.faults.append(f"{where}: {rule}.")
        else:
            children = tuple(self.read(each, depth + 1) for each in element if _name(each) == "Code")
        told = next((each for each in element if _name(each) == "Description"), None)
        description = "".join(told.itertext()).strip() if told is not None else ""
        return ExchangedCode(key, name, description, element.get("isCodable", "true") != "false", children)

    def _read_key(self, text: str, where: str) -> str:
        try:
            key = str(uuid.UUID(text.strip("{}")))
        except ValueError:
            self.faults.append(f"{where}: its guid must be a UUID; got “{text[:60]}”.")
            return ""
        if key in self.keys:
            self.faults.append(f"{where}: its guid {key} is that of another code.")
        self.keys.add(key)
        return key


def _unpack(content: bytes) -> bytes:
    if len(content) > LARGEST:
        raise PersonError(f"A codebook has at most {LARGEST // 1024 // 1024} MB.")
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = [each for each in archive.infolist() if each.filename.rsplit("/", 1)[-1].lower() == "project.qde"]
        if len(found) != 1:
            raise PersonError(_NOT_ONE.format(reason="it has no project.qde"))
        try:
            with archive.open(found[0]) as file:
                # What a file says of its own size is not believed.
                read = file.read(LARGEST + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as error:
            raise PersonError(_NOT_ONE.format(reason="it is damaged or locked")) from error
    if len(read) > LARGEST:
        raise PersonError(f"A codebook has at most {LARGEST // 1024 // 1024} MB.")
    return read


def _parse(content: bytes) -> Element:
    # In another encoding the mark of an entity would look otherwise: only that of the standard is read.
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in content[:100]:
        raise PersonError(_NOT_ONE.format(reason="it must be in UTF-8"))
    if _DTD.search(content):
        raise PersonError(_NOT_ONE.format(reason="it declares a document type or entities"))
    try:
        return ElementTree.fromstring(content.removeprefix(b"\xef\xbb\xbf"))  # noqa: S314 - it has no entities
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise PersonError(_NOT_ONE.format(reason="it is no XML")) from error


def _name(element: Element) -> str:
    """Return the name of an element without its namespace, which programs write differently."""
    return str(element.tag).rsplit("}", 1)[-1]
