"""Areas in a file: their codes, whether names agree with them, and which of them are no more."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

_GSS: Final = re.compile(r"[EWSNKJLM]\d{8}", re.ASCII)
# Nearly a code: a digit lost or one too many, or the letter O for a nought. With five digits it is a surgery's.
_NEARLY: Final = re.compile(r"[EWSNKJLM][\dO]{6,10}", re.ASCII)
# Codes of the NHS and of schools, and those that councils give their own places. Small letters make a name.
_OTHER: Final = re.compile(r"[A-Z0-9][A-Z0-9_./-]{0,19}", re.ASCII)
_TOTAL: Final = re.compile(r"(grand |overall |sub)?-?totals?([ ,:].*)?|all areas|sum", re.IGNORECASE)
# What is said before and after the name of an authority, or is not.
_TITLES: Final = re.compile(
    r"\b(london borough of|royal borough of|metropolitan borough of|city of|county of|the|borough|city|county|council|"
    r"ua|mcd|mbc|lb|district|unitary authority|of|region|nhs|integrated care board|icb)\b"
)

# English authorities that were replaced, by the order that did it; from the code history of the Office for National
# Statistics. A mapping of codes given by the caller goes before these.
SUCCESSORS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("E06000028", "E06000029", "E07000048"), ("E06000058",)),
    **dict.fromkeys(("E07000049", "E07000050", "E07000051", "E07000052", "E07000053", "E10000009"), ("E06000059",)),
    **dict.fromkeys(("E07000201", "E07000204"), ("E07000245",)),
    **dict.fromkeys(("E07000205", "E07000206"), ("E07000244",)),
    **dict.fromkeys(("E07000190", "E07000191"), ("E06000066",)),
    **dict.fromkeys(("E07000004", "E07000005", "E07000006", "E07000007", "E10000002"), ("E06000060",)),
    **dict.fromkeys(("E07000150", "E07000152", "E07000153", "E07000156"), ("E06000061",)),
    **dict.fromkeys(("E07000151", "E07000154", "E07000155"), ("E06000062",)),
    "E10000021": ("E06000061", "E06000062"),
    **dict.fromkeys(("E07000026", "E07000028", "E07000029"), ("E06000063",)),
    **dict.fromkeys(("E07000027", "E07000030", "E07000031"), ("E06000064",)),
    "E10000006": ("E06000063", "E06000064"),
    **dict.fromkeys((f"E07000{number}" for number in range(163, 170)), ("E06000065",)),
    "E10000023": ("E06000065",),
    **dict.fromkeys(("E07000187", "E07000188", "E07000189", "E07000246", "E10000027"), ("E06000066",)),
    "E06000048": ("E06000057",),
    "E07000097": ("E07000242",),
    "E07000100": ("E07000240",),
    "E07000101": ("E07000243",),
    "E07000104": ("E07000241",),
    "E08000016": ("E08000038",),
    "E08000019": ("E08000039",),
    "E08000020": ("E08000037",),
}


@dataclass(frozen=True)
class KnownAreas:
    """The areas that the caller knows: the name of each code, and which codes replaced one that is no more."""

    names: Mapping[str, str] = field(default_factory=dict)
    successors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def _codes(self) -> dict[str, set[str]]:
        codes: dict[str, set[str]] = {}
        for code, name in self.names.items():
            codes.setdefault(make_plain(name), set()).add(code)
        return codes

    def find_code(self, name: str) -> str:
        """Return the code of the one area of this name, or an empty text."""
        found = self._codes.get(make_plain(name), set())
        return next(iter(found)) if len(found) == 1 else ""

    def get_successors(self, code: str) -> tuple[str, ...]:
        return self.successors.get(code) or SUCCESSORS.get(code, ())

    def get_name_rule(self, code: str, name: str) -> str:
        """Return the rule that a name breaks beside this code, or an empty text."""
        held = self.names.get(code)
        if not held or not name or make_plain(held) == make_plain(name):
            return ""
        return f'the code {code} is that of "{held}", and the name says another area'


def make_plain(name: str) -> str:
    """Return a name as it is compared: small letters, without the words that are said or left away at will."""
    words = re.sub(r"[^a-z0-9 ]", "", name.casefold().replace("&", " and ").replace("-", " ").replace(".", " "))
    bare = _TITLES.sub(" ", words)
    return " ".join((bare if bare.strip() else words).replace(" and ", " ").split()).replace("saint ", "st ")


def get_code_rule(code: str) -> str:
    """Return the rule that a code breaks, or an empty text."""
    if _GSS.fullmatch(code):
        return ""
    if _NEARLY.fullmatch(code):
        return "is not a code of the Government Statistical Service: those have a letter and eight digits"
    if not _OTHER.fullmatch(code):
        return 'is no code of an area: name the column with codes, or give codes for names under "words"'
    return ""


def is_total(text: str) -> bool:
    """Whether a row with this in the place of an area adds up those above it."""
    return bool(_TOTAL.fullmatch(text.strip()))
