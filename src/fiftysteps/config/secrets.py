"""The site's keys: from the environment, or from files that only their owner can read.

There are two, so that the one can be changed without the other: one signs, one seals contact details.
"""

import base64
import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

# As long as the library that seals asks for.
_CONTACT_KEY_BYTES = 32


def get_secret_key(data_dir: Path) -> str:
    """Return the signing key. There is no default: a key that ships with the code is no secret."""
    return _get(data_dir / "secret_key", "FIFTYSTEPS_SECRET_KEY", "signing key")


def get_contact_key(data_dir: Path) -> str:
    """Return the key that contact details are sealed with. Whoever loses it cannot reach anybody any more."""
    return _get(data_dir / "contact_key", "FIFTYSTEPS_CONTACT_KEY", "key for contact details")


def _get(file: Path, variable: str, name: str) -> str:
    if key := os.environ.get(variable):
        return key
    if file.is_file():
        return file.read_text(encoding="ascii").strip()
    raise ImproperlyConfigured(f"No {name}: set {variable}, or run `fiftysteps load` once, which writes {file}.")


def make_keys(data_dir: Path) -> None:
    """Write new keys into the data directory, readable by its owner alone, unless they are there or set."""
    contact_key = base64.urlsafe_b64encode(os.urandom(_CONTACT_KEY_BYTES)).decode("ascii")
    _make(data_dir / "secret_key", "FIFTYSTEPS_SECRET_KEY", get_random_secret_key())
    _make(data_dir / "contact_key", "FIFTYSTEPS_CONTACT_KEY", contact_key)


def _make(file: Path, variable: str, key: str) -> None:
    if os.environ.get(variable) or file.exists():
        return
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(key)
