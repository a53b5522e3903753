"""A mapping drafted on a screen: what the columns of a sheet are called and taken for, and the file that says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fiftysteps.core.tables import Limits, Sheet, read_tables
from fiftysteps.core.tables.limits import LIMITS
from fiftysteps.core.tables.sheet import get_letters
from fiftysteps.evidence.ingest.guessing import FILL_IN, build_slug, guess_header, guess_roles, write_text

# More columns than these nobody chooses from lists; the mapping can still be written by hand.
MOST_COLUMNS: Final = 60
_SAMPLES, _PREVIEWED, _LONGEST = 3, 14, 40


@dataclass(frozen=True)
class DraftColumn:
    """A column by its letters, with its heading, its first values, and the role it is taken for: empty for none."""

    letters: str
    heading: str
    samples: tuple[str, ...]
    role: str


@dataclass(frozen=True)
class Draft:
    """A sheet as somebody looks at it who says what its columns are.

    `header` is the number of the row that names the columns, as the file counts them. `rows` are the first ones as they
    were read, each with its number.
    """

    sheets: tuple[str, ...]
    sheet: str
    header: int
    columns: tuple[DraftColumn, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    more_columns: int


def draft_mapping(path: Path, sheet_name: str = "", header: int | None = None, *, limits: Limits = LIMITS) -> Draft:
    """Return a sheet of a file with the likely heading and roles; the largest visible one where none is named.

    Raises
    ------
    Faults
        The file cannot be read at all.
    """
    tables = read_tables(path, limits)
    named = [sheet for sheet in tables.sheets if sheet_name and sheet.name == sheet_name]
    sheet = named[0] if named else max(tables.sheets, key=lambda one: (len(one) > 0 and not one.hidden, _size(one)))
    lines = list(sheet.lines)
    place = lines.index(header) if header in lines else guess_header(sheet)
    roles, words, width = guess_roles(sheet, place), sheet.get_texts(place), min(sheet.width, MOST_COLUMNS)
    columns = tuple(
        DraftColumn(get_letters(at + 1), words[at], _get_samples(sheet, at, place), roles.get(at, ""))
        for at in range(width)
    )
    shown = range(min(len(sheet), _PREVIEWED))
    rows = tuple((lines[row], tuple(_cut(text) for text in sheet.get_texts(row)[:width])) for row in shown)
    names = tuple(one.name for one in tables.sheets if len(one))
    return Draft(names, sheet.name, lines[place], columns, rows, sheet.width - width)


def write_mapping(
    file: str,
    *,
    sheet: str,
    header: Sequence[int],
    table: str,
    roles: Mapping[str, str],
    constants: Mapping[str, str],
) -> str:
    """Return the file of a mapping: the same that somebody would write by hand, to be tried and reviewed.

    Parameters
    ----------
    file, sheet : str
        The names of the file and of its sheet, empty for a file without sheets.
    header : sequence of int, keyword-only
        The numbers of the rows of the heading.
    table : str, keyword-only
        "observations" or "counts".
    roles : mapping of str to str, keyword-only
        The role of each column, by its letters. Columns without a role are left out.
    constants : mapping of str to str, keyword-only
        What every row has, by role; empty texts are left out.
    """
    columns: dict[str, list[str]] = {}
    for letters, role in roles.items():
        if role:
            columns.setdefault(role, []).append(f"[{letters}]")
    lines = [f"id: {build_slug(file)}", f"files: [{write_text(file)}]"]
    lines += [f"sheets: [{write_text(sheet)}]"] if sheet else []
    lines += [f"table: {table}", f"header: [{', '.join(map(str, header))}]"]
    lines.append("columns:" if columns else "columns: {}")
    for role, places in columns.items():
        said = ", ".join(map(write_text, places))
        lines.append(f"  {role}: {said if len(places) == 1 else f'[{said}]'}")
    given = {role: text for role, text in constants.items() if text.strip()}
    needed = ("indicator" if table == "observations" else "measure", "period")
    given |= {role: FILL_IN for role in needed if role not in columns and role not in given}
    if not {"area", "area_name"} & (columns.keys() | given.keys()):
        given["area"] = FILL_IN
    lines += ["constants:"] if given else []
    lines += [f"  {role}: {text if text == FILL_IN else write_text(text)}" for role, text in given.items()]
    return "\n".join(lines) + "\n"


def _size(sheet: Sheet) -> int:
    return len(sheet) * sheet.width


def _get_samples(sheet: Sheet, at: int, place: int) -> tuple[str, ...]:
    texts = (sheet.get_texts(row)[at] for row in range(place + 1, min(len(sheet), place + 20)))
    return tuple(_cut(text) for text in dict.fromkeys(text for text in texts if text))[:_SAMPLES]


def _cut(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"
