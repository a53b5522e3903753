"""What a room tells the loader."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fiftysteps.accounts.workspace.loading import Loading
from fiftysteps.core.workspace import Section, Workspace


@dataclass(frozen=True)
class Room:
    """The sections that a room reads, what it checks between objects, and what it writes, in that order."""

    sections: tuple[Section[Any], ...]
    checks: tuple[Callable[[Workspace], None], ...]
    writes: tuple[Callable[[Workspace, Loading], None], ...]
