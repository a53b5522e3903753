"""Digital object identifiers."""

import re

_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)
_BEFORE = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)", re.IGNORECASE)


def is_doi(value: str) -> bool:
    """Whether `value` is a DOI such as 10.1136/bmj.g1687, with nothing before it."""
    return bool(_DOI.fullmatch(value))


def strip_doi(value: str) -> str:
    """Return a DOI without the address or the letters that many programs write before it."""
    return _BEFORE.sub("", value.strip()).strip()
