"""One setting says how messages are sent: an address of an SMTP server, or nothing."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# What a message waits for a server that does not answer.
TIMEOUT = 20
DEFAULT_PORTS = {"smtp": 587, "smtps": 465}


def get_mailers(address: str) -> dict[str, dict[str, Any]]:
    """Return Django's mailers for `address`, as in `smtp://user:password@host:587?from=listening@council.example`.

    Without an address nothing is sent: messages are written to standard output, so that a trial can be followed.
    """
    if not address:
        return {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
    parts = urlsplit(address)
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ImproperlyConfigured(
            "FIFTYSTEPS_MAIL must look like smtp://user:password@host:587?from=name@council.example; "
            f"got one that starts with {parts.scheme or address[:12]!r}."
        )
    options = {
        "host": parts.hostname,
        "port": parts.port or DEFAULT_PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp",
        "use_ssl": parts.scheme == "smtps",
        "timeout": TIMEOUT,
    }
    return {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}


def get_sender(address: str) -> str:
    """Return the address that messages come from."""
    return next(iter(parse_qs(urlsplit(address).query).get("from", [])), "fifty-steps@localhost")
