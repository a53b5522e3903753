"""Kinds of areas that counts are of and are added up to, known by the first three signs of their codes."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

# The code system fixes them: a code is of one kind for ever.
_CODES: Final[Mapping[str, tuple[str, ...]]] = {
    "lsoa": ("E01", "W01", "S01"),
    "msoa": ("E02", "W02", "S02"),
    "ward": ("E05", "W05", "S13", "N08"),
    "borough": ("E06", "E07", "E08", "E09", "W06", "S12", "N09"),
    "county": ("E10",),
    "icb": ("E54",),
    "region": ("E12",),
    "country": ("E92", "W92", "S92", "N92"),
}
LEVELS: Final = tuple(_CODES)
# Where figures of groups are shown: in smaller areas a group is a handful of people, and hardly anything but chance.
SPLIT_LEVELS: Final = ("borough", "county", "icb", "region", "country")
NAMES: Final[Mapping[str, str]] = {
    "lsoa": "small areas (LSOA)",
    "msoa": "MSOA",
    "ward": "wards",
    "borough": "local authorities",
    "county": "counties",
    "icb": "integrated care boards",
    "region": "regions",
    "country": "countries",
}


def is_of_level(codes: NDArray[np.str_], level: str) -> NDArray[np.bool_]:
    """Return which of the codes are of areas of this level."""
    if not codes.size:
        return np.zeros(codes.shape, dtype=bool)
    return np.isin(codes.astype("U3"), _CODES[level])
