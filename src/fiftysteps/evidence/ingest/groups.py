"""Sexes, ages and groups, each with one spelling."""

import re
from typing import Final

_SEXES: Final = {
    **dict.fromkeys(("m", "male", "males", "man", "men", "boy", "boys"), "Male"),
    **dict.fromkeys(("f", "female", "females", "woman", "women", "girl", "girls"), "Female"),
    **dict.fromkeys(
        ("p", "person", "persons", "people", "all", "all persons", "both", "both sexes", "total"), "Persons"
    ),
    "all people": "Persons",
}
_AGES: Final = re.compile(
    r"(?:aged? ?)?(\d{1,3})(?: ?(?:[-–_]|to) ?(\d{1,3}))?(?: ?(?:yrs?|years?)(?: old)?)?", re.IGNORECASE
)
_OPEN: Final = re.compile(
    r"(?:aged? ?)?(\d{1,3}) ?(?:yrs?|years?)? ?(?:\+|and over|or over|plus|& over|_plus)", re.IGNORECASE
)


def read_sex(text: str) -> str:
    return _SEXES.get(text.casefold(), text)


def read_age(text: str) -> str:
    """Return an age as "7", "5-9", "90+" or "All ages"; other words stay as they are."""
    if text.casefold() in {"all", "all ages", "total"}:
        return "All ages"
    if match := _OPEN.fullmatch(text):
        return f"{int(match[1])}+"
    if match := _AGES.fullmatch(text):
        return str(int(match[1])) if match[2] is None else f"{int(match[1])}-{int(match[2])}"
    return text
