"""What the codes of the Government Statistical Service say of a place, and the names of the few that every file means.

Kinds of codes and names of countries and regions: Office for National Statistics, Register of Geographic Codes.
"""

import datetime
from collections.abc import Mapping
from typing import Final

ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND = "E92000001", "W92000004", "S92000003", "N92000002"
# The first three signs of a code, and the type of area (`AreaType`) that they stand for.
TYPES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("E92", "W92", "S92", "N92"), "country"),
    "E12": "region",
    "E40": "nhs-region",
    "E54": "icb",
    "E38": "sub-icb",
    "E47": "combined",
    "E10": "county",
    **dict.fromkeys(("E06", "E07", "E08", "E09", "W06", "S12", "N09"), "borough"),
    **dict.fromkeys(("E05", "W05", "S13", "N08"), "ward"),
    **dict.fromkeys(("E02", "W02", "S02"), "msoa"),
    **dict.fromkeys(("E01", "W01", "S01"), "lsoa"),
}
# Small neighbourhoods: of a country there are tens of thousands, and a page shows those of one place at most.
SMALL: Final = tuple(start for start, kind in TYPES.items() if kind in {"lsoa", "msoa"})
COUNTRIES: Final[Mapping[str, str]] = {"E": ENGLAND, "W": WALES, "S": SCOTLAND, "N": NORTHERN_IRELAND}
NAMES: Final[Mapping[str, str]] = {
    ENGLAND: "England",
    WALES: "Wales",
    SCOTLAND: "Scotland",
    NORTHERN_IRELAND: "Northern Ireland",
    "E12000001": "North East",
    "E12000002": "North West",
    "E12000003": "Yorkshire and The Humber",
    "E12000004": "East Midlands",
    "E12000005": "West Midlands",
    "E12000006": "East of England",
    "E12000007": "London",
    "E12000008": "South East",
    "E12000009": "South West",
}
# The geography of the census is that of its day: an area of 2011 that 2021 does not have was replaced on this day.
CENSUS_DAYS: Final[Mapping[str, datetime.date]] = {
    "2001": datetime.date(2001, 4, 29),
    "2011": datetime.date(2011, 3, 27),
    "2021": datetime.date(2021, 3, 21),
}
# The day on which a council began that replaced others, as far as we are sure of it.
BEGINNINGS: Final[Mapping[str, datetime.date]] = {
    "E06000058": datetime.date(2019, 4, 1),
    "E06000059": datetime.date(2019, 4, 1),
    "E07000244": datetime.date(2019, 4, 1),
    "E07000245": datetime.date(2019, 4, 1),
    "E06000060": datetime.date(2020, 4, 1),
    "E06000061": datetime.date(2021, 4, 1),
    "E06000062": datetime.date(2021, 4, 1),
    "E06000063": datetime.date(2023, 4, 1),
    "E06000064": datetime.date(2023, 4, 1),
    "E06000065": datetime.date(2023, 4, 1),
    "E06000066": datetime.date(2023, 4, 1),
}


def get_type(code: str) -> str:
    """Return the type of area that a code is of, or an empty text for codes of other systems."""
    return TYPES.get(code[:3], "")


def get_country(code: str) -> str:
    """Return the code of the country that the place of this code is in, or an empty text."""
    return COUNTRIES.get(code[:1], "") if get_type(code) else ""


def is_small(code: str) -> bool:
    """Whether a code is that of a small neighbourhood."""
    return code.startswith(SMALL)
