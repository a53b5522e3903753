"""The words of a value that was written for LaTeX: accents, braces and escapes resolved."""

import functools
import re

from pylatexenc.latex2text import LatexNodes2Text

# Signs that mean something to LaTeX. Most values have none, and need no parser.
_MEANS_SOMETHING = re.compile(r"[\\{}~$]|--|``|''")
# Written so by people who never ran LaTeX over it, where LaTeX would see a remark or a column of a table.
_BARE = re.compile(r"(?<!\\)([%&#_^])")
_ESCAPED = re.compile(r"\\([%&#_~{}$])")
# An accent on a capital within two pairs of braces needs four.
DEEPEST = 40


def read_latex(value: str) -> str:
    """Return `value` as text.

    Raises
    ------
    ValueError
        With the rule in words: its braces are too many or do not match.
    """
    if not _MEANS_SOMETHING.search(value):
        return _ESCAPED.sub(r"\1", value)
    check_braces(value)
    # An odd number of dollars is money, not mathematics.
    odd = len(re.findall(r"(?<!\\)\$", value)) % 2
    value = re.sub(r"(?<!\\)\$", r"\\$", value) if odd else value
    return _decode(_BARE.sub(r"\\\1", value)).replace("\N{NO-BREAK SPACE}", " ")


def read_address(value: str) -> str:
    """Return a DOI or a web address: whoever escaped it meant the plain sign."""
    value = re.sub(r"^\\(?:url|href)\{(.*)\}$", r"\1", value.strip())
    return _ESCAPED.sub(r"\1", value).replace(r"\textasciitilde", "~").replace("{}", "").strip("{}<> ")


def check_braces(value: str) -> None:
    """Raise a ValueError, with the rule in words, where the braces of `value` do not match or are too many."""
    depth = 0
    for sign in re.findall(r"(?<!\\)[{}]", value):
        depth += 1 if sign == "{" else -1
        if depth > DEEPEST:
            raise ValueError(f"has more than {DEEPEST} braces within each other")
        if depth < 0:
            raise ValueError("has a closing brace without an opening one")
    if depth:
        raise ValueError("has an opening brace without a closing one")


# Decoding takes a third of a millisecond, and in most libraries the same names come again and again.
@functools.lru_cache(4_096)
def _decode(value: str) -> str:
    return str(_get_decoder().latex_to_text(value))


@functools.cache
def _get_decoder() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="text")
