"""Kinds of areas in words, from the first three signs of their codes, which the code system fixes."""

from collections.abc import Collection
from typing import Final

_WORDS: Final = {
    "country": ("E92", "W92", "S92", "N92", "K02", "K03", "K04"),
    "region": ("E12",),
    "integrated care board": ("E54",),
    "sub-ICB location": ("E38",),
    "county": ("E10",),
    "local authority": ("E06", "E07", "E08", "E09", "W06", "S12", "N09"),
    "ward": ("E05", "W05", "S13", "N08"),
    "MSOA": ("E02", "W02", "S02"),
    "LSOA": ("E01", "W01", "S01"),
}


def say_areas(starts: Collection[str]) -> tuple[str, ...]:
    """Return the kinds of areas whose codes start so, the largest first, and "other" for those that none has."""
    known = tuple(word for word, codes in _WORDS.items() if set(codes) & set(starts))
    others = set(starts) - {code for codes in _WORDS.values() for code in codes}
    return (*known, "other") if others else known
