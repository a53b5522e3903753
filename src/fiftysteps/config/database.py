"""One setting chooses the database: empty is SQLite beside the data, otherwise a PostgreSQL address."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def get_database(address: str, data_dir: Path) -> dict[str, Any]:
    """Return Django's settings for `address`, as in `postgresql://user:password@host:5432/name`."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data_dir / "fiftysteps.sqlite3",
            # Immediate transactions take the write lock at their start: a later upgrade of a read lock fails at once,
            # whatever the timeout.
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # What somebody has a receipt for must outlive a power cut too, so every commit is written through.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "FIFTYSTEPS_DATABASE must look like postgresql://user:password@host:5432/name; "
            f"got one that starts with {parts.scheme or address[:12]!r}."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": dict(parse_qsl(parts.query)),
    }
