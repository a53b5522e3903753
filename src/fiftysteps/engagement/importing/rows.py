"""The rows of a file as responses, with every fault in every row at once."""

import datetime
from collections.abc import Mapping as MappingLike
from dataclasses import dataclass, field
from typing import Any, Final

from fiftysteps.core.faults import Fault
from fiftysteps.engagement.about_you import FIRST, PRIVATE
from fiftysteps.engagement.asking.reading import Filled, read_answers
from fiftysteps.engagement.asking.sheets import ENGLISH, Asked, Sheet
from fiftysteps.engagement.asking.steps import ABOUT, CAPACITY, CONTACT, ORGANISATION
from fiftysteps.engagement.asking.steps import PRIVATE as PRIVATE_STEP
from fiftysteps.engagement.days import find_day_fault
from fiftysteps.engagement.importing.cells import CellError, read_cell
from fiftysteps.engagement.importing.mapping import Mapping, find_mapping_faults
from fiftysteps.engagement.importing.table import Table
from fiftysteps.engagement.importing.targets import Target
from fiftysteps.engagement.models import Capacity, Channel, Exercise, QuestionKind

# Faults that are held in memory; a file can have one in every cell, and a page shows fifty.
_MOST_HELD: Final = 1_000


@dataclass(frozen=True)
class Came:
    """A response as a row has it."""

    line: int
    filled: Filled
    day: datetime.date
    channel: str
    language: str
    reference: str


@dataclass(frozen=True)
class Outcome:
    """What comes of a file: the responses, how many rows hold no answer, and the faults, of which there are `count`."""

    rows: tuple[Came, ...]
    empty: int
    faults: tuple[Fault, ...] = ()
    count: int = 0


@dataclass
class _Reader:
    """Goes through the rows, and gathers what is wrong."""

    exercise: Exercise
    sheet: Sheet
    table: Table
    mapping: Mapping
    today: datetime.date
    faults: list[Fault] = field(default_factory=list)
    count: int = 0
    empty: int = 0
    # The line of each number of a response, for each way in which it came: a number stands for one response.
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def read(self) -> list[Came]:
        came = (self._read_row(at, line) for at, line in enumerate(self.table.lines))
        return [each for each in came if each is not None]

    def _read_row(self, at: int, line: int) -> Came | None:
        told = self._read_cells(at, line)
        filled = fill(self.sheet, told, self.mapping.capacity)
        if filled.is_empty:
            self.empty += 1
            return None
        channel = _get_first(told, "channel") or Channel.OTHER_TOOL.value
        reference = told.get("reference", "")
        self._check_number(line, channel, reference)
        day = self._get_day(told, line)
        return Came(line, filled, day, channel, _get_first(told, "language") or ENGLISH, reference)

    def _read_cells(self, at: int, line: int) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for place, target in self.mapping.targets.items():
            column = self.table.columns[place]
            if not (text := column.values[at]):
                continue
            try:
                value = read_cell(text, place, target, self.mapping)
                told[target.code] = _join(told[target.code], value, target) if target.code in told else value
            except CellError as error:
                self.note(line, column.name, str(error))
        return told

    def _get_day(self, told: MappingLike[str, Any], line: int) -> datetime.date:
        day: datetime.date = told.get("day") or self.mapping.day or self.today
        if fault := find_day_fault(self.exercise, day, self.today):
            self.note(line, self._name("day") if "day" in told else "", fault)
        return day

    def _check_number(self, line: int, channel: str, reference: str) -> None:
        if not reference:
            return
        before = self.numbers.setdefault((channel, reference), line)
        if before != line:
            said = "row" if self.table.sheet else "line"
            self.note(line, self._name("reference"), f"“{reference}” is the number of {said} {before} too")

    def _name(self, code: str) -> str:
        found = (place for place, target in self.mapping.targets.items() if target.code == code)
        return next((self.table.columns[place].name for place in found), "")

    def note(self, line: int, column: str, rule: str) -> None:
        self.count += 1
        if len(self.faults) < _MOST_HELD:
            self.faults.append(self.table.make_fault(line, column, rule))


def read_rows(exercise: Exercise, sheet: Sheet, table: Table, mapping: Mapping, today: datetime.date) -> Outcome:
    """Return the responses of a file, or everything that is wrong with it."""
    if faults := find_mapping_faults(table, mapping):
        return Outcome((), 0, tuple(faults), len(faults))
    reader = _Reader(exercise, sheet, table, mapping, today)
    rows = reader.read()
    return Outcome(tuple(rows), reader.empty, tuple(reader.faults), reader.count)


def fill(sheet: Sheet, told: MappingLike[str, Any], capacity: str) -> Filled:
    """Return what a row says, read as a form on line is read."""
    capacities = list(told.get("capacity", ())) or ([capacity] if capacity else [])
    organisation = told.get("organisation", "")
    if organisation and Capacity.ORGANISATION not in capacities:
        capacities.append(Capacity.ORGANISATION.value)
    questions = {asked.code: _get_answer(told, asked) for asked in sheet.questions}
    answers = {
        **{code: answer for code, answer in questions.items() if any(answer.values())},
        CAPACITY: {"capacities": capacities},
        ORGANISATION: {"name": organisation},
        ABOUT: {each.name: _get_first(told, f"a:{each.name}") for each in FIRST},
        PRIVATE_STEP: {each.name: _get_first(told, f"a:{each.name}") for each in PRIVATE},
        CONTACT: {"email": told.get("email", "")},
    }
    return read_answers(sheet, answers, is_from_elsewhere=True)


def _get_answer(told: MappingLike[str, Any], asked: Asked) -> dict[str, Any]:
    """Return an answer as a form on line keeps it: lines of a question as numbers, a place as its code."""
    if asked.kind == QuestionKind.TEXT:
        return {"text": told.get(f"q:{asked.code}", "")}
    codes: list[str] = told.get(f"q:{asked.code}", [])
    value = "".join(codes) if asked.kind == QuestionKind.PLACE else [int(code) for code in codes]
    return {"value": value, "text": told.get(f"w:{asked.code}", "")}


def _get_first(told: MappingLike[str, Any], code: str) -> str:
    values = told.get(code) or [""]
    return str(values[0])


def _join(values: list[str], more: list[str], target: Target) -> list[str]:
    """Return the answers of several columns in one."""
    joined = [*values, *(value for value in more if value not in values)]
    if target.most and len(joined) > target.most:
        raise CellError(f"at most {target.most} can be chosen; there are {len(joined)}")
    return joined
