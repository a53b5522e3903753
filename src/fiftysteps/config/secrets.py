"""The signing key: from the environment, or from a file that only its owner can read."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def get_secret_key(data_dir: Path) -> str:
    """Return the signing key. There is no default: a key that ships with the code is no secret."""
    if key := os.environ.get("FIFTYSTEPS_SECRET_KEY"):
        return key
    file = data_dir / "secret_key"
    if file.is_file():
        return file.read_text(encoding="ascii").strip()
    raise ImproperlyConfigured(
        f"No signing key: set FIFTYSTEPS_SECRET_KEY, or run `fiftysteps load` once, which writes {file}."
    )


def make_secret_key(data_dir: Path) -> None:
    """Write a new key into the data directory, readable by its owner alone, unless one is there or set."""
    file = data_dir / "secret_key"
    if os.environ.get("FIFTYSTEPS_SECRET_KEY") or file.exists():
        return
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(get_random_secret_key())
