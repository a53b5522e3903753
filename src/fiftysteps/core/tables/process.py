"""Workbooks and Parquet into sheets, by way of the program in child.py."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

from fiftysteps.core.faults import Fault, Faults
from fiftysteps.core.tables.limits import Limits
from fiftysteps.core.tables.sheet import Sheet, SheetBuilder, Tables, say_hidden
from fiftysteps.core.text import UNWRITABLE, quote

_PROGRAM: Final = str(Path(__file__).with_name("child.py"))
# A row of more than this is more than memory is kept for.
_LONGEST_LINE: Final = 50_000_000
_DAMAGED: Final = "the file is damaged or cut short: open it in the program that made it and save it again"
_PASSWORD: Final = "the file is protected by a password: save it without one"  # noqa: S105 - no password is here


def read_in_child(path: Path, name: str, kind: str, limits: Limits, notes: tuple[str, ...]) -> Tables:
    """Return the sheets of the file.

    Raises
    ------
    Faults
        It is damaged, locked, or needs more memory or time than the limits give.
    """
    with _start(path, kind, limits) as (stream, wait):
        reading = _Reading(name, limits)
        while line := stream.readline(_LONGEST_LINE):
            # A program that is ended leaves half a line behind.
            if not line.endswith(b"\n"):
                break
            reading.take(json.loads(line))
        if not reading.ended:
            raise Faults([Fault(name, None, _say_death(wait(), limits), sheet=reading.at)])
    return Tables(name, reading.sheets, (*notes, *reading.notes, *say_hidden(reading.sheets)))


@contextmanager
def _start(path: Path, kind: str, limits: Limits) -> Iterator[tuple[IO[bytes], Any]]:
    # -P: the folder of the program is not one to import from. Its own words on how it died are for nobody.
    command = [sys.executable, "-P", _PROGRAM, kind, str(path), str(limits.memory_bytes), str(limits.seconds)]
    environment = {**os.environ, "RUST_BACKTRACE": "0", "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(  # noqa: S603 - our own program, and a path that no shell reads
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    )
    try:
        yield process.stdout, process.wait  # type: ignore[misc]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()  # type: ignore[union-attr]


def _say_death(code: int, limits: Limits) -> str:
    # The system ends a process that used its time with SIGXCPU or SIGKILL.
    if code in {-24, -9}:
        return f"the file takes longer than {limits.seconds} seconds to read: take it in by parts"
    return (
        f"the file needs more memory to be opened than the {limits.memory_bytes:,} bytes that it is given: "
        "look for cells far outside the table, delete them, and save it again"
    )


class _Reading:
    """Puts together what the program tells."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name, self.limits = name, limits
        self.sheets: tuple[Sheet, ...] = ()
        self.notes: list[str] = []
        self.ended = False
        self.at = ""
        self._builder: SheetBuilder | None = None
        self._about: dict[str, Any] = {}
        self._used = 0

    def take(self, event: dict[str, Any]) -> None:
        if "cells" in event:
            self._add(event)
        elif "opening" in event:
            self.at = event["opening"]
        elif "sheet" in event:
            self._close()
            self._open(event)
        elif "fault" in event:
            raise Faults([self._get_fault(event)])
        else:
            self._close()
            self.ended = True

    def _add(self, event: dict[str, Any]) -> None:
        if self._builder is not None:
            cells = [UNWRITABLE.sub(" ", cell).strip() if cell else None for cell in event["cells"]]
            self._builder.add(event["row"], cells, event["kinds"])

    def _open(self, event: dict[str, Any]) -> None:
        if len(self.sheets) >= self.limits.sheets:
            raise Faults([Fault(self.name, None, f"a workbook may have at most {self.limits.sheets} sheets")])
        if event.get("rows", 0) > self.limits.rows:
            rule = f"a table may have at most {self.limits.rows:,} rows that hold anything"
            raise Faults([Fault(self.name, None, rule, f"{event['rows']:,}")])
        if nested := event.get("nested"):
            self.notes.append(f"columns that hold lists or groups are left out: {', '.join(map(quote, nested))}")
        self.at, self._about = event["sheet"], event
        self._builder = SheetBuilder(self.name, self.limits, self.at, self._used)

    def _close(self) -> None:
        if self._builder is not None:
            self._used += self._builder.cells
            sheet = self._builder.build(hidden=self._about["hidden"], merged=self._about["merged"])
            self.sheets = (*self.sheets, sheet)
        self._builder = None

    def _get_fault(self, event: dict[str, Any]) -> Fault:
        if event["fault"] == "memory":
            return Fault(self.name, None, _say_death(1, self.limits), sheet=self.at)
        if event["fault"] == "PasswordError" or "password" in event["words"].lower():
            return Fault(self.name, None, _PASSWORD)
        if event["fault"] == "ModuleNotFoundError":  # a fault of the installation, and of no file
            raise ModuleNotFoundError(event["words"])
        return Fault(self.name, None, _DAMAGED, event["words"], sheet=self.at)
