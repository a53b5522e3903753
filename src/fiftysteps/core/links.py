"""Links that people write: an address of the web, or a path within the site."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

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


def check_link(text: str) -> None:
    """Refuse what is no link, as a validator of a model's field.

    Raises
    ------
    ValidationError
        With the rule, and what was got.
    """
    if not is_link(text):
        raise ValidationError(f"It {RULE}; it is {text!r}.")
