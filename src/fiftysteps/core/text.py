"""Text that came from outside, made fit to stand in a message."""

import difflib
import re
from collections.abc import Iterable

# Longer than any title, short enough for a line of a terminal.
LONGEST_QUOTATION = 80
# Few enough to read: a longer list of what is allowed is a wall.
LONGEST_LIST = 12
# Controls other than tab and new line, halves of surrogate pairs, signs that are no characters (no database or page can
# hold them), and the two line ends of Unicode, which editors and parsers count differently.
UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def make_printable(text: str) -> str:
    """Return `text` on one line, with everything that could move a cursor or hide a character written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)


def shorten(value: object) -> str:
    """Return `value` as one printable line, cut where it is long."""
    text = make_printable(str(value)[: LONGEST_QUOTATION + 1])
    return text if len(text) <= LONGEST_QUOTATION else text[:LONGEST_QUOTATION] + "…"


def quote(value: object) -> str:
    """Return `value` in quotation marks, short and printable."""
    return f'"{shorten(value)}"'


def suggest(word: object, known: Iterable[str]) -> str:
    """Return ` (did you mean "x"?)`, or what is allowed where that is little, or nothing."""
    names = sorted(set(known))
    if near := difflib.get_close_matches(str(word)[:LONGEST_QUOTATION], names, n=1):
        return f" (did you mean {quote(near[0])}?)"
    return f" (there are: {', '.join(map(shorten, names))})" if 0 < len(names) <= LONGEST_LIST else ""
