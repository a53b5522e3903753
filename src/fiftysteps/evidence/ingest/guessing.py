"""The answer to a layout that is not known: what the file looks like, and a mapping to begin with."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from fiftysteps.core.tables.sheet import Sheet, Tables, get_letters
from fiftysteps.core.text import quote, shorten
from fiftysteps.evidence.ingest.areas import get_code_rule
from fiftysteps.evidence.ingest.figures import read_figure
from fiftysteps.evidence.ingest.intake import UnknownLayout
from fiftysteps.evidence.ingest.times import read_period

_PREVIEWED_ROWS, _PREVIEWED_COLUMNS, _WIDTH = 8, 8, 18
_SEARCHED: Final = 30
_SAMPLE: Final = 25
_GSS: Final = re.compile(r"[EWSNKJLM]\d{8}", re.ASCII)
FILL_IN: Final = "FILL-IN"
# What a heading says of its column; the first that fits is taken, and each role once.
_SAYINGS: Final = (
    ("lower_95", r"lower|\blcl\b|lci"),
    ("upper_95", r"upper|\bucl\b|uci"),
    ("denominator", r"denom|population|\bout of\b|\bbase\b"),
    ("count", r"^count\b|numerator|\bnum\b|^n$|number of|\btotal\b"),
    ("indicator", r"indicator|measure name|\bkpi\b|series"),
    ("period", r"period|year|date|month|quarter"),
    (
        "area_name",
        r"(area|authority|ward|lsoa|msoa|region|ltla|utla|place).*name|^(area|local authority|ward|borough)$",
    ),
    ("area", r"code"),
    ("sex", r"\bsex\b|gender"),
    ("age", r"\bage\b"),
    ("unit", r"\bunits?\b"),
    ("mark", r"status|\bflag\b|value note|marker"),
    ("group", r"group|ethnic|categor|decile|religion"),
    ("value", r"value|rate|percent|%|proportion|prop\b|score"),
)


def build_answer(file: str, tables: Tables) -> UnknownLayout:
    """Return what to tell the person who gave a file whose layout is not known."""
    sheet = max(tables.sheets, key=lambda one: (len(one) > 0 and not one.hidden, len(one) * one.width))
    place = guess_header(sheet)
    words = sheet.get_texts(place)
    roles = guess_roles(sheet, place)
    at = f"sheet {quote(sheet.name)}, row" if sheet.name else "line"
    sentence = (
        f"{file}: this layout is not known. Its heading seems to stand in {at} {sheet.lines[place]}. Save the mapping "
        f"below as a file, put right what is marked {FILL_IN}, and give it together with this file."
    )
    known = {words[column] or f"[{get_letters(column + 1)}]": role for column, role in roles.items()}
    return UnknownLayout(
        sentence, preview=build_preview(sheet), roles=known, starter=_build_starter(file, sheet, place, roles, words)
    )


def build_preview(sheet: Sheet) -> str:
    """Return the first rows with their numbers, cut to what fits a screen."""
    width = min(sheet.width, _PREVIEWED_COLUMNS)
    rows = [["", *(get_letters(at + 1) for at in range(width))]]
    for place in range(min(len(sheet), _PREVIEWED_ROWS)):
        texts = [_cut(text) for text in sheet.get_texts(place)[:width]]
        rows += [[str(sheet.lines[place]), *texts]]
    widths = [max(len(row[at]) for row in rows) for at in range(width + 1)]
    lines = ["  ".join(text.ljust(wide) for text, wide in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(lines)


def _cut(text: str) -> str:
    said = shorten(text)
    return said if len(said) <= _WIDTH else said[: _WIDTH - 1] + "…"


def guess_header(sheet: Sheet) -> int:
    """Return which of the first rows names the columns: it has the most words and is followed by rows as wide."""
    return max(range(min(len(sheet), _SEARCHED)), key=lambda place: (_score(sheet, place), -place))


def _score(sheet: Sheet, place: int) -> float:
    texts = sheet.get_texts(place)
    filled = [text for text in texts if text]
    words = [text for text in filled if not _is_figure(text)]
    # Years or ages over columns are words of a heading too: they rise from one to the next.
    rising = [text for text in filled if re.fullmatch(r"(19|20)\d\d|\d{1,2}", text)]
    if len(rising) > 2 and all(int(one) < int(other) for one, other in pairwise(rising)):
        words += rising
    below = sum(1 for text in _get_below(sheet, place) if text)
    return len(set(words)) - 0.5 * (len(filled) - len(words)) + (0.5 if below >= len(filled) * 0.5 and below else 0)


def _get_below(sheet: Sheet, place: int) -> list[str]:
    return sheet.get_texts(place + 1) if place + 1 < len(sheet) else []


def _is_figure(text: str) -> bool:
    figure = read_figure(text, {})
    return not figure.rule and figure.number is not None


def guess_roles(sheet: Sheet, place: int) -> dict[int, str]:
    """Return the likely role of each column, by what is in it and then by what its heading says."""
    words = sheet.get_texts(place)
    sample = range(place + 1, min(len(sheet), place + 1 + _SAMPLE))
    texts = {at: [text for row in sample if (text := sheet.columns[at][row].as_py())] for at in range(sheet.width)}
    roles: dict[int, str] = {}
    for at in range(sheet.width):
        if texts[at] and all(_GSS.fullmatch(text) for text in texts[at]) and "area" not in roles.values():
            roles[at] = "area"
    for role, pattern in _SAYINGS:
        for at in range(sheet.width):
            fits = re.search(pattern, words[at], re.IGNORECASE) and _fits(role, texts[at])
            if fits and at not in roles and role not in roles.values():
                roles[at] = role
    _add_value(roles, texts)
    return dict(sorted(roles.items()))


def _fits(role: str, texts: Sequence[str]) -> bool:
    if role in {"value", "count", "denominator", "lower_95", "upper_95"}:
        return _share(texts, _is_figure) > 0.5
    if role == "period":
        return _share(texts, _is_period) > 0.5
    if role == "area":
        return _share(texts, lambda text: not get_code_rule(text)) > 0.9
    return True


def _share(texts: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, texts)) / len(texts) if texts else 0


def _is_period(text: str) -> bool:
    try:
        read_period(text, years="financial" if "-" in text else "")
    except ValueError:
        return False
    return True


def _add_value(roles: dict[int, str], texts: dict[int, list[str]]) -> None:
    if "value" in roles.values():
        return
    figures = [at for at, held in texts.items() if at not in roles and _share(held, _is_figure) > 0.5]
    counts = [at for at, role in roles.items() if role == "count"]
    if figures:
        roles[figures[-1]] = "value"
    elif counts:
        roles[counts[0]] = "value"


def _build_starter(file: str, sheet: Sheet, place: int, roles: dict[int, str], words: Sequence[str]) -> str:
    lines = [f"id: {build_slug(file)}", f"files: [{write_text(file)}]"]
    if sheet.name:
        lines.append(f"sheets: [{write_text(sheet.name)}]")
    lines += ["table: observations", f"header: [{sheet.lines[place]}]", "columns:"]
    for at, role in roles.items():
        unique = words[at] and list(words).count(words[at]) == 1 and " to " not in words[at]
        lines.append(f"  {role}: {write_text(words[at] if unique else f'[{get_letters(at + 1)}]')}")
    given = set(roles.values())
    missing = [role for role in ("indicator", "period", "value") if role not in given]
    if not {"area", "area_name"} & given:
        missing.append("area")
    if "value" in missing:
        lines.append(f"  value: {FILL_IN}")
        missing.remove("value")
    if missing:
        lines.append("constants:")
        lines += [f"  {role}: {_suggest(role, file)}" for role in missing]
    return "\n".join(lines) + "\n"


def build_slug(file: str) -> str:
    """Return a name for the mapping of a file."""
    return re.sub(r"[^a-z0-9]+", "-", file.rsplit(".", 1)[0].lower()).strip("-")[:80].strip("-") or "a-table"


def _suggest(role: str, file: str) -> str:
    return write_text(file.rsplit(".", 1)[0]) if role == "indicator" else FILL_IN


def write_text(text: str) -> str:
    """Return a text as YAML that no reader takes for anything else."""
    said = shorten(" ".join(text.split())) if len(text) > 200 else " ".join(text.split())
    return '"' + said.replace("\\", "\\\\").replace('"', '\\"') + '"'
