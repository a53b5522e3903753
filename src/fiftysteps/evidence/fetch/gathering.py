"""How the answer of a source is put into one file: asked for again where it fails, joined where it comes in pages."""

import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fiftysteps.evidence.fetch.expected import Document
from fiftysteps.evidence.fetch.faults import RefusedError
from fiftysteps.evidence.fetch.limits import Budget, Limits, describe_size
from fiftysteps.evidence.fetch.network import Network
from fiftysteps.evidence.fetch.retrying import make_retrying
from fiftysteps.evidence.fetch.transport import Answer, open_answer

if TYPE_CHECKING:
    from fiftysteps.evidence.fetch.source import Source

type Tell = Callable[[str], None]
type Progress = Callable[[int, int | None], None]
type GetJson = Callable[[str], dict[str, Any]]
type Gather = Callable[[Gatherer, str, Path], Page]

# What a file is called until it is whole. Its beginning keeps it from being taken for data.
PREFIX = ".fetching-"


@dataclass(frozen=True)
class Page:
    """What is known of an answer besides its content. `rows` counts rows, features or documents."""

    address: str
    kind: str = ""
    etag: str = ""
    last_modified: str = ""
    is_unchanged: bool = False
    rows: int = 0


@dataclass
class Gatherer:
    """Fetches the answers of one source within one budget."""

    source: "Source"
    folder: Path
    network: Network
    limits: Limits
    tell: Tell
    progress: Progress
    conditions: Mapping[str, str] = field(default_factory=dict)
    budget: Budget = field(init=False)

    def __post_init__(self) -> None:
        self.budget = Budget(self.limits)

    def get(self, address: str, target: Path, *, conditions: Mapping[str, str] | None = None, most: int = 0) -> Page:
        """Write the answer of `address` into `target`; ask again where it fails in passing. `most` limits its bytes."""
        before = self.budget.taken
        headers = {"Accept": self.source.accept, **(conditions or {})}
        for attempt in make_retrying(self.limits, self.tell, lambda: self.budget.clock() < self.budget.end):
            with attempt:
                self.budget.taken = before
                return self._get_once(address, headers, target, most or self.limits.size)
        raise AssertionError("the retrying ends by an answer or by an error")

    def _get_once(self, address: str, headers: Mapping[str, str], target: Path, most: int) -> Page:
        with open_answer(address, headers, self.network, self.limits) as answer:
            if answer.is_unchanged and "If-None-Match" not in headers and "If-Modified-Since" not in headers:
                raise RefusedError("The source says that nothing has changed, though nobody asked it.")
            if not answer.is_unchanged:
                self._write(answer, target, most)
            return Page(
                address,
                kind=answer.get_header("Content-Type"),
                etag=answer.get_header("ETag"),
                last_modified=answer.get_header("Last-Modified"),
                is_unchanged=answer.is_unchanged,
            )

    def _write(self, answer: Answer, target: Path, most: int) -> None:
        before, total = self.budget.taken, answer.length
        if total is not None:
            self.budget.check(total)
        with target.open("wb") as file:
            for piece in answer.read_pieces():
                self.budget.check(len(piece))
                self.budget.taken += len(piece)
                if self.budget.taken - before > most:
                    raise RefusedError(f"One page of the answer is larger than {describe_size(most)}.")
                file.write(piece)
                self.progress(self.budget.taken, None if total is None else before + total)

    def get_json(self, address: str) -> dict[str, Any]:
        """Return the JSON object at `address`, which is small."""
        with self.open_page() as page:
            found = self.get(address, page, most=self.limits.page)
            return Document((), "JSON").read(page, found.kind)

    @contextmanager
    def open_page(self) -> Iterator[Path]:
        """Give a file beside the one that is made, and remove it."""
        handle, name = tempfile.mkstemp(prefix=PREFIX, dir=self.folder)
        os.close(handle)
        try:
            yield Path(name)
        finally:
            Path(name).unlink(missing_ok=True)


def gather_one(gatherer: Gatherer, address: str, target: Path) -> Page:
    """Fetch an answer that comes in one piece, unless the source says that it is the one we have."""
    page = gatherer.get(address, target, conditions=gatherer.conditions)
    if page.is_unchanged:
        return page
    rows = gatherer.source.expected.check(target, page.kind)
    return Page(page.address, page.kind, page.etag, page.last_modified, rows=rows)
