"""Which texts are the same letter, but for a greeting or a word."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from typing import Final

# Words in a row that two letters share where one was copied from the other.
SHINGLE: Final = 5
LIKENESS: Final = 0.5
# A phrase in more texts than this is how people speak, and joins nothing.
COMMON: Final = 2_000
_WORDS: Final = re.compile(r"\w+")


def squeeze(text: str) -> str:
    """Return the words of a text alone, in small letters."""
    return " ".join(_WORDS.findall(text.casefold()))


def find_alike(texts: Mapping[int, str], *, least_words: int, least: int) -> list[set[int]]:
    """Return the groups of at least `least` texts that share half of their phrases or more, the largest first.

    Texts of fewer than `least_words` words are left out: two people may well write the same short sentence.
    """
    shingles = {key: found for key, text in texts.items() if (found := _shingle(text, least_words))}
    joined = _Joined()
    for one, other in _pair(shingles):
        shared = len(shingles[one] & shingles[other])
        if shared >= LIKENESS * len(shingles[one] | shingles[other]):
            joined.join(one, other)
    return sorted((group for group in joined.list_groups() if len(group) >= least), key=lambda group: -len(group))


def _shingle(text: str, least_words: int) -> frozenset[int]:
    words = squeeze(text).split()
    if len(words) < least_words:
        return frozenset()
    return frozenset(hash(" ".join(words[at : at + SHINGLE])) for at in range(max(1, len(words) - SHINGLE + 1)))


def _pair(shingles: Mapping[int, frozenset[int]]) -> Iterator[tuple[int, int]]:
    """Yield pairs that share a phrase, each of a group with its first alone: what is alike hangs together by it."""
    holders: dict[int, list[int]] = defaultdict(list)
    for key, found in shingles.items():
        for shingle in found:
            holders[shingle].append(key)
    seen: Counter[tuple[int, int]] = Counter()
    for keys in holders.values():
        if 1 < len(keys) <= COMMON:
            for other in keys[1:]:
                seen[keys[0], other] += 1
    yield from seen


class _Joined:
    """Which keys hang together."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def _find(self, key: int) -> int:
        while self._above.setdefault(key, key) != key:
            self._above[key] = self._above[self._above[key]]
            key = self._above[key]
        return key

    def join(self, one: int, other: int) -> None:
        self._above[self._find(one)] = self._find(other)

    def list_groups(self) -> list[set[int]]:
        groups: dict[int, set[int]] = defaultdict(set)
        for key in list(self._above):
            groups[self._find(key)].add(key)
        return list(groups.values())
