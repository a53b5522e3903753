"""What came of reading a file."""

from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

from fiftysteps.core.errors import PersonError
from fiftysteps.core.faults import Fault

type TableName = Literal["observations", "counts", "lookups"]


@dataclass(frozen=True)
class Intake:
    """The rows of a file, what is wrong in it, and what was left out and why.

    Where there are faults, the file is not to be taken in: the rows are those that have none.
    """

    file: str
    layout: str
    table: TableName
    rows: pa.Table
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    # Of a look-up: the name of each area in it.
    names: dict[str, str] = field(default_factory=dict)

    @property
    def is_sound(self) -> bool:
        return not self.faults


class UnknownLayout(PersonError):
    """No mapping fits the file. What it says is how to map it; `starter` is a mapping to begin with."""

    def __init__(self, sentence: str, *, preview: str, roles: dict[str, str], starter: str) -> None:
        self.sentence, self.preview, self.roles, self.starter = sentence, preview, roles, starter
        super().__init__(f"{sentence}\n\n{preview}\n\n{starter}")
