"""Take a workspace into the database: read everything, check everything, then write everything or nothing."""

from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from fiftysteps.accounts.workspace import ROOM as ACCOUNTS
from fiftysteps.accounts.workspace.accounts import write_accounts
from fiftysteps.accounts.workspace.indexing import index_objects, pause_indexing
from fiftysteps.accounts.workspace.loading import Loading, finish
from fiftysteps.accounts.workspace.provenance import SOURCES
from fiftysteps.accounts.workspace.report import LoadReport
from fiftysteps.accounts.workspace.room import Room
from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Faults
from fiftysteps.core.read_workspace import read_workspace
from fiftysteps.core.workspace import Workspace
from fiftysteps.engagement.workspace import ROOM as ENGAGEMENT
from fiftysteps.evidence.workspace import ROOM as EVIDENCE
from fiftysteps.evidence.workspace.counts import COUNTS
from fiftysteps.evidence.workspace.observations import OBSERVATIONS
from fiftysteps.evidence.workspace.populations import POPULATIONS
from fiftysteps.publishing.workspace import ROOM as PUBLISHING
from fiftysteps.strategy.workspace import ROOM as STRATEGY

# From the ground up: a room's objects name those of rooms below it, never above.
ROOMS: Final[Sequence[Room]] = (ACCOUNTS, EVIDENCE, ENGAGEMENT, STRATEGY, PUBLISHING)

# Sections whose items are rows of a table, not objects that are written one by one.
ROWS: Final = frozenset({OBSERVATIONS.name, COUNTS.name, POPULATIONS.name})

type Progress = Callable[[str, int, int], None]


def _say_nothing(label: str, done: int, total: int) -> None:
    """Report no progress."""


def check_workspace(folder: Path, *, progress: Progress = _say_nothing) -> Workspace:
    """Return everything that the workspace holds.

    Raises
    ------
    Faults
        With every fault of every file.
    """
    if not folder.is_dir():
        raise PersonError(f"{folder} is not a folder. To start a workspace there: fiftysteps init {folder}")
    sections = [section for room in ROOMS for section in room.sections]
    workspace = read_workspace(folder, sections, lambda done, total: progress("Reading files", done, total))
    checks = [check for room in ROOMS for check in room.checks]
    for done, check in enumerate(checks, start=1):
        check(workspace)
        progress("Checking", done, len(checks))
    if workspace.faults:
        raise Faults(workspace.faults)
    return workspace


def load_workspace(
    folder: Path,
    *,
    replace: bool = False,
    demonstration_password: str | None = None,
    with_accounts: bool = False,
    progress: Progress | None = None,
) -> LoadReport:
    """Write the workspace into the database: what is new or has changed in its files since the last load.

    `replace` overwrites what was edited on the site too. People with a role get an account where the demonstration is
    being served, with `demonstration_password`, or `with_accounts`, without one.

    Raises
    ------
    Faults
        With every fault of every file, or every object that was edited on the site as well; nothing is changed.
    """
    tell = progress or _say_nothing
    workspace = check_workspace(folder, progress=tell)
    loading = Loading(
        sources={item.value.id: item.value for item in workspace.get(SOURCES)},
        replace=replace,
        tick=_make_tick(total := _estimate_total(workspace), tell),
    )
    with transaction.atomic(), pause_indexing():
        for write in (write for room in ROOMS for write in room.writes):
            write(workspace, loading)
        if settings.DEMONSTRATION and demonstration_password is not None:
            write_accounts(workspace, loading, demonstration_password)
        elif with_accounts:
            write_accounts(workspace, loading, None)
        finish(loading)
        tell("Writing", total, total)
        index_objects(loading.touched, tell)
    return loading.get_report()


def _estimate_total(workspace: Workspace) -> int:
    """Return about how many objects will be written. Rows of tables are written by the file."""
    objects = sum(len(items) for name, items in workspace.items.items() if name not in ROWS)
    return max(1, objects + len(workspace.files))


def _make_tick(total: int, tell: Progress) -> Callable[[str], None]:
    """Return a function that counts one object as written."""
    done = count(1)
    return lambda kind: tell("Writing", min(next(done), total), total)
