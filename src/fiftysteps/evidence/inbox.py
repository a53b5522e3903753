"""Files that somebody has given and not yet taken in: each in a folder of its own, for a day."""

import re
import secrets
import shutil
import time
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

KEPT_SECONDS: Final = 24 * 60 * 60
_KEY: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_LONGEST_NAME: Final = 120


def keep_file(file: "UploadedFile[bytes]") -> str:
    """Keep a file that was given, and return the key by which it is found."""
    key = secrets.token_hex(16)
    folder = _get_folder() / key
    folder.mkdir()
    with (folder / _get_name(file.name or "")).open("wb") as kept:
        for chunk in file.chunks():
            kept.write(chunk)
    return key


def find_file(key: str) -> Path | None:
    """Return the file of a key, or None where there is none, or no more."""
    folder = _get_folder() / key
    if not _KEY.fullmatch(key) or not folder.is_dir():
        return None
    return next(folder.iterdir(), None)


def drop_file(key: str) -> None:
    if find_file(key):
        shutil.rmtree(_get_folder() / key, ignore_errors=True)


def empty_inbox() -> int:
    """Drop files that have waited for more than a day; return how many."""
    due = [folder for folder in _get_folder().iterdir() if folder.stat().st_mtime < time.time() - KEPT_SECONDS]
    for folder in due:
        shutil.rmtree(folder, ignore_errors=True)
    return len(due)


def _get_folder() -> Path:
    folder = Path(settings.DATA_DIR) / "inbox"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _get_name(told: str) -> str:
    """Return a name that leads nowhere else and hides nothing, however the file was called."""
    plain = re.sub(r"[^\w .()+-]", "_", told.replace("\\", "/").rsplit("/", 1)[-1]).strip(" .")
    return plain[-_LONGEST_NAME:] or "file"
