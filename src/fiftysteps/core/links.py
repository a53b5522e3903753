"""Links that people write: an address of the web, or a path within the site."""

from urllib.parse import urlsplit

RULE = "must be a web address that begins with https://, or a path of this site that begins with /"


def is_link(text: str) -> bool:
    """Whether a text is a web address or a path of this site. Anything else could run when it is followed."""
    if any(letter.isspace() or letter == "\\" for letter in text):
        return False
    if text.startswith("/"):
        # Two slashes lead to another site.
        return not text.startswith("//")
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)
