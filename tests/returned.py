"""Files as other survey tools write them, and what somebody says about their columns."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from fiftysteps.engagement.asking.sheets import get_sheet
from fiftysteps.engagement.importing.guessing import guess_answer, guess_targets
from fiftysteps.engagement.importing.mapping import Mapping, list_lists
from fiftysteps.engagement.importing.rows import Outcome, read_rows
from fiftysteps.engagement.importing.table import Table, read_table
from fiftysteps.engagement.importing.targets import Target, list_targets
from fiftysteps.engagement.models import Exercise

WARDS = (("E05013904", "Beckton"), ("E05013905", "Boleyn"))
QUESTIONS = (
    {"code": "home", "kind": "one", "text": "Is your home warm?", "choices": ("Yes", "No", "Not sure")},
    {
        "code": "most",
        "kind": "many",
        "text": "What matters?",
        "choices": ("Homes", "Streets, parks", "Food"),
        "most": 2,
    },
    {"code": "well", "kind": "scale", "text": "How well are you?", "low": "badly", "high": "very well"},
    {"code": "first", "kind": "ranking", "text": "What comes first?", "choices": ("Homes", "Streets", "Food")},
    {"code": "where", "kind": "place", "text": "Where do you mean?"},
)


def make_file(folder: Path, content: str | bytes, name: str = "back.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def make_workbook(sheets: dict[str, Sequence[Sequence[Any]]], *, hidden: Sequence[str] = ()) -> bytes:
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def read(folder: Path, content: str | bytes, name: str = "back.csv", **options: Any) -> Table:
    return read_table(make_file(folder, content, name), **options)


def get_targets(exercise: Exercise) -> dict[str, Target]:
    return {target.code: target for target in list_targets(get_sheet(exercise), WARDS)}


def make_mapping(exercise: Exercise, table: Table, codes: Sequence[str] = (), **fields: Any) -> Mapping:
    """What is guessed of the values; and of the columns, where `codes` does not say what they are, in their order."""
    targets = get_targets(exercise)
    chosen = {place: targets[code] for place, code in enumerate(codes) if code}
    if not codes:
        chosen = guess_targets(table, tuple(targets.values()))
    answers = {
        (column.place, value): guess_answer(value, target)
        for column, target, values in list_lists(table, Mapping(chosen))
        for value in values
    }
    fields = {"answers": answers, "day": timezone.localdate()} | fields
    return Mapping(chosen, **fields)


def bring(exercise: Exercise, table: Table, codes: Sequence[str] = (), **fields: Any) -> Outcome:
    mapping = make_mapping(exercise, table, codes, **fields)
    return read_rows(exercise, get_sheet(exercise), table, mapping, timezone.localdate())
