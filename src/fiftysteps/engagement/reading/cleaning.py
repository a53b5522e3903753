"""Texts as words, without what the question said before and without phrases that very many have word for word."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

# Signs that belong to the letter before them: accents, and what Bengali and Arabic letters carry.
_MARKS: Final = r"\u0300-\u036f\u0981-\u0983\u09bc-\u09cd\u09d7\u064b-\u0652"
_WORD: Final = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*(?:['’][^\W\d_]+)*")
# So many words in a row, said by the question before, are an echo of it.
ECHO: Final = 4
# A run of so many words is a stock phrase where it stands in at least a twentieth of the texts, and in ten.
PHRASE: Final = 5
SHARE: Final = 0.05
FEWEST: Final = 10


def get_words(text: str) -> list[str]:
    """Return the words of a text in small letters, in their order."""
    found = (match[0] for match in _WORD.finditer(unicodedata.normalize("NFKC", text).casefold()))
    return [word.replace("’", "'").removesuffix("'s") for word in found]


def clean_texts(texts: Sequence[str], *, question: str = "") -> list[list[str]]:
    """Return the words of each text, without echoes of the question and without stock phrases.

    Where nothing would be left of a text, it stays whole: who repeats a letter has said something too.
    """
    words = [get_words(text) for text in texts]
    echoes = set(_get_runs(get_words(question), ECHO))
    stock = _find_stock(words)
    cleaned = (_take_out(_take_out(each, echoes, ECHO), stock, PHRASE) for each in words)
    return [left or whole for left, whole in zip(cleaned, words, strict=True)]


def _find_stock(words: Sequence[Sequence[str]]) -> set[tuple[str, ...]]:
    """Return the runs of words that stand in very many different texts."""
    different = {tuple(each) for each in words}
    counts: Counter[tuple[str, ...]] = Counter()
    for each in different:
        counts.update(set(_get_runs(each, PHRASE)))
    least = max(FEWEST, SHARE * len(different))
    return {run for run, count in counts.items() if count >= least}


def _get_runs(words: Sequence[str], length: int) -> Iterable[tuple[str, ...]]:
    return zip(*(words[at:] for at in range(length)), strict=False)


def _take_out(words: list[str], runs: set[tuple[str, ...]], length: int) -> list[str]:
    if not runs or len(words) < length:
        return words
    gone = {at + step for at, run in enumerate(_get_runs(words, length)) if run in runs for step in range(length)}
    return [word for at, word in enumerate(words) if at not in gone] if gone else words
