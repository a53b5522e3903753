"""Bring in the answers of another tool from its file: try it, or take it in, all of it or nothing, and once."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Final

from django.db import transaction

from fiftysteps.accounts.actions.record_audit import record_audit
from fiftysteps.accounts.models import User
from fiftysteps.core.faults import Fault, Faults
from fiftysteps.engagement.actions.write_response import BATCH, Coming, make_digest, write_responses
from fiftysteps.engagement.asking.sheets import get_sheet
from fiftysteps.engagement.importing.mapping import Mapping
from fiftysteps.engagement.importing.rows import Came, Outcome, read_rows
from fiftysteps.engagement.importing.table import Table
from fiftysteps.engagement.models import Channel, Exercise, Response, Standing
from fiftysteps.engagement.policies import check_can_import, check_takes_entries
from fiftysteps.engagement.receipts import get_key

CHANGED: Final = "this row was taken in before, matched with other answers; what came first is kept"


@dataclass(frozen=True)
class Tried:
    """What would come of a file: its rows as responses, those that are new, and how many are held already."""

    outcome: Outcome
    new: tuple[Came, ...]
    held: int
    faults: tuple[Fault, ...]
    count: int


@dataclass(frozen=True)
class Imported:
    """What came of a file."""

    added: int
    held: int
    empty: int


def try_responses(user: User, exercise: Exercise, table: Table, mapping: Mapping, *, today: datetime.date) -> Tried:
    """Return what would come of a file, and everything that is wrong with it. Nothing is written.

    Raises
    ------
    PermissionDenied
        The user may not.
    PersonError
        The exercise takes none.
    """
    check_can_import(user)
    check_takes_entries(exercise)
    outcome = read_rows(exercise, get_sheet(exercise), table, mapping, today)
    if outcome.faults:
        return Tried(outcome, (), 0, outcome.faults, outcome.count)
    held = _Held(exercise, table, outcome.rows)
    new = tuple(row for row in outcome.rows if not held.has(row))
    faults = tuple(held.iterate_faults(new))
    return Tried(outcome, new, len(outcome.rows) - len(new), faults, len(faults))


def import_responses(
    user: User, exercise: Exercise, table: Table, mapping: Mapping, *, today: datetime.date
) -> Imported:
    """Keep every response of a file that is not held yet, with one entry in the audit trail that holds only counts.

    Raises
    ------
    PermissionDenied
        The user may not.
    Faults
        Something is wrong with the file; then nothing was kept.
    PersonError
        The exercise takes none, or the same file comes in from elsewhere at this moment.
    """
    tried = try_responses(user, exercise, table, mapping, today=today)
    if tried.faults:
        raise Faults(tried.faults)
    sent = [(row.filled, _make_coming(row, make_row_key(exercise, table, row.line), user)) for row in tried.new]
    with transaction.atomic():
        written = write_responses(exercise, sent)
        done = Imported(written.added, tried.held + written.held, tried.outcome.empty)
        if done.added:
            content = {"added": done.added, "held": done.held, "empty": done.empty}
            record_audit(user, "import-responses", exercise.key, content)
    return done


def make_row_key(exercise: Exercise, table: Table, line: int) -> str:
    """Return the key of a row: the same for the same row of the same sheet, however often its file is given.

    The exercise is in it because one file can hold the answers to two.
    """
    return get_key(f"import {exercise.pk} {table.digest} {table.sheet} {line}")


def _make_coming(row: Came, key: str, user: User) -> Coming:
    return Coming(
        key=key,
        channel=Channel(row.channel),
        day=row.day,
        language=row.language,
        entered_by=user,
        reference=row.reference,
    )


class _Held:
    """What is kept already of the rows of a file: the row itself, or from a file before it one of the same number.

    A tool's file of Friday holds Monday's responses too. What was erased is held, so that it never comes back.
    """

    def __init__(self, exercise: Exercise, table: Table, rows: tuple[Came, ...]) -> None:
        self._table = table
        self._keys = {row.line: make_row_key(exercise, table, row.line) for row in rows}
        by_key = _find(exercise, "key", self._keys.values())
        self._by_key = {kept.key: kept for kept in by_key}
        self._by_number: dict[tuple[str, str], list[Response]] = {}
        for kept in _find(exercise, "reference", {row.reference for row in rows if row.reference}):
            self._by_number.setdefault((kept.channel, kept.reference), []).append(kept)

    def _list_kept(self, row: Came) -> list[Response]:
        kept = self._by_key.get(self._keys[row.line])
        return [kept] if kept else self._by_number.get((row.channel, row.reference), [])

    def has(self, row: Came) -> bool:
        kept = self._list_kept(row)
        if not kept:
            return False
        digest = make_digest(row.filled)
        return any(each.standing == Standing.ERASED or each.digest == digest for each in kept)

    def iterate_faults(self, new: Iterable[Came]) -> Iterator[Fault]:
        """Yield what cannot be added: it would change what somebody said, or count them twice."""
        for row in new:
            if self._keys[row.line] in self._by_key:
                yield self._table.make_fault(row.line, "", CHANGED)
            elif self._list_kept(row):
                rule = f"the number “{row.reference}” was taken in before with other answers; what came first is kept"
                yield self._table.make_fault(row.line, "", rule)


def _find(exercise: Exercise, field: str, values: Iterable[str]) -> Iterator[Response]:
    for batch in batched(values, BATCH):
        found = exercise.responses.filter(**{f"{field}__in": batch})
        yield from found.only("key", "digest", "standing", "channel", "reference")
