"""Text from files that people wrote: made short and printable before it stands in a message."""

import difflib
import re
from collections.abc import Iterable

# Control characters and halves of surrogate pairs: no database, page or terminal takes them as text.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufffe\uffff]")
# Enough to recognise a value by, too little to fill a screen.
LONGEST = 80


def make_printable(text: str) -> str:
    """Return `text` on one line, with everything that cannot be printed written as an escape."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def shorten(text: str, longest: int = LONGEST) -> str:
    """Return the printable text, cut with an ellipsis where it has more than `longest` characters."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return make_printable(cut)


def quote(value: object) -> str:
    """Return `value` in quotation marks, short and printable."""
    return f'"{shorten(str(value))}"'


def suggest(word: object, known: Iterable[object]) -> str:
    """Return `, did you mean "…"?` with the known word nearest to `word`, or nothing where none is near."""
    near = difflib.get_close_matches(str(word), [str(item) for item in known], n=1)
    return f"; did you mean {quote(near[0])}?" if near else ""
