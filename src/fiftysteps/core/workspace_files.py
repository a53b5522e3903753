"""Finding and reading the files of a folder that somebody else wrote, without leaving it and without surprises."""

import os
from collections.abc import Iterator
from pathlib import Path

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.text import UNWRITABLE

SUFFIXES = (".yaml", ".csv")
# Several hundred times the longest file that a person would review, so only a mistake or an attack meets it.
LARGEST = {".yaml": 4_000_000, ".csv": 64_000_000}


def find_files(folder: Path) -> tuple[list[str], list[Fault]]:
    """Return the names of all YAML and CSV files below `folder`, written with `/`, and the faults of the others."""
    names: list[str] = []
    faults: list[Fault] = []
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        if fault := _get_fault(folder, path, name):
            faults.append(fault)
        elif path.suffix in SUFFIXES:
            names.append(name)
    return sorted(names), faults


def _walk(folder: Path) -> Iterator[Path]:
    for at, folders, files in os.walk(folder):
        # Hidden folders hold the history of version control and the like.
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in (*files, *(name for name in folders if (Path(at) / name).is_symlink())):
            if not name.startswith("."):
                yield Path(at) / name


def _get_fault(folder: Path, path: Path, name: str) -> Fault | None:
    if path.is_symlink() and not _is_inside(folder, path):
        return Fault(name, None, "the file is a link that leaves the folder, or leads nowhere")
    if path.is_dir():
        return Fault(name, None, "a link to a folder is not followed: put the files themselves here")
    if path.suffix.lower() not in {*SUFFIXES, ".yml"}:
        return None
    if path.suffix not in SUFFIXES:
        return Fault(name, None, "the name of the file must end in .yaml or .csv, in small letters", path.suffix)
    if not path.is_file():
        return Fault(name, None, "this is not an ordinary file")
    return None


def _is_inside(folder: Path, path: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads nowhere, or round in a circle
        return False


def read_text(folder: Path, name: str) -> str:
    """Return the text of a file, with every line end as a new line.

    Raises
    ------
    Faults
        The file cannot be read, is too large, is not UTF-8, or holds characters that no page can show.
    """
    path, largest = folder / name, LARGEST[Path(name).suffix]
    try:
        with path.open("rb") as stream:
            data = stream.read(largest + 1)
    except OSError as error:
        raise Faults([Fault(name, None, "the file cannot be read", error.strerror or "")]) from None
    if len(data) > largest:
        raise Faults([Fault(name, None, f"the file is larger than {largest:,} bytes, which is the most that is read")])
    text = _decode(name, data).replace("\r\n", "\n").replace("\r", "\n")
    _check_characters(name, text)
    return text


def _decode(name: str, data: bytes) -> str:
    rule = "the file is not written in UTF-8: save it again with the encoding UTF-8"
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Faults([Fault(name, line, rule, "UTF-16")]) from None
        raise Faults([Fault(name, line, rule, f"the byte 0x{data[error.start]:02X}")]) from None


def _check_characters(name: str, text: str) -> None:
    if found := UNWRITABLE.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Faults([Fault(name, line, "there is a control character, which no page can show", repr(found.group()))])
