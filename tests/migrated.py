"""A migrated SQLite database, kept between runs: the same migrations give the same one, and take ten seconds or more.

It is kept under the digest of every migration of every installed app, so it cannot be an old one.
"""

import contextlib
import hashlib
import os
import shutil
import sqlite3
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.db import connection

CACHE = Path(__file__).resolve().parent.parent / ".pytest_cache"


def copy_migrated(target: Path) -> bool:
    """Copy the kept database to `target`; whether there was one."""
    kept = _get_kept()
    if not kept.is_file():
        return False
    shutil.copy(kept, target)
    return True


def keep_migrated() -> None:
    """Keep the connected database, unless it is kept already, and no older one."""
    kept = _get_kept()
    if kept.is_file():
        return
    CACHE.mkdir(exist_ok=True)
    new = kept.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with contextlib.closing(sqlite3.connect(new)) as copy:
        connection.connection.backup(copy)
    for older in CACHE.glob("migrated-*.sqlite3"):
        older.unlink(missing_ok=True)
    # Two workers may come here at once: the second replaces the first with its like.
    new.replace(kept)


def _get_kept() -> Path:
    digest = hashlib.sha256()
    for app in apps.get_app_configs():
        spec = find_spec(f"{app.name}.migrations")
        for folder in (spec.submodule_search_locations or []) if spec else []:
            for file in sorted(Path(folder).glob("*.py")):
                digest.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    return CACHE / f"migrated-{digest.hexdigest()[:16]}.sqlite3"
