"""Read a file of references, whichever of the known formats it is in."""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Final

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.evidence.citing.read_bibtex import read_bibtex
from fiftysteps.evidence.citing.read_csl import read_csl
from fiftysteps.evidence.citing.read_ris import read_ris
from fiftysteps.evidence.citing.reading import ReadFile
from fiftysteps.evidence.citing.text import decode

type Reader = Callable[[str, str], ReadFile]

_BY_SUFFIX: Final[Mapping[str, Reader]] = {
    ".bib": read_bibtex,
    ".bibtex": read_bibtex,
    ".ris": read_ris,
    ".json": read_csl,
    ".csljson": read_csl,
}
SUFFIXES: Final = tuple(_BY_SUFFIX)


def read_references(file: str, data: bytes) -> ReadFile:
    """Return every reference in a file of BibTeX, RIS or CSL-JSON, known by the end of its name or by its content.

    Raises
    ------
    Faults
        Everything that is wrong with it, with its place.
    """
    text, assumed = decode(file, data)
    read = _BY_SUFFIX.get(PurePath(file).suffix.lower()) or _get_reader(file, text)
    found = read(file, text)
    return ReadFile(file, found.records, (*(Fault(file, None, note) for note in assumed), *found.notes))


def _get_reader(file: str, text: str) -> Reader:
    if text.lstrip().startswith(("[", "{")):
        return read_csl
    if re.search(r"^\s*TY[ \t]{0,3}-", text, re.MULTILINE):
        return read_ris
    if re.search(r"^\s*@\w+\s*[{(]", text, re.MULTILINE):
        return read_bibtex
    rule = "this is no file of references that is known: export them as BibTeX (.bib), RIS (.ris) or CSL-JSON (.json)"
    raise Faults([Fault(file, None, rule, text[:200])])
