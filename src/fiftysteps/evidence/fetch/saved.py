"""Dated files, each with a sidecar that says where it came from. What was kept is never overwritten."""

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from fiftysteps.evidence.fetch.gathering import PREFIX

# The day a file is named for is the day where the areas are, whatever the clock of the machine says.
LONDON: Final = ZoneInfo("Europe/London")
# A file that is still being written after a day was left by a machine that stopped.
LEFTOVER: Final = 86_400


@dataclass(frozen=True)
class Record:
    """What a sidecar says. `retrieved` and `checked` are moments, `address` is where the file can be had again."""

    source: str
    title: str
    licence: str
    address: str
    parameters: dict[str, str]
    retrieved: str
    checked: str
    sha256: str
    size: int
    rows: int
    content_type: str = ""
    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Saved:
    """A file that was kept, with its record."""

    path: Path
    record: Record

    @property
    def date(self) -> str:
        """The day it was retrieved, as people write it."""
        moment = datetime.fromisoformat(self.record.retrieved).astimezone(LONDON)
        return f"{moment.day} {moment:%B %Y}"

    @property
    def is_intact(self) -> bool:
        return get_digest(self.path) == self.record.sha256


def get_sidecar(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def get_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def find_newest(folder: Path, name: str, extension: str) -> Saved | None:
    """Return the newest file of this name that is as it was kept, or nothing."""
    return next((saved for saved in _find_all(folder, name, extension) if saved.is_intact), None)


def _find_all(folder: Path, name: str, extension: str) -> Iterator[Saved]:
    form = re.compile(rf"{re.escape(name)}-(\d{{4}}-\d\d-\d\d)(?:-(\d+))?\.{re.escape(extension)}", re.ASCII)
    found = [(match[1], int(match[2] or 1), path) for path in folder.glob("*") if (match := form.fullmatch(path.name))]
    for _, _, path in sorted(found, reverse=True):
        if record := read_record(path):
            yield Saved(path, record)


def read_record(path: Path) -> Record | None:
    """Return what the sidecar of `path` says, or nothing where there is none that can be read."""
    try:
        said = json.loads(get_sidecar(path).read_text("utf-8"))
        record = Record(**{field.name: said[field.name] for field in fields(Record)})
        datetime.fromisoformat(record.retrieved)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return record


def keep(temporary: Path, folder: Path, name: str, extension: str, record: Record) -> Saved:
    """Give the whole file its name. Its sidecar comes first, so that a file is never there without its record."""
    day = datetime.fromisoformat(record.retrieved).astimezone(LONDON).date().isoformat()
    path = _get_free(folder, f"{name}-{day}", extension)
    temporary.chmod(0o444)
    _sync(temporary)
    try:
        write_record(path, record)
        temporary.replace(path)
    finally:
        if not path.exists():
            get_sidecar(path).unlink(missing_ok=True)
    _sync(folder)
    return Saved(path, record)


def _get_free(folder: Path, stem: str, extension: str) -> Path:
    path, number = folder / f"{stem}.{extension}", 2
    while path.exists():
        path, number = folder / f"{stem}-{number}.{extension}", number + 1
    return path


def mark_checked(saved: Saved, moment: str) -> Saved:
    """Note in the sidecar that the source still gave the same at `moment`."""
    record = replace(saved.record, checked=moment)
    write_record(saved.path, record)
    return Saved(saved.path, record)


def write_record(path: Path, record: Record) -> None:
    sidecar = get_sidecar(path)
    temporary = sidecar.with_name(f"{PREFIX}{sidecar.name}")
    try:
        temporary.write_text(json.dumps(asdict(record), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        _sync(temporary)
        temporary.replace(sidecar)
    finally:
        temporary.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_leftovers(folder: Path, now: float) -> None:
    """Remove what a fetch left that was killed: half a file, a day old or more."""
    for path in folder.glob(f"{PREFIX}*"):
        if now - path.stat().st_mtime > LEFTOVER:
            path.unlink(missing_ok=True)
