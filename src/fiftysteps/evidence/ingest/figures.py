"""Figures as sources write them: with thousands marked, with percent signs, or with a sign for why there is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from fiftysteps.evidence.ingest.roles import LOW, NOT_APPLICABLE
from fiftysteps.evidence.observations import MISSING, SUPPRESSED

# What the Government Statistical Service recommends, what it used before, and what programs write. A lone dash stands
# for nothing, for little and for unknown in different sources: only a mapping can say which.
SYMBOLS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("*", "**", "c", "[c]", "(c)", "s", "[s]", "x*", "suppressed", "supp", "[u]"), SUPPRESSED),
    **dict.fromkeys(("[low]", "low", "~", "[~]", "0~"), LOW),
    **dict.fromkeys(("..", "…", ":", "[x]", "x", "na", "n/a", "#n/a", "nan", "null", "none", "missing"), MISSING),
    **dict.fromkeys(("not available", "no data", "[m]", "[w]"), MISSING),
    **dict.fromkeys(("z", "[z]", "not applicable"), NOT_APPLICABLE),
}
# Words in square brackets behind a figure, and the marker that they are. Others become part of the note.
MARKS: Final = {"p": "provisional", "e": "modelled", "r": "", "b": "", "u": ""}

_FIGURE: Final = re.compile(r"[-+]?(\d{1,15}(\.\d*)?|\.\d+)([eE][-+]?\d{1,2})?", re.ASCII)
_THOUSANDS: Final = re.compile(r"[-+]?\d{1,3}([, ]\d{3})+(\.\d+)?", re.ASCII)
_CONTINENTAL: Final = re.compile(r"[-+]?(\d{1,3}(\.\d{3})+|\d{1,15}),\d+", re.ASCII)
_MARKED: Final = re.compile(r"(.*\d%?)\s*\[([a-z]{1,4})\]", re.IGNORECASE)
_BOUND: Final = re.compile(r"(?:<|>|≤|≥|<=|>=|under |fewer than |less than )\s*[\d,.]+%?", re.IGNORECASE)
_DASHES: Final = str.maketrans({"−": "-", "–": "-", "—": "-", "\u2011": "-"})
# Where a number beyond this stands, something else is meant.
_LARGEST: Final = 1e15


@dataclass(frozen=True)
class Figure:
    """What a cell says: a number, or why there is none, or the rule that it breaks."""

    number: float | None = None
    marker: str = ""
    note: str = ""
    rule: str = ""
    percent: bool = False


def read_figure(text: str, symbols: Mapping[str, str], *, decimal_comma: bool = False) -> Figure:
    """Return what `text` says. `symbols` are the mapping's own, by their small letters; they go before the usual."""
    known = " ".join(text.split())
    plain = known.translate(_DASHES)
    for spelling in (known.casefold(), plain.casefold()):
        if meaning := symbols.get(spelling) or SYMBOLS.get(spelling):
            return Figure(0.0) if meaning == "zero" else Figure(marker=meaning, note=f"the source has {known}")
    if _BOUND.fullmatch(plain):
        return Figure(marker=SUPPRESSED, note=f"the source has {known}")
    if plain == "-":
        rule = 'a lone "-" means nothing, little or unknown, by source: say which under "symbols" of the mapping'
        return Figure(rule=rule)
    if match := _MARKED.fullmatch(plain):
        mark = match.group(2).lower()
        inner = read_figure(match.group(1), {}, decimal_comma=decimal_comma)
        return Figure(inner.number, MARKS.get(mark, ""), f"the source marks it [{mark}]", inner.rule, inner.percent)
    return _read_number(plain, decimal_comma=decimal_comma)


def _read_number(text: str, *, decimal_comma: bool) -> Figure:
    percent = text.endswith("%")
    bare = text.removesuffix("%").strip().removeprefix("£").strip()
    if _CONTINENTAL.fullmatch(bare) and not _THOUSANDS.fullmatch(bare):
        if not decimal_comma:
            return Figure(rule='has a comma for decimals: say "decimal_comma: true" in the mapping if all of them have')
        bare = bare.replace(".", "").replace(",", ".")
    elif decimal_comma:
        bare = re.sub(r"\.(?=\d{3}\b)", "", bare).replace(",", ".")
    elif _THOUSANDS.fullmatch(bare):
        bare = bare.replace(",", "").replace(" ", "")
    if not _FIGURE.fullmatch(bare) or not abs(number := float(bare)) < _LARGEST:
        return Figure(rule='is no number, and no sign that is known: say what it means under "symbols" of the mapping')
    return Figure(number, percent=percent)
