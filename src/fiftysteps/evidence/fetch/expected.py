"""What the answer of a source must look like, so that an error page is never kept as data."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from fiftysteps.core.text import quote
from fiftysteps.evidence.fetch.faults import RefusedError

# Enough for the heading of any table and the first words of any error page.
OPENING: Final = 64 * 1024
# Servers call a CSV file many things. What they call a web page is what we look for.
WEB_PAGES: Final = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml"})
OTHER_KINDS: Final = ("image/", "video/", "audio/", "application/pdf", "application/zip")


class Expected(Protocol):
    """A rule for a whole file or a page of it."""

    def check(self, path: Path, kind: str) -> int:
        """Return how many rows or objects the file has; refuse one that is not what was expected."""
        ...


def check_opening(path: Path, kind: str, wanted: str) -> bytes:
    """Return how the file begins, unless its declared kind or its first bytes show that it is something else."""
    with path.open("rb") as file:
        opening = file.read(OPENING)
    plain = kind.partition(";")[0].strip().casefold()
    start = opening.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise RefusedError(f"The answer is empty, where {wanted} was expected.")
    if plain in WEB_PAGES or start.startswith(b"<"):
        raise RefusedError(f"The answer is a web page, where {wanted} was expected; it begins {_quote(start)}.")
    if plain.startswith(OTHER_KINDS) or b"\0" in start:
        raise RefusedError(f"The answer is of the kind {quote(plain)}, where {wanted} was expected.")
    return opening


def _quote(start: bytes) -> str:
    return quote(" ".join(start[:200].decode("utf-8", "replace").split()))


@dataclass(frozen=True)
class Table:
    """A CSV file with these columns among its own, at least `fewest` columns, and a row."""

    columns: tuple[str, ...] = ()
    fewest: int = 2

    def check(self, path: Path, kind: str) -> int:
        opening = check_opening(path, kind, "a CSV file")
        if opening.lstrip()[:1] in {b"{", b"["}:
            raise RefusedError(f"The answer is JSON, where a CSV file was expected; it begins {_quote(opening)}.")
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            try:
                return self._check_rows(csv.reader(file, strict=True))
            except csv.Error as error:
                raise RefusedError(f"The answer is no whole CSV file: {error}. It may have been cut off.") from error

    def _check_rows(self, rows: Any) -> int:
        heading = [cell.strip() for cell in next(rows, [])]
        missing = [column for column in self.columns if column.casefold() not in {cell.casefold() for cell in heading}]
        if missing or len(heading) < self.fewest:
            wanted = f"the column {quote(missing[0])}" if missing else f"{self.fewest} columns"
            raise RefusedError(f"The answer lacks {wanted}; its heading is {quote(', '.join(heading))}.")
        first = last = next((row for row in rows if row), None)
        if first is None or last is None:
            raise EmptyError("The answer has a heading and no row: the source has nothing for what was asked.")
        count = 1
        for row in rows:
            if row:
                count, last = count + 1, row
        # Fingertips's rows are one cell shorter than its heading, so they are compared with one another.
        if len(last) not in {len(heading), len(first)}:
            raise RefusedError(f"The last row has {len(last)} cells, where others have {len(first)}; it was cut off.")
        return count


class EmptyError(RefusedError):
    """The source has nothing for what was asked."""


@dataclass(frozen=True)
class Document:
    """A JSON object that has these keys."""

    keys: tuple[str, ...]
    wanted: str = "JSON"

    def check(self, path: Path, kind: str) -> int:
        self.read(path, kind)
        return 1

    def read(self, path: Path, kind: str) -> dict[str, Any]:
        """Return the object."""
        check_opening(path, kind, self.wanted)
        try:
            found = json.loads(path.read_bytes())
        except (ValueError, RecursionError) as error:
            raise RefusedError(f"The answer is not whole, where {self.wanted} was expected.") from error
        if not isinstance(found, dict) or any(key not in found for key in self.keys):
            lacks = f"The answer lacks {' or '.join(self.keys)}" if self.keys else "The answer is no object"
            raise RefusedError(f"{lacks}, where {self.wanted} was expected; it says {quote(_say(found))}.")
        return found


def _say(found: Any) -> str:
    return json.dumps(found, ensure_ascii=False)[:200]
