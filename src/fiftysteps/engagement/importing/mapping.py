"""What somebody said a file's columns and values are, and whether it can be so."""

import datetime
import re
from collections.abc import Iterator
from collections.abc import Mapping as MappingLike
from dataclasses import dataclass, field
from typing import Final

from fiftysteps.core.faults import Fault
from fiftysteps.engagement.importing.guessing import squeeze
from fiftysteps.engagement.importing.table import Column, Table
from fiftysteps.engagement.importing.targets import Target, Use

# More different values than this are words, and no answers to choose from.
MOST_VALUES: Final = 60
# More lists on one page nobody goes through, and no request carries many more fields.
MOST_LISTS: Final = 600
# What tools write between several answers in one cell. A comma stands within answers too, so it parts only known ones.
_BETWEEN: Final = re.compile(r"[;|\n]+")


@dataclass(frozen=True)
class Mapping:
    """What each column is, by its place, and which answer each value of it is. The rest holds where no column says it.

    `answers` has the code of an answer by the column's place and the value.
    """

    targets: MappingLike[int, Target]
    answers: MappingLike[tuple[int, str], str] = field(default_factory=dict)
    day: datetime.date | None = None
    capacity: str = ""


def split_cell(text: str, target: Target) -> list[str]:
    """Return the values in a cell: several where the question takes several."""
    if target.use != Use.MANY:
        return [text]
    known = {squeeze(word) for choice in target.choices for word in choice}
    values = []
    for part in filter(None, map(str.strip, _BETWEEN.split(text))):
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        is_several = squeeze(part) not in known and all(squeeze(piece) in known for piece in pieces)
        values += pieces if is_several else [part]
    return values


def list_values(column: Column, target: Target) -> tuple[str, ...]:
    """Return each value of a column once."""
    return tuple(dict.fromkeys(value for text in column.distinct for value in split_cell(text, target)))


def list_lists(table: Table, mapping: Mapping) -> Iterator[tuple[Column, Target, tuple[str, ...]]]:
    """Yield every column with fixed answers, what it is, and its values."""
    for place, target in mapping.targets.items():
        if target.choices:
            column = table.columns[place]
            yield column, target, list_values(column, target)


def find_mapping_faults(table: Table, mapping: Mapping) -> list[Fault]:
    """Return what is wrong with the mapping itself, whatever the rows hold."""
    faults = [*_find_doubles(table, mapping), *_find_wide(table, mapping)]
    if not any(target.is_answer for target in mapping.targets.values()):
        rule = "no column is an answer to a question yet: say which one is"
        faults.append(table.make_fault(None, "", rule))
    return faults


def _find_doubles(table: Table, mapping: Mapping) -> Iterator[Fault]:
    seen: dict[str, Column] = {}
    for place, target in mapping.targets.items():
        column = table.columns[place]
        if target.code in seen and not target.joins:
            rule = f"“{seen[target.code].name}” is “{target.label}” already: only one column can be"
            yield table.make_fault(None, column.name, rule)
        seen.setdefault(target.code, column)


def _find_wide(table: Table, mapping: Mapping) -> Iterator[Fault]:
    lists = 0
    for column, target, values in list_lists(table, mapping):
        lists += len(values)
        if len(values) > MOST_VALUES:
            rule = f"“{target.label}” has fixed answers, and a column of them at most {MOST_VALUES} different values"
            yield table.make_fault(None, column.name, rule, f"{len(values):,}")
    if lists > MOST_LISTS:
        rule = f"at most {MOST_LISTS} values can be matched with answers at once: leave some columns out"
        yield table.make_fault(None, "", rule, f"{lists:,}")
